"""The unit of work: nothing is lost, nothing is written outside of it."""

import multiprocessing
import os
import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from guidelines.accounts.models import Person
from guidelines.app import create_app
from guidelines.db import new_key, session, transaction
from guidelines.errors import Conflict
from guidelines.projects.models import Project
from guidelines.sqlite import is_sound


def count_up(settings, times):
    app = create_app(settings)
    with app.app_context():
        for _ in range(times):
            with transaction():
                row = session.get(Project, session.info.get("key") or first_project())
                session.refresh(row, with_for_update=True)
                row.scope = str(int(row.scope or "0") + 1)
    os._exit(0)


def first_project():
    return session.scalar(text("SELECT id FROM project"))


def test_no_update_is_lost_between_processes(build, settings):
    build.project()
    session.remove()
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=count_up, args=(settings, 50)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)

    assert [worker.exitcode for worker in workers] == [0] * 4
    assert session.scalar(text("SELECT scope FROM project")) == "200"


def test_outside_a_transaction_nothing_can_be_written(build):
    person = build.person()
    session.rollback()
    session.get(Person, person.id).name = "Changed"

    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        session.flush()


def test_a_failed_block_leaves_nothing(build):
    with pytest.raises(ZeroDivisionError), transaction():
        session.add(Person(email="a@b.example", name="A"))
        session.flush()
        raise ZeroDivisionError

    assert session.query(Person).count() == 0
    build.person()  # the lock is free again


def test_transactions_do_not_nest(app):
    with pytest.raises(RuntimeError, match="at the edge"), transaction(), transaction():
        pass


def test_a_second_click_is_a_conflict(build):
    person = build.person()
    with pytest.raises(Conflict), transaction():
        session.add(Person(email=person.email, name="Again"))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("email = 'UPPER@b.example'", "lower"),
        ("name = ''", "name"),
        ("country = 'D'", "country"),
    ],
)
def test_the_database_holds_the_rules_itself(build, change, rule):
    build.person()
    with pytest.raises(Conflict), transaction():
        session.execute(text(f"UPDATE person SET {change}"))


def test_what_was_read_before_is_read_again_inside(build, settings):
    project = build.project()
    _ = project.title
    if settings.database.startswith("sqlite"):
        file = settings.database.removeprefix("sqlite:///")
        with sqlite3.connect(file) as other:
            other.execute("UPDATE project SET title = 'Changed meanwhile'")
    else:
        with build.app.app_context(), transaction():
            session.execute(text("UPDATE project SET title = 'Changed meanwhile'"))

    with transaction():
        assert project.title == "Changed meanwhile"


@pytest.mark.parametrize(
    ("version", "sound"),
    [("3.40.1", False), ("3.44.6", True), ("3.50.6", False), ("3.50.7", True), ("3.51.2", False),
     ("3.51.3", True), ("3.53.4", True)],
)  # fmt: skip
def test_which_is_sound(version, sound):
    assert is_sound(version) is sound


def test_keys_are_short_and_differ():
    keys = {new_key() for _ in range(2000)}
    assert len(keys) == 2000
    assert {len(key) for key in keys} == {12}
