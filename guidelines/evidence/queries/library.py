"""The library as its page shows it: filtered, sorted, a page at a time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from guidelines.db import session
from guidelines.evidence.models import Reference
from guidelines.evidence.queries.references import holds
from guidelines.evidence.rules.shelf import fold


class Shown(StrEnum):
    """Which references a list shows."""

    ALL = "all"
    CITED = "cited"
    UNUSED = "unused"
    RETRACTED = "retracted"
    NO_DOI = "no-doi"


class Sort(StrEnum):
    """What a list is sorted by."""

    AUTHOR = "author"
    YEAR = "year"
    TITLE = "title"
    ADDED = "added"


_ORDERS: Mapping[Sort, tuple[Any, ...]] = {
    Sort.AUTHOR: (Reference.people == "", Reference.people, Reference.year, Reference.key),
    Sort.YEAR: (Reference.year.desc().nulls_last(), Reference.people, Reference.key),
    Sort.TITLE: (Reference.title == "", Reference.title, Reference.key),
    Sort.ADDED: (Reference.added_at.desc(), Reference.key),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see of a library; empty fields ask for nothing."""

    words: str = ""
    kind: str = ""
    first_year: int | None = None
    last_year: int | None = None
    shown: Shown = Shown.ALL
    sort: Sort = Sort.AUTHOR


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found, and how many there are in all."""

    rows: Sequence[Reference]
    count: int


def listed(
    project_id: str, asked: Asked, cited: Collection[str], start: int = 0, limit: int | None = None
) -> Found:
    """Return the references that were asked for; `cited` are the keys that texts cite."""
    wanted = select(Reference).where(*_conditions(project_id, asked, cited))
    count = session.scalar(wanted.with_only_columns(func.count())) or 0
    ordered = wanted.order_by(*_ORDERS[asked.sort]).offset(start)
    return Found(session.scalars(ordered.limit(limit)).all(), count)


def kinds_of(project_id: str) -> dict[str, int]:
    """Return how many references of each kind a project has, the most frequent first."""
    counted = func.count().label("counted")
    rows = session.execute(
        select(Reference.kind, counted)
        .where(Reference.project_id == project_id, Reference.merged_into_id.is_(None))
        .group_by(Reference.kind)
        .order_by(counted.desc(), Reference.kind)
    )
    return {row.kind: row.counted for row in rows}


def missing_keys(project_id: str, keys: Collection[str]) -> list[str]:
    """Return those of `keys` that mean no source of the project, in their order."""
    known = set(
        session.scalars(
            select(Reference.key).where(
                Reference.project_id == project_id, Reference.key.in_(keys)
            )
        )
    )
    return [key for key in keys if key not in known]


def known_keys(project_id: str) -> dict[str, str]:
    """Return every key that texts may use, with the key of the source that it means."""
    rows = session.execute(
        select(Reference.id, Reference.key, Reference.merged_into_id).where(
            Reference.project_id == project_id
        )
    ).all()
    keys = {key_id: key for key_id, key, _merged in rows}
    return {key: keys[merged or key_id] for key_id, key, merged in rows}


def retracted_keys(project_id: str) -> set[str]:
    """Return the keys of the sources of a project that were retracted."""
    return set(
        session.scalars(
            select(Reference.key).where(
                Reference.project_id == project_id,
                Reference.retracted.is_(True),
                Reference.merged_into_id.is_(None),
            )
        )
    )


def chosen_references(project_id: str, ids: Collection[str]) -> Sequence[Reference]:
    """Return some references of a project by their ids, by key."""
    return session.scalars(
        select(Reference)
        .where(
            Reference.project_id == project_id,
            Reference.id.in_(ids),
            Reference.merged_into_id.is_(None),
        )
        .order_by(Reference.key)
    ).all()


def _conditions(
    project_id: str, asked: Asked, cited: Collection[str]
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        Reference.project_id == project_id,
        Reference.merged_into_id.is_(None),
        *(holds(word) for word in fold(asked.words).replace("@", " ").split()[:8]),
    ]
    if asked.kind:
        found.append(Reference.kind == asked.kind)
    if asked.first_year is not None:
        found.append(Reference.year >= asked.first_year)
    if asked.last_year is not None:
        found.append(Reference.year <= asked.last_year)
    match asked.shown:
        case Shown.CITED:
            found.append(_one_of(cited))
        case Shown.UNUSED:
            found.append(~_one_of(cited))
        case Shown.RETRACTED:
            found.append(Reference.retracted.is_(True))
        case Shown.NO_DOI:
            found.append(Reference.doi == "")
    return found


def _one_of(keys: Collection[str]) -> ColumnElement[bool]:
    """Return the condition that a key is one of `keys`; databases limit how long a list may be."""
    ordered = sorted(keys)
    parts = [ordered[start : start + 500] for start in range(0, len(ordered), 500)]
    return or_(Reference.key.in_([]), *(Reference.key.in_(part) for part in parts))
