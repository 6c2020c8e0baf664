"""A translation beside its source: which paragraph says which, and what still has to be done."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise

from guidelines.drafts.rules.kinds import DocumentKind
from guidelines.drafts.rules.translation_words import grades, identifier, short_texts
from guidelines.text.blocks import Block, Kind
from guidelines.text.recommendations import closing

BY_PARAGRAPH = frozenset({DocumentKind.TRANSLATION})
MADE_FROM_ANOTHER = frozenset(
    {
        DocumentKind.TRANSLATION,
        DocumentKind.PATIENT_VERSION,
        DocumentKind.PATIENT_BOOKLET,
        DocumentKind.SHORT_VERSION,
        DocumentKind.DOS_AND_DONTS,
    }
)
_SILENT = frozenset({Kind.BLANK, Kind.RULE, Kind.CLOSE})
_LETTER = re.compile(r"[^\W\d_]")
_NOT_SAID = re.compile(r"!?\[@[^\]]*\]|<!--.*?-->|\{[^{}]*\}", re.DOTALL)


class State(StrEnum):
    """Where one paragraph of a translation stands."""

    DONE = "done"
    OPEN = "open"
    CHANGED = "changed"
    NEW = "new"
    LEFT_OUT = "left-out"
    REMOVED = "removed"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of a text and the lineage by which it is known."""

    block: Block
    lineage: str


@dataclass(frozen=True, slots=True)
class Basis:
    """What is kept about one paragraph: see `models.BlockBasis`."""

    lineage: str | None
    source_sha256: str
    source_text: str
    settled: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the page: a paragraph of the source, and what the translation has for it.

    `source` is the number of the source's block (None: only here). `first` and `last` are the
    blocks of the translation, from and up to but without; equal where there is none. `was` is
    what the source said when it was translated. `counts` tells whether there are words to say.
    """

    state: State
    source: int | None
    first: int
    last: int
    was: str = ""
    counts: bool = True

    @property
    def is_here(self) -> bool:
        """Whether the translation has a text for it."""
        return self.last > self.first


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a translation is, in paragraphs of the source that have words."""

    total: int = 0
    done: int = 0
    changed: int = 0
    new: int = 0
    removed: int = 0

    def __add__(self, other: "Progress") -> "Progress":
        """Return both together."""
        return Progress(
            self.total + other.total,
            self.done + other.done,
            self.changed + other.changed,
            self.new + other.new,
            self.removed + other.removed,
        )

    @property
    def is_current(self) -> bool:
        """Whether nothing has changed in the source that was not looked at."""
        return not (self.changed or self.new or self.removed)

    @property
    def is_finished(self) -> bool:
        """Whether everything is said, and nothing has changed in the source."""
        return self.done == self.total and self.is_current


def side_by_side(
    source: Sequence[Piece], target: Sequence[Piece], kept: Mapping[str, Basis]
) -> tuple[Line, ...]:
    """Put a section of a translation beside its source, in the order of the source.

    `kept` is by lineage of the source. A paragraph that only the translation has belongs to the
    one before it, unless what it said was taken out of the source.
    """
    found = _matched(source, target, kept)
    taken = {there: here for here, there in found.items()}
    told = {basis.lineage for basis in kept.values() if basis.lineage}
    order: list[Line] = []
    shown: set[int] = set()
    for number, piece in enumerate(source):
        if piece.block.kind in _SILENT:
            continue
        at = found.get(number)
        if at is None:
            order.append(_absent(number, piece, kept.get(piece.lineage)))
            continue
        last = at + 1
        while last < len(target) and _goes_along(target, last, taken, told):
            last += 1
        shown.update(range(at, last))
        order.append(_present(number, piece, target, at, last, kept.get(piece.lineage)))
    for at, piece in enumerate(target):
        if at in shown or at in taken or piece.block.kind in _SILENT:
            continue
        inside = piece.block.kind is not Kind.OPEN and not _has_words(piece.block)
        state = State.REMOVED if piece.lineage in told else State.OWN
        order.insert(_place(order, at), Line(state, None, at, at + 1, counts=not inside))
    return tuple(order)


