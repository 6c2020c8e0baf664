"""What differs between two texts, for people to read: blocks first, then words within blocks.

The one door to diff-match-patch, and for display only: nothing is ever merged by it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from diff_match_patch import diff_match_patch

from guidelines.text.blocks import Block, Kind, split

try:
    from fast_diff_match_patch import diff as _compiled
except ImportError:  # the compiled build has no wheel for every machine
    _compiled = None

_NUMBER = r"[+\-−±]?\d+(?:[.,\u202f]\d+)*"
_UNIT = (
    r"(?:%|‰|°[CF]?|(?:[µμnkmcdMG]?(?:g|l|L|m|mol|Hz|Gy|Sv|Pa|J|eq|Eq|s)|mcg|mmHg|IU|U|kcal|bpm"
    r"|min|h|hr|hrs|hours?|days?|weeks?|months?|years?|minutes?|seconds?|times?|doses?)"
    r"(?:/(?:[µμnkmcd]?(?:g|l|L|m|mol)|kg|h|hr|min|day|d|week|dose|year|m2|m²))*)(?![^\W\d_])"
)
_TOKEN = re.compile(
    rf"(?:(?:\b[pPnN][ \u00a0]?)?[<>≤≥=≈~]=?[ \u00a0]?)?{_NUMBER}"
    rf"(?:[ \u00a0]?[–—-][ \u00a0]?{_NUMBER})*(?:[ \u00a0]?{_UNIT})*"
    r"|[^\W\d_]+(?:['’\-][^\W\d_]+)*|\w+|\s+|.",
    re.DOTALL,
)
_FIRST_SIGN = 0x100
_SURROGATES = 0xD800
_AFTER_SURROGATES = 0xE000
_LEAST_LIKENESS = 0.35
_MOST_PAIRS = 40_000
_MOST_STEPS = 1_000_000_000


class Op(StrEnum):
    """What happened to a run of words."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"


