"""Reads about processes: panel, statements, rounds, comments."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from guidelines.accounts.models import Person
from guidelines.consensus.models import (
    MinorityStatement,
    PanelComment,
    Panelist,
    Process,
    Round,
    Statement,
    StatementVersion,
)
from guidelines.consensus.rules.states import CommentState
from guidelines.db import session
from guidelines.drafts.models import Document
from guidelines.projects.models import Project


def processes_of(document: Document) -> Sequence[Process]:
    """Return the consensus processes of a document, oldest first."""
    return session.scalars(
        select(Process)
        .where(Process.document_id == document.id)
        .order_by(Process.created_at, Process.id)
    ).all()


def processes_in(project: Project) -> Sequence[Process]:
    """Return the consensus processes of a project, oldest first."""
    return session.scalars(
        select(Process)
        .where(Process.project_id == project.id)
        .options(joinedload(Process.document))
        .order_by(Process.created_at, Process.id)
    ).all()


def panel_of(process: Process) -> Sequence[Panelist]:
    """Return the panel of a process with its persons, by name."""
    return session.scalars(
        select(Panelist)
        .where(Panelist.process_id == process.id)
        .join(Panelist.person)
        .options(joinedload(Panelist.person))
        .order_by(Person.name, Panelist.id)
    ).all()


def statements_of(process: Process) -> Sequence[Statement]:
    """Return the statements of a process that are not withdrawn, by number."""
    return session.scalars(
        select(Statement)
        .where(Statement.process_id == process.id, Statement.withdrawn.is_(False))
        .order_by(Statement.number)
    ).all()


def versions_of(statement: Statement) -> Sequence[StatementVersion]:
    """Return the wordings of a statement, oldest first."""
    return session.scalars(
        select(StatementVersion)
        .where(StatementVersion.statement_id == statement.id)
        .order_by(StatementVersion.number)
    ).all()


def rounds_of(process: Process) -> Sequence[Round]:
    """Return the rounds of a process in order, void ones too."""
    return session.scalars(
        select(Round)
        .where(Round.process_id == process.id)
        .order_by(Round.number, Round.created_at, Round.id)
    ).all()


def comments_of(round_: Round, *states: CommentState) -> Sequence[PanelComment]:
    """Return the panel's comments on a round, in the random order of their ids."""
    wanted = states or tuple(CommentState)
    return session.scalars(
        select(PanelComment)
        .where(PanelComment.round_id == round_.id, PanelComment.state.in_(wanted))
        .options(joinedload(PanelComment.version).joinedload(StatementVersion.statement))
        .order_by(PanelComment.id)
    ).all()


def panel_table(document: Document) -> dict[str, Any]:
    """Return who was on the panels of a document: people, and counts by group and country.

    `people` are name, affiliation, country and group of those who agreed to be named, `unnamed`
    how many did not, and `size` all of them; nothing about who answered or what.
    """
    members = [one for process in processes_of(document) for one in panel_of(process)]
    agreed = {one.person_id for one in members if one.named}
    rows = {one.person_id: one for one in members}
    people = sorted(rows.values(), key=lambda one: (one.person.name, one.person_id))
    return {
        "people": [
            {
                "name": one.person.name,
                "affiliation": one.person.affiliation,
                "country": one.person.country,
                "group": one.group_title,
            }
            for one in people
            if one.person_id in agreed
        ],
        "unnamed": len(people) - len(agreed),
        "size": len(people),
        "groups": dict(sorted(Counter(one.group_title for one in people).items())),
        "countries": dict(
            sorted(Counter(one.person.country for one in people if one.person.country).items())
        ),
    }


def minority_statements(document: Document) -> dict[str, list[MinorityStatement]]:
    """Return the minority statements on a document by recommendation id."""
    found: dict[str, list[MinorityStatement]] = {}
    for row in session.scalars(
        select(MinorityStatement)
        .join(MinorityStatement.process)
        .where(Process.document_id == document.id)
        .order_by(MinorityStatement.written_on, MinorityStatement.id)
    ):
        found.setdefault(row.recommendation_key, []).append(row)
    return found
