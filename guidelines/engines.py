"""Engines: connections that are durable, wait their turn, and write in write units alone."""

from itertools import count
from typing import Any, cast

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection, make_url

from guidelines.sqlite import driver


def engine_options(url: str) -> dict[str, Any]:
    """Return the options of the engine for `url`; values stay out of its error messages."""
    options = {"pool_size": 16, "max_overflow": 16, "hide_parameters": True}
    if make_url(url).get_backend_name() == "sqlite":
        return {**options, "module": driver}
    return {**options, "pool_pre_ping": True}


def arm(engine: Engine) -> None:
    """Give `engine` our own transactions: read units cannot write, write units wait their turn."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
        event.listen(engine, "commit", _sqlite_commit)
    else:
        event.listen(engine, "connect", _postgres_connect)
        event.listen(engine, "begin", _postgres_begin)


def plain_engine(url: str) -> Engine:
    """Return an engine outside the application: for migrations, checks and benchmarks."""
    engine = create_engine(url, **engine_options(url))
    arm(engine)
    return engine


_generations = count()
_generation = next(_generations)
SEEN = "data version last seen"


def changes(engine: Engine) -> object:
    """Return what is another value as soon as anybody has committed anything to the database.

    It costs a fraction of the shortest query. PostgreSQL tells which transactions are over;
    SQLite tells each connection whether others have written since it asked, and what this
    connection wrote itself is known to us.
    """
    global _generation
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        if engine.dialect.name != "sqlite":
            cursor.execute("SELECT pg_current_snapshot()::text")
            return cast(object, cursor.fetchall()[0][0])
        cursor.execute("PRAGMA data_version")
        version = cursor.fetchall()[0][0]
        if connection.info.get(SEEN) != version:
            connection.info[SEEN] = version
            _generation = next(_generations)
        return _generation
    finally:
        connection.close()


def _sqlite_commit(connection: Connection) -> None:
    # Its next look at the version finds none, and so a change.
    if connection.get_execution_options().get("unit") == "write":
        connection.info.pop(SEEN, None)


def _sqlite_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own half-transactions lose updates
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=15000",
        "trusted_schema=OFF",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("unit") == "write"
    bare = cast(Any, connection.connection.driver_connection)
    bare.execute(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    bare.execute("BEGIN IMMEDIATE" if writes else "BEGIN DEFERRED")


def _postgres_connect(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '15s'")
        cursor.execute("SET idle_in_transaction_session_timeout = '60s'")
        cursor.execute("SET TIME ZONE 'UTC'")
    connection.commit()


def _postgres_begin(connection: Connection) -> None:
    if connection.get_execution_options().get("unit") != "write":
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
