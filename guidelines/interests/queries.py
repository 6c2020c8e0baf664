"""Reads about interests: who declared what, what follows, who abstains from what."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from guidelines.accounts.models import Person
from guidelines.db import session
from guidelines.interests.models import InterestDeclaration, InterestManagement
from guidelines.interests.rules import Interest, Level, Measure
from guidelines.permissions import MEMBERS
from guidelines.projects.queries import members_with


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows for one recommendation; an empty key means all of them."""

    key: str
    level: Level
    measure: Measure


@dataclass(frozen=True, slots=True)
class Statement:
    """A person's line in the table of interests; nothing internal is in it.

    `interests` are their own words; of a family only the fact is told, as an empty text.
    `declared_at` is None for somebody who has not declared.
    """

    person_id: str
    name: str
    affiliation: str
    country: str
    declared_at: datetime | None
    nothing: bool
    interests: tuple[Interest, ...]
    consequences: tuple[Consequence, ...]
    assessed: bool


def declarations_of(project_id: str, person_id: str) -> Sequence[InterestDeclaration]:
    """Return what a person declared for a project, newest first."""
    return session.scalars(
        select(InterestDeclaration)
        .where(
            InterestDeclaration.project_id == project_id,
            InterestDeclaration.person_id == person_id,
        )
        .order_by(InterestDeclaration.number.desc())
    ).all()


def newest_declarations(project_id: str) -> dict[str, InterestDeclaration]:
    """Return the newest declaration of each person in a project, by person id."""
    rows = session.scalars(
        select(InterestDeclaration)
        .where(InterestDeclaration.project_id == project_id)
        .options(joinedload(InterestDeclaration.person))
        .order_by(InterestDeclaration.number)
    )
    return {row.person_id: row for row in rows}


def managements_of(project_id: str, person_id: str | None = None) -> Sequence[InterestManagement]:
    """Return what was decided in a project and holds now, by person and recommendation."""
    newest = (
        select(
            InterestManagement.person_id,
            InterestManagement.key,
            func.max(InterestManagement.number).label("number"),
        )
        .where(InterestManagement.project_id == project_id)
        .group_by(InterestManagement.person_id, InterestManagement.key)
        .subquery()
    )
    query = (
        select(InterestManagement)
        .join(
            newest,
            and_(
                InterestManagement.person_id == newest.c.person_id,
                InterestManagement.key == newest.c.key,
                InterestManagement.number == newest.c.number,
            ),
        )
        .where(InterestManagement.project_id == project_id)
        .order_by(InterestManagement.person_id, InterestManagement.key)
    )
    if person_id is not None:
        query = query.where(InterestManagement.person_id == person_id)
    return session.scalars(query).all()


def recusals_of(person_id: str) -> frozenset[tuple[str, str]]:
    """Return the pairs (project id, recommendation id) from which a person abstains."""
    rows = session.execute(
        select(InterestManagement.project_id, InterestManagement.key, InterestManagement.measure)
        .where(InterestManagement.person_id == person_id)
        .order_by(InterestManagement.number)
    )
    newest = {(project_id, key): measure for project_id, key, measure in rows}
    return frozenset(pair for pair, measure in newest.items() if measure is Measure.ABSTAINS)


def abstentions_in(project_id: str) -> dict[str, frozenset[str]]:
    """Return the recommendation ids from which people of a project abstain, by person."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in managements_of(project_id):
        if row.measure is Measure.ABSTAINS:
            found[row.person_id].add(row.key)
    return {person_id: frozenset(keys) for person_id, keys in found.items()}


def statement_table(project_id: str) -> list[Statement]:
    """Return the table of interests of all members of a project, by name."""
    declarations = newest_declarations(project_id)
    decided: dict[str, list[InterestManagement]] = defaultdict(list)
    for row in managements_of(project_id):
        decided[row.person_id].append(row)
    return [
        _statement(person, declarations.get(person.id), decided[person.id])
        for person in _people(project_id)
    ]


def _statement(
    person: Person,
    declaration: InterestDeclaration | None,
    decided: Sequence[InterestManagement],
) -> Statement:
    declared = declaration.declared if declaration else []
    return Statement(
        person_id=person.id,
        name=person.name,
        affiliation=person.affiliation,
        country=person.country,
        declared_at=declaration.at if declaration else None,
        nothing=declaration is not None and declaration.nothing,
        interests=tuple(one if one.is_public else Interest(one.topic, "") for one in declared),
        consequences=tuple(Consequence(row.key, row.level, row.measure) for row in decided),
        assessed=declaration is not None
        and (declaration.nothing or any(row.declaration_id == declaration.id for row in decided)),
    )


def undeclared_people(project_id: str) -> list[str]:
    """Return the names of members who have not declared their interests."""
    return [row.name for row in statement_table(project_id) if row.declared_at is None]


def unassessed_people(project_id: str) -> list[str]:
    """Return the names of members whose declared interests nobody has assessed yet."""
    return [
        row.name for row in statement_table(project_id) if row.declared_at and not row.assessed
    ]


def _people(project_id: str) -> list[Person]:
    members = members_with(project_id, *MEMBERS)
    return list({member.person_id: member.person for member in members}.values())
