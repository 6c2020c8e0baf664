"""Migrations: up, down and up again on both databases, and no difference from the models."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from guidelines.app import models_metadata
from guidelines.engines import plain_engine
from tests.database import alembic_config, migrate


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/migrations.sqlite3"
        return
    server = request.getfixturevalue("postgres")
    yield server.create("migrations")
    server.drop("migrations")


def schema(connection):
    """Return what the database says of itself."""
    found = inspect(connection)

    def of_each(ask, told):
        return {
            name: sorted(told(one) for one in several)
            for (_schema, name), several in ask().items()
            if name != "alembic_version"
        }

    if connection.dialect.name == "sqlite":
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        triggers = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    told = (
        of_each(
            found.get_multi_columns, lambda one: (one["name"], str(one["type"]), one["nullable"])
        ),
        of_each(found.get_multi_check_constraints, lambda one: str(one["sqltext"])),
        of_each(found.get_multi_unique_constraints, lambda one: tuple(one["column_names"])),
        of_each(found.get_multi_foreign_keys, lambda one: tuple(one["constrained_columns"])),
        of_each(found.get_multi_indexes, lambda one: str(one["name"])),
        sorted(connection.execute(text(triggers)).scalars()),
    )
    connection.rollback()
    return told


def revisions(script):
    return [revision.revision for revision in reversed(list(script.walk_revisions()))]


def test_each_step_goes_up_and_down_and_up_again_and_leaves_no_difference(url):
    """The way up, all the way down and up again: what each step leaves is the same each time."""
    config = alembic_config(url)
    script = ScriptDirectory.from_config(config)
    names = revisions(script)
    engine = plain_engine(url)

    def go(way, target):
        with EnvironmentContext(
            config, script, fn=lambda now, _context: way(target, now), destination_rev=target
        ):
            script.run_env()

    with engine.connect().execution_options(unit="write") as connection:
        config.attributes["connection"] = connection
        left = {"base": schema(connection)}
        for revision in names:
            go(script._upgrade_revs, revision)
            left[revision] = schema(connection)
        for revision in reversed(["base", *names[:-1]]):
            go(script._downgrade_revs, revision)
            assert schema(connection) == left[revision], f"down to {revision}"
        for revision in names:
            go(script._upgrade_revs, revision)
            assert schema(connection) == left[revision], f"up again to {revision}"
    engine.dispose()
    assert not any(left["base"])


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
