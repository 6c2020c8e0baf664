"""Anchors: a passage of one version, as W3C Web Annotation keeps it.

Its exact words, 32 characters on each side, and its place in the block's projection (the words a
reader sees, see `project`). How it is found again in a later version: `text.carrying`.
"""

from dataclasses import dataclass

from guidelines.text.blocks import Block, Kind
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
