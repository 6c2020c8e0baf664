"""Run migrations on the database of the settings, one transaction for each.

SQLite changes a table by writing it anew under its name. Other tables refer to it all the while,
so references are not enforced meanwhile; they are checked before each migration is committed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from sqlalchemy import Connection

from guidelines.app import models_metadata
from guidelines.config import Settings
from guidelines.engines import plain_engine


def migrate(connection: Connection) -> None:
    """Run what `context` was asked to run on `connection`."""
    context.configure(
        connection=connection,
        target_metadata=models_metadata(),
        render_as_batch=True,
        transaction_per_migration=True,
        compare_type=True,
        on_version_apply=check_references,
    )
    with without_references(connection), context.begin_transaction():
        context.run_migrations()


@contextmanager
def without_references(connection: Connection) -> Iterator[None]:
    """Let SQLite replace tables that others refer to."""
    if connection.dialect.name != "sqlite" or connection.in_transaction():
        yield
        return
    bare: Any = connection.connection.driver_connection
    bare.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        bare.execute("PRAGMA foreign_keys=ON")


def check_references(ctx: Any, **_given: Any) -> None:
    """Raise if a migration left a row that refers to nothing; it is then undone."""
    if ctx.connection.dialect.name == "sqlite":
        broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise RuntimeError(f"a row of {broken[0]} refers to nothing in {broken[2]}")


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    url = context.config.attributes.get("url") or Settings().prepare().database
    engine = plain_engine(url)
    with engine.connect().execution_options(unit="write") as connection:
        migrate(connection)
    engine.dispose()
