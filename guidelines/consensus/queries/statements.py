"""Reads about statements: their wordings, what they came from, what became of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from guidelines.consensus.models import (
    Process,
    Round,
    RoundStatement,
    Statement,
    StatementParent,
    StatementProposal,
    StatementVersion,
)
from guidelines.consensus.rules.lineage import ancestors
from guidelines.consensus.rules.states import RoundState
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


def statements_named(process: Process, ids: Collection[str]) -> Sequence[Statement]:
    """Return those of a process's statements whose ids are given, by number."""
    return session.scalars(
        select(Statement)
        .where(Statement.process_id == process.id, Statement.id.in_(list(ids)))
        .order_by(Statement.number)
    ).all()


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
    return {row[0]: row[1] for row in rows}


@dataclass
class Line:
    """A statement with its wordings, oldest first, and its family among other statements.

    `parents` are statements that it was made of, `children` those made of it, by number;
    `proposals` are the ids of what the panel proposed for it, `void_in` the rounds in which it
    was declared void, `open_in` the round that is open and asks it.
    """

    statement: Statement
    versions: list[StatementVersion] = field(default_factory=list)
    parents: list[Statement] = field(default_factory=list)
    children: list[Statement] = field(default_factory=list)
    proposals: list[str] = field(default_factory=list)
    void_in: list[int] = field(default_factory=list)
    open_in: int | None = None

    @property
    def first(self) -> StatementVersion | None:
        """Its first wording; None before the round in which it is first asked."""
        return self.versions[0] if self.versions else None

    @property
    def last(self) -> StatementVersion | None:
        """Its newest wording."""
        return self.versions[-1] if self.versions else None


def statement_lines(process: Process) -> list[Line]:
    """Return all statements of a process by number, withdrawn ones too."""
    found = {
        one.id: Line(one)
        for one in session.scalars(
            select(Statement)
            .where(Statement.process_id == process.id)
            .options(joinedload(Statement.process))
            .order_by(Statement.number)
        )
    }
    for version in session.scalars(
        select(StatementVersion)
        .join(Statement, Statement.id == StatementVersion.statement_id)
        .where(Statement.process_id == process.id)
        .options(selectinload(StatementVersion.parents), joinedload(StatementVersion.author))
        .order_by(StatementVersion.number)
    ):
        line = found[version.statement_id]
        line.versions.append(version)
        for parent in version.parents:
            line.parents.append(found[parent.statement_id].statement)
            found[parent.statement_id].children.append(line.statement)
    for statement_id, proposal_id in session.execute(
        select(StatementVersion.statement_id, StatementProposal.proposal_id)
        .join(StatementVersion, StatementVersion.id == StatementProposal.version_id)
        .join(Statement, Statement.id == StatementVersion.statement_id)
        .where(Statement.process_id == process.id)
        .order_by(StatementProposal.proposal_id)
    ):
        found[statement_id].proposals.append(proposal_id)
    is_void = RoundStatement.void_why != ""
    is_asked = and_(Round.state == RoundState.OPEN, RoundStatement.carried.is_(False))
    for statement_id, number, why in session.execute(
        select(RoundStatement.statement_id, Round.number, RoundStatement.void_why)
        .join(Round, Round.id == RoundStatement.round_id)
        .where(Round.process_id == process.id, or_(is_void, is_asked))
        .order_by(Round.number)
    ):
        if why:
            found[statement_id].void_in.append(number)
        else:
            found[statement_id].open_in = number
    return list(found.values())


def recommendations_behind(process: Process) -> dict[str, frozenset[str]]:
    """Return by statement the recommendations that it is or was made of, near and far.

    Whoever abstains from a recommendation abstains from what was split off or merged from it.
    """
    own: dict[str, str | None] = {
        row[0]: row[1]
        for row in session.execute(
            select(Statement.id, Statement.recommendation_key).where(
                Statement.process_id == process.id
            )
        )
    }
    child, parent = aliased(StatementVersion), aliased(StatementVersion)
    parents: dict[str, set[str]] = {}
    for made, of in session.execute(
        select(child.statement_id, parent.statement_id)
        .select_from(StatementParent)
        .join(child, child.id == StatementParent.version_id)
        .join(parent, parent.id == StatementParent.parent_id)
        .where(child.statement_id.in_(list(own)))
    ):
        parents.setdefault(made, set()).add(of)
    return {
        one: frozenset(
            key
            for ancestor in {one, *ancestors(one, parents)}
            if (key := own.get(ancestor)) is not None
        )
        for one in own
    }


@dataclass(frozen=True)
class Asking:
    """One time that a statement was put to the panel: the round, the wording, what came out.

    `entry` is the result as it was frozen; None while there is none, or where it is void.
    """

    round: Round
    version: StatementVersion
    carried: bool
    void_why: str
    entry: dict[str, Any] | None


def askings_of(statement: Statement, results: Mapping[str, Mapping[str, Any]]) -> Sequence[Asking]:
    """Return the rounds in which a statement was locked, oldest first, as it was voted on.

    `results` are the results documents of rounds by the id of the round.
    """
    rows = session.scalars(
        select(RoundStatement)
        .join(Round, Round.id == RoundStatement.round_id)
        .where(RoundStatement.statement_id == statement.id, RoundStatement.version_id.is_not(None))
        .options(joinedload(RoundStatement.round), joinedload(RoundStatement.version))
        .order_by(Round.number)
    )
    return [
        Asking(
            round=row.round,
            version=row.version,
            carried=row.carried,
            void_why=row.void_why,
            entry=next(
                (
                    dict(entry)
                    for entry in results.get(row.round_id, {}).get("statements", ())
                    if entry["statement"] == statement.id
                ),
                None,
            ),
        )
        for row in rows
        if row.version is not None
    ]
