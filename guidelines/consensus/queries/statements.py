"""Reads about statements: their wordings, what they came from, what became of them."""

from collections.abc import Mapping

from sqlalchemy import select

from guidelines.consensus.models import Process, Statement, StatementVersion
from guidelines.db import session


def last_versions(process: Process) -> Mapping[str, StatementVersion]:
    """Return the newest wording of each statement by its id; some have none yet."""
    rows = session.scalars(
        select(StatementVersion)
        .join(Statement, Statement.id == StatementVersion.statement_id)
        .where(Statement.process_id == process.id)
        .order_by(StatementVersion.number)
    )
    return {row.statement_id: row for row in rows}
