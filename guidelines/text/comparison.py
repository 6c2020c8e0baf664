"""Two texts side by side: blocks first, then words within blocks, moved passages followed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from guidelines.text.blocks import Block, Kind, split
from guidelines.text.diff import Op, Span, aligned, words
from guidelines.text.pairing import are_strangers, followed, paired

_STAYS = (Kind.CLOSE, Kind.BLANK, Kind.RULE)


class RowKind(StrEnum):
    """What happened to a block."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED_HERE = "moved-here"
    MOVED_AWAY = "moved-away"


@dataclass(frozen=True, slots=True)
class Row:
    """One block of a comparison.

    `before` is the block of the older text and `after` that of the newer one; one of them is
    None where the block was added or removed. A moved block has both, and appears twice: where
    it was (MOVED_AWAY) and where it is (MOVED_HERE). `spans` are the words of a changed block,
    also of one that was changed on its way; their equal and deleted parts joined are
    `before.text`, equal and inserted `after.text`.
    """

    kind: RowKind
    before: Block | None
    after: Block | None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts side by side, block by block, in reading order."""

    rows: tuple[Row, ...]

    @property
    def is_same(self) -> bool:
        """Whether no block differs."""
        return all(row.kind is RowKind.SAME for row in self.rows)

    def count(self, kind: RowKind) -> int:
        """Return how many rows are of `kind`."""
        return sum(row.kind is kind for row in self.rows)


def compare(before: str, after: str) -> Comparison:
    """Compare two texts by block, and changed blocks by word."""
    return Comparison(tuple(with_moves(rows_of(split(before), split(after)))))


def rows_of(old: Sequence[Block], new: Sequence[Block]) -> list[Row]:
    """Return the rows of two texts; what moved is still removed here and added there."""
    rows: list[Row] = []
    for same, olds, news in aligned(old, new):
        if same:
            rows.extend(Row(RowKind.SAME, a, b) for a, b in zip(olds, news, strict=True))
        else:
            rows.extend(_changes(olds, news))
    return rows


def with_moves(rows: Sequence[Row]) -> list[Row]:
    """Mark blocks that went from one place and came at another, as they were or changed."""
    gone = [n for n, row in enumerate(rows) if row.kind is RowKind.REMOVED and _can_move(row)]
    came = [n for n, row in enumerate(rows) if row.kind is RowKind.ADDED and _can_move(row)]
    found = list(rows)
    for here, there in _moves(rows, gone, came):
        before, after = rows[here].before, rows[there].after
        if before is None or after is None:
            continue
        spans = words(before.text, after.text) if before.text != after.text else ()
        found[here] = Row(RowKind.MOVED_AWAY, before, after, spans)
        found[there] = Row(RowKind.MOVED_HERE, before, after, spans)
    return found


def word_diff_text(before: str, after: str) -> str:
    """Return both texts in one, as a terminal shows it: `[-old-]{+new+}`."""
    lines = []
    for row in compare(before, after).rows:
        a, b = row.before.text if row.before else "", row.after.text if row.after else ""
        if row.kind is RowKind.SAME:
            lines.append(b)
        elif row.kind in (RowKind.REMOVED, RowKind.MOVED_AWAY):
            lines.append(f"[-{a}-]")
        elif row.kind in (RowKind.ADDED, RowKind.MOVED_HERE):
            lines.append(f"{{+{b}+}}")
        else:
            lines.append("".join(_marked(span) for span in row.spans))
    return "\n".join(lines) + "\n" if lines else ""


def _marked(span: Span) -> str:
    """Return one run of words with its marks."""
    if span.op is Op.EQUAL:
        return span.text
    return f"[-{span.text}-]" if span.op is Op.DELETE else f"{{+{span.text}+}}"


def _changes(olds: Sequence[Block], news: Sequence[Block]) -> Iterator[Row]:
    """Pair the blocks of one changed run by likeness, in order; the rest came or went."""
    j = 0
    pairs = dict(paired(olds, news))
    if len(olds) == len(news) == 1 and pairs and are_strangers(olds[0], news[0]):
        pairs = {}
    for i, block in enumerate(olds):
        if i not in pairs:
            yield Row(RowKind.REMOVED, block, None)
            continue
        for other in news[j : pairs[i]]:
            yield Row(RowKind.ADDED, None, other)
        partner = news[pairs[i]]
        yield Row(RowKind.CHANGED, block, partner, words(block.text, partner.text))
        j = pairs[i] + 1
    for other in news[j:]:
        yield Row(RowKind.ADDED, None, other)


def _moves(
    rows: Sequence[Row], gone: Sequence[int], came: Sequence[int]
) -> Iterable[tuple[int, int]]:
    """Yield the rows of a move, from and to: first the unchanged ones, then what is alike."""
    places: dict[str, list[int]] = {}
    for number in gone:
        places.setdefault(_block(rows[number]).key, []).append(number)
    left: list[int] = []
    for number in came:
        if there := places.get(_block(rows[number]).key):
            yield there.pop(0), number
        else:
            left.append(number)
    rest = sorted(number for there in places.values() for number in there)
    pairs = followed([_block(rows[n]) for n in rest], [_block(rows[n]) for n in left])
    yield from ((rest[i], left[j]) for i, j in pairs)


def _block(row: Row) -> Block:
    """Return the one block of a row that was added or removed."""
    block = row.after or row.before
    if block is None:
        raise ValueError("a row without a block")
    return block


def _can_move(row: Row) -> bool:
    """Say whether a block is worth following: it has words of its own."""
    return _block(row).kind not in _STAYS
