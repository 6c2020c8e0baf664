"""Cleaning up after a round: no file keeps the sealed boxes or their order."""

from typing import Any

from guidelines.db import db, session
from guidelines.jobs import Work, job

REWRITTEN = (
    "ballot",
    "closed_ballot",
    "opened_answer",
    "panel_comment",
    "proposal",
    "panelist",
    "reopening",
    "trial_ballot",
    "minority_supporter",
    "consensus_process",
)
"""Tables in which old versions of rows could hold a box, the order of boxes, or a wrapped key."""


@job("consensus.purge", attempts=20)
def purge(work: Work) -> None:
    """Rewrite the tables of ballots, so that no file keeps the sealed boxes or their order."""
    session.rollback()
    raw = db.engine.raw_connection()
    try:
        if db.engine.dialect.name == "sqlite":
            _purge_sqlite(raw.driver_connection)
        else:
            _purge_postgresql(raw.driver_connection)
    finally:
        raw.close()


def _purge_sqlite(connection: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA query_only=OFF")
    cursor.execute("VACUUM")
    busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    cursor.close()
    if busy:
        raise RuntimeError("a reader is in the way of emptying the write-ahead log; once more")


def _purge_postgresql(connection: Any) -> None:
    connection.rollback()
    before, connection.autocommit = connection.autocommit, True
    try:
        for table in REWRITTEN:
            connection.execute(f"VACUUM FULL {table}")
    finally:
        connection.autocommit = before
