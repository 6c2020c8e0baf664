"""Reads about passages: the words of a revision, where they stand today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from guidelines.db import session
from guidelines.drafts.models import Block, SectionRevision, Version
from guidelines.drafts.queries import version_numbered
from guidelines.drafts.queries.reading import CHUNK, revisions_by_id
from guidelines.reviews.models import Annotation, CommentThread
from guidelines.reviews.rules import BlockWords, Standing, became, recommendation_around
from guidelines.text.anchors import Selector
from guidelines.text.carrying import Carrier, Place

STANDINGS = {one.value: one for one in Standing}


@dataclass(frozen=True, slots=True)
class Stood:
    """Where a passage stands now: how surely, in which section and block, which words.

    Without a section it is detached. `start` counts characters in what is read of the block.
    """

    standing: Standing
    section_id: str | None = None
    block_id: str = ""
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 0
    block: int = 0


@dataclass(frozen=True, slots=True)
class _Words:
    """The blocks of some sections in order, and to which section each belongs."""

    blocks: list[BlockWords]
    sections: list[str]
    first: Mapping[str, int]

    @property
    def plain(self) -> list[str]:
        return [one.plain for one in self.blocks]


def blocks_of(revision: SectionRevision) -> list[BlockWords]:
    """Return the blocks of a revision in order."""
    return _blocks([revision])[revision.id]


def _blocks(revisions: Iterable[SectionRevision]) -> dict[str, list[BlockWords]]:
    """Return the blocks of revisions, by the id of the revision."""
    rows = {row.id: row for row in revisions}
    ids = sorted({key for row in rows.values() for key in row.blocks})
    found: dict[str, BlockWords] = {}
    for start in range(0, len(ids), CHUNK):
        some = select(Block.id, Block.lineage, Block.plain).where(
            Block.id.in_(ids[start : start + CHUNK])
        )
        found.update(
            (row.id, BlockWords(row.id, row.lineage, row.plain)) for row in session.execute(some)
        )
    return {key: [found[block] for block in row.blocks] for key, row in rows.items()}


class Places:
    """Says where passages stand in one version of a document.

    A passage is looked for in what became of its section, then in the whole text. Everything
    that is read is kept, so that many passages cost little more than one.
    """

    def __init__(self, version: Version) -> None:
        self._version = version
        self._now = {entry.section_id: entry.revision_id for entry in version.entries}
        self._revisions: dict[str, SectionRevision] = {}
        self._blocks: dict[str, list[BlockWords]] = {}
        self._carriers: dict[str, Carrier] = {}
        self._wholes: dict[int, tuple[Carrier, _Words] | None] = {}
        self._whole_now: _Words | None = None

    def of(self, threads: Iterable[CommentThread]) -> dict[str, Stood]:
        """Return where the passages of threads stand, by thread id; others are not in it."""
        held = [(one, one.annotation) for one in threads if one.annotation is not None]
        self._read(
            {row.revision_id for _thread, row in held}
            | {self._now[row.section_id] for _thread, row in held if row.section_id in self._now}
        )
        return {thread.id: self._stands(thread, row) for thread, row in held}

    def key_of(self, thread: CommentThread) -> str:
        """Return the recommendation in which the passage of a thread stands now, or nothing."""
        place = self.of([thread]).get(thread.id)
        if place is None or place.section_id is None:
            return ""
        revision = self._revisions[self._now[place.section_id]]
        return recommendation_around(revision.source, place.block)

    def _read(self, wanted: Iterable[str]) -> None:
        """Read revisions with their blocks, those that are not read yet."""
        missing = sorted(set(wanted) - set(self._revisions))
        found = revisions_by_id(missing)
        self._revisions.update(found)
        self._blocks.update(_blocks(found.values()))

    def _stands(self, thread: CommentThread, row: Annotation) -> Stood:
        selector = Selector(row.exact, row.prefix, row.suffix, row.start, row.stop)
        numbers = {one.id: n for n, one in enumerate(self._blocks[row.revision_id])}
        block = numbers.get(row.block_id)
        if block is None:
            return Stood(Standing.DETACHED)
        there = self._now.get(row.section_id)
        if there is not None:
            place = self._in_section(row.revision_id, there, block, selector)
            blocks = self._blocks[there]
            if place is None and row.is_block:
                return self._whole_block(row, block, there)
            if place is not None:
                return _stood(place, row.section_id, blocks[place.block].id, place.block)
        return self._in_document(thread.version, row, block, selector)

    def _in_section(self, was: str, there: str, block: int, selector: Selector) -> Place | None:
        if was == there:
            return Place(block, selector)
        old, new = self._blocks[was], self._blocks[there]
        key = f"{was} {there}"
        if key not in self._carriers:
            texts = [one.plain for one in old], [one.plain for one in new]
            self._carriers[key] = Carrier(*texts, became(old, new))
        return self._carriers[key].carry(selector, block)

    def _whole_block(self, row: Annotation, block: int, there: str) -> Stood:
        """Return what became of a block that is meant as a whole: its words may be others."""
        old, new = self._blocks[row.revision_id], self._blocks[there]
        number = became(old, new).get(block)
        if number is None or not new[number].plain:
            return Stood(Standing.DETACHED)
        one = new[number]
        return Stood(Standing.REWORDED, row.section_id, one.id, one.plain, "", "", 0, number)

    def _in_document(self, version: int, row: Annotation, block: int, selector: Selector) -> Stood:
        """Look for a passage in the whole text: a paragraph may have gone to another section."""
        found = self._whole(version)
        if found is None:
            return Stood(Standing.DETACHED)
        carrier, old = found
        first = old.first.get(row.section_id)
        now = self._whole_now
        if first is None or now is None or old.blocks[first + block].id != row.block_id:
            return Stood(Standing.DETACHED)
        place = carrier.carry(selector, first + block)
        if place is None:
            return Stood(Standing.DETACHED)
        section = now.sections[place.block]
        number = place.block - now.first[section]
        return _stood(place, section, now.blocks[place.block].id, number)

    def _whole(self, number: int) -> tuple[Carrier, _Words] | None:
        """Return what carries passages from the version in which they were made."""
        if number not in self._wholes:
            made = version_numbered(self._version.document, number)
            if made is None:
                self._wholes[number] = None
            else:
                old = self._words(made)
                self._whole_now = now = self._whole_now or self._words(self._version)
                same = {one.id: n for n, one in enumerate(now.blocks)}
                kept = {n: same[one.id] for n, one in enumerate(old.blocks) if one.id in same}
                self._wholes[number] = Carrier(old.plain, now.plain, kept), old
        return self._wholes[number]

    def _words(self, version: Version) -> _Words:
        self._read(entry.revision_id for entry in version.entries)
        blocks: list[BlockWords] = []
        sections: list[str] = []
        first = {}
        for entry in version.entries:
            some = self._blocks[entry.revision_id]
            first[entry.section_id] = len(blocks)
            blocks += some
            sections += [entry.section_id] * len(some)
        return _Words(blocks, sections, first)


def _stood(place: Place, section_id: str, block_id: str, number: int) -> Stood:
    one = place.selector
    standing = STANDINGS[place.found.value]
    return Stood(
        standing, section_id, block_id, one.exact, one.prefix, one.suffix, one.start, number
    )
