"""Merge two changed texts over the one they began with: by block, and a person decides the rest.

A block that one side changed is taken from that side; changed by both in the same way, it is
taken once. Everything else is a clash: both changed it differently, one deleted what the other
changed, both put something new at the same place, or one has again what the other took away.
Nothing is ever merged inside a block.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from guidelines.text.blocks import Block, Kind, split
from guidelines.text.changes import Region, Side, content, regions_of, shown, side_of

_WITHOUT_WORDS = (Kind.CLOSE, Kind.BLANK, Kind.RULE)
_CLOSE_TOGETHER = (Kind.ROW, Kind.ITEM)


@dataclass(frozen=True, slots=True)
class Clash:
    """A passage that a person must settle, as it stood and as each side has it now.

    `line` is the 1-based line of the passage in the base text.
    """

    base: str
    ours: str
    theirs: str
    line: int


@dataclass(frozen=True, slots=True)
class MergeResult:
    """The merged text, or None and the clashes that stand in its way."""

    text: str | None
    clashes: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block of the result: its place in each side that has it (-1: not there)."""

    ours: int
    theirs: int
    old: int = -1


def merge3(base: str, ours: str, theirs: str) -> MergeResult:
    """Merge `ours` and `theirs`, both made from `base`.

    Laws: the order of the two sides does not matter; every block of the result stands in one of
    them; no edit is lost; nothing deleted comes back; where one side changed nothing, the result
    is the other side.
    """
    if ours in (base, theirs):
        return MergeResult(theirs)
    if theirs == base:
        return MergeResult(ours)
    old = split(base)
    merging = _Merging(base, old, side_of(old, ours), side_of(old, theirs))
    regions = regions_of(merging.left.changes, merging.right.changes)
    regions = merging.with_returns(regions)
    clashing = [region for region in regions if merging.settled(region) is None]
    if clashing:
        return MergeResult(None, tuple(merging.clash(region) for region in clashing))
    pieces = list(merging.pieces(regions))
    text = merging.written(pieces)
    if [block.key for block in split(text)] != [merging.block(p).key for p in pieces]:
        return MergeResult(None, (Clash(base, ours, theirs, 1),))
    return MergeResult(text)


def merged_parts(base: str, ours: str, theirs: str) -> tuple[str | Clash, ...]:
    """Return a merge in turns: what needs no decision as text, and each clash at its place.

    With one text or the other put in for each clash, the parts joined are a whole text. Laws:
    without a clash, they are the text of `merge3`; with both sides exchanged, only the sides of
    the clashes are exchanged.
    """
    if ours in (base, theirs):
        return (theirs,)
    if theirs == base:
        return (ours,)
    old = split(base)
    merging = _Merging(base, old, side_of(old, ours), side_of(old, theirs))
    regions = regions_of(merging.left.changes, merging.right.changes)
    parts: list[str | Clash] = []
    run: list[_Piece] = []
    at = 0
    for region in merging.with_returns(regions):
        run += merging.kept(at, region.start)
        settled = merging.settled(region)
        if settled is None:
            parts += [merging.written(run), merging.clash(region)]
            run = []
        run += settled or []
        at = region.end
    run += merging.kept(at, len(old))
    found = tuple(part for part in (*parts, merging.written(run)) if part)
    known = {block.key for side in (merging.left, merging.right) for block in side.blocks}
    for mine in (True, False):
        text = "".join(one if isinstance(one, str) else _side(one, mine) for one in found)
        if not known.issuperset(block.key for block in split(text)):
            return (Clash(base, ours, theirs, 1),)  # a fence that is open runs into the next part
    if len(found) == 1 and merge3(base, ours, theirs).text is None:
        return (Clash(base, ours, theirs, 1),)
    return found


def _side(clash: Clash, mine: bool) -> str:
    return clash.ours if mine else clash.theirs


def clash_text(clash: Clash) -> str:
    """Return one clash as a terminal shows it: both sides, and what stood there before."""
    sides = [
        (f"<<<<<<< ours, from line {clash.line} on", clash.ours),
        ("||||||| before", clash.base),
        ("======= theirs", clash.theirs),
    ]
    lines = [line for title, text in sides for line in (title, text.strip("\n")) if line]
    return "\n".join([*lines, ">>>>>>>"]) + "\n"


