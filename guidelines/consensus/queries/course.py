"""The course of a process, gathered once from the record: for its report and its open data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from guidelines.consensus.models import (
    ExploratoryRun,
    MinorityStatement,
    PanelComment,
    Panelist,
    Process,
    Round,
    RoundStatement,
    Statement,
    StatementVersion,
)
from guidelines.consensus.queries.minority import minorities_in
from guidelines.consensus.queries.processes import panel_of, rounds_of
from guidelines.consensus.queries.reports import results_document
from guidelines.consensus.queries.results import rule_of
from guidelines.consensus.queries.rounds import lines_of
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.states import FINISHED, CommentState, RoundState
from guidelines.db import now, session


@dataclass(frozen=True)
class Held:
    """A round that was closed, with its frozen results and its lines."""

    round: Round
    results: dict[str, Any]
    lines: Sequence[RoundStatement]

    @cached_property
    def rule(self) -> Rule:
        """The definition of consensus by which it was counted."""
        return rule_of(self.round, self.results)

    @property
    def entries(self) -> list[dict[str, Any]]:
        """The results of its statements."""
        return list(self.results["statements"])

    def count(self, *verdicts: str) -> int:
        """Return how many statements came to one of these results."""
        return sum(one["verdict"] in verdicts for one in self.entries)


@dataclass(frozen=True)
class Remarks:
    """How many comments the panel wrote, and what the moderator did with them."""

    written: int
    shown: int
    edited: int
    withheld: int


@dataclass(frozen=True)
class Course:
    """Everything that a report says about a process, as rows; nobody's answers."""

    process: Process
    panel: Sequence[Panelist]
    rounds: Sequence[Round]
    held: Sequence[Held]
    statements: Sequence[Statement]
    versions: Sequence[StatementVersion]
    remarks: Remarks
    minorities: Sequence[MinorityStatement]
    explorations: Sequence[ExploratoryRun]

    @property
    def void(self) -> list[Round]:
        """The rounds that were declared void."""
        return [one for one in self.rounds if one.state is RoundState.ANNULLED]

    @property
    def last(self) -> dict[str, tuple[Held, dict[str, Any]]]:
        """The newest result of each statement by its id, with its round."""
        return {entry["statement"]: (held, entry) for held in self.held for entry in held.entries}

    def day(self, moment: datetime | None) -> str:
        """Return a day as people write it, in the time zone of the project: 4 August 2026."""
        if moment is None:
            return ""
        there = moment.astimezone(ZoneInfo(self.process.document.project.time_zone))
        return f"{there.day} {there:%B %Y}"

    def answers_to(self, statement_id: str) -> list[tuple[Held, dict[str, Any]]]:
        """Return the results of a statement in the order of its rounds."""
        return [
            (held, entry)
            for held in self.held
            for entry in held.entries
            if entry["statement"] == statement_id
        ]


def today_in(process: Process) -> date:
    """Return what day it is where a process is at home."""
    return now().astimezone(ZoneInfo(process.document.project.time_zone)).date()


def course_of(process: Process) -> Course:
    """Return the course of a process as it stands."""
    rounds = rounds_of(process)
    held = []
    for one in rounds:
        results = results_document(one) if one.state in FINISHED else None
        if results is not None:
            held.append(Held(one, results, lines_of(one)))
    return Course(
        process=process,
        panel=panel_of(process),
        rounds=rounds,
        held=held,
        statements=session.scalars(
            select(Statement).where(Statement.process_id == process.id).order_by(Statement.number)
        ).all(),
        versions=session.scalars(
            select(StatementVersion)
            .join(Statement, Statement.id == StatementVersion.statement_id)
            .where(Statement.process_id == process.id)
            .order_by(Statement.number, StatementVersion.number)
        ).all(),
        remarks=_remarks(process),
        minorities=[row for found in minorities_in(process).values() for row in found],
        explorations=session.scalars(
            select(ExploratoryRun)
            .where(ExploratoryRun.process_id == process.id)
            .order_by(ExploratoryRun.ran_at, ExploratoryRun.id)
        ).all(),
    )


def _remarks(process: Process) -> Remarks:
    rows = session.execute(
        select(
            PanelComment.state,
            PanelComment.text != PanelComment.original,
            func.count(),
        )
        .join(Round, Round.id == PanelComment.round_id)
        .where(Round.process_id == process.id)
        .group_by(PanelComment.state, PanelComment.text != PanelComment.original)
    ).all()
    shown = CommentState.SHOWN
    return Remarks(
        written=sum(n for _state, _edited, n in rows),
        shown=sum(n for state, _edited, n in rows if state is shown),
        edited=sum(n for state, edited, n in rows if state is shown and edited),
        withheld=sum(n for state, _edited, n in rows if state is CommentState.WITHHELD),
    )
