"""Who brought which words of a section: its blocks followed back through its revisions."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from guidelines.text.blame import Run, traced


@dataclass(frozen=True, slots=True)
class BlockText:
    """A block as it was brought by the revision of its section numbered `since`."""

    id: str
    lineage: str
    plain: str
    since: int


@dataclass(slots=True)
class Past:
    """The past of one section.

    `revisions` are the ids of the blocks of each revision, by its number. `restored` says which
    revision came back with a version: number of the version -> number of the revision.
    """

    revisions: Mapping[int, Sequence[str]]
    restored: Mapping[int, int]
    blocks: Mapping[str, BlockText]
    known: dict[str, tuple[Run, ...]] = field(default_factory=dict)
    _places: dict[int, dict[str, str]] = field(default_factory=dict)
    _moments: list[int] = field(default_factory=list)

    def before(self, number: int) -> int | None:
        """Return the revision that stood before revision `number` was written."""
        if not self._moments:
            self._moments = sorted({*self.revisions, *self.restored})
        place = bisect_left(self._moments, number)
        if place == 0:
            return None
        earlier = self._moments[place - 1]
        return self.restored.get(earlier, earlier)

    def parent(self, block: BlockText) -> BlockText | None:
        """Return the block of the revision before from which a block was made."""
        if block.lineage == block.id:
            return None
        number = self.before(block.since)
        if number is None:
            return None
        if number not in self._places:
            self._places[number] = {
                self.blocks[key].lineage: key
                for key in self.revisions.get(number, ())
                if key in self.blocks
            }
        key = self._places[number].get(block.lineage)
        return self.blocks[key] if key is not None else None

    def runs(self, block_id: str) -> tuple[Run, ...]:
        """Return who brought the words of a block; joined they are its plain text."""
        line: list[BlockText] = []
        block: BlockText | None = self.blocks[block_id]
        while block is not None and block.id not in self.known:
            line.append(block)
            block = self.parent(block)
        found = self.known[block.id] if block is not None else ()
        for one in reversed(line):
            found = traced(found, one.plain, one.since) if found else _all(one)
            self.known[one.id] = found
        return found


def _all(block: BlockText) -> tuple[Run, ...]:
    return (Run(block.plain, block.since),) if block.plain else ()
