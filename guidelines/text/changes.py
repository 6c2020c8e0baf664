"""What each side of a merge changed, and which of its changes must be judged together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from guidelines.text.blocks import Block, split
from guidelines.text.diff import aligned
from guidelines.text.pairing import paired


@dataclass(frozen=True, slots=True)
class Change:
    """What one side did: base blocks `start` to `end` became its blocks `first` to `last`."""

    start: int
    end: int
    first: int
    last: int

    @property
    def is_one_for_one(self) -> bool:
        """Whether one block became one block: its neighbours do not matter."""
        return self.end - self.start == self.last - self.first == 1


@dataclass(frozen=True, slots=True)
class Side:
    """One side: its text, its blocks, its changes, and which of its blocks a base block became."""

    text: str
    blocks: tuple[Block, ...]
    changes: tuple[Change, ...]
    became: dict[int, int]

    def gap(self, number: int) -> str:
        """Return what stands between block `number` and the next: spaces and line ends."""
        block = self.blocks[number]
        return self.text[block.start + len(block.text) : block.end]


@dataclass(slots=True)
class Region:
    """A stretch of the base that one side or both changed."""

    start: int
    end: int
    ours: list[Change] = field(default_factory=list)
    theirs: list[Change] = field(default_factory=list)

    def absorb(self, other: "Region") -> None:
        """Become the hull of both."""
        self.start, self.end = min(self.start, other.start), max(self.end, other.end)
        self.ours += other.ours
        self.theirs += other.theirs


def side_of(old: Sequence[Block], text: str) -> Side:
    """Cut one side's text into blocks and list its changes."""
    blocks = split(text)
    changes: list[Change] = []
    became: dict[int, int] = {}
    i = j = 0
    for same, olds, news in aligned(old, blocks):
        if same:
            became.update((i + k, j + k) for k in range(len(olds)))
        else:
            x = y = 0
            for a, b in [*paired(olds, news), (len(olds), len(news))]:
                if a > x or b > y:
                    changes.append(Change(i + x, i + a, j + y, j + b))
                if a < len(olds):
                    changes.append(Change(i + a, i + a + 1, j + b, j + b + 1))
                    became[i + a] = j + b
                x, y = a + 1, b + 1
        i, j = i + len(olds), j + len(news)
    return Side(text, blocks, tuple(changes), became)


def regions_of(ours: Sequence[Change], theirs: Sequence[Change]) -> list[Region]:
    """Group the changes of both sides that touch, in the order of the base."""
    regions = [Region(c.start, c.end, [c]) for c in ours]
    regions += [Region(c.start, c.end, [], [c]) for c in theirs]
    regions.sort(key=lambda region: (region.start, region.end))
    grouped: list[Region] = []
    for region in regions:
        while grouped and _touch(grouped[-1], region):
            region.absorb(grouped.pop())
        grouped.append(region)
    return grouped


def _touch(left: Region, right: Region) -> bool:
    """Say whether two regions, the left one first, must be judged together."""
    if left.end > right.start:
        return True
    if left.end < right.start:
        return False
    mine, yours = left.ours + right.ours, left.theirs + right.theirs
    if not mine or not yours:
        return False
    if left.start == left.end and right.start == right.end:
        return True
    for edge, other in ((left, right), (right, left)):
        if edge.start == edge.end:
            return not all(c.is_one_for_one for c in other.ours + other.theirs)
    return False


def content(side: Side, region: Region, changes: Sequence[Change]) -> Iterator[tuple[int, int]]:
    """Yield the blocks a side has in a region, each with the base block it came from or -1."""
    at = region.start
    for change in sorted(changes, key=lambda c: (c.start, c.end)):
        yield from ((side.became[n], n) for n in range(at, change.start))
        old = change.start if change.is_one_for_one else -1
        yield from ((n, old) for n in range(change.first, change.last))
        at = change.end
    yield from ((side.became[n], n) for n in range(at, region.end))


def shown(side: Side, region: Region, changes: Sequence[Change]) -> str:
    """Return a region's text as one side has it."""
    blocks = [side.blocks[n] for n, _ in content(side, region, changes)]
    return "".join(side.text[b.start : b.end] for b in blocks)
