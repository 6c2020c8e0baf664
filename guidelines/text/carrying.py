"""Carry passages from one text to a later one: there, moved, reworded, or honestly nowhere.

Four steps, each only where the one before found nothing. (1) The comparison of a block with what
became of it maps the passage to the very same words, and enough of what stands around them is
unchanged too: there. (2) The words stand elsewhere, and what surrounds them there is more like
this passage's surroundings than like those of any other place with these words; in another
paragraph they stand in the whole of their sentence, or are long and stand only there: moved. (3)
The comparison maps the passage to other words, most of them its own, or replaced between unchanged
surroundings: reworded. (4) Nowhere. A wrong place is worse than none: doubt ends in (3) or (4).
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from guidelines.text.anchors import CONTEXT, Selector, make
from guidelines.text.diff import Op, words

EVIDENCE = 24
"""So many unchanged characters, its own and those beside it, make a place sure."""
FAR = 40
"""So many make it sure in another paragraph."""
LIKENESS = 0.6
"""The least share of its characters that a reworded passage keeps."""
LONGEST = 3
"""A reworded passage is not longer than so many times the old one."""
LONG = 5
"""So many words are known by themselves, where they stand once."""
_LEAST = 8
_WIDE = 320
_BEGINNING = re.compile(r"""[.!?…]["')\]’”»]*\s+""")
_END = re.compile(r"""[.!?…]["')\]’”»]*(?=\s|$)""")
_MOST_PLACES = 200


class Found(StrEnum):
    """How a passage was found."""

    THERE = "there"
    MOVED = "moved"
    REWORDED = "reworded"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands: the number of its block, the passage there, how it was found."""

    block: int
    selector: Selector
    found: Found = Found.THERE


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters that both texts have: `old[start:stop]` is `new[there:…]`."""

    start: int
    stop: int
    there: int


@dataclass(frozen=True, slots=True)
class _Where:
    """One place of some words: its block, its offset, and what stands around it."""

    block: int
    start: int
    before: str
    after: str


class Carrier:
    """Carries passages from an old text to a new one.

    `old` and `new` are the projections of all blocks; `became` gives the number of the new block
    for that of the old one, where the two are known to be the same block.
    """

    def __init__(self, old: Sequence[str], new: Sequence[str], became: Mapping[int, int]) -> None:
        self._old, self._new, self._became = old, new, became
        self._runs: dict[int, tuple[_Run, ...]] = {}
        self._whole: dict[bool, tuple[str, list[int]]] = {}

    def carry(self, selector: Selector, block: int) -> Place | None:
        """Return where a passage of the old `block` stands now, or None: it is detached."""
        if self._old[block][selector.start : selector.end] != selector.exact:
            return None
        there = self._became.get(block)
        if there is not None and self._new[there] == self._old[block]:
            return Place(there, selector)
        sure = self._mapped(selector, block, there) if there is not None else None
        if sure is not None:
            return sure
        return self._elsewhere(selector, block) or (
            self._reworded(selector, block, there) if there is not None else None
        )

    def _mapped(self, selector: Selector, block: int, there: int) -> Place | None:
        """Return the place to which the comparison of one block maps it, where that is sure."""
        for run in self._compared(block, there):
            if not (run.start <= selector.start and selector.end <= run.stop):
                continue
            if self._evidence(run, selector, self._old[block], self._new[there]) < EVIDENCE:
                return None
            start = run.there + selector.start - run.start
            return Place(there, make(self._new[there], start, start + len(selector.exact)))
        return None

    @staticmethod
    def _evidence(run: _Run, selector: Selector, old: str, new: str) -> int:
        """Count the unchanged characters in and beside a passage; an edge that stays is many."""
        before, after = selector.start - run.start, run.stop - selector.end
        at_start = run.start == 0 and run.there == 0
        at_end = run.stop == len(old) and run.there + run.stop - run.start == len(new)
        return len(selector.exact) + before + after + EVIDENCE * (at_start and at_end)

    def _compared(self, block: int, there: int) -> tuple[_Run, ...]:
        """Return the characters that a block and what it became have in common."""
        if block not in self._runs:
            found: list[_Run] = []
            i = j = 0
            for span in words(self._old[block], self._new[there]):
                length = len(span.text)
                if span.op is Op.EQUAL:
                    found.append(_Run(i, i + length, j))
                i += length * (span.op is not Op.INSERT)
                j += length * (span.op is not Op.DELETE)
            self._runs[block] = tuple(found)
        return self._runs[block]

    def _elsewhere(self, selector: Selector, block: int) -> Place | None:
        """Return the one place whose surroundings are this passage's and no other's."""
        words_there = self._places(selector.exact, new=True)
        if not words_there or len(words_there) > _MOST_PLACES:
            return None
        here = _Where(block, selector.start, *self._around(block, selector, new=False))
        others = [
            one
            for one in self._places(selector.exact, new=False)
            if (one.block, one.start) != (block, selector.start)
        ]
        if len(others) > _MOST_PLACES:
            return None
        ranked = sorted(((_likeness(here, one), n) for n, one in enumerate(words_there)))[::-1]
        best, number = ranked[0]
        place = words_there[number]
        rival = max((_likeness(one, place) for one in others), default=-1)
        second = ranked[1][0] if len(ranked) > 1 else -1
        if best <= max(rival, second) or len(selector.exact) + best < FAR:
            return None
        if best - max(rival, second) < _LEAST and max(rival, second) >= 0:
            return None
        same = self._became.get(block) == place.block
        alone = len(words_there) == 1 and not others and _is_long(selector.exact)
        if not (same or alone or _with_sentence(selector.exact, here, place)):
            return None
        found = make(self._new[place.block], place.start, place.start + len(selector.exact))
        return Place(place.block, found, Found.THERE if same else Found.MOVED)

    def _around(self, block: int, selector: Selector, *, new: bool) -> tuple[str, str]:
        text = (self._new if new else self._old)[block]
        start, end = selector.start, selector.end
        return text[max(0, start - _WIDE) : start], text[end : end + _WIDE]

    def _places(self, exact: str, *, new: bool) -> list[_Where]:
        """Return every place of some words in a text, at most a few more than are looked at."""
        whole, starts = self._text(new=new)
        found: list[_Where] = []
        at = whole.find(exact)
        while at >= 0 and len(found) <= _MOST_PLACES:
            block = bisect_right(starts, at) - 1
            text = (self._new if new else self._old)[block]
            start, end = at - starts[block], at - starts[block] + len(exact)
            if _is_whole(text, start, end):
                before, after = text[max(0, start - _WIDE) : start], text[end : end + _WIDE]
                found.append(_Where(block, start, before, after))
            at = whole.find(exact, at + 1)
        return found

    def _text(self, *, new: bool) -> tuple[str, list[int]]:
        """Return all blocks as one text, parted by a character no words have, and their starts."""
        if new not in self._whole:
            blocks = self._new if new else self._old
            lengths = (len(text) + 1 for text in blocks)
            self._whole[new] = "\0".join(blocks), [0, *accumulate(lengths)][:-1]
        return self._whole[new]

    def _reworded(self, selector: Selector, block: int, there: int) -> Place | None:
        """Return the other words to which the comparison maps it, if they are like enough."""
        old, new = self._old[block], self._new[there]
        runs = self._compared(block, there)
        start, before = _edge_before(runs, selector.start)
        stop, after = _edge_after(runs, selector.end, len(old), len(new))
        while start < stop and new[start].isspace():
            start += 1
        while start < stop and new[stop - 1].isspace():
            stop -= 1
        if stop - start <= 0 or stop - start > LONGEST * len(selector.exact) + CONTEXT:
            return None
        kept = sum(
            max(0, min(run.stop, selector.end) - max(run.start, selector.start)) for run in runs
        )
        likeness = 2 * kept / (len(selector.exact) + stop - start)
        held = before >= min(CONTEXT // 2, selector.start) and after >= min(
            CONTEXT // 2, len(old) - selector.end
        )
        between = held and before + after >= CONTEXT // 2
        if likeness < LIKENESS and not between:
            return None
        return Place(there, make(new, start, stop), Found.REWORDED)


