"""Run migrations on the database of the settings, one transaction for each."""

from alembic import context
from sqlalchemy import Connection

from guidelines.app import models_metadata
from guidelines.config import Settings
from guidelines.db import plain_engine


def migrate(connection: Connection) -> None:
    """Run what `context` was asked to run on `connection`."""
    context.configure(
        connection=connection,
        target_metadata=models_metadata(),
        render_as_batch=True,
        transaction_per_migration=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    url = context.config.attributes.get("url") or Settings().prepare().database
    engine = plain_engine(url)
    with engine.connect().execution_options(unit="write") as connection:
        migrate(connection)
    engine.dispose()
