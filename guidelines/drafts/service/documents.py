"""Start a document: with its first headings, or from a text that exists."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import select

from guidelines import audit
from guidelines.db import lock_row, new_key, session
from guidelines.drafts.models import Asset, Document, DocumentImport, DocumentKind, ImportState
from guidelines.drafts.rules.imports import Brought, read_text
from guidelines.drafts.rules.slugs import free_slug
from guidelines.drafts.rules.texts import check_language, check_title, checked
from guidelines.drafts.service.opening import Draft
from guidelines.drafts.service.writing import (
    entry_of,
    settle_names,
    write_section,
    write_version,
)
from guidelines.errors import Invalid, Sentence, sentence
from guidelines.events import DocumentStarted, ImportRequested
from guidelines.permissions import Action, Actor, require
from guidelines.projects.models import Project
from guidelines.storage import storage
from guidelines.text.blocks import Kind
from guidelines.text.notices import Notice
from guidelines.typesetting.model import Asset as Picture

FIRST_SECTION = "# Introduction"
FIRST_MESSAGE = "Document started"
NO_PICTURES: Mapping[str, Picture] = MappingProxyType({})


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
    title, language = check_title(title), check_language(language)
    document, _notices = _write(actor, project, title, kind, language, texts, FIRST_MESSAGE)
    return document


def import_document(
    actor: Actor,
    project: Project,
    *,
    title: str,
    source: str | Brought,
    kind: DocumentKind = DocumentKind.GUIDELINE,
    language: str = "en",
    pictures: Mapping[str, Picture] = NO_PICTURES,
    message: str = "Imported",
) -> tuple[Document, tuple[Notice, ...]]:
    """Make a document of a Markdown text, cut into sections at its headings.

    Whoever brings a long text reads it with `read_text` before the transaction.
    `pictures` are its attachments by the names the text uses. Returns it with what was
    changed or noticed on the way.
    """
    require(actor, Action.DOCUMENT_START, project)

    title, language = check_title(title), check_language(language)
    brought = read_text(source) if isinstance(source, str) else source
    document, notices = _write(
        actor, project, title, kind, language, brought.sections, message, brought.plain
    )
    for name, picture in pictures.items():
        session.add(
            Asset(
                network_id=document.network_id,
                project_id=document.project_id,
                document_id=document.id,
                name=name,
                media_type=picture.media_type,
                sha256=storage().put(picture.content),
                size=len(picture.content),
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

    title, language = check_title(title), check_language(language)
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


def finish_import(
    actor: Actor,
    handed: DocumentImport,
    *,
    source: str | Brought,
    pictures: Mapping[str, Picture] = NO_PICTURES,
    warnings: Sequence[str] = (),
) -> Document:
    """Make a document of a file that was taken earlier, and note what was noticed.

    `warnings` are those of the program that read the file. Done twice, it changes nothing.
    """
    require(actor, Action.DOCUMENT_START, handed)

    row: DocumentImport = lock_row(DocumentImport, handed.id)
    if row.document_id is not None:
        return session.get_one(Document, row.document_id)
    document, notices = import_document(
        actor,
        row.project,
        title=row.title,
        source=source,
        kind=row.kind,
        language=row.language,
        pictures=pictures,
    )
    row.state, row.document_id = ImportState.DONE, document.id
    row.warnings = [
        [one.template, dict(one.values)] if isinstance(one, Notice | Sentence) else [one, {}]
        for one in (*warnings, *notices)
    ]
    session.flush()
    return document


def _write(
    actor: Actor,
    project: Project,
    title: str,
    kind: DocumentKind,
    language: str,
    texts: Sequence[str],
    message: str,
    plain: Mapping[tuple[Kind, str], str] = MappingProxyType({}),
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
    draft = Draft(document, (), (), actor.person_id, plain=plain)
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
