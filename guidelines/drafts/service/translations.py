"""Start a translation or plain-language version, and keep it in line with its source."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from guidelines import audit
from guidelines.db import lock_row, now, session
from guidelines.drafts.models import (
    Asset,
    BlockBasis,
    Document,
    DocumentKind,
    SectionBasis,
)
from guidelines.drafts.queries import (
    SectionInVersion,
    assets_of,
    current_version,
    section_in,
    sections_in,
)
from guidelines.drafts.queries.translations import (
    pieces_of,
    source_document,
)
from guidelines.drafts.rules.kinds import Beginning
from guidelines.drafts.rules.products import outline_for
from guidelines.drafts.rules.texts import check_language
from guidelines.drafts.rules.translation_edits import GONE
from guidelines.drafts.rules.translations import (
    BY_PARAGRAPH,
    MADE_FROM_ANOTHER,
    Piece,
    counterparts,
    shape,
)
from guidelines.drafts.service.documents import start_document
from guidelines.drafts.service.sections import Saved, add_section
from guidelines.errors import Conflict, Invalid, sentence
from guidelines.events import TranslationStarted
from guidelines.permissions import Action, Actor, require
from guidelines.text.blocks import Kind
from guidelines.text.comments import without_comments
from guidelines.text.recommendations import Recommendation, parse, write

_SILENT = (Kind.BLANK, Kind.CLOSE, Kind.RULE)


def start_translation(
    actor: Actor,
    source: Document,
    *,
    title: str,
    kind: DocumentKind,
    language: str,
    begin: Beginning = Beginning.HEADINGS,
) -> Document:
    """Start a document that is made from another one of the project.

    A translation begins as a copy, paragraph beside paragraph. Another version begins with the
    headings of the source, each tied to its section; with its recommendations, word for word and
    each tied to its own; or with the usual headings of its kind.
    """
    require(actor, Action.DOCUMENT_START, source)

    language = check_language(language)
    if kind not in MADE_FROM_ANOTHER:
        raise Invalid({"kind": sentence("Choose a kind from the list.")})
    if kind in BY_PARAGRAPH and language.lower() == source.language.lower():
        raise Invalid({"language": sentence("Choose another language than that of the original.")})
    origin = current_version(source)
    items = sections_in(origin)
    is_copy = kind in BY_PARAGRAPH
    if is_copy:
        texts = [item.revision.source for item in items]
    elif begin is Beginning.HEADINGS:
        items = [item for item in items if item.title]
        texts = [_heading(item) for item in items]
    elif begin is Beginning.RECOMMENDATIONS:
        items = [item for item in items if _recommended(item)]
        texts = ["\n".join([_heading(item), *map(write, _recommended(item))]) for item in items]
        if not items:
            raise Invalid({"begin": sentence("The original has no recommendations yet.")})
    else:
        items, texts = [], outline_for(kind)
    document = start_document(
        actor, source.project, title=title, kind=kind, language=language, sections=texts
    )
    document.source_id, document.source_number = source.id, origin.number
    _copy_assets(document, source)
    session.flush()
    mine = sections_in(current_version(document))
    for ours, theirs in zip(mine, items, strict=False):
        if begin is Beginning.RECOMMENDATIONS and not is_copy:
            for one in _recommended(theirs):
                _tie(actor, document, ours, theirs, by_paragraph=False, key=one.id)
        else:
            _tie(actor, document, ours, theirs, by_paragraph=is_copy)
    session.flush()
    audit.record(
        actor,
        TranslationStarted(
            network_id=document.network_id,
            project_id=document.project_id,
            document_id=document.id,
            source_id=source.id,
        ),
    )
    return document


def adopt_translation(actor: Actor, document: Document, source: Document) -> Document:
    """Tie a document that was translated elsewhere to the one it says.

    Sections and paragraphs find their counterparts by order and shape; what is as it should be
    counts as translated, and what finds none is offered as new or stands alone.
    """
    require(actor, Action.DRAFT_SAVE, document)

    fresh: Document = lock_row(Document, document.id)
    fits = source.project_id == fresh.project_id and source.id != fresh.id
    if not fits or source.source_id == fresh.id:
        raise Invalid({"original": sentence("Choose another document of this project.")})
    if fresh.source_id is not None:
        raise Conflict(sentence("This document is tied to its original already."))
    if source.language.lower() == fresh.language.lower():
        raise Invalid(
            {"original": sentence("Both documents have the same language: it is no translation.")}
        )
    fresh.source_id, fresh.source_number = source.id, source.newest
    fresh.kind = DocumentKind.TRANSLATION
    theirs = sections_in(current_version(source))
    ours = sections_in(current_version(fresh))
    pairs = counterparts([one.depth for one in theirs], [one.depth for one in ours])
    for there, here in pairs:
        _tie(actor, fresh, ours[here], theirs[there], by_paragraph=False)
        known = pieces_of(ours[here].revision, theirs[there].revision)
        a, b = known[theirs[there].revision.id], known[ours[here].revision.id]
        for i, j in counterparts([shape(p.block) for p in a], [shape(p.block) for p in b]):
            if _is_said(a[i]):
                row = row_for(fresh, a[i], b[j].lineage)
                row.settled_at = None if a[i].block.text == b[j].block.text else now()
                session.add(row)
    session.flush()
    audit.record(
        actor,
        TranslationStarted(
            network_id=fresh.network_id,
            project_id=fresh.project_id,
            document_id=fresh.id,
            source_id=source.id,
        ),
    )
    return fresh


def take_section(
    actor: Actor, document: Document, *, source_section_id: str, message: str = ""
) -> Saved:
    """Take a section that is new in the source over, to be translated then."""
    require(actor, Action.DRAFT_SAVE, document)

    source = source_document(document)
    item = section_in(current_version(source), source_section_id) if source else None
    if source is None or item is None:
        raise Conflict(GONE)
    tied = {row.source_section_id: row.section_id for row in ties_of(document)}
    if source_section_id in tied:
        raise Conflict(sentence("This section was taken over already. Look at the page again."))
    after = None
    for entry in current_version(source).entries:
        if entry.section_id == source_section_id:
            break
        after = tied.get(entry.section_id, after)
    is_copy = document.kind in BY_PARAGRAPH
    text = item.revision.source if is_copy else f"{'#' * max(item.depth, 1)} {item.title}\n"
    there = {entry.section_id for entry in current_version(document).entries}
    after = after if after in there else None
    saved = add_section(
        actor, document, source=text, after=after, first=after is None, message=message
    )
    ours = section_in(saved.version, saved.revision.section_id)
    assert ours is not None
    _tie(actor, document, ours, item, by_paragraph=is_copy)
    session.flush()
    return saved


def _heading(item: SectionInVersion) -> str:
    return f"{'#' * max(item.depth, 1)} {item.title}\n" if item.title else ""


def _recommended(item: SectionInVersion) -> list[Recommendation]:
    """Return the recommendations of a section in their wording, without what explains them."""
    found = parse(without_comments(item.revision.source)[0])
    return [replace(one, fields=()) for one in found if one.id and not one.is_withdrawn]


def _copy_assets(document: Document, source: Document) -> None:
    """Give a document the pictures of its source, by the same names."""
    session.add_all(
        Asset(
            network_id=document.network_id,
            project_id=document.project_id,
            document_id=document.id,
            name=asset.name,
            media_type=asset.media_type,
            sha256=asset.sha256,
            size=asset.size,
        )
        for asset in assets_of(source)
    )


def ties_of(document: Document) -> Sequence[SectionBasis]:
    """Return which sections of a document were made from which."""
    return session.scalars(
        select(SectionBasis).where(SectionBasis.document_id == document.id)
    ).all()


def _tie(
    actor: Actor,
    document: Document,
    ours: SectionInVersion,
    theirs: SectionInVersion,
    *,
    by_paragraph: bool,
    key: str = "",
) -> None:
    """Tie a section to the one it was copied from, and its paragraphs to those there.

    With `key`, to one recommendation there.
    """
    session.add(
        SectionBasis(
            network_id=document.network_id,
            project_id=document.project_id,
            document_id=document.id,
            section_id=ours.section.id,
            source_section_id=theirs.section.id,
            source_key=key,
            revision_id=theirs.revision.id,
            person_id=actor.person_id,
        )
    )
    if not by_paragraph:
        return
    known = pieces_of(ours.revision, theirs.revision)
    pairs = zip(known[ours.revision.id], known[theirs.revision.id], strict=False)
    session.add_all(
        row_for(document, there, here.lineage) for here, there in pairs if _is_said(there)
    )


def _is_said(piece: Piece) -> bool:
    return piece.block.kind not in _SILENT


def row_for(document: Document, source: Piece, lineage: str | None) -> BlockBasis:
    """Return a new row about a paragraph of the source; without `lineage` it is left out."""
    return BlockBasis(
        network_id=document.network_id,
        project_id=document.project_id,
        document_id=document.id,
        source_lineage=source.lineage,
        lineage=lineage,
        source_sha256=source.block.sha256,
        source_text=source.block.text,
        settled_at=None if lineage else now(),
    )
