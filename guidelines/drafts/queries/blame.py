"""Who wrote which words of a version: read from revisions and their blocks, nothing is kept."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from guidelines.db import session
from guidelines.drafts.models import Block, Document, SectionRevision, Version
from guidelines.drafts.queries.reading import SectionInVersion, sections_in
from guidelines.drafts.rules.blame import BlockText, Past
from guidelines.drafts.rules.manifest import from_json
from guidelines.text import blocks as text
from guidelines.text.blame import Run

MOST_KNOWN = 50_000

# What a block is never changes, nor does what it was made from: what was traced once stays true.
_known: dict[str, tuple[Run, ...]] = {}


@dataclass(frozen=True, slots=True)
class Blamed:
    """A block of a version, and who brought its words; frames are without words of their own."""

    block: text.Block
    since: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class BlamedSection:
    """A section of a version with its blocks in order."""

    item: SectionInVersion
    blocks: Sequence[Blamed]


def blame_of(version: Version, sections: Collection[str] = ()) -> list[BlamedSection]:
    """Return who wrote what in a version, or in some of its sections."""
    items = [item for item in sections_in(version) if not sections or item.section.id in sections]
    pasts = _pasts(version, [item.section.id for item in items])
    if len(_known) > MOST_KNOWN:
        _known.clear()
    return [BlamedSection(item, list(_blamed(item, pasts[item.section.id]))) for item in items]


def _blamed(item: SectionInVersion, past: Past) -> Sequence[Blamed]:
    found = []
    pieces = text.split(item.revision.source)
    for key, block in zip(item.revision.blocks, pieces, strict=True):
        if key in past.blocks:
            found.append(Blamed(block, past.blocks[key].since, past.runs(key)))
    return found


def _pasts(version: Version, sections: Sequence[str]) -> dict[str, Past]:
    """Read the past of some sections up to a version."""
    restored = _restored(version)
    revisions: dict[str, dict[int, Sequence[str]]] = defaultdict(dict)
    numbers: dict[str, int] = {}
    for row in session.execute(
        select(
            SectionRevision.id,
            SectionRevision.section_id,
            SectionRevision.number,
            SectionRevision.blocks,
        ).where(SectionRevision.section_id.in_(sections), SectionRevision.number <= version.number)
    ):
        revisions[row.section_id][row.number] = row.blocks
        numbers[row.id] = row.number
    blocks: dict[str, dict[str, BlockText]] = defaultdict(dict)
    for one in session.execute(
        select(Block.id, Block.section_id, Block.lineage, Block.plain, Block.since).where(
            Block.section_id.in_(sections), Block.since <= version.number
        )
    ):
        blocks[one.section_id][one.id] = BlockText(one.id, one.lineage, one.plain, one.since)
    return {
        section: Past(
            revisions[section],
            {
                at: numbers[there[section]]
                for at, there in restored.items()
                if there.get(section) in numbers and numbers[there[section]] != at
            },
            blocks[section],
            _known,
        )
        for section in sections
    }


def _restored(version: Version) -> dict[int, Mapping[str, str]]:
    """Return the sections and revisions of the versions that have two parents, by number."""
    parents = session.execute(
        select(Version.number, Version.parents).where(
            Version.document_id == version.document_id, Version.number <= version.number
        )
    )
    joined = [row.number for row in parents if len(row.parents) > 1]
    found = session.execute(
        select(Version.number, Version.manifest).where(
            Version.document_id == version.document_id, Version.number.in_(joined)
        )
    )
    return {
        row.number: {entry.section_id: entry.revision_id for entry in from_json(row.manifest)}
        for row in found
    }


def versions_numbered(document: Document, numbers: Collection[int]) -> dict[int, Version]:
    """Return versions by their numbers, with authors and names, without their contents."""
    found = session.scalars(
        select(Version)
        .where(Version.document_id == document.id, Version.number.in_(numbers))
        .options(joinedload(Version.named), joinedload(Version.author), defer(Version.manifest))
    )
    return {row.number: row for row in found}
