"""Statements of a consensus process: what happened to them. No event names a panel member."""

from dataclasses import dataclass

from guidelines.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementsAdded(Event):
    """Statements were added to a consensus process."""

    name = "statements.added"
    process_id: str
    numbers: list[int]
    lineage: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementReworded(Event):
    """A statement got a new wording."""

    name = "statement.reworded"
    process_id: str
    number: int
    meaning_changed: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementSplit(Event):
    """A statement was split into several."""

    name = "statement.split"
    process_id: str
    number: int
    into: list[int]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementsMerged(Event):
    """Several statements were made one."""

    name = "statements.merged"
    process_id: str
    numbers: list[int]
    into: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementWithdrawn(Event):
    """A statement is not put to the panel any more."""

    name = "statement.withdrawn"
    process_id: str
    number: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementVoided(Event):
    """A statement was declared void in an open round; no answer to it counts."""

    name = "statement.voided"
    process_id: str
    round_id: str
    statement_id: str
    number: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalAnswered(Event):
    """It was decided what becomes of a proposal of the panel."""

    name = "proposal.answered"
    round_id: str
    proposal_id: str
    fate: str
    answer: str