@dataclass(frozen=True, slots=True)
class _Merging:
    """The base with its blocks, and both sides."""

    base: str
    old: tuple[Block, ...]
    left: Side
    right: Side

    def block(self, piece: _Piece) -> Block:
        """Return the block of a piece."""
        if piece.ours < 0:
            return self.right.blocks[piece.theirs]
        return self.left.blocks[piece.ours]

    def settled(self, region: Region) -> list[_Piece] | None:
        """Return the pieces of a region, or None where a person must decide."""
        mine = list(content(self.left, region, region.ours))
        yours = list(content(self.right, region, region.theirs))
        if not region.theirs:
            return [_Piece(n, -1, o) for n, o in mine]
        if not region.ours:
            return [_Piece(-1, n, o) for n, o in yours]
        keys = [self.left.blocks[n].key for n, _ in mine]
        if keys != [self.right.blocks[n].key for n, _ in yours]:
            return None
        # where only one side has it from the base, or each from elsewhere there: as for either
        return [_Piece(n, m, max(o, p)) for (n, o), (m, p) in zip(mine, yours, strict=True)]

    def pieces(self, regions: Iterable[Region]) -> Iterator[_Piece]:
        """Yield the blocks of the result in order; every region is settled."""
        at = 0
        for region in regions:
            yield from self.kept(at, region.start)
            yield from self.settled(region) or ()
            at = region.end
        yield from self.kept(at, len(self.old))

    def kept(self, start: int, end: int) -> Iterator[_Piece]:
        """Yield base blocks that neither side touched."""
        for number in range(start, end):
            yield _Piece(self.left.became[number], self.right.became[number], number)

    def with_returns(self, regions: list[Region]) -> list[Region]:
        """Join the regions through which a block would come twice, or come back.

        One side moved it and the other deleted it, or each put it somewhere else.
        """
        before = _counts(self.old)
        mine, yours = _counts(self.left.blocks), _counts(self.right.blocks)
        clean = [region for region in regions if self.settled(region) is not None]
        after = _counts([self.block(piece) for r in clean for piece in self.settled(r) or ()])
        touched = _counts([b for r in clean for b in self.old[r.start : r.end]])
        for key in after:
            count = before[key] - touched[key] + after[key]
            gone = before[key] and not (mine[key] and yours[key])
            if gone or count > max(before[key], mine[key], yours[key]):
                regions = self._joined(regions, key)
        return regions

    def _joined(self, regions: list[Region], key: str) -> list[Region]:
        """Join all regions that hold `key` on any side, and what stands between them."""
        holding = [
            number
            for number, region in enumerate(regions)
            if any(
                block.key == key
                for blocks in (
                    self.old[region.start : region.end],
                    *(self.left.blocks[c.first : c.last] for c in region.ours),
                    *(self.right.blocks[c.first : c.last] for c in region.theirs),
                )
                for block in blocks
            )
        ]
        if len(holding) < 2:
            return regions
        first, last = holding[0], holding[-1]
        for other in regions[first + 1 : last + 1]:
            regions[first].absorb(other)
        return [*regions[: first + 1], *regions[last + 1 :]]

    def clash(self, region: Region) -> Clash:
        """Show a region as both sides have it, with its base."""
        blocks = self.old[region.start : region.end]
        line = blocks[0].line if blocks else self._line_of(region.start)
        return Clash(
            "".join(self.base[b.start : b.end] for b in blocks),
            shown(self.left, region, region.ours),
            shown(self.right, region, region.theirs),
            line + 1,
        )

    def _line_of(self, number: int) -> int:
        """Return the 0-based line of the base before which block `number` would stand."""
        return self.old[number].line if number < len(self.old) else self.base.count("\n")

    def written(self, pieces: Sequence[_Piece]) -> str:
        """Write the pieces one after the other, apart from each other as blocks must be."""
        parts: list[str] = []
        for piece, following in zip(pieces, [*pieces[1:], None], strict=False):
            gap = self._gap(piece)
            if following is not None and not _are_neighbours(piece, following):
                gap = _wide_enough(gap, self.block(piece), self.block(following))
            parts += [self._text(piece), gap]
        return "".join(parts)

    def _text(self, piece: _Piece) -> str:
        """Return a piece's text; of two closing lines that differ, the one that was changed."""
        mine = self.left.blocks[piece.ours].text if piece.ours >= 0 else None
        yours = self.right.blocks[piece.theirs].text if piece.theirs >= 0 else None
        was = self.old[piece.old].text if piece.old >= 0 else None
        return _chosen(was, mine, yours)

    def _gap(self, piece: _Piece) -> str:
        """Return the line ends after a piece: those of the side that changed them."""
        was, mine, yours = None, None, None
        if piece.old >= 0:
            block = self.old[piece.old]
            was = self.base[block.start + len(block.text) : block.end]
            in_left, in_right = self.left.became.get(piece.old), self.right.became.get(piece.old)
            mine = self.left.gap(in_left) if in_left is not None else None
            yours = self.right.gap(in_right) if in_right is not None else None
        if piece.ours >= 0:
            mine = self.left.gap(piece.ours)
        if piece.theirs >= 0:
            yours = self.right.gap(piece.theirs)
        return _chosen(was, mine, yours)


def _chosen(was: str | None, mine: str | None, yours: str | None) -> str:
    """Return the changed one of two; of two changed ones the longer, whoever wrote it."""
    if mine is None or yours is None:
        return mine if mine is not None else yours or ""
    if mine == was:
        return yours
    return mine if yours == was else max(mine, yours, key=lambda text: (len(text), text))


def _wide_enough(gap: str, block: Block, following: Block) -> str:
    """Return `gap` with the line ends that keep two blocks apart that have not met before."""
    together = block.kind is following.kind and block.kind in _CLOSE_TOGETHER
    together = together or block.kind is Kind.OPEN or following.kind is Kind.CLOSE
    wanted = 1 if together else 2
    return gap + "\n" * (wanted - gap.count("\n"))


def _are_neighbours(piece: _Piece, following: _Piece) -> bool:
    """Say whether two pieces stand side by side in one of the texts already."""
    return (piece.ours >= 0 and following.ours == piece.ours + 1) or (
        piece.theirs >= 0 and following.theirs == piece.theirs + 1
    )


def _counts(blocks: Iterable[Block]) -> Counter[str]:
    """Count the blocks that have words, by key."""
    return Counter(block.key for block in blocks if block.kind not in _WITHOUT_WORDS)
