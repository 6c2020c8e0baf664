"""The doses and numbers of a draft, who wrote their sentences, and who compared them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from guidelines.db import session
from guidelines.drafts import queries as drafts
from guidelines.drafts.models import Block, Document
from guidelines.drafts.queries.blame import blame_of, versions_numbered
from guidelines.publishing.models import DoseCheck
from guidelines.publishing.rules.facts import Spot
from guidelines.text.blame import Run
from guidelines.text.blocks import Block as BlockOfText
from guidelines.text.blocks import Kind
from guidelines.text.markdown import plain_text
from guidelines.text.quantities import Stated, statements_in
from guidelines.text.tables import cells_of

Cells = tuple[tuple[str, str], ...]
_SILENT = frozenset({Kind.BLANK, Kind.OPEN, Kind.CLOSE, Kind.RULE, Kind.CODE})


@dataclass(frozen=True, slots=True)
class DoseLine:
    """A sentence with quantities: where it stands, who wrote it, and the check of it, if any.

    `cells` are those of a row of a table, each with the heading above it.
    """

    section_id: str
    section: str
    stated: Stated
    authors: frozenset[str]
    names: tuple[str, ...]
    check: DoseCheck | None
    cells: tuple[tuple[str, str], ...] = ()


def _stated_in(blocks: Sequence[tuple[Kind, str]], language: str) -> Iterator[list[Stated]]:
    """Yield the statements of each block; a row of a table has the first row above it."""
    heading: str | None = None
    for kind, plain in blocks:
        if kind is not Kind.ROW:
            heading = None
        elif heading is None:
            heading = plain
            yield statements_in(plain, language)
            continue
        if kind in _SILENT:
            yield []
        else:
            yield statements_in(plain, language, under=heading or "")


@lru_cache(maxsize=4096)
def _stated_by(texts: tuple[tuple[Kind, str], ...], language: str) -> frozenset[str]:
    """Return the hashes of the statements of a section; kept, as the same is asked again."""
    return frozenset(one.sha256 for found in _stated_in(texts, language) for one in found)


def checks_of_doses(document: Document) -> dict[str, DoseCheck]:
    """Return the checks of a document by the hashes of their sentences."""
    rows = session.scalars(
        select(DoseCheck)
        .where(DoseCheck.document_id == document.id)
        .options(joinedload(DoseCheck.person))
    )
    return {row.sentence_sha256: row for row in rows}


def unchecked_doses(
    document: Document, sections: Sequence[drafts.SectionInVersion]
) -> tuple[Spot, ...]:
    """Return the sections in which quantities stand that no second person compared, counted."""
    known = set(
        session.scalars(
            select(DoseCheck.sentence_sha256).where(DoseCheck.document_id == document.id)
        )
    )
    wanted = {key for item in sections for key in item.revision.blocks}
    rows = session.execute(select(Block.id, Block.kind, Block.plain).where(Block.id.in_(wanted)))
    texts = {row.id: (row.kind, row.plain) for row in rows}
    found = []
    for item in sections:
        here = tuple(texts[key] for key in item.revision.blocks if key in texts)
        count = len(_stated_by(here, document.language) - known)
        if count:
            words = " ".join(part for part in (item.number, item.title or "…") if part)
            found.append(Spot("dose", item.section.id, f"{words}: {count}", item.section.id))
    return tuple(found)


def dose_lines(document: Document) -> list[DoseLine]:
    """Return every sentence of the present draft that states a quantity, in its order."""
    checks = checks_of_doses(document)
    version = drafts.current_version(document)
    found: list[tuple[drafts.SectionInVersion, Stated, frozenset[int], Cells]] = []
    for section in blame_of(version):
        texts = [("".join(run.text for run in one.runs), one) for one in section.blocks]
        blocks = [(one.block.kind, text) for text, one in texts]
        stated_in = _stated_in(blocks, document.language)
        heading = ""
        for (_text, one), statements in zip(texts, stated_in, strict=True):
            heading = _heading(heading, one.block)
            cells = _cells(heading, one.block.text) if one.block.kind is Kind.ROW else ()
            found += [(section.item, line, _numbers(line, one.runs), cells) for line in statements]
    versions = versions_numbered(document, {n for _i, _s, numbers, _c in found for n in numbers})
    lines = []
    for item, stated, numbers, cells in found:
        wrote = [versions[n] for n in sorted(numbers) if n in versions]
        lines.append(
            DoseLine(
                item.section.id,
                " ".join(part for part in (item.number, item.title or "…") if part),
                stated,
                frozenset(one.author_id for one in wrote if one.author_id),
                tuple(dict.fromkeys(one.author.name for one in wrote if one.author)),
                checks.get(stated.sha256),
                cells if stated.under else (),
            )
        )
    return lines


def _heading(before: str, block: BlockOfText) -> str:
    """Return the heading row that a block stands under, or which it is; empty outside tables."""
    if block.kind is not Kind.ROW:
        return ""
    return before or block.text


def _cells(heading: str, row: str) -> Cells:
    """Return the cells of a row with their headings, as plain words."""
    names, values = cells_of(heading), cells_of(row)
    return tuple(
        (plain_text(name).strip(), plain_text(value).strip())
        for name, value in zip_longest(names, values, fillvalue="")
    )


def _numbers(stated: Stated, runs: Sequence[Run]) -> frozenset[int]:
    """Return the numbers of the versions that brought the words of a sentence."""
    found, at, end = set(), 0, stated.start + len(stated.text)
    for run in runs:
        if at < end and at + len(run.text) > stated.start and run.text.strip():
            found.add(run.number)
        at += len(run.text)
    return frozenset(found)
