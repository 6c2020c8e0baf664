"""Reads about plans: deviations from them, and what the panel wants asked again."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from guidelines.consensus.models import Deviation, Process, Reopening, Round
from guidelines.consensus.queries.reports import finished_rounds, last_result_by_key
from guidelines.db import session


def deviations_of(process: Process) -> Sequence[Deviation]:
    """Return what was decided otherwise than it was locked, oldest first.

    Each says what was changed and why, who decided it (`person`) and when, from which round on,
    and whether it is about the definition of consensus or the plan (`of`).
    """
    return process.deviations


def wishes(process: Process) -> Mapping[str, int]:
    """Return how many want a statement asked again, by its id; show it in steps only.

    Wishes are about the result that stands: the round that settled the statement last.
    """
    rounds = {one.number: one.id for one in finished_rounds(process)}
    standing = {
        entry["statement"]: rounds[entry["round"]]
        for entry in last_result_by_key(process).values()
    }
    rows = session.execute(
        select(Reopening.statement_id, Reopening.round_id, func.count())
        .join(Round, Round.id == Reopening.round_id)
        .where(Round.process_id == process.id)
        .group_by(Reopening.statement_id, Reopening.round_id)
    )
    return {
        statement_id: count
        for statement_id, round_id, count in rows
        if standing.get(statement_id) == round_id
    }


def reopened(process: Process) -> frozenset[str]:
    """Return the ids of the statements that enough panel members want asked again."""
    number = max((one.number for one in finished_rounds(process)), default=0) + 1
    needed = process.plan_for(number).reopen_by
    if not needed:
        return frozenset()
    return frozenset(one for one, count in wishes(process).items() if count >= needed)
