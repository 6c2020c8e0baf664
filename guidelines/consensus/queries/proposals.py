"""Reads about what the panel proposed, and which statements were made of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from guidelines.consensus.models import (
    Proposal,
    Round,
    Statement,
    StatementProposal,
    StatementVersion,
)
from guidelines.consensus.rules.lineage import Fate
from guidelines.db import session


@dataclass
class Dealt:
    """A proposal with the statements that were made of it."""

    proposal: Proposal
    statements: list[Statement] = field(default_factory=list)


def proposals_of(round_: Round, *fates: Fate) -> Sequence[Dealt]:
    """Return the proposals of a closed round, in the random order of their ids."""
    wanted = fates or tuple(Fate)
    found = {
        one.id: Dealt(one)
        for one in session.scalars(
            select(Proposal)
            .where(Proposal.round_id == round_.id, Proposal.fate.in_(wanted))
            .order_by(Proposal.id)
        )
    }
    for proposal_id, statement in session.execute(
        select(StatementProposal.proposal_id, Statement)
        .join(StatementVersion, StatementVersion.id == StatementProposal.version_id)
        .join(Statement, Statement.id == StatementVersion.statement_id)
        .where(StatementProposal.proposal_id.in_(list(found)))
        .order_by(Statement.number)
    ):
        found[proposal_id].statements.append(statement)
    return list(found.values())


def proposals_named(round_: Round, ids: Collection[str]) -> Sequence[Proposal]:
    """Return those of a round's proposals whose ids are given."""
    return session.scalars(
        select(Proposal)
        .where(Proposal.round_id == round_.id, Proposal.id.in_(list(ids)))
        .order_by(Proposal.id)
    ).all()


def proposals_behind(statement: Statement) -> Sequence[Proposal]:
    """Return the proposals of the panel that a statement was made of."""
    return session.scalars(
        select(Proposal)
        .join(StatementProposal, StatementProposal.proposal_id == Proposal.id)
        .join(StatementVersion, StatementVersion.id == StatementProposal.version_id)
        .where(StatementVersion.statement_id == statement.id)
        .order_by(Proposal.id)
    ).all()
