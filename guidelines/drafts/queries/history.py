"""The history of a document: page by page, filtered, each version with what it changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import defer, joinedload

from guidelines.accounts.models import Person
from guidelines.db import session
from guidelines.drafts.models import (
    Document,
    Recommendation,
    Section,
    SectionRevision,
    Version,
    VersionLabel,
)
from guidelines.drafts.rules.history import (
    RecommendationDeed,
    SectionDeed,
    flips,
    recommendation_deeds,
    section_deeds,
)
from guidelines.drafts.rules.manifest import from_json

PAGE = 15
OPERATOR = "operator"
_MARK = "%.recommendation%"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which versions to list: those below a number, by a person, of a section, with words.

    `author` is a person's id, or `OPERATOR` for what was done at the server's console.
    """

    below: int | None = None
    author: str = ""
    section: str = ""
    words: str = ""
    named: bool = False

    @property
    def is_set(self) -> bool:
        """Whether it leaves versions out."""
        return bool(self.author or self.section or self.words or self.named)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A version with what it did to sections and recommendations."""

    version: Version
    sections: Sequence[SectionDeed] = ()
    recommendations: Sequence[RecommendationDeed] = ()


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Some versions, newest first; `older` is the number below which the next page begins."""

    entries: Sequence[HistoryEntry]
    older: int | None
    titles: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)


def history_of(document: Document, wanted: Filter, *, size: int = PAGE) -> HistoryPage:
    """Return one page of the history; `titles` are by revision, `numbers` by recommendation."""
    query = (
        _filtered(document, wanted)
        .options(joinedload(Version.named), joinedload(Version.author), defer(Version.manifest))
        .order_by(Version.number.desc())
        .limit(size + 1)
    )
    versions = session.scalars(query).all()
    older = versions[size - 1].number if len(versions) > size else None
    versions = versions[:size]
    manifests = _manifests(document, versions)
    deeds = {
        version.number: section_deeds(
            from_json(manifests.get(version.number - 1, [])),
            from_json(manifests.get(version.number, [])),
        )
        for version in versions
    }
    revisions = {
        revision
        for some in deeds.values()
        for deed in some
        for revision in (deed.before, deed.after)
        if revision is not None
    }
    sources = _sources(revisions)
    entries = [
        HistoryEntry(version, found, recommendation_deeds(found, sources))
        for version in versions
        if (found := deeds[version.number]) is not None
    ]
    return HistoryPage(entries, older, _titles(revisions), _numbers(document))


def _filtered(document: Document, wanted: Filter) -> Select[Version]:
    query = select(Version).where(Version.document_id == document.id)
    if wanted.below is not None:
        query = query.where(Version.number < wanted.below)
    if wanted.author:
        author = None if wanted.author == OPERATOR else wanted.author
        query = query.where(
            Version.author_id.is_(None) if author is None else Version.author_id == author
        )
    if wanted.named:
        named = select(VersionLabel.version_id).where(VersionLabel.document_id == document.id)
        query = query.where(Version.id.in_(named))
    if wanted.section:
        touched = select(SectionRevision.number).where(
            SectionRevision.section_id == wanted.section,
            SectionRevision.document_id == document.id,
        )
        query = query.where(Version.number.in_(touched))
    if wanted.words:
        labelled = select(VersionLabel.version_id).where(
            VersionLabel.document_id == document.id,
            VersionLabel.label.icontains(wanted.words, autoescape=True),
        )
        query = query.where(
            or_(
                Version.message.icontains(wanted.words, autoescape=True),
                Version.id.in_(labelled),
                Version.number.in_(versions_with(document, wanted.words)),
            )
        )
    return query


def versions_with(document: Document, words: str) -> list[int]:
    """Return the numbers of the versions in which these words came into the text or left it."""
    rows = session.execute(
        select(
            SectionRevision.section_id,
            SectionRevision.number,
            SectionRevision.source.icontains(words, autoescape=True).label("there"),
        )
        .where(SectionRevision.section_id.in_(_sections(document)))
        .order_by(SectionRevision.section_id, SectionRevision.number)
    )
    return flips([(row.section_id, row.number, bool(row.there)) for row in rows])


def _sections(document: Document) -> Select[str]:
    return select(Section.id).where(Section.document_id == document.id)


def _manifests(document: Document, versions: Sequence[Version]) -> dict[int, list[list[str]]]:
    """Return the manifests of some versions and of those before them, by number."""
    wanted = {number for one in versions for number in (one.number, one.number - 1)}
    rows = session.execute(
        select(Version.number, Version.manifest).where(
            Version.document_id == document.id, Version.number.in_(wanted)
        )
    )
    return {row.number: row.manifest for row in rows}


def _sources(revisions: set[str]) -> dict[str, str]:
    """Return the texts of those revisions that hold recommendations."""
    rows = session.execute(
        select(SectionRevision.id, SectionRevision.source).where(
            SectionRevision.id.in_(revisions), SectionRevision.source.like(_MARK)
        )
    )
    return {row.id: row.source for row in rows}


def _titles(revisions: set[str]) -> dict[str, str]:
    rows = session.execute(
        select(SectionRevision.id, SectionRevision.title).where(SectionRevision.id.in_(revisions))
    )
    return {row.id: row.title for row in rows}


def _numbers(document: Document) -> dict[str, int]:
    """Return the present numbers of recommendations by id."""
    rows = session.execute(
        select(Recommendation.key, Recommendation.ordinal).where(
            Recommendation.document_id == document.id
        )
    )
    return {row.key: row.ordinal for row in rows}


def authors_of(document: Document) -> Sequence[Person]:
    """Return the people who saved a version of a document, by name."""
    wrote = select(Version.author_id).where(Version.document_id == document.id).distinct()
    return session.scalars(select(Person).where(Person.id.in_(wrote)).order_by(Person.name)).all()
