"""The table of interests: who declared what, and what follows."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from guidelines.accounts.models import Person
from guidelines.db import now
from guidelines.interests.models import InterestDeclaration
from guidelines.interests.queries.declarations import newest_declarations
from guidelines.interests.queries.managements import (
    Consequence,
    consequences_of,
    managements_of,
)
from guidelines.interests.queries.policies import policy_of
from guidelines.interests.rules import Interest, Measure, Policy
from guidelines.permissions import MEMBERS
from guidelines.projects.queries import members_with


@dataclass(frozen=True, slots=True)
class Statement:
    """A person's line in the table of interests; nothing internal is in it.

    `interests` are their own words; of a family only the fact is told, as an empty text.
    `declared_at` is None for somebody who has not declared; `is_current` tells that what was
    declared still counts, `is_due` that it is time to renew it.
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
    orcid: str = ""
    is_current: bool = True
    is_due: bool = False

    @property
    def is_conflicted(self) -> bool:
        """Tell whether an interest makes the person abstain from anything."""
        return any(not one.votes for one in self.consequences)

    @property
    def may_chair(self) -> bool:
        """Tell whether no interest keeps the person from leading anywhere."""
        return self.declared_at is not None and all(
            one.measure is Measure.NONE for one in self.consequences
        )


def statement_table(project_id: str) -> list[Statement]:
    """Return the table of interests of all members of a project, by name."""
    declarations = newest_declarations(project_id)
    decided: dict[str, set[str]] = defaultdict(set)
    for row in managements_of(project_id):
        decided[row.person_id].add(row.declaration_id)
    follows = consequences_of(project_id)
    policy, moment = policy_of(project_id), now()
    return [
        _statement(
            person,
            declarations.get(person.id),
            decided[person.id],
            tuple(follows.get(person.id, ())),
            policy,
            moment,
        )
        for person in _people(project_id)
    ]


def _statement(
    person: Person,
    declaration: InterestDeclaration | None,
    decided: Collection[str],
    consequences: tuple[Consequence, ...],
    policy: Policy,
    moment: datetime,
) -> Statement:
    declared = declaration.declared if declaration else []
    return Statement(
        person_id=person.id,
        name=person.name,
        affiliation=person.affiliation,
        country=person.country,
        orcid=person.orcid,
        declared_at=declaration.at if declaration else None,
        nothing=declaration is not None and declaration.nothing,
        interests=tuple(one.published() for one in declared),
        consequences=consequences,
        assessed=declaration is not None
        and (declaration.nothing or declaration.said_in in decided or declaration.id in decided),
        is_current=declaration is not None and policy.is_current(declaration.at, moment),
        is_due=declaration is not None and policy.is_due(declaration.at, moment),
    )


def undeclared_people(project_id: str) -> list[str]:
    """Return the names of members without a declaration that counts: none, or one too old."""
    return [row.name for row in statement_table(project_id) if not row.is_current]


def unassessed_people(project_id: str) -> list[str]:
    """Return the names of members whose declared interests nobody has assessed yet."""
    return [
        row.name for row in statement_table(project_id) if row.declared_at and not row.assessed
    ]


def _people(project_id: str) -> list[Person]:
    members = members_with(project_id, *MEMBERS)
    return list({member.person_id: member.person for member in members}.values())
