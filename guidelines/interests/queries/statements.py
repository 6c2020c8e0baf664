"""The table of interests: who declared what, and what follows."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from guidelines.accounts.models import Person
from guidelines.interests.models import InterestDeclaration, InterestManagement
from guidelines.interests.queries.declarations import newest_declarations
from guidelines.interests.queries.managements import managements_of
from guidelines.interests.rules import Interest, Level, Measure, holds
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
        consequences=tuple(
            Consequence(row.key, row.level, holds(row.level, row.measure)) for row in decided
        ),
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
