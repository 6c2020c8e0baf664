"""Where the comments of a Word file stand in the text that went out."""

import re
from collections.abc import Iterator, Mapping
from typing import Protocol

from guidelines.typesetting.word_alignment import Pair, folded
from guidelines.typesetting.word_brought import Said
from guidelines.typesetting.word_model import Remark, Unit, WordText
from guidelines.typesetting.word_sources import Wording

_WORD_BEFORE = re.compile(r"\w+\W*$")
_WORD_AFTER = re.compile(r"\W*\w+")


class Where(Protocol):
    """What is known of the paragraphs of the returned file, by their number in it."""

    @property
    def block_of(self) -> Mapping[int, str]:
        """The block each one belongs to."""

    @property
    def pairs(self) -> Mapping[int, Pair]:
        """What went out for it."""

    def wording(self, block: str, out: Unit) -> Wording:
        """Return a block with the words that went out for it."""


def said_in(back: WordText, where: Where) -> Iterator[Said]:
    """Yield the comments of a file, each on the block it stands in."""
    parents = {one.id: one.parent for one in back.remarks}
    first = {one.id: _first(one.id, parents) for one in back.remarks}
    for remark in back.remarks:
        if first[remark.id] != remark.id:
            continue
        replies = tuple(
            one for one in back.remarks if one is not remark and first[one.id] == remark.id
        )
        block, start, stop = _passage(remark, where)
        yield Said(remark, replies, block, start, stop)


def _first(remark: str, parents: Mapping[str, str]) -> str:
    """Return the comment that a reply, or a reply to a reply, belongs to."""
    passed: list[str] = []
    while remark not in passed and parents.get(remark, "") in parents:
        passed.append(remark)
        remark = parents[remark]
    return min(passed) if remark in passed else remark


def _passage(remark: Remark, where: Where) -> tuple[str, int, int]:
    """Return the block a comment stands in, and the words in what is read of it."""
    whole = ""
    for stretch in remark.stretches:
        block = where.block_of.get(stretch.unit, "")
        if not block:
            continue
        whole = whole or block
        pair = where.pairs.get(stretch.unit)
        if pair is None or pair.out is None or pair.back is None or len(pair.numbers) > 1:
            continue
        wording = where.wording(block, pair.out)
        exact = (stretch.start, stretch.stop)
        for start, stop in (exact, _beside(pair.back, *exact)):
            a, b = _in_words_sent(pair.back, wording.out, start, stop)
            found = wording.in_reading(a, b) if b > a else None
            if found is not None:
                return block, *found
    return whole, 0, 0


def _beside(back: Unit, start: int, stop: int) -> tuple[int, int]:
    """Return where words stand that were there before, nearest to a stretch of new words.

    That are the words which the new ones replace, else those on the two sides of them.
    """
    at, begins, ends = 0, start, stop
    gone: list[int] = []
    for piece in back.pieces:
        end = at + len(piece.text)
        if piece.came is None and piece.went is None:
            if at >= stop:
                break
            begins, gone = min(end, start), []
        else:
            ends = max(stop, end)
            gone += [at, end] if piece.came is None else []
        at = end
    if gone:
        return gone[0], gone[-1]
    words = "".join(piece.text for piece in back.pieces)
    left, right = _WORD_BEFORE.search(words[:begins]), _WORD_AFTER.match(words[ends:])
    return left.start() if left else begins, ends + right.end() if right else ends


def _in_words_sent(back: Unit, out: str, start: int, stop: int) -> tuple[int, int]:
    """Return where a stretch of what came back lies in the words that went out."""
    at = before = 0
    ends = []
    for place in (start, stop):
        at = before = 0
        for piece in back.pieces:
            step = min(len(piece.text), place - at)
            if piece.came is None:
                before += step
            at += step
            if at >= place:
                break
        ends.append(before)
    if folded(back.before) == folded(out):
        return ends[0], ends[1]
    words = back.before[ends[0] : ends[1]]
    found = folded(out).find(folded(words)) if words.strip() else -1
    return (found, found + len(words)) if found >= 0 else (0, 0)
