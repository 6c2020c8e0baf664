"""Reads about documents, versions, sections and recommendations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from guidelines.db import session
from guidelines.drafts.models import (
    Asset,
    Branch,
    Clash,
    Document,
    Outcome,
    Recommendation,
    Section,
    SectionRevision,
    Version,
    WordingLock,
)
from guidelines.drafts.queries.structure import section_numbers
from guidelines.evidence.queries import stands_of
from guidelines.projects.models import Network, Project

CHUNK = 500


@dataclass(frozen=True, slots=True)
class SectionInVersion:
    """A section as one version has it: its text, the level of its heading, its number (2.1)."""

    section: Section
    revision: SectionRevision
    depth: int
    number: str

    @property
    def title(self) -> str:
        """The words of its heading."""
        return self.revision.title


def documents_of(project: Project) -> Sequence[Document]:
    """Return the documents of a project, oldest first, without alternative drafts."""
    return session.scalars(
        select(Document)
        .where(Document.project_id == project.id, Document.id.not_in(select(Branch.document_id)))
        .order_by(Document.created_at, Document.id)
    ).all()


def document_called(network: Network, slug: str) -> Document | None:
    """Return the document of a network with this slug."""
    return session.scalar(
        select(Document).where(Document.network_id == network.id, Document.slug == slug)
    )


def documents_called(slug: str) -> Sequence[Document]:
    """Return the documents with this slug in all networks."""
    return session.scalars(select(Document).where(Document.slug == slug)).all()


def version_numbered(document: Document, number: int) -> Version | None:
    """Return a version by its number."""
    return session.scalar(
        select(Version)
        .where(Version.document_id == document.id, Version.number == number)
        .options(joinedload(Version.named), joinedload(Version.author))
    )


def current_version(document: Document) -> Version:
    """Return the newest version; every document has one."""
    number = session.scalar(select(Document.newest).where(Document.id == document.id))
    version = version_numbered(document, number or 0)
    if version is None:
        raise LookupError(f"document {document.id} has no version")
    return version


def versions_of(document: Document) -> Sequence[Version]:
    """Return all versions, newest first, with authors and labels but without their contents."""
    return session.scalars(
        select(Version)
        .where(Version.document_id == document.id)
        .options(joinedload(Version.named), joinedload(Version.author), defer(Version.manifest))
        .order_by(Version.number.desc())
    ).all()


def newest_versions(documents: Iterable[Document]) -> dict[str, Version]:
    """Return the newest version of each document by document id."""
    wanted = [document.id for document in documents]
    found = session.scalars(
        select(Version)
        .join(Document, Version.document_id == Document.id)
        .where(Document.id.in_(wanted), Version.number == Document.newest)
        .options(joinedload(Version.named), joinedload(Version.author))
    )
    return {version.document_id: version for version in found}


def revisions_by_id(ids: Sequence[str]) -> dict[str, SectionRevision]:
    """Return revisions by id."""
    found: dict[str, SectionRevision] = {}
    for start in range(0, len(ids), CHUNK):
        chunk = session.scalars(
            select(SectionRevision)
            .where(SectionRevision.id.in_(ids[start : start + CHUNK]))
            .options(joinedload(SectionRevision.section), joinedload(SectionRevision.author))
        )
        found.update((row.id, row) for row in chunk)
    return found


def sections_in(version: Version) -> list[SectionInVersion]:
    """Return the sections of a version in order, with their texts."""
    entries = version.entries
    found = revisions_by_id([entry.revision_id for entry in entries])
    counted = section_numbers(entries, {key: row.source for key, row in found.items()})
    return [
        SectionInVersion(found[e.revision_id].section, found[e.revision_id], e.depth, number)
        for e, number in zip(entries, counted, strict=True)
    ]


def source_of(version: Version) -> str:
    """Return the whole text of a version: its sections joined, exactly."""
    ids = [entry.revision_id for entry in version.entries]
    found = revisions_by_id(ids)
    return "".join(found[revision_id].source for revision_id in ids)


def section_in(version: Version, section_id: str) -> SectionInVersion | None:
    """Return one section as a version has it, or None if it is not in it."""
    entries = version.entries
    counted = section_numbers(entries)
    for entry, number in zip(entries, counted, strict=True):
        if entry.section_id == section_id:
            revision = revisions_by_id([entry.revision_id])[entry.revision_id]
            return SectionInVersion(revision.section, revision, entry.depth, number)
    return None


def last_revision(section: Section) -> SectionRevision | None:
    """Return the last text a section had, also when it has been taken out of the document."""
    return session.scalar(
        select(SectionRevision)
        .where(SectionRevision.section_id == section.id)
        .order_by(SectionRevision.number.desc())
        .limit(1)
    )


def revision_in(section: Section, revision_id: str) -> SectionRevision | None:
    """Return a revision of this very section by id."""
    return session.scalar(
        select(SectionRevision).where(
            SectionRevision.section_id == section.id, SectionRevision.id == revision_id
        )
    )


def recommendations_of(document: Document) -> Sequence[Recommendation]:
    """Return the recommendations of the newest version in the order of the text."""
    return session.scalars(
        select(Recommendation)
        .where(Recommendation.document_id == document.id)
        .order_by(Recommendation.ordinal)
    ).all()


def last_searches_of(document: Document) -> dict[str, str]:
    """Return when studies were last searched for, by recommendation: its own word, else evidence.

    A value is as 2026-03 or 2026-03-31; a recommendation of which nobody knows it is not in it.
    """
    found = {
        key: stand.last_search.isoformat()
        for key, stand in stands_of(document.project_id).items()
        if stand.last_search
    }
    for one in recommendations_of(document):
        if written := str(one.attributes.get("last-search", "")).strip():
            found[one.key] = written
    return found


def recommendation_in(document: Document, key: str) -> Recommendation | None:
    """Return the recommendation with this id in the newest version."""
    return session.scalar(
        select(Recommendation).where(
            Recommendation.document_id == document.id, Recommendation.key == key
        )
    )


def outcomes_of(document: Document) -> dict[str, Outcome]:
    """Return the latest outcome of each recommendation by its id."""
    found = session.scalars(
        select(Outcome).where(Outcome.document_id == document.id).order_by(Outcome.number)
    )
    return {row.key: row for row in found}


def locked_keys(document: Document) -> dict[str, str]:
    """Return the ids of recommendations whose wording may not change, each with the reason."""
    found = session.execute(
        select(WordingLock.key, WordingLock.reason).where(WordingLock.document_id == document.id)
    )
    return {row.key: row.reason for row in found}


def assets_of(document: Document) -> Sequence[Asset]:
    """Return the attachments of a document by name."""
    return session.scalars(
        select(Asset).where(Asset.document_id == document.id).order_by(Asset.name)
    ).all()


def open_clashes(document: Document) -> Sequence[Clash]:
    """Return the texts that still wait for a decision, oldest first."""
    return session.scalars(
        select(Clash)
        .where(Clash.document_id == document.id, Clash.settled_at.is_(None))
        .options(joinedload(Clash.author), joinedload(Clash.theirs))
        .order_by(Clash.created_at)
    ).all()


def clashes_of(person_id: str) -> Sequence[Clash]:
    """Return the texts of a person that still wait for a decision, oldest first."""
    return session.scalars(
        select(Clash)
        .where(Clash.author_id == person_id, Clash.settled_at.is_(None))
        .options(joinedload(Clash.theirs), joinedload(Clash.section))
        .order_by(Clash.created_at)
    ).all()