def progress_of(lines: Sequence[Line]) -> Progress:
    """Count how far a section is."""
    counted = [line for line in lines if line.counts and line.source is not None]
    states = [line.state for line in counted]
    return Progress(
        total=len(counted),
        done=sum(s in (State.DONE, State.CHANGED, State.LEFT_OUT) for s in states),
        changed=states.count(State.CHANGED),
        new=states.count(State.NEW),
        removed=sum(line.state is State.REMOVED and line.counts for line in lines),
    )


def unit(blocks: Sequence[Block], number: int) -> tuple[int, int]:
    """Return the blocks that go together with one: a whole div with its edges, or itself."""
    if blocks[number].kind is not Kind.OPEN:
        return number, number + 1
    return number, closing(tuple(blocks), number) + 1


def place_for(
    source: Sequence[Piece], target: Sequence[Piece], kept: Mapping[str, Basis], number: int
) -> int:
    """Return before which block of the translation a new paragraph of the source belongs."""
    found = _matched(source, target, kept)
    taken = {there: here for here, there in found.items()}
    told = {basis.lineage for basis in kept.values() if basis.lineage}
    blocks = tuple(piece.block for piece in source)
    theirs = tuple(piece.block for piece in target)
    depth = blocks[number].depth
    at = number - 1
    while at >= 0:
        block = blocks[at]
        if block.kind is Kind.CLOSE and block.depth == depth:
            at = next(k for k in range(at, -1, -1) if closing_pair(blocks, k, at))
            if at in found:
                return closing(theirs, found[at]) + 1
        elif block.kind is Kind.OPEN and block.depth == depth - 1:
            if at in found:
                return found[at] + 1
            depth -= 1
        elif block.depth == depth and at in found:
            last = found[at] + 1
            while last < len(target) and _goes_along(target, last, taken, told):
                last += 1
            return last
        at -= 1
    return 0


def closing_pair(blocks: tuple[Block, ...], opened: int, closed: int) -> bool:
    """Tell whether block `opened` opens the div that block `closed` closes."""
    return blocks[opened].kind is Kind.OPEN and closing(blocks, opened) == closed


def _has_words(block: Block) -> bool:
    """Tell whether a block says something that another language says otherwise."""
    if block.kind is Kind.OPEN:
        return bool(short_texts(block))
    return bool(_LETTER.search(_NOT_SAID.sub("", block.text)))


def _matched(
    source: Sequence[Piece], target: Sequence[Piece], kept: Mapping[str, Basis]
) -> dict[int, int]:
    """Return which block of the translation says which block of the source."""
    places = {piece.lineage: at for at, piece in enumerate(target)}
    found: dict[int, int] = {}
    for number, piece in enumerate(source):
        basis = kept.get(piece.lineage)
        if basis is not None and basis.lineage in places:
            found[number] = places[basis.lineage]
    named = {key: at for at, piece in enumerate(target) if (key := identifier(piece.block))}
    taken = set(found.values())
    for number, piece in enumerate(source):
        at = named.get(identifier(piece.block))
        if number not in found and at is not None and at not in taken:
            found[number] = at
            taken.add(at)
    told = {basis.lineage for basis in kept.values() if basis.lineage}
    _adopt(source, target, kept, found, told)
    return found


