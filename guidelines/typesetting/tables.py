"""An author's table in pandoc's tree: rebuilt cell by cell, its columns aligned."""

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from guidelines.typesetting.nodes import NO_ATTRIBUTES, Node, plain

_LEFT: Node = {"t": "AlignLeft"}
_LINE = 90  # letters in a line of a table
_MARGINS = 4  # what the white at both sides of a cell takes, in letters


class DressCell(Protocol):
    """How a form dresses what a cell holds."""

    def __call__(self, blocks: list[Node], *, head: bool) -> list[Node]:
        """Return the blocks of a cell, of a header row or not."""


def table(c: Any, blocks: Callable[[list[Node]], list[Node]], cell: DressCell) -> Node:
    """Return a table without attributes; its text goes through `blocks`, then `cell`."""
    _, caption, _, head, bodies, foot = c

    def rows(group: Any, *, head: bool = False) -> list[Any]:
        return [
            [
                NO_ATTRIBUTES,
                [[NO_ATTRIBUTES, *one[1:4], cell(blocks(one[4]), head=head)] for one in cells],
            ]
            for _, cells in group
        ]

    return {
        "t": "Table",
        "c": [
            NO_ATTRIBUTES,
            [None, blocks(caption[1])],
            _columns(c),
            [NO_ATTRIBUTES, rows(head[1], head=True)],
            [[NO_ATTRIBUTES, body[1], rows(body[2]), rows(body[3])] for body in bodies],
            [NO_ATTRIBUTES, rows(foot[1])],
        ],
    }


def _columns(c: Any) -> list[Any]:
    """Return the columns; where the author gave all one width, each gets what its words need."""
    columns = [[_LEFT if align["t"] == "AlignDefault" else align, w] for align, w in c[2]]
    stated = {w.get("c") for _, w in columns}
    if len(columns) < 2 or len(stated) > 1 or stated == {None}:
        return columns
    needs = [_MARGINS] * len(columns)
    for row in rows_of(c):
        if len(row) != len(columns):
            continue  # a cell that spans several columns says nothing of one
        for place, cell in enumerate(row):
            words = plain(cell[4]).split()
            longest = max(map(len, words), default=0)
            wanted = max(longest, min(len(" ".join(words)), _LINE // len(columns))) + _MARGINS
            needs[place] = max(needs[place], wanted)
    whole = stated.pop() * len(columns)
    return [
        [align, {"t": "ColWidth", "c": round(whole * need / sum(needs), 4)}]
        for (align, _), need in zip(columns, needs, strict=True)
    ]


def rows_of(c: Any) -> Iterator[Any]:
    """Yield the cells of each row of a table."""
    _, _, _, head, bodies, foot = c
    groups = [head[1], *(group for body in bodies for group in body[2:4]), foot[1]]
    for group in groups:
        for _, cells in group:
            yield cells
