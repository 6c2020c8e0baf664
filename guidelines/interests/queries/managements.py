"""Reads about what follows from interests: who is kept from what."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import and_, func, select

from guidelines.db import session
from guidelines.interests.models import InterestManagement
from guidelines.interests.rules import BARS, Doing, holds


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
    """Return the pairs (project id, recommendation id) from whose vote a person abstains."""
    rows = session.execute(
        select(
            InterestManagement.project_id,
            InterestManagement.key,
            InterestManagement.level,
            InterestManagement.measure,
        )
        .where(InterestManagement.person_id == person_id)
        .order_by(InterestManagement.number)
    )
    newest = {(project_id, key): holds(level, measure) for project_id, key, level, measure in rows}
    return frozenset(pair for pair, measure in newest.items() if Doing.VOTE in BARS[measure])


def barred_in(project_id: str, doing: Doing) -> dict[str, frozenset[str]]:
    """Return the recommendation ids from which interests keep people in `doing`, by person."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in managements_of(project_id):
        if doing in BARS[holds(row.level, row.measure)]:
            found[row.person_id].add(row.key)
    return {person_id: frozenset(keys) for person_id, keys in found.items()}


def barred_keys(person_id: str, project_id: str, doing: Doing) -> frozenset[str]:
    """Return the recommendation ids from which an interest keeps a person in `doing`.

    An empty id among them stands for all. For what pages show; what people do goes through
    `service.refuse_conflicted`.
    """
    return frozenset(
        row.key
        for row in managements_of(project_id, person_id)
        if doing in BARS[holds(row.level, row.measure)]
    )


def abstentions_in(project_id: str) -> dict[str, frozenset[str]]:
    """Return the recommendation ids from whose vote people of a project abstain, by person."""
    return barred_in(project_id, Doing.VOTE)
