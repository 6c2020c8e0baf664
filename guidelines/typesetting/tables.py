"""An author's table in pandoc's tree: rebuilt cell by cell, its columns aligned."""

from collections.abc import Callable
from typing import Any, Protocol

from guidelines.typesetting.nodes import NO_ATTRIBUTES, Node

_LEFT: Node = {"t": "AlignLeft"}


class DressCell(Protocol):
    """How a form dresses what a cell holds."""

    def __call__(self, blocks: list[Node], *, head: bool) -> list[Node]:
        """Return the blocks of a cell, of a header row or not."""


def table(c: Any, blocks: Callable[[list[Node]], list[Node]], cell: DressCell) -> Node:
    """Return a table without attributes; its text goes through `blocks`, then `cell`."""
    _, caption, columns, head, bodies, foot = c

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
            [[_LEFT if align["t"] == "AlignDefault" else align, w] for align, w in columns],
            [NO_ATTRIBUTES, rows(head[1], head=True)],
            [[NO_ATTRIBUTES, body[1], rows(body[2]), rows(body[3])] for body in bodies],
            [NO_ATTRIBUTES, rows(foot[1])],
        ],
    }