class RowKind(StrEnum):
    """What happened to a block."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED_HERE = "moved-here"
    MOVED_AWAY = "moved-away"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text and what happened to it."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One block of a comparison.

    `before` is the block of the older text and `after` that of the newer one; one of them is
    None where the block was added or removed. A moved block has both, and appears twice: where
    it was (MOVED_AWAY) and where it is (MOVED_HERE). `spans` are the words of a changed block;
    their equal and deleted parts joined are `before.text`, equal and inserted `after.text`.
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
    old, new = split(before), split(after)
    rows: list[Row] = []
    for same, olds, news in aligned(old, new):
        if same:
            rows.extend(Row(RowKind.SAME, a, b) for a, b in zip(olds, news, strict=True))
        else:
            rows.extend(_changes(olds, news))
    return Comparison(tuple(_with_moves(rows)))


def aligned(
    old: Sequence[Block], new: Sequence[Block]
) -> Iterator[tuple[bool, Sequence[Block], Sequence[Block]]]:
    """Yield runs of blocks: equal ones (by key), and what stands between them on each side."""
    keys = _signs([block.key for block in old], [block.key for block in new])
    i = j = 0
    for equal, parts in groupby(_raw(*keys, tidy=False), key=lambda part: part[0] is Op.EQUAL):
        removed = inserted = 0
        for op, length in parts:
            removed += length * (op is not Op.INSERT)
            inserted += length * (op is not Op.DELETE)
        yield equal, old[i : i + removed], new[j : j + inserted]
        i, j = i + removed, j + inserted


def words(before: str, after: str) -> tuple[Span, ...]:
    """Compare two passages by word; a number is never cut from its sign or unit."""
    if before == after:
        return (Span(Op.EQUAL, before),) if before else ()
    old, new = _TOKEN_LIST(before), _TOKEN_LIST(after)
    i = j = 0
    spans: list[Span] = []
    for op, length in _raw(*_signs(old, new), tidy=True):
        if op is Op.INSERT:
            spans.append(Span(op, "".join(new[j : j + length])))
        else:
            spans.append(Span(op, "".join(old[i : i + length])))
        i += length * (op is not Op.INSERT)
        j += length * (op is not Op.DELETE)
    return tuple(spans)


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


def paired(olds: Sequence[Block], news: Sequence[Block]) -> list[tuple[int, int]]:
    """Return the pairs `(i, j)` of blocks that became each other, rising in both numbers."""
    if len(olds) == len(news) == 1 and olds[0].kind is news[0].kind:
        return [(0, 0)]
    if len(olds) * len(news) > _MOST_PAIRS:
        return _paired_in_order(olds, news)
    bags = [frozenset(_TOKEN_LIST(block.text)) for block in olds]
    others = [frozenset(_TOKEN_LIST(block.text)) for block in news]
    best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    like = [
        [_likeness(a, b, x, y) for b, y in zip(news, others, strict=True)]
        for a, x in zip(olds, bags, strict=True)
    ]
    for i in range(len(olds) - 1, -1, -1):
        for j in range(len(news) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + like[i][j])
    pairs, i, j = [], 0, 0
    while i < len(olds) and j < len(news):
        if like[i][j] and best[i][j] == best[i + 1][j + 1] + like[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _paired_in_order(olds: Sequence[Block], news: Sequence[Block]) -> list[tuple[int, int]]:
    """Pair a very large run one to one: a rewrite, where likeness says little and costs much."""
    return [
        (i, i)
        for i, (a, b) in enumerate(zip(olds, news, strict=False))
        if a.kind is b.kind and a.key != b.key
    ]


def _likeness(a: Block, b: Block, x: frozenset[str], y: frozenset[str]) -> float:
    """Return the share of words two blocks have in common, 0 below the bound or for two kinds."""
    if a.kind is not b.kind or a.kind is Kind.CLOSE or a.key == b.key:
        return 0.0
    share = 2 * len(x & y) / (len(x) + len(y) or 1)
    return share if share >= _LEAST_LIKENESS else 0.0


def _with_moves(rows: list[Row]) -> Iterator[Row]:
    """Mark blocks that went from one place and came, unchanged, at another."""
    gone: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        if row.kind is RowKind.REMOVED and row.before and _can_move(row.before):
            gone.setdefault(row.before.key, []).append(number)
    moved: dict[int, Row] = {}
    for number, row in enumerate(rows):
        if row.kind is RowKind.ADDED and row.after and (places := gone.get(row.after.key)):
            place = places.pop(0)
            moved[place] = Row(RowKind.MOVED_AWAY, rows[place].before, row.after)
            moved[number] = Row(RowKind.MOVED_HERE, rows[place].before, row.after)
    for number, row in enumerate(rows):
        yield moved.get(number, row)


def _can_move(block: Block) -> bool:
    """Say whether a block is worth following: it has words of its own."""
    return block.kind not in (Kind.CLOSE, Kind.BLANK, Kind.RULE)


def _signs(old: Sequence[str], new: Sequence[str]) -> tuple[str, str]:
    """Write each distinct string as one character, so that whole strings are compared."""
    known: dict[str, str] = {}

    def sign(text: str) -> str:
        if text not in known:
            code = _FIRST_SIGN + len(known)
            code += (_AFTER_SURROGATES - _SURROGATES) * (code >= _SURROGATES)
            known[text] = chr(code)
        return known[text]

    return "".join(map(sign, old)), "".join(map(sign, new))


def _raw(old: str, new: str, *, tidy: bool) -> list[tuple[Op, int]]:
    """Run the algorithm without a time limit; `tidy` merges small islands for readers.

    Two sequences too long to compare differ as a whole: no text of a guideline comes near.
    """
    if len(old) * len(new) > _MOST_STEPS and old != new:
        return [(Op.DELETE, len(old)), (Op.INSERT, len(new))]
    if _compiled is not None:
        parts = _compiled(
            old, new, timelimit=0, checklines=False, cleanup="Semantic" if tidy else "No"
        )
        return [(_COMPILED[op], length) for op, length in parts]
    return _by_pure_python(old, new, tidy)


def _by_pure_python(old: str, new: str, tidy: bool) -> list[tuple[Op, int]]:
    """Do the same with the package that needs no compiler."""
    engine = diff_match_patch()
    engine.Diff_Timeout = 0
    parts = engine.diff_main(old, new, False)
    if tidy:
        engine.diff_cleanupSemantic(parts)
    return [(_PURE[op], len(text)) for op, text in parts]


_COMPILED = {"=": Op.EQUAL, "+": Op.INSERT, "-": Op.DELETE}
_PURE = {0: Op.EQUAL, 1: Op.INSERT, -1: Op.DELETE}
_TOKEN_LIST: Callable[[str], list[str]] = _TOKEN.findall
