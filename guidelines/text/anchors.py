"""Anchors: a passage of one version, found again in the next, or honestly not.

A passage is kept as W3C Web Annotation does: its exact words, 32 characters on each side, and
its place in the block's projection (the words a reader sees, see `project`). A wrong place is
worse than none, so nothing is guessed here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from guidelines.text.blocks import Block, Kind
from guidelines.text.diff import Op, words
from guidelines.text.markdown import plain_text
from guidelines.text.notices import BadText

CONTEXT = 32


@dataclass(frozen=True, slots=True)
class Selector:
    """A passage in a block's projection: offsets count code points, `end` is behind the last."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage was found: the number of the block, and the passage in its projection."""

    block: int
    selector: Selector


def project(block: Block) -> str:
    """Return the words of a block as a reader sees them, single-spaced.

    Citations and footnote marks are not part of it; cells of a table row are parted by spaces.
    """
    if block.kind in (Kind.OPEN, Kind.CLOSE, Kind.RULE, Kind.BLANK):
        return ""
    if block.kind is Kind.ROW:
        row = block.text.split("\n", 1)[0].strip().replace("\\|", "\0")
        cells = (plain_text(cell.replace("\0", "|")) for cell in row.strip("|").split("|"))
        return " ".join(cell for cell in cells if cell)
    text = block.text
    if block.kind is Kind.NOTE:
        text = text.split("]:", 1)[1]
    elif block.kind is Kind.DEFINITION:
        text = text.lstrip()[1:]
    return plain_text(text.strip() if block.kind is not Kind.CODE else text)


def make(projection: str, start: int, end: int) -> Selector:
    """Select `projection[start:end]`; raises BadText where that is nothing."""
    if not 0 <= start < end <= len(projection):
        raise BadText("Select some words of one paragraph.")
    return Selector(
        projection[start:end],
        projection[max(0, start - CONTEXT) : start],
        projection[end : end + CONTEXT],
        start,
        end,
    )


def find(selector: Selector, old: str, new: str) -> Selector | None:
    """Find a passage again in the newer projection of the same block, or return None.

    It is found where the comparison of both maps it to the very same words.
    """
    if old[selector.start : selector.end] != selector.exact:
        return None
    if old == new:
        return selector
    start = _mapped(old, new, selector.start, selector.end)
    if start is None:
        return None
    return make(new, start, start + len(selector.exact))


def carry(
    selector: Selector, block: int, old: Sequence[str], new: Sequence[str], mapped: int | None
) -> Place | None:
    """Carry a passage from one version to the next, or return None: it is detached.

    `old` and `new` are the projections of all blocks, `block` the passage's old block and
    `mapped` the number of the block it became, where the alignment of the versions knows one.
    First the mapped block; else the words with their whole context, if they stand exactly once
    in both versions.
    """
    if mapped is not None:
        found = find(selector, old[block], new[mapped])
        if found is not None:
            return Place(mapped, found)
    if len(_occurrences(selector, old)) != 1:
        return None
    places = _occurrences(selector, new)
    if len(places) != 1:
        return None
    number, start = places[0]
    return Place(number, make(new[number], start, start + len(selector.exact)))


def _mapped(old: str, new: str, start: int, end: int) -> int | None:
    """Return where the equal run that holds `old[start:end]` puts it in `new`."""
    i = j = 0
    for span in words(old, new):
        length = len(span.text)
        if span.op is Op.EQUAL:
            if i <= start and end <= i + length:
                return j + start - i
            j += length
            i += length
        elif span.op is Op.DELETE:
            i += length
        else:
            j += length
    return None


def _occurrences(selector: Selector, projections: Sequence[str]) -> list[tuple[int, int]]:
    """Return every place where the words stand between exactly the same context.

    A context shorter than CONTEXT is the edge of a block, and must be one again.
    """
    whole = selector.prefix + selector.exact + selector.suffix
    at_start = len(selector.prefix) < CONTEXT
    at_end = len(selector.suffix) < CONTEXT
    found = []
    for number, text in enumerate(projections):
        position = text.find(whole)
        while position >= 0:
            fits = (not at_start or position == 0) and (
                not at_end or position + len(whole) == len(text)
            )
            if fits:
                found.append((number, position + len(selector.prefix)))
            position = text.find(whole, position + 1)
    return found