def _adopt(
    source: Sequence[Piece],
    target: Sequence[Piece],
    kept: Mapping[str, Basis],
    found: dict[int, int],
    told: set[str],
) -> None:
    """Match what was rewritten so much that it lost its lineage: as many, of the same kinds.

    Only where it stands between the same neighbours, and for paragraphs that were there once.
    """
    edges = [(-1, -1), *sorted(found.items()), (len(source), len(target))]
    for (i, j), (k, m) in pairwise(edges):
        if m <= j:
            continue
        here = [n for n in range(i + 1, k) if source[n].block.kind not in _SILENT]
        lost = [n for n in here if (b := kept.get(source[n].lineage)) and b.lineage]
        there = [
            n
            for n in range(j + 1, m)
            if target[n].block.kind not in _SILENT and target[n].lineage not in told
        ]
        kinds = [source[n].block.kind for n in lost]
        if lost and kinds == [target[n].block.kind for n in there]:
            found.update(zip(lost, there, strict=True))


def _goes_along(
    target: Sequence[Piece], at: int, taken: Mapping[int, int], told: set[str]
) -> bool:
    """Tell whether a block belongs to the text before it: one paragraph became two."""
    before, block = target[at - 1].block, target[at].block
    same_place = block.depth == before.depth and before.kind is not Kind.OPEN
    plain = block.kind in (Kind.PARAGRAPH, Kind.ITEM, Kind.QUOTE)
    return same_place and plain and at not in taken and target[at].lineage not in told


def _absent(number: int, piece: Piece, basis: Basis | None) -> Line:
    counts = _has_words(piece.block)
    left_out = basis is not None and basis.lineage is None
    if basis is not None and left_out and basis.source_sha256 == piece.block.sha256:
        return Line(State.LEFT_OUT, number, 0, 0, basis.source_text, counts)
    was = basis.source_text if basis is not None else ""
    return Line(State.NEW, number, 0, 0, was, counts)


def _present(
    number: int, piece: Piece, target: Sequence[Piece], at: int, last: int, basis: Basis | None
) -> Line:
    block, mine = piece.block, target[at].block
    counts = _has_words(block)
    was = basis.source_text if basis is not None else block.text
    if block.kind is Kind.OPEN:
        return Line(_of_a_heading_line(block, mine, basis), number, at, last, was, counts)
    translated = mine.text.strip() != was.strip() or last > at + 1
    if basis is not None and (basis.settled or translated):
        same = basis.source_sha256 == block.sha256
        return Line(State.DONE if same else State.CHANGED, number, at, last, was, counts)
    if basis is None and mine.text.strip() != block.text.strip():
        return Line(State.DONE, number, at, last, was, counts)
    return Line(State.OPEN if counts else State.DONE, number, at, last, was, counts)


def _of_a_heading_line(block: Block, mine: Block, basis: Basis | None) -> State:
    """Return where the first line of a recommendation stands; only its words are translated."""
    words = short_texts(block)
    if grades(block) != grades(mine):
        return State.CHANGED
    if not words:
        return State.DONE
    was = basis.source_text if basis is not None else block.text
    if basis is not None and (basis.settled or mine.text.strip() != was.strip()):
        return State.DONE if basis.source_sha256 == block.sha256 else State.CHANGED
    return State.OPEN


def _place(order: Sequence[Line], at: int) -> int:
    """Return where among the rows a paragraph stands that only the translation has."""
    before = [n for n, line in enumerate(order) if line.is_here and line.first < at]
    return before[-1] + 1 if before else 0


def counterparts(source: Sequence[object], target: Sequence[object]) -> list[tuple[int, int]]:
    """Return which entries of two texts stand for each other, by their shapes and their order."""
    matcher = SequenceMatcher(None, source, target, autojunk=False)
    return [
        (match.a + step, match.b + step)
        for match in matcher.get_matching_blocks()
        for step in range(match.size)
    ]


def shape(block: Block) -> tuple[Kind, int, int, str]:
    """Return what a block has in every language: its kind, level, depth and recommendation."""
    return block.kind, block.level, block.depth, identifier(block)


def pieces(blocks: Sequence[Block], lineages: Sequence[str]) -> tuple[Piece, ...]:
    """Join blocks and their lineages."""
    return tuple(Piece(block, key) for block, key in zip(blocks, lineages, strict=True))
