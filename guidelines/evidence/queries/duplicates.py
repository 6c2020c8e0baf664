"""References that look like one source, and what was decided on them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from guidelines.db import session
from guidelines.evidence.models import Reference, ReferencePair, Verdict
from guidelines.evidence.rules.merging import Sign, pairs_among, signs_of

_MOST_ALIKE = 12  # of one group: with more, the sign means nothing


@dataclass(frozen=True, slots=True)
class Twins:
    """Two references that look like one source; the first was there before."""

    first: Reference
    second: Reference
    signs: tuple[Sign, ...]


def likely_twins(project_id: str, limit: int = 20, start: int = 0) -> list[Twins]:
    """Return pairs of references that look like one source and that nobody decided on yet."""
    pairs = _undecided(project_id)[start : start + limit]
    wanted = {one for pair in pairs for one in pair}
    rows = {
        row.id: row for row in session.scalars(select(Reference).where(Reference.id.in_(wanted)))
    }
    return [
        Twins(rows[one], rows[other], signs_of(rows[one].csl, rows[other].csl))
        for one, other in pairs
    ]


def count_likely_twins(project_id: str) -> int:
    """Return how many pairs of references wait for a decision."""
    return len(_undecided(project_id))


def pair_of(first_id: str, second_id: str) -> ReferencePair | None:
    """Return the decision on two references, whichever is named first."""
    ids = (first_id, second_id)
    return session.scalar(
        select(ReferencePair).where(
            ReferencePair.first_id.in_(ids), ReferencePair.second_id.in_(ids)
        )
    )


def merges_of(reference_id: str) -> Sequence[ReferencePair]:
    """Return what was merged into a reference, newest first."""
    return session.scalars(
        select(ReferencePair)
        .where(ReferencePair.first_id == reference_id, ReferencePair.verdict == Verdict.MERGED)
        .order_by(ReferencePair.at.desc(), ReferencePair.id)
    ).all()


def merges_in(project_id: str, limit: int = 10) -> Sequence[ReferencePair]:
    """Return the newest merges of a project."""
    return session.scalars(
        select(ReferencePair)
        .where(ReferencePair.project_id == project_id, ReferencePair.verdict == Verdict.MERGED)
        .order_by(ReferencePair.at.desc(), ReferencePair.id)
        .limit(limit)
    ).all()


def _undecided(project_id: str) -> list[tuple[str, str]]:
    """Return pairs of ids in a steady order: by DOI, by PubMed number, by title."""
    decided = {
        frozenset(pair)
        for pair in session.execute(
            select(ReferencePair.first_id, ReferencePair.second_id).where(
                ReferencePair.project_id == project_id
            )
        )
    }
    found: dict[frozenset[str], tuple[str, str]] = {}
    for sign in (Reference.doi, Reference.pmid, Reference.twin):
        for years in _alike(project_id, sign):
            for pair in pairs_among(years):
                if frozenset(pair) not in decided:
                    found.setdefault(frozenset(pair), pair)
    return list(found.values())


def _alike(project_id: str, sign: InstrumentedAttribute[str]) -> list[dict[str, int | None]]:
    """Return groups of ids with their years: those that share `sign`, oldest first."""
    counted = (
        select(
            sign.label("value"),
            Reference.id,
            Reference.year,
            Reference.added_at,
            Reference.key,
            func.count().over(partition_by=sign).label("alike"),
        )
        .where(Reference.project_id == project_id, Reference.merged_into_id.is_(None), sign != "")
        .subquery()
    )
    rows = session.execute(
        select(counted.c.value, counted.c.id, counted.c.year)
        .where(counted.c.alike.between(2, _MOST_ALIKE))
        .order_by(counted.c.value, counted.c.added_at, counted.c.key)
    )
    groups: dict[str, dict[str, int | None]] = defaultdict(dict)
    by_number = sign is not Reference.twin
    for value, key_id, year in rows:
        groups[value][key_id] = None if by_number else year
    return list(groups.values())
