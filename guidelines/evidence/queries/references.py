"""Reads about references and the files that they came in."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, func, or_, select

from guidelines.db import session
from guidelines.evidence.models import Reference, ReferenceImport
from guidelines.evidence.rules.shelf import fold, rank

_MOST_RANKED = 200
_MOST_NAMED = 2_000  # databases limit how long a list may be


def references_of(project_id: str) -> Sequence[Reference]:
    """Return the references of a project, by key; those merged into another are not there."""
    return session.scalars(
        select(Reference)
        .where(Reference.project_id == project_id, Reference.merged_into_id.is_(None))
        .order_by(Reference.key)
    ).all()


def csl_items(project_id: str, keys: Collection[str] | None = None) -> list[dict[str, Any]]:
    """Return the references of a project as CSL-JSON items whose id is the key, by key.

    With `keys` only those come that one of them means. The key of a reference that was merged
    into another comes as an item of its own with the fields of that other, whose key it carries
    as ``same-as``: texts that cite it stay right.
    """
    wanted = (
        select(Reference.id, Reference.key, Reference.csl, Reference.merged_into_id)
        .where(Reference.project_id == project_id)
        .order_by(Reference.key)
    )
    if keys is not None and len(keys) <= _MOST_NAMED:
        named = select(Reference.id, Reference.merged_into_id).where(
            Reference.project_id == project_id, Reference.key.in_(keys)
        )
        ids = {one for pair in session.execute(named) for one in pair if one is not None}
        wanted = wanted.where(Reference.id.in_(ids))
    rows = session.execute(wanted).all()
    kept = {key_id: (key, csl) for key_id, key, csl, merged_into in rows if merged_into is None}
    items = []
    for key_id, key, _csl, merged_into in rows:
        same_as, csl = kept[merged_into or key_id]
        items.append({**csl, "id": key, **({"same-as": same_as} if merged_into else {})})
    return items


def found_references(project_id: str, query: str, limit: int = 20) -> Sequence[Reference]:
    """Return the references that hold all words of `query`, the likeliest first.

    Words are looked for in authors, title, journal, year, DOI, PubMed number and key, without
    accents and capitals. An empty query gives the newest additions.
    """
    words = fold(query).replace("@", " ").split()[:8]
    wanted = select(Reference).where(
        Reference.project_id == project_id, Reference.merged_into_id.is_(None)
    )
    if not words:
        return session.scalars(
            wanted.order_by(Reference.added_at.desc(), Reference.key).limit(limit)
        ).all()
    for word in words:
        wanted = wanted.where(holds(word))
    rows = session.execute(
        wanted.with_only_columns(
            Reference.id, Reference.key, Reference.doi, Reference.pmid, Reference.title,
            Reference.people, Reference.year, Reference.search_text,
        )
        .order_by(_place(words), Reference.year.desc().nulls_last(), Reference.key)
        .limit(max(_MOST_RANKED, limit))
    ).all()  # fmt: skip
    best = sorted(rows, key=lambda row: rank(words, row))[:limit]
    place = {row.id: number for number, row in enumerate(best)}
    found = session.scalars(select(Reference).where(Reference.id.in_(place))).all()
    return sorted(found, key=lambda one: place[one.id])


def _place(words: Sequence[str]) -> ColumnElement[int]:
    """Return roughly what `rank` says, for the database to leave out the unlikely ones."""
    first, typed = words[0], " ".join(words)
    key = func.lower(Reference.key)
    return case(
        (or_(key == typed, Reference.doi == typed, Reference.pmid == typed), 0),
        (Reference.people.startswith(first, autoescape=True), 1),
        (key.startswith(first, autoescape=True), 2),
        (Reference.title.startswith(first, autoescape=True), 2),
        else_=3,
    )


def holds(word: str) -> ColumnElement[bool]:
    """Return the condition that a reference holds a folded word."""
    return or_(
        Reference.search_text.contains(word, autoescape=True),
        func.lower(Reference.key).contains(word, autoescape=True),
    )


def reference_keyed(project_id: str, key: str) -> Reference | None:
    """Return the reference of a project that texts mean by this key."""
    found = session.scalar(
        select(Reference).where(Reference.project_id == project_id, Reference.key == key)
    )
    if found is not None and found.merged_into_id is not None:
        return session.get(Reference, found.merged_into_id)
    return found


def reference_with_doi(project_id: str, doi: str) -> Reference | None:
    """Return a reference of a project with this DOI (in lower case); None for an empty one."""
    if not doi:
        return None
    return session.scalar(
        select(Reference)
        .where(
            Reference.project_id == project_id,
            Reference.doi == doi,
            Reference.merged_into_id.is_(None),
        )
        .limit(1)
    )


def keyed(project_id: str) -> dict[str, Reference]:
    """Return the references of a project by every key that texts may use for them."""
    rows = session.scalars(select(Reference).where(Reference.project_id == project_id)).all()
    by_id = {row.id: row for row in rows}
    return {row.key: by_id[row.merged_into_id or row.id] for row in rows}


def keys_taken(project_id: str) -> set[str]:
    """Return every key of a project, those of merged references too: none is given twice."""
    return set(session.scalars(select(Reference.key).where(Reference.project_id == project_id)))


def count_references(project_id: str) -> int:
    """Return how many references a project has."""
    wanted = select(func.count()).where(
        Reference.project_id == project_id, Reference.merged_into_id.is_(None)
    )
    return session.scalar(wanted) or 0


def offered_in(project_id: str) -> Sequence[Reference]:
    """Return the references of which a file says otherwise than somebody corrected, by key."""
    return session.scalars(
        select(Reference)
        .where(
            Reference.project_id == project_id,
            Reference.merged_into_id.is_(None),
            cast(Reference.offered, String) != "{}",
        )
        .order_by(Reference.key)
    ).all()


def imports_of(project_id: str, limit: int = 10) -> Sequence[ReferenceImport]:
    """Return the newest files of references that were handed in, newest first."""
    return session.scalars(
        select(ReferenceImport)
        .where(ReferenceImport.project_id == project_id)
        .order_by(ReferenceImport.at.desc(), ReferenceImport.id)
        .limit(limit)
    ).all()
