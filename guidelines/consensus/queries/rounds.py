"""Reads about rounds: what is asked in them, and which of them need somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from guidelines.consensus.models import (
    Elector,
    Panelist,
    Process,
    Round,
    RoundStatement,
    StatementVersion,
)
from guidelines.consensus.queries.boxes import held_by
from guidelines.consensus.rules.ballots import dimensions_of
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.results import Asked
from guidelines.consensus.rules.states import FINISHED, LIVING, RoundState
from guidelines.db import now, session


def lines_of(round_: Round) -> Sequence[RoundStatement]:
    """Return the statements of a round in order, carried ones too."""
    return session.scalars(
        select(RoundStatement)
        .where(RoundStatement.round_id == round_.id)
        .options(
            joinedload(RoundStatement.statement),
            joinedload(RoundStatement.version).joinedload(StatementVersion.parent),
        )
        .order_by(RoundStatement.ordinal)
    ).all()


def asked_in(round_: Round) -> tuple[Asked, ...]:
    """Return what is asked in a locked round, in order; nothing that was declared void."""
    return tuple(
        Asked(
            statement_id=line.statement_id,
            version_id=line.version.id,
            number=line.statement.number,
            key=line.statement.key,
            version=line.version.number,
            document_version=line.version.document_version,
            wording=line.version.wording,
            wording_sha256=line.version.wording_sha256,
            card_sha256=line.card_sha256,
        )
        for line in lines_of(round_)
        if line.version is not None and not line.carried and not line.void_why
    )


@dataclass(frozen=True)
class Sheet:
    """What a ballot of a locked round is about; only a void statement is ever taken off."""

    rule: Rule
    asked: tuple[Asked, ...]

    @cached_property
    def versions(self) -> tuple[str, ...]:
        """The wordings that are asked, in order."""
        return tuple(one.version_id for one in self.asked)

    @cached_property
    def dimensions(self) -> tuple[str, ...]:
        """The questions about each statement."""
        return dimensions_of(self.rule)


@lru_cache(maxsize=64)
def sheet_of(round_id: str, cards_sha256: str, n_void: int) -> Sheet:
    """Return what is asked in a locked round; its frozen hash makes it safe to remember.

    Statements are declared void one by one and for good, so their number tells which are.
    """
    round_ = session.get_one(Round, round_id, populate_existing=True)
    if not cards_sha256 or (round_.cards_sha256, round_.n_void) != (cards_sha256, n_void):
        raise LookupError(f"round {round_id} is not locked with {cards_sha256}, {n_void} void")
    return Sheet(round_.definition, asked_in(round_))


def carried_in(round_: Round) -> Sequence[RoundStatement]:
    """Return the statements of a round that were settled before."""
    return [line for line in lines_of(round_) if line.carried]


def living_round(process: Process) -> Round | None:
    """Return the round that is being prepared or is open."""
    return session.scalar(
        select(Round).where(Round.process_id == process.id, Round.state.in_(LIVING))
    )


def latest_round(process: Process) -> Round | None:
    """Return the newest round with results."""
    return session.scalar(
        select(Round)
        .where(Round.process_id == process.id, Round.state.in_(FINISHED))
        .order_by(Round.number.desc())
        .limit(1)
    )


def due_questionnaires(person_id: str) -> Sequence[Round]:
    """Return the rounds that a person may answer now, the first to close first."""
    return session.scalars(
        select(Round)
        .join(Elector, Elector.round_id == Round.id)
        .join(Panelist, Panelist.id == Elector.panelist_id)
        .where(
            held_by(person_id or ""),
            Round.state == RoundState.OPEN,
            Round.by_hands.is_(False),
            or_(Round.closes_at.is_(None), Round.closes_at > now()),
        )
        .options(joinedload(Round.process).joinedload(Process.document))
        .order_by(Round.closes_at, Round.id)
    ).all()


def rounds_to_tend(project_ids: Sequence[str]) -> Sequence[Round]:
    """Return the open and the closed but not yet reported rounds of projects."""
    return session.scalars(
        select(Round)
        .join(Round.process)
        .where(
            Process.project_id.in_(project_ids),
            Round.state.in_([RoundState.OPEN, RoundState.CLOSED]),
        )
        .options(joinedload(Round.process).joinedload(Process.document))
        .order_by(Round.closes_at, Round.id)
    ).all()
