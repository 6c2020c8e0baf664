"""Slides for a meeting: a title, then for each statement its words, a small table, what was said.

They are written as pandoc's tree: nothing in them is read as Markdown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from guidelines.typesetting import pandoc
from guidelines.typesetting.nodes import NO_ATTRIBUTES, Node, div, para, words

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_VERSION = [1, 23, 1]


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: its heading, then paragraphs with a table beside them, or points.

    The first row of the table holds its heads.
    """

    heading: str
    paragraphs: Sequence[str] = ()
    table: Sequence[Sequence[str]] = ()
    points: Sequence[str] = ()


def slides(title: str, subtitle: str, pages: Sequence[Slide], *, language: str = "en") -> bytes:
    """Return a presentation (PPTX). Raises `TooLarge` when a limit is reached."""
    tree = {
        "pandoc-api-version": _VERSION,
        "meta": {
            "title": _meta(title),
            "subtitle": _meta(subtitle),
            "lang": _meta(language),
        },
        "blocks": [block for page in pages for block in _blocks(page)],
    }
    arguments = ["--from=json", "--to=pptx", "--slide-level=1"]
    return pandoc.run(arguments, orjson.dumps(tree)).output


def _meta(text: str) -> Node:
    return {"t": "MetaInlines", "c": words(text)}


def _blocks(page: Slide) -> list[Node]:
    found: list[Node] = [{"t": "Header", "c": [1, NO_ATTRIBUTES, words(page.heading)]}]
    said = [para(words(text)) for text in page.paragraphs]
    if page.table:
        found.append(div("", [div("", said, css="column"), _column(page.table)], css="columns"))
    else:
        found += said
    if page.points:
        found.append({"t": "BulletList", "c": [[_plain(text)] for text in page.points]})
    return found


def _column(table: Sequence[Sequence[str]]) -> Node:
    return div("", [_table(table)], css="column")


def _plain(text: str) -> Node:
    return {"t": "Plain", "c": words(text)}


def _table(rows: Sequence[Sequence[str]]) -> Node:
    columns = max(len(row) for row in rows)
    head, *body = [[*row, *[""] * (columns - len(row))] for row in rows]
    shape = [[{"t": "AlignCenter"}, {"t": "ColWidthDefault"}] for _ in range(columns)]
    return {
        "t": "Table",
        "c": [
            NO_ATTRIBUTES,
            [None, []],
            shape,
            [NO_ATTRIBUTES, [_row(head)]],
            [[NO_ATTRIBUTES, 0, [], [_row(row) for row in body]]],
            [NO_ATTRIBUTES, []],
        ],
    }


def _row(cells: Sequence[str]) -> list[object]:
    return [
        NO_ATTRIBUTES,
        [
            [NO_ATTRIBUTES, {"t": "AlignDefault"}, 1, 1, [_plain(cell)] if cell else []]
            for cell in cells
        ],
    ]
