"""What belongs to a published version: what it was made from, what was made from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, case, func, or_, select

from guidelines.db import now, session
from guidelines.drafts.models import Document, DocumentKind
from guidelines.library.queries.places import path_of
from guidelines.projects.models import Network
from guidelines.publishing.models import Edition
from guidelines.publishing.queries.editions import standing_at
from guidelines.publishing.rules.naming import parts_of
from guidelines.publishing.rules.states import EditionState


@dataclass(frozen=True, slots=True)
class Relative:
    """A version that readers should use now, of a document of the same family.

    `made_from` is the number of the version it was made from, `of` the id of that document;
    `is_behind` whether that document has a newer version by now.
    """

    edition_id: str
    document_id: str
    title: str
    kind: DocumentKind
    language: str
    number: str
    path: str
    of: str = ""
    made_from: str = ""
    is_behind: bool = False

    def as_json(self, site: str) -> dict[str, Any]:
        """Return it for programs."""
        return {
            "address": f"{site}{self.path}",
            "title": self.title,
            "kind": self.kind.value,
            "language": self.language,
            "number": self.number,
            "made_from": self.made_from,
            "is_behind": self.is_behind,
        }


@dataclass(frozen=True, slots=True)
class Family:
    """The source of a version, if it has one that is published, and all others of the family.

    `kind` is that of the version itself, `is_made_from` whether it has a source at all. It was
    made from the version `made_from` of it; `is_behind` tells that there is a newer one by now.
    """

    source: Relative | None = None
    others: tuple[Relative, ...] = ()
    kind: DocumentKind = DocumentKind.GUIDELINE
    made_from: str = ""
    is_behind: bool = False
    is_made_from: bool = False

    @property
    def marks(self) -> tuple[object, ...]:
        """All that a page made of it depends on."""
        return (self.source, *self.others, self.made_from, self.is_behind)

    def as_json(self, site: str) -> dict[str, Any]:
        """Return the others, with what they were made from, for programs."""
        return {
            "made_from": self.made_from,
            "is_behind": self.is_behind,
            "source": self.source.as_json(site) if self.source else None,
            "others": [one.as_json(site) for one in self.others],
        }


# Built once: putting a statement together takes as long as running it.
_IN_PROJECT = (
    select(
        Document.id,
        Document.kind,
        Document.language,
        Document.source_id,
        Edition.document_id.label("own"),
    )
    .join(Edition, Edition.project_id == Document.project_id)
    .where(Edition.id == bindparam("edition"))
)
Standing = Mapping[str, tuple[Edition, Network]]


_PROJECT = select(Edition.project_id).where(Edition.id == bindparam("edition")).scalar_subquery()
_IS_KNOWN = or_(Edition.public_from.is_(None), Edition.public_from <= bindparam("now"))
# Changes whenever a family of the project may have changed.
_MARK = select(
    func.count(),
    func.sum(case((_IS_KNOWN, 1), else_=0)),
    func.sum(case((Edition.state == EditionState.WITHDRAWN, 1), else_=0)),
    func.max(Edition.published_at),
    select(func.count(Document.source_id))
    .where(Document.project_id == _PROJECT)
    .scalar_subquery(),
).where(Edition.project_id == _PROJECT)


def family_of(edition_id: str) -> Family:
    """Return the family of a published version, as readers find it now."""
    mark = session.execute(_MARK, {"edition": edition_id, "now": now()}).one()
    return _family(edition_id, tuple(mark))


@lru_cache(maxsize=1024)
def _family(edition_id: str, mark: tuple[object, ...]) -> Family:
    """Return the family of a version; kept as long as its `mark` stays as it is."""
    documents = {row.id: row for row in session.execute(_IN_PROJECT, {"edition": edition_id})}
    own = next((row.own for row in documents.values()), "")
    sources = {key: row.source_id for key, row in documents.items()}
    members = _connected(own, sources)
    if len(members) == 1:
        return Family()
    found = session.execute(
        select(Edition, Network)
        .join(Network, Network.id == Edition.network_id)
        .where(Edition.document_id.in_(members), standing_at(now()))
    )
    standing = {edition.document_id: (edition, network) for edition, network in found}
    relatives = {
        key: Relative(
            edition_id=edition.id,
            document_id=key,
            title=edition.title,
            kind=documents[key].kind,
            language=documents[key].language,
            number=edition.number,
            path=path_of(network, edition),
            of=sources[key] or "",
            made_from=_made_from(edition.id)[0],
            is_behind=_is_behind(edition.id, standing.get(sources[key] or "")),
        )
        for key, (edition, network) in standing.items()
    }
    source_id = sources[own] or ""
    others = [one for key, one in relatives.items() if key not in (own, source_id)]
    return Family(
        source=relatives.get(source_id),
        others=tuple(sorted(others, key=_order)),
        kind=documents[own].kind,
        made_from=_made_from(edition_id)[0],
        is_behind=_is_behind(edition_id, standing.get(source_id)),
        is_made_from=sources[own] is not None,
    )


def translations_of(edition_id: str) -> list[tuple[str, str]]:
    """Return where the same text stands in each language, its own too: language and path.

    Empty where it is in one language only.
    """
    documents = {row.id: row for row in session.execute(_IN_PROJECT, {"edition": edition_id})}
    own = next((row.own for row in documents.values()), "")
    same = {
        key: row.source_id if row.kind is DocumentKind.TRANSLATION else None
        for key, row in documents.items()
    }
    members = _connected(own, same)
    if len(members) == 1:
        return []
    found = session.execute(
        select(Edition, Network)
        .join(Network, Network.id == Edition.network_id)
        .where(Edition.document_id.in_(members), standing_at(now()))
    )
    said = sorted((edition.language, path_of(network, edition)) for edition, network in found)
    return said if len(said) > 1 else []


def _order(one: Relative) -> tuple[int, str, str]:
    return (list(DocumentKind).index(one.kind), one.language, one.title)


@lru_cache(maxsize=4096)
def _made_from(edition_id: str) -> tuple[str, bool]:
    """Return the number that a version says it was made from, and whether it was in line then.

    Kept, because it never changes.
    """
    said = session.scalar(select(Edition.content["made_from"]).where(Edition.id == edition_id))
    if not isinstance(said, dict):
        return "", True
    return str(said.get("number", "")), bool(said.get("is_current", True))


def _is_behind(edition_id: str, source: tuple[Edition, Network] | None) -> bool:
    if source is None:
        return False
    number, was_current = _made_from(edition_id)
    if not number:
        return not was_current
    return parts_of(number) < (source[0].major, source[0].minor)


def _connected(start: str, sources: Mapping[str, str | None]) -> set[str]:
    """Return the documents that lead to one another by what they were made from."""
    found, waiting = {start}, [start]
    while waiting:
        key = waiting.pop()
        near = {one for one, source in sources.items() if source == key} | {sources.get(key)}
        waiting += [one for one in near if one and one in sources and one not in found]
        found |= set(waiting)
    return found
