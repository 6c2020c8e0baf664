"""Reads about translations and plain-language versions, and how far they are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from guidelines.db import session
from guidelines.drafts.models import (
    Block,
    BlockBasis,
    Document,
    SectionBasis,
    SectionRevision,
)
from guidelines.drafts.queries.reading import (
    CHUNK,
    SectionInVersion,
    current_version,
    revisions_by_id,
    sections_in,
)
from guidelines.drafts.rules.translations import (
    BY_PARAGRAPH,
    Basis,
    Line,
    Piece,
    Progress,
    pieces,
    progress_of,
    side_by_side,
)
from guidelines.text.blocks import Kind, split
from guidelines.text.comments import without_comments
from guidelines.text.recommendations import parse


@dataclass(frozen=True, slots=True)
class Ground:
    """A passage of the source that a section rests on: then, now, and whether they differ.

    `now` is None where the source has it no more. `title` is that of the section there.
    """

    row: SectionBasis
    title: str
    was: str
    now: str | None

    @property
    def has_changed(self) -> bool:
        """Whether the source says something else now."""
        return self.now is None or self.now.strip() != self.was.strip()


@dataclass(frozen=True, slots=True)
class TranslatedSection:
    """A section of a translation beside the one it was made from.

    `item` is None for a section that is new in the source, `source` None for one that is only
    here or was taken out there (`is_gone`).
    """

    item: SectionInVersion | None
    source: SectionInVersion | None
    lines: tuple[Line, ...] = ()
    here: tuple[Piece, ...] = ()
    there: tuple[Piece, ...] = ()
    grounds: tuple[Ground, ...] = ()
    is_gone: bool = False
    progress: Progress = field(default_factory=Progress)


def made_from(document: Document) -> Sequence[Document]:
    """Return the translations and plain-language versions of a document, oldest first."""
    return session.scalars(
        select(Document)
        .where(Document.source_id == document.id)
        .order_by(Document.created_at, Document.id)
    ).all()


def source_document(document: Document) -> Document | None:
    """Return the document that another was made from."""
    return session.get(Document, document.source_id) if document.source_id else None


def lineages_of(ids: Sequence[str]) -> dict[str, str]:
    """Return the lineages of blocks by their ids."""
    found: dict[str, str] = {}
    for start in range(0, len(ids), CHUNK):
        rows = session.execute(
            select(Block.id, Block.lineage).where(Block.id.in_(ids[start : start + CHUNK]))
        )
        found.update((row.id, row.lineage) for row in rows)
    return found


def pieces_of(*revisions: SectionRevision) -> dict[str, tuple[Piece, ...]]:
    """Return the blocks of revisions with their lineages, by the id of the revision."""
    known = lineages_of([key for revision in revisions for key in revision.blocks])
    return {
        revision.id: pieces(split(revision.source), [known[key] for key in revision.blocks])
        for revision in revisions
    }


def block_rows(document: Document) -> dict[str, BlockBasis]:
    """Return what is kept about the paragraphs of a translation, by lineage of the source."""
    rows = session.scalars(select(BlockBasis).where(BlockBasis.document_id == document.id))
    return {row.source_lineage: row for row in rows}


def as_basis(rows: Mapping[str, BlockBasis]) -> dict[str, Basis]:
    """Return the rows as the rules take them."""
    return {
        key: Basis(row.lineage, row.source_sha256, row.source_text, row.settled_at is not None)
        for key, row in rows.items()
    }


def basis_rows(document: Document) -> Sequence[SectionBasis]:
    """Return what the sections of a document were made from."""
    return session.scalars(
        select(SectionBasis)
        .where(SectionBasis.document_id == document.id)
        .options(joinedload(SectionBasis.revision), joinedload(SectionBasis.person))
        .order_by(SectionBasis.settled_at, SectionBasis.id)
    ).all()


def translation_of(
    document: Document, source: Document, only: str | None = None
) -> list[TranslatedSection]:
    """Return the sections of a translation beside its source, with what is left to do.

    What is new in the source stands behind the section it follows there. `only` names the one
    section that is asked for.
    """
    here = sections_in(current_version(document))
    there = {item.section.id: item for item in sections_in(current_version(source))}
    rows = basis_rows(document)
    if document.kind not in BY_PARAGRAPH:
        wanted = [item for item in here if only in (None, item.section.id)]
        return _by_section(wanted, there, rows)
    pairs = {row.section_id: row.source_section_id for row in rows}
    found = [
        (item, there.get(pairs.get(item.section.id, "")), item.section.id in pairs)
        for item in here
        if only in (None, item.section.id)
    ]
    known = pieces_of(
        *(one.revision for item, source_item, _ in found for one in (item, source_item) if one)
    )
    kept = as_basis(block_rows(document))
    told = [
        _paired(item, source_item, known, kept)
        if source_item is not None
        else TranslatedSection(item, None, is_gone=was_paired)
        for item, source_item, was_paired in found
    ]
    if only is None:
        _add_new(told, there, set(pairs.values()))
    return told


def _paired(
    item: SectionInVersion,
    source: SectionInVersion,
    known: Mapping[str, tuple[Piece, ...]],
    kept: Mapping[str, Basis],
) -> TranslatedSection:
    here, there = known[item.revision.id], known[source.revision.id]
    lines = side_by_side(there, here, kept)
    return TranslatedSection(item, source, lines, here, there, progress=progress_of(lines))


def _add_new(
    told: list[TranslatedSection], there: Mapping[str, SectionInVersion], taken: Iterable[str]
) -> None:
    """Put the sections that are new in the source where they follow there."""
    done = set(taken)
    before = None
    for key, item in there.items():
        if key not in done:
            at = [n for n, one in enumerate(told) if one.source and one.source is before]
            new = TranslatedSection(None, item, progress=Progress(total=1, new=1))
            told.insert(at[-1] + 1 if at else 0, new)
        before = item


def _by_section(
    here: Sequence[SectionInVersion],
    there: Mapping[str, SectionInVersion],
    rows: Sequence[SectionBasis],
) -> list[TranslatedSection]:
    """Return the sections of a plain-language version with what each rests on."""
    told = []
    for item in here:
        grounds = tuple(
            _ground(row, there.get(row.source_section_id))
            for row in rows
            if row.section_id == item.section.id
        )
        changed = sum(ground.has_changed for ground in grounds)
        text = without_comments(item.revision.source)[0]
        written = any(block.kind not in (Kind.HEADING, Kind.BLANK) for block in split(text))
        told.append(
            TranslatedSection(
                item,
                None,
                grounds=grounds,
                progress=Progress(total=1, done=int(written), changed=int(bool(changed))),
            )
        )
    return told


def _ground(row: SectionBasis, item: SectionInVersion | None) -> Ground:
    now = passage(item.revision.source, row.source_key) if item is not None else None
    was = passage(row.revision.source, row.source_key) or ""
    title = item.title if item is not None else row.revision.title
    return Ground(row, title, was, now)


def passage(source: str, key: str) -> str | None:
    """Return a section's text, or that of one recommendation in it; None where it is not."""
    if not key:
        return source
    return next((one.source for one in parse(source) if one.id == key), None)


def progress_of_document(document: Document) -> Progress | None:
    """Return how far a translation is; None for a document that was not made from another."""
    source = source_document(document)
    if source is None:
        return None
    return sum((one.progress for one in translation_of(document, source)), Progress())


def revision_called(revision_id: str) -> SectionRevision | None:
    """Return a revision of any section by its id."""
    return revisions_by_id([revision_id]).get(revision_id)


def lagging(project_ids: Iterable[str]) -> Sequence[Document]:
    """Return the translations in these projects whose source has newer versions."""
    source = aliased(Document)
    return session.scalars(
        select(Document)
        .join(source, Document.source_id == source.id)
        .where(
            Document.project_id.in_(list(project_ids)),
            Document.source_number < source.newest,
        )
        .order_by(Document.title)
    ).all()
