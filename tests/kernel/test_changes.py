"""What tells that anything was committed, on both databases, by whomever."""

from sqlalchemy import text

from guidelines.db import db, session, transaction
from guidelines.engines import changes, plain_engine
from guidelines.projects.models import Network


def test_a_commit_of_ours_is_a_change_and_reading_is_none(build):
    network = build.project().network
    before = changes(db.engine)
    assert session.get(Network, network.id) is not None
    session.rollback()
    assert changes(db.engine) == before
    with transaction():
        session.get(Network, network.id).title = "Another"
    assert changes(db.engine) != before


def test_a_commit_of_another_is_a_change_and_one_undone_is_none(build, settings):
    network = build.project().network
    session.rollback()
    before = changes(db.engine)
    other = plain_engine(settings.database)
    said = text("UPDATE network SET title = :title WHERE id = :id")
    with other.connect().execution_options(unit="write") as connection:
        with connection.begin() as begun:
            connection.execute(said, {"title": "Never", "id": network.id})
            begun.rollback()
        after_nothing = changes(db.engine)
        with connection.begin():
            connection.execute(said, {"title": "New", "id": network.id})
    other.dispose()
    after = changes(db.engine)
    if settings.database.startswith("sqlite"):
        assert after_nothing == before
    assert after != after_nothing
    assert changes(db.engine) == after
