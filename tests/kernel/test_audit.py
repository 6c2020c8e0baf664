"""The history: recorded with the change, chained, and impossible to alter unseen."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from guidelines import audit
from guidelines.db import session, transaction
from guidelines.errors import Conflict, Invalid
from guidelines.permissions import Role
from guidelines.projects import service

ALTERATIONS = {
    "a word": "UPDATE audit_entry SET event = 'project.closed' WHERE number = 2",
    "a detail": "UPDATE audit_entry SET detail = '{}' WHERE number = 2",
    "the actor": "UPDATE audit_entry SET actor_id = 'somebodyelse' WHERE number = 2",
    "a dropped row": "DELETE FROM audit_entry WHERE number = 2",
    "a cut end": "DELETE FROM audit_entry WHERE number = 5",
    "a new order": "UPDATE audit_entry SET number = number + 100 WHERE number = 3",
}


@pytest.fixture
def project(build):
    project = build.project()
    chair = build.actor_of_chair(project)
    for title in ("One", "Two", "Three"):
        with transaction():
            service.add_group(chair, project, title=title)
    return project


def drop_triggers():
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("DROP TRIGGER audit_entry_no_update"))
        session.execute(text("DROP TRIGGER audit_entry_no_delete"))
    else:
        session.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER ALL"))


@pytest.mark.parametrize("alteration", ALTERATIONS)
def test_an_altered_history_is_found(project, alteration):
    assert audit.first_broken(project.id) is None
    with transaction():
        drop_triggers()
        session.execute(text(ALTERATIONS[alteration]))

    try:
        assert audit.first_broken(project.id) is not None
    finally:
        if session.get_bind().dialect.name != "sqlite":
            with transaction():
                session.execute(text("ALTER TABLE audit_entry ENABLE TRIGGER ALL"))


@pytest.mark.parametrize(
    "change", ["UPDATE audit_entry SET number = 9", "DELETE FROM audit_entry"]
)
def test_the_database_refuses_to_alter_it(project, change):
    with pytest.raises((Conflict, DBAPIError)) as caught, transaction():
        session.execute(text(change))
    assert "append-only" in f"{caught.value} {caught.value.__cause__}"


def test_a_refused_change_leaves_no_trace(project, build):
    chair = build.actor_of_chair(project)
    before = len(audit.history(project.id))
    with pytest.raises(Invalid), transaction():
        service.add_group(chair, project, title="One")

    assert len(audit.history(project.id)) == before


def test_the_history_names_people_by_id_only(project, build):
    build.member(project, Role.AUTHOR, person=build.person("Surgeon 9"))
    said = str([entry.detail for entry in audit.history(project.id)])
    assert "Surgeon" not in said
    assert "@" not in said
