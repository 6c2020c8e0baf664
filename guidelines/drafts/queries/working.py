"""Reads about what is being written now: kept texts, who is in a section, what is newest there."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from guidelines.accounts.models import Person
from guidelines.db import now, session
from guidelines.drafts.models import Presence, Section, SectionRevision, Version, WorkingCopy
from guidelines.drafts.models.documents import Document
from guidelines.drafts.rules.manifest import from_json
from guidelines.drafts.rules.working import FORGOTTEN, SILENCE
from guidelines.projects.models import Project


@dataclass(frozen=True, slots=True)
class Newest:
    """What the newest version has of a section: the revision's id, and who wrote it.

    `revision_id` is empty where the section was taken out.
    """

    revision_id: str
    author_id: str | None = None
    author: str | None = None


def kept_text(person_id: str, section: Section) -> WorkingCopy | None:
    """Return what a person wrote in a section and has not saved as a version."""
    return session.scalar(
        select(WorkingCopy)
        .where(
            WorkingCopy.person_id == person_id,
            WorkingCopy.section_id == section.id,
            WorkingCopy.source.is_not(None),
        )
        .options(joinedload(WorkingCopy.base))
    )


def forgotten_texts(person_id: str) -> Sequence[WorkingCopy]:
    """Return a person's texts that have not been saved as a version for a day, oldest first."""
    return session.scalars(
        select(WorkingCopy)
        .where(
            WorkingCopy.person_id == person_id,
            WorkingCopy.source.is_not(None),
            WorkingCopy.saved_at < now() - FORGOTTEN,
        )
        .options(joinedload(WorkingCopy.base), joinedload(WorkingCopy.section))
        .order_by(WorkingCopy.saved_at)
    ).all()


def writers_with_unsaved_texts(project: Project) -> list[tuple[str, int]]:
    """Return who typed texts of a project and has not saved them, and how many, by name."""
    rows = session.execute(
        select(Person.name, func.count())
        .join(WorkingCopy, WorkingCopy.person_id == Person.id)
        .where(WorkingCopy.project_id == project.id, WorkingCopy.source.is_not(None))
        .group_by(Person.id, Person.name)
        .order_by(Person.name)
    )
    return [(name, count) for name, count in rows]


def texts_kept_in(document: Document, person_id: str) -> dict[str, WorkingCopy]:
    """Return a person's own texts in a document that are not saved as a version, by section."""
    found = session.scalars(
        select(WorkingCopy).where(
            WorkingCopy.document_id == document.id,
            WorkingCopy.person_id == person_id,
            WorkingCopy.source.is_not(None),
        )
    )
    return {row.section_id: row for row in found}


def people_in(document_id: str, *, but: str | None = None) -> dict[str, list[str]]:
    """Return the names of those who are writing now, by section; without the person `but`."""
    found = session.execute(
        select(Presence.section_id, Person.name)
        .join(Person, Presence.person_id == Person.id)
        .where(
            Presence.document_id == document_id,
            Presence.seen_at > now() - SILENCE,
            Presence.person_id != (but or ""),
        )
        .order_by(Person.name)
    )
    names: dict[str, list[str]] = {}
    for section_id, name in found:
        names.setdefault(section_id, []).append(name)
    return names


def newest_in(section: Section) -> Newest:
    """Return which revision of a section is the newest, without its text."""
    manifest = session.scalar(
        select(Version.manifest)
        .join(Document, Version.document_id == Document.id)
        .where(Document.id == section.document_id, Version.number == Document.newest)
    )
    for entry in from_json(manifest or []):
        if entry.section_id == section.id:
            row = session.execute(
                select(SectionRevision.author_id, Person.name)
                .outerjoin(Person, SectionRevision.author_id == Person.id)
                .where(SectionRevision.id == entry.revision_id)
            ).one()
            return Newest(entry.revision_id, row.author_id, row.name)
    return Newest("")
