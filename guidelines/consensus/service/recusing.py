"""Keeping people with an interest from what they would do with a statement."""

from collections.abc import Collection, Iterable

from sqlalchemy import select

from guidelines.consensus.models import Process, Round, Statement, StatementVersion
from guidelines.consensus.queries.statements import recommendations_behind
from guidelines.db import session
from guidelines.interests.rules import Doing
from guidelines.interests.service import note_refusal, refuse_conflicted
from guidelines.permissions import Actor


def keep_out(who: Actor, process: Process, statements: Iterable[Statement], doing: Doing) -> None:
    """Raise `Recused` if an interest keeps somebody from `doing` on one of the statements.

    An interest in a recommendation holds for statements that were made of it.
    """
    keys = _behind(process, {one.id for one in statements})
    refuse_conflicted(who, process.project_id, keys, doing)


def note_recused_answer(
    voter: Actor, round_: Round, versions: Collection[str], *, shared: bool
) -> None:
    """Write down that somebody tried to answer what they abstain from; nothing of it was saved.

    Where two share a vote it is not told which of them it was: who answers is nobody's business.
    """
    statements = session.scalars(
        select(StatementVersion.statement_id).where(StatementVersion.id.in_(versions))
    )
    who = Actor.machine() if shared else voter
    keys = _behind(round_.process, set(statements))
    note_refusal(who, round_.project_id, keys, Doing.VOTE)


def _behind(process: Process, statement_ids: Collection[str]) -> frozenset[str]:
    behind = recommendations_behind(process)
    return frozenset().union(*(behind[one] for one in statement_ids))