def _is_long(exact: str) -> bool:
    """Tell whether a passage has words enough to be known by them alone."""
    return len(exact.split()) >= LONG


def _with_sentence(exact: str, one: _Where, other: _Where) -> bool:
    """Tell whether the whole sentence around two places of some words is the same."""
    before = shared(one.before[::-1], other.before[::-1])
    after = shared(one.after, other.after)
    return bool(
        _begins(one.before, before) & _begins(other.before, before)
        and _ends(exact, one.after, after) & _ends(exact, other.after, after)
    )


def _begins(before: str, most: int) -> set[int]:
    """Return how far before a passage sentences begin, at most so many characters."""
    found = {len(before) - match.end() for match in _BEGINNING.finditer(before)}
    if len(before) < _WIDE:
        found.add(len(before))
    return {far for far in found if 0 <= far <= most}


def _ends(exact: str, after: str, most: int) -> set[int]:
    """Return how far behind a passage sentences end, at most so many characters."""
    found = {match.end() - len(exact) for match in _END.finditer(exact + after)}
    if len(after) < _WIDE:
        found.add(len(after))
    return {far for far in found if 0 <= far <= most}


def _likeness(one: _Where, other: _Where) -> int:
    """Count the characters beside two places that are the same, on both sides."""
    return shared(one.before[::-1], other.before[::-1]) + shared(one.after, other.after)


def shared(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    least = min(len(one), len(other))
    if one[:least] == other[:least]:
        return least
    low, high = 0, least
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle)
    return low


def _is_whole(text: str, start: int, end: int) -> bool:
    """Tell whether a place begins and ends where words do: "10 mg" is not part of "110 mg"."""
    cut_before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    cut_after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not cut_before and not cut_after


def _edge_before(runs: Sequence[_Run], start: int) -> tuple[int, int]:
    """Return where a beginning is in the new text, and how much before it is unchanged."""
    place = held = 0
    for run in runs:
        if run.start > start:
            break
        reach = min(start, run.stop)
        place = run.there + reach - run.start
        held = reach - run.start if run.stop >= start else 0
    return place, held


def _edge_after(runs: Sequence[_Run], end: int, length: int, new_length: int) -> tuple[int, int]:
    """Return where an end is in the new text, and how much behind it is unchanged."""
    place, held = new_length, 0
    for run in reversed(runs):
        if run.stop < end:
            break
        reach = max(end, run.start)
        place = run.there + reach - run.start
        held = run.stop - reach if run.start <= end else 0
    return place, held
