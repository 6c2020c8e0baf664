"""Reads about statements: their wordings, what they came from, what became of them."""

from collections.abc import Mapping

from sqlalchemy import func, select

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


def meaning_changes(process: Process) -> dict[str, int]:
    """Return by statement the number of its newest wording that means something else than before.

    The first wording of a statement counts too.
    """
    rows = session.execute(
        select(StatementVersion.statement_id, func.max(StatementVersion.number))
        .join(Statement, Statement.id == StatementVersion.statement_id)
        .where(Statement.process_id == process.id, StatementVersion.meaning_changed)
        .group_by(StatementVersion.statement_id)
    )
    return {statement_id: number for statement_id, number in rows}
