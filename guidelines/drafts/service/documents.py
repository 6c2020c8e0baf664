"""Start a document: with its first headings, or from a text that exists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from guidelines import audit
from guidelines.db import new_key, session
from guidelines.drafts.models import Asset, Document, DocumentImport, DocumentKind
from guidelines.drafts.rules.imports import prepared
from guidelines.drafts.rules.slugs import free_slug
from guidelines.drafts.rules.texts import (
    LARGEST_DOCUMENT,
    check_title,
    checked,
)
from guidelines.drafts.service.writing import (
    Draft,
    entry_of,
    settle_names,
    write_section,
    write_version,
)
from guidelines.errors import Invalid, sentence
from guidelines.events import DocumentStarted, ImportRequested
from guidelines.permissions import Action, Actor, require
from guidelines.projects.models import Project
from guidelines.storage import storage
from guidelines.text.notices import Notice

FIRST_SECTION = "# Introduction"
FIRST_MESSAGE = "Document started"


@dataclass(frozen=True, slots=True)
class Attachment:
    """An image that belongs to a text: the name the text uses, and its content."""

    name: str
    media_type: str
    content: bytes


def start_document(
    actor: Actor,
    project: Project,
    *,
    title: str,
    kind: DocumentKind,
    language: str = "en",
    sections: Sequence[str] = (FIRST_SECTION,),
) -> Document:
    """Start a document with `sections`, the Markdown of each with its heading."""
    require(actor, Action.DOCUMENT_START, project)

    texts = [checked(source) for source in sections] or [checked(FIRST_SECTION)]
    document, _notices = _write(
        actor, project, check_title(title), kind, language, texts, FIRST_MESSAGE
    )
    return document


def import_document(
    actor: Actor,
    project: Project,
    *,
    title: str,
    source: str,
    kind: DocumentKind = DocumentKind.GUIDELINE,
    language: str = "en",
    attachments: Iterable[Attachment] = (),
    message: str = "Imported",
) -> tuple[Document, tuple[Notice, ...]]:
    """Make a document of a Markdown text, cut into sections at its headings.

    Returns it with what was changed or noticed on the way.
    """
    require(actor, Action.DOCUMENT_START, project)

    title = check_title(title)
    attached = list(attachments)
    brought = prepared(checked(source, largest=LARGEST_DOCUMENT))
    document, notices = _write(actor, project, title, kind, language, brought.sections, message)
    for one in attached:
        session.add(
            Asset(
                network_id=document.network_id,
                project_id=document.project_id,
                document_id=document.id,
                name=one.name,
                media_type=one.media_type,
                sha256=storage().put(one.content),
                size=len(one.content),
            )
        )
    session.flush()
    return document, (*brought.notices, *notices)


def request_import(
    actor: Actor,
    project: Project,
    *,
    filename: str,
    content: bytes,
    title: str,
    kind: DocumentKind,
    language: str = "en",
) -> DocumentImport:
    """Take a file that is to become a document; a job reads it after the commit."""
    require(actor, Action.DOCUMENT_START, project)

    title = check_title(title)
    if not content:
        raise Invalid({"file": sentence("Choose a file that is not empty.")})
    row = DocumentImport(
        network_id=project.network_id,
        project_id=project.id,
        filename=filename[:300],
        sha256=storage().put(content),
        title=title,
        kind=kind,
        language=language,
        person_id=actor.person_id,
    )
    session.add(row)
    session.flush()
    audit.record(
        actor,
        ImportRequested(network_id=project.network_id, project_id=project.id, import_id=row.id),
    )
    return row


def _write(
    actor: Actor,
    project: Project,
    title: str,
    kind: DocumentKind,
    language: str,
    texts: Sequence[str],
    message: str,
) -> tuple[Document, tuple[Notice, ...]]:
    taken = session.scalars(
        select(Document.slug).where(Document.network_id == project.network_id)
    ).all()
    document = Document(
        id=new_key(),
        network_id=project.network_id,
        project_id=project.id,
        slug=free_slug(title, frozenset(taken)),
        title=title,
        kind=kind,
        language=language,
        newest=0,
    )
    session.add(document)
    session.flush()
    draft = Draft(document, None, (), actor.person_id)
    for number, source in enumerate(texts):
        text = settle_names(draft, str(number), source)
        revision = write_section(draft, text)
        draft.read[revision.section_id] = draft.read.pop(str(number))
        draft.manifest = (*draft.manifest, entry_of(revision))
    write_version(draft, message=message)
    audit.record(
        actor,
        DocumentStarted(
            network_id=project.network_id,
            project_id=project.id,
            document_id=document.id,
            title=title,
        ),
    )
    return document, tuple(draft.notices)
