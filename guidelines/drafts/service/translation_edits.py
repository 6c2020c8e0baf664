"""Keep a translation or plain-language version in line with its source."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from guidelines import audit
from guidelines.db import lock_row, now, session
from guidelines.drafts.models import (
    BlockBasis,
    Document,
    Section,
    SectionBasis,
    SectionRevision,
)
from guidelines.drafts.queries import current_version, revision_in, section_in
from guidelines.drafts.queries.translations import (
    as_basis,
    block_rows,
    pieces_of,
    progress_of_document,
    source_document,
)
from guidelines.drafts.rules.clashes import UNKNOWN_BASE
from guidelines.drafts.rules.translation_edits import Mark, Typed, edited
from guidelines.drafts.rules.translations import Piece
from guidelines.drafts.service.sections import Saved, save_section
from guidelines.drafts.service.translations import row_for, ties_of
from guidelines.errors import Conflict, Invalid, Missing, sentence
from guidelines.events import TranslationChecked
from guidelines.permissions import Action, Actor, require

NOT_ONE = sentence("This document was not made from another one, so there is nothing beside it.")


def save_translation(
    actor: Actor,
    section: Section,
    *,
    base_revision_id: str,
    source_revision_id: str,
    typed: Typed,
    message: str = "",
    seen_revision_id: str = "",
) -> Saved:
    """Save what was written beside the source, as it stood on the page.

    Strength, direction, type and certainty of recommendations are taken from the source. What was
    typed while the source still read as in `seen_revision_id` stays marked where that changed.
    Raises `Clashing` and `Conflict` as `save_section` does.
    """
    require(actor, Action.DRAFT_SAVE, section)

    document: Document = lock_row(Document, section.document_id)
    base = revision_in(section, base_revision_id)
    shown = session.get(SectionRevision, source_revision_id)
    if base is None:
        raise Conflict(UNKNOWN_BASE)
    if shown is None or not is_tied(document, section, shown):
        raise Conflict(NOT_ONE)
    seen = session.get(SectionRevision, seen_revision_id) if seen_revision_id else shown
    if seen is None or not is_tied(document, section, seen):
        raise Conflict(NOT_ONE)
    known = pieces_of(base, shown, seen)
    rows = block_rows(document)
    theirs = known[shown.id]
    result = edited(base.source, theirs, known[base.id], as_basis(rows), typed)
    saved = save_section(
        actor, section, source=result.source, base_revision_id=base.id, message=message
    )
    after = pieces_of(saved.revision)[saved.revision.id]
    _keep(actor, document, rows, _as_seen(result.marks, known[seen.id], typed), after)
    for key in result.forgotten:
        if (row := rows.pop(key, None)) is not None:
            session.delete(row)
    session.flush()
    _note_progress(document)
    audit.record(
        actor,
        TranslationChecked(
            network_id=section.network_id,
            project_id=section.project_id,
            document_id=section.document_id,
            section_id=section.id,
            version=saved.version.number,
        ),
    )
    return saved


def rest_on(
    actor: Actor, section: Section, *, source_section_id: str, source_key: str = ""
) -> SectionBasis:
    """Say that a section of a plain-language version rests on a section of the source.

    With `source_key`, on one recommendation there. Saying it again means that the section was
    read again and is still right.
    """
    require(actor, Action.DRAFT_SAVE, section)

    document: Document = lock_row(Document, section.document_id)
    source = source_document(document)
    item = section_in(current_version(source), source_section_id) if source else None
    if item is None:
        raise Invalid({"source": sentence("Choose a section of the original.")})
    row = session.scalar(
        select(SectionBasis).where(
            SectionBasis.section_id == section.id,
            SectionBasis.source_section_id == source_section_id,
            SectionBasis.source_key == source_key,
        )
    )
    if row is None:
        row = SectionBasis(
            network_id=section.network_id,
            project_id=section.project_id,
            document_id=section.document_id,
            section_id=section.id,
            source_section_id=source_section_id,
            source_key=source_key,
        )
        session.add(row)
    row.revision_id, row.person_id, row.settled_at = item.revision.id, actor.person_id, now()
    session.flush()
    _note_progress(document)
    _record_check(actor, document, section)
    return row


def rest_no_more(actor: Actor, section: Section, *, basis_id: str) -> None:
    """Say that a section rests on a passage of the source no more."""
    require(actor, Action.DRAFT_SAVE, section)

    row = session.get(SectionBasis, basis_id)
    if row is None or row.section_id != section.id:
        raise Missing
    session.delete(row)
    session.flush()
    _record_check(actor, session.get_one(Document, section.document_id), section)


def _record_check(actor: Actor, document: Document, section: Section) -> None:
    audit.record(
        actor,
        TranslationChecked(
            network_id=section.network_id,
            project_id=section.project_id,
            document_id=section.document_id,
            section_id=section.id,
            version=document.newest,
        ),
    )


def is_tied(document: Document, section: Section, shown: SectionRevision) -> bool:
    """Tell whether a section was made from the section that `shown` is a text of."""
    return any(
        row.section_id == section.id and row.source_section_id == shown.section_id
        for row in ties_of(document)
    )


def _as_seen(marks: Sequence[Mark], seen: Sequence[Piece], typed: Typed) -> list[Mark]:
    """Return marks of what the source said when a text was typed, not of what it says now."""
    then = {piece.lineage: piece for piece in seen if piece.lineage in typed.lineages}
    then.pop(typed.about, None)  # its writer looked at it just now
    return [replace(mark, source=then.get(mark.source.lineage, mark.source)) for mark in marks]


def _keep(
    actor: Actor,
    document: Document,
    rows: dict[str, BlockBasis],
    marks: Sequence[Mark],
    after: Sequence[Piece],
) -> None:
    """Keep which paragraph says which, as the saved text has them."""
    places = {piece.lineage: at for at, piece in enumerate(after)}
    last = -1
    for mark in marks:
        at = _found(mark, after, places, last)
        if at is not None:
            last = max(last, at)
        lineage = after[at].lineage if at is not None else None
        if mark.first is not None and lineage is None:
            continue  # somebody else rewrote it meanwhile: its row stays as it is
        row = rows.get(mark.source.lineage)
        if row is None:
            row = rows[mark.source.lineage] = row_for(document, mark.source, lineage)
            session.add(row)
        row.lineage = lineage
        if mark.is_new:
            row.source_sha256 = mark.source.block.sha256
            row.source_text = mark.source.block.text
            row.settled_at = now() if mark.settled else None
            row.person_id = actor.person_id


def _found(mark: Mark, after: Sequence[Piece], places: dict[str, int], last: int) -> int | None:
    """Return which block of the saved text says a paragraph: the same one, or the same words."""
    if mark.first is None:
        return None
    at = places.get(mark.was) if mark.was else None
    if at is not None and after[at].block.text == mark.first:
        return at
    for number, piece in enumerate(after):
        if number > last and piece.block.text == mark.first:
            return number
    return at


def _note_progress(document: Document) -> None:
    """Note up to which version of the source every change was looked at."""
    source = source_document(document)
    progress = progress_of_document(document)
    if source is not None and progress is not None and progress.is_current:
        document.source_number = source.newest
