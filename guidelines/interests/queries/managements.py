"""Reads about what follows from interests: who is kept from what."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select

from guidelines.accounts.models import Person
from guidelines.db import session
from guidelines.interests.models import InterestManagement
from guidelines.interests.queries.policies import policy_of
from guidelines.interests.queries.topics import topics_of
from guidelines.interests.rules import BARS, Doing, Level, Measure, strictest


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows for one recommendation; an empty key means all of them."""

    key: str
    level: Level
    measure: Measure
    reason: str = ""

    @property
    def votes(self) -> bool:
        """Tell whether the person takes part in the vote."""
        return Doing.VOTE not in BARS[self.measure]


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


def decisions_on(project_id: str, person_id: str, key: str) -> Sequence[InterestManagement]:
    """Return all that was ever decided on a person for one recommendation, newest first."""
    return session.scalars(
        select(InterestManagement)
        .where(
            InterestManagement.project_id == project_id,
            InterestManagement.person_id == person_id,
            InterestManagement.key == key,
        )
        .order_by(InterestManagement.number.desc())
    ).all()


def decisions_of(project_id: str, person_id: str) -> Sequence[InterestManagement]:
    """Return all that was ever decided on a person in a project, newest first."""
    return session.scalars(
        select(InterestManagement)
        .where(
            InterestManagement.project_id == project_id,
            InterestManagement.person_id == person_id,
        )
        .order_by(InterestManagement.at.desc(), InterestManagement.number.desc())
    ).all()


def consequences_of(project_id: str, person_id: str | None = None) -> dict[str, list[Consequence]]:
    """Return what follows for people of a project, by person: one for each recommendation.

    What was decided for a topic holds for each recommendation in it, what was decided for all
    stands under an empty key; the strictest counts. The rules of the project are applied.
    """
    rows = managements_of(project_id, person_id)
    if not rows:
        return {}
    policy = policy_of(project_id)
    keys_of = {one.key: one.keys for one in topics_of(project_id)}
    found: dict[str, dict[str, Consequence]] = defaultdict(dict)
    for row in rows:
        measure = policy.held(row.level, row.measure)
        mine = found[row.person_id]
        for key in keys_of.get(row.key, ()) if row.key in keys_of else (row.key,):
            before = mine.get(key)
            if before is None or strictest((before.measure, measure)) is not before.measure:
                mine[key] = Consequence(key, row.level, measure, row.reason)
    return {
        person: sorted(found_.values(), key=lambda one: one.key)
        for person, found_ in found.items()
    }


def barred_in(project_id: str, doing: Doing) -> dict[str, frozenset[str]]:
    """Return the recommendation ids from which interests keep people in `doing`, by person."""
    found = {
        person_id: frozenset(one.key for one in held if doing in BARS[one.measure])
        for person_id, held in consequences_of(project_id).items()
    }
    return {person_id: keys for person_id, keys in found.items() if keys}


def barred_keys(person_id: str, project_id: str, doing: Doing) -> frozenset[str]:
    """Return the recommendation ids from which an interest keeps a person in `doing`.

    An empty id among them stands for all. For what pages show; what people do goes through
    `service.refuse_conflicted`.
    """
    held = consequences_of(project_id, person_id).get(person_id, ())
    return frozenset(one.key for one in held if doing in BARS[one.measure])


def barred_by_name(project_id: str, name: str, doing: Doing) -> dict[str, frozenset[str]]:
    """Return from what interests keep the people of this name in `doing`, by person."""
    wanted = " ".join(name.split()).casefold()
    barred = barred_in(project_id, doing) if wanted else {}
    if not barred:
        return {}
    people = session.execute(select(Person.id, Person.name).where(Person.id.in_(barred)))
    return {
        person_id: barred[person_id]
        for person_id, called in people
        if " ".join(called.split()).casefold() == wanted
    }


def abstentions_in(project_id: str) -> dict[str, frozenset[str]]:
    """Return the recommendation ids from whose vote people of a project abstain, by person."""
    return barred_in(project_id, Doing.VOTE)


def shut_out_in(project_id: str) -> dict[str, frozenset[str]]:
    """Return the recommendation ids out of which people stay altogether, by person.

    They do not vote on it even where those with an interest vote apart.
    """
    return barred_in(project_id, Doing.DISCUSS)
