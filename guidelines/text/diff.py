"""What differs between two sequences: blocks of two texts, or words of two passages.

The one door to diff-match-patch, and for display only: nothing is ever merged by it. No time
limit: a comparison that gives up half-way is worse than none.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from operator import add

from diff_match_patch import diff_match_patch

from guidelines.text.blocks import Block
from guidelines.text.chains import heaviest
from guidelines.text.tokens import tokens

try:
    from fast_diff_match_patch import diff as _compiled
except ImportError:  # the compiled build has no wheel for every machine
    _compiled = None

_SURROGATES = 0xD800
_AFTER_SURROGATES = 0xE000
_FIRST_SIGN = 0x100
_MOST_STEPS = 400_000_000


class Op(StrEnum):
    """What happened to a run of words."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text and what happened to it."""

    op: Op
    text: str


Steps = list[tuple[Op, int]]


def aligned(
    old: Sequence[Block], new: Sequence[Block]
) -> Iterator[tuple[bool, Sequence[Block], Sequence[Block]]]:
    """Yield runs of blocks: equal ones (by key), and what stands between them on each side."""
    steps = _steps([block.key for block in old], [block.key for block in new], tidy=False)
    i = j = 0
    for equal, parts in groupby(steps, key=lambda part: part[0] is Op.EQUAL):
        removed = inserted = 0
        for op, length in parts:
            removed += length * (op is not Op.INSERT)
            inserted += length * (op is not Op.DELETE)
        yield equal, old[i : i + removed], new[j : j + inserted]
        i, j = i + removed, j + inserted


def words(before: str, after: str) -> tuple[Span, ...]:
    """Compare two passages by word; a number is never cut from its sign or unit.

    Equal and deleted spans joined are `before`, equal and inserted ones `after`, exactly. Words
    that differ only in the white space behind them are equal, the white space is not.
    """
    if before == after:
        return (Span(Op.EQUAL, before),) if before else ()
    old, new = tokens(before), tokens(after)
    mine, yours = list(map(add, *old)), list(map(add, *new))
    i = j = 0
    spans: list[Span] = []
    lead = ""
    for op, length in _steps(old[0], new[0], tidy=True):
        if op is Op.DELETE:
            spans.append(Span(op, "".join(mine[i : i + length])))
        elif op is Op.INSERT:
            text = "".join(yours[j : j + length])
            if spans and spans[-1].op is Op.DELETE:
                lead = _behind(spans[-1].text, text)
                spans[-1] = Span(Op.DELETE, spans[-1].text.removesuffix(lead))
                text = text.removesuffix(lead)
            spans.append(Span(op, text))
        elif mine[i : i + length] == yours[j : j + length]:
            spans.append(Span(op, lead + "".join(yours[j : j + length])))
            lead = ""
        else:
            some = zip(new[0][j : j + length], old[1][i:], new[1][j:], strict=False)
            spans += _respaced(lead, some)
            lead = ""
        i += length * (op is not Op.INSERT)
        j += length * (op is not Op.DELETE)
    return tuple(spans if not lead else [*spans, Span(Op.EQUAL, lead)])


def _behind(one: str, other: str) -> str:
    """Return the white space with which both end."""
    space = one[len(one.rstrip()) :]
    return space if space != one and other.endswith(space) and other != space else ""


def _respaced(lead: str, words_and_gaps: Iterable[tuple[str, str, str]]) -> Iterator[Span]:
    """Yield equal words, and the white space that differs between them."""
    run = [lead]
    for word, was, now in words_and_gaps:
        run.append(word)
        if was == now:
            run.append(was)
            continue
        if text := "".join(run):
            yield Span(Op.EQUAL, text)
        run = []
        if was:
            yield Span(Op.DELETE, was)
        if now:
            yield Span(Op.INSERT, now)
    if text := "".join(run):
        yield Span(Op.EQUAL, text)


def _steps(old: Sequence[str], new: Sequence[str], *, tidy: bool) -> Steps:
    """Compare two sequences; `tidy` merges small islands for readers.

    What both have at their ends is equal. Two very long sequences are cut first at what each
    has exactly once, which keeps the work near to their length.
    """
    start, end = _common(old, new)
    middle = old[start : len(old) - end], new[start : len(new) - end]
    steps: Steps = []
    if start:
        steps.append((Op.EQUAL, start))
    if len(middle[0]) * len(middle[1]) > _MOST_STEPS:
        steps += _in_parts(*middle, tidy=tidy)
    else:
        steps += _raw(*_signs(*middle), tidy=tidy)
    if end:
        steps.append((Op.EQUAL, end))
    return steps


def _common(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Return how many items both have in common at the beginning and, beyond it, at the end."""
    most = min(len(old), len(new))
    start = 0
    while start < most and old[start] == new[start]:
        start += 1
    end = 0
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end


def _in_parts(old: Sequence[str], new: Sequence[str], *, tidy: bool) -> Steps:
    """Compare what stands between the items that each side has exactly once."""
    places = _once(new)
    links = [(i, j, 1.0) for text, i in _once(old).items() if (j := places.get(text)) is not None]
    steps: Steps = []
    i = j = 0
    for a, b in [*heaviest(sorted(links)), (len(old), len(new))]:
        if (a - i) * (b - j) > _MOST_STEPS:  # nothing in common that stands out
            steps += [(Op.DELETE, a - i), (Op.INSERT, b - j)]
        else:
            steps += _raw(*_signs(old[i:a], new[j:b]), tidy=tidy)
        if a < len(old):
            steps.append((Op.EQUAL, 1))
        i, j = a + 1, b + 1
    return steps


def _once(items: Sequence[str]) -> dict[str, int]:
    """Return the places of the items that occur exactly once."""
    found: dict[str, int] = {}
    again: set[str] = set()
    for number, text in enumerate(items):
        if text in found:
            again.add(text)
        found[text] = number
    return {text: number for text, number in found.items() if text not in again}


def _signs(old: Sequence[str], new: Sequence[str]) -> tuple[str, str]:
    """Write each distinct string as one character, so that whole strings are compared."""
    known = dict.fromkeys(old)
    known.update(dict.fromkeys(new))
    below = _SURROGATES - _FIRST_SIGN
    signs = {
        text: chr(number + (_FIRST_SIGN if number < below else _AFTER_SURROGATES - below))
        for number, text in enumerate(known)
    }
    return "".join([signs[text] for text in old]), "".join([signs[text] for text in new])


def _raw(old: str, new: str, *, tidy: bool) -> Steps:
    """Run the algorithm without a time limit."""
    if not old or not new:
        return [(Op.DELETE, len(old))] * bool(old) + [(Op.INSERT, len(new))] * bool(new)
    if _compiled is not None:
        parts = _compiled(
            old, new, timelimit=0, checklines=False, cleanup="Semantic" if tidy else "No"
        )
        return [(_COMPILED[op], length) for op, length in parts]
    return _by_pure_python(old, new, tidy)


def _by_pure_python(old: str, new: str, tidy: bool) -> Steps:
    """Do the same with the package that needs no compiler."""
    engine = diff_match_patch()
    engine.Diff_Timeout = 0
    parts = engine.diff_main(old, new, False)
    if tidy:
        engine.diff_cleanupSemantic(parts)
    return [(_PURE[op], len(text)) for op, text in parts]


_COMPILED = {"=": Op.EQUAL, "+": Op.INSERT, "-": Op.DELETE}
_PURE = {0: Op.EQUAL, 1: Op.INSERT, -1: Op.DELETE}
