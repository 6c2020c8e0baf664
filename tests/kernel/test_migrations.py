"""Migrations: up, down and up again on both databases, and no difference from the models."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from guidelines.app import models_metadata
from guidelines.engines import plain_engine
from tests.database import alembic_config, migrate, migrate_down


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/migrations.sqlite3"
        return
    server = request.getfixturevalue("postgres")
    yield server.create("migrations")
    server.drop("migrations")


def schema(url):
    """Return what the database says of itself."""
    engine = plain_engine(url)
    with engine.connect() as connection:
        found = inspect(connection)
        tables = {
            name: (
                sorted(
                    (c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(name)
                ),
                sorted(str(c["sqltext"]) for c in found.get_check_constraints(name)),
                sorted(tuple(c["column_names"]) for c in found.get_unique_constraints(name)),
                sorted(tuple(k["constrained_columns"]) for k in found.get_foreign_keys(name)),
                sorted(str(i["name"]) for i in found.get_indexes(name)),
            )
            for name in found.get_table_names()
            if name != "alembic_version"
        }
        if connection.dialect.name == "sqlite":
            triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        else:
            triggers = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        names = sorted(connection.execute(text(triggers)).scalars())
    engine.dispose()
    return tables, names


def revisions():
    script = ScriptDirectory.from_config(alembic_config("sqlite://"))
    return [revision.revision for revision in reversed(list(script.walk_revisions()))]


@pytest.mark.timeout(1200)  # every step three times, on a server
def test_each_migration_goes_down_and_up_again_and_leaves_no_difference(url):
    for number, revision in enumerate(revisions()):
        migrate(url, revision)
        after = schema(url)
        migrate_down(url, revisions()[number - 1] if number else "base")
        migrate(url, revision)
        assert schema(url) == after, revision


def test_all_the_way_down_leaves_nothing(url):
    migrate(url)
    migrate_down(url, "base")
    assert schema(url) == ({}, [])


def is_an_index_of_words(difference):
    """The words of the library lie in tables of the database's own making."""
    kind, subject = difference[:2]
    table = subject if kind == "remove_table" else getattr(subject, "table", None)
    return getattr(table, "name", "").startswith("library_words")


def test_the_newest_migration_equals_the_models(url):
    migrate(url)
    engine = plain_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, models_metadata())
        checks = {
            table.name: len(inspect(connection).get_check_constraints(table.name))
            for table in models_metadata().sorted_tables
        }
    engine.dispose()
    assert [one for one in differences if not is_an_index_of_words(one)] == []
    assert checks == {
        table.name: sum(type(c).__name__ == "CheckConstraint" for c in table.constraints)
        for table in models_metadata().sorted_tables
    }
