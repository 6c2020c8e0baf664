"""Word in: a DOCX becomes Markdown that our own reader understands, with its pictures."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from guidelines.errors import sentence
from guidelines.text.markdown import PANDOC_READER
from guidelines.typesetting import pandoc
from guidelines.typesetting.archive import Unreadable, pack, unpack
from guidelines.typesetting.citation_fields import with_fields
from guidelines.typesetting.citing import cited, references_of
from guidelines.typesetting.model import Asset
from guidelines.typesetting.nodes import NO_ATTRIBUTES, SPACE, Node, plain, words
from guidelines.typesetting.pictures import reencoded
from guidelines.typesetting.word_changes import taken_as_accepted

__all__ = ["Imported", "Unreadable", "as_markdown", "read_docx"]

_INCHES = re.compile(r"([\d.]+)in")
_TEXT_WIDTH = 6.3  # inches of a usual Word page between its margins
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}
_LISTS: dict[str, Callable[[Any], Any]] = {
    "BulletList": lambda c: c,
    "OrderedList": lambda c: c[1],
}


@dataclass(frozen=True, slots=True)
class Imported:
    """A text from outside: Markdown, its pictures by name, its title if it says one, warnings.

    `references` are the sources that fields of a reference manager in it held, as CSL-JSON items
    whose ids are the keys that the text cites.
    """

    markdown: str
    assets: Mapping[str, Asset]
    title: str
    warnings: tuple[str, ...]
    references: tuple[Mapping[str, Any], ...] = ()


def read_docx(content: bytes) -> Imported:
    """Read a Word file as it stands with all tracked changes accepted.

    Headings, lists, tables, footnotes, formulas, links, pictures and citations are kept. What is
    not, is named in the warnings: comments, drawings, embedded files, merged cells.

    Raises
    ------
    Unreadable
        If it is not a sound Word file.
    TooLarge
        If it is, or would become, larger than can be taken.
    """
    parts, embedded = unpack(content)
    cited_parts, said = with_fields(parts)
    try:
        read = pandoc.run(
            ["--from=docx+citations", "--to=json", "--track-changes=accept"],
            pack(cited_parts),
            media=True,
        )
    except pandoc.Refused:
        raise Unreadable(
            sentence(
                "This Word file could not be read. "
                "Open it in Word, save it again and try once more."
            )
        ) from None
    made = as_markdown(read.output, read.media)
    warnings = [*taken_as_accepted(parts), *said, *made.warnings]
    if embedded:
        left_out = "Files embedded in the document (%(count)s) were left out."
        warnings.append(sentence(left_out, count=len(embedded)))
    return replace(made, warnings=tuple(dict.fromkeys(warnings)))


def as_markdown(tree_source: bytes, media: Mapping[str, bytes]) -> Imported:
    """Return what pandoc read of a file as Markdown, with the pictures in `media` that it shows.

    `tree_source` is pandoc's tree as JSON. Raises `Unreadable` for one that is nested too deeply.
    """
    try:
        tree = json.loads(tree_source)
        references, keys = references_of(tree)
        plainer = _Plainer(media, keys)
        blocks = plainer.blocks(tree["blocks"])
    except RecursionError:
        raise Unreadable(
            sentence(
                "Lists or tables in this file are nested too deeply. Flatten them and try again."
            )
        ) from None
    title = plain(tree["meta"].get("title", {}).get("c", []))
    written = pandoc.run(
        ["--from=json", f"--to={PANDOC_READER}", "--wrap=none", "--reference-location=section"],
        json.dumps({**tree, "meta": {}, "blocks": blocks}).encode(),
    )
    warnings = tuple(dict.fromkeys(plainer.warnings))
    return Imported(written.output.decode(), plainer.assets, title, warnings, references)


class _Plainer:
    """Reduces a tree from Word to what our Markdown can say."""

    def __init__(self, media: Mapping[str, bytes], keys: Mapping[str, str]) -> None:
        """Prepare with the pictures that pandoc took out of the file, and the keys of sources."""
        self.media = media
        self.keys = keys
        self.assets: dict[str, Asset] = {}
        self.warnings: list[str] = []
        self._names: dict[str, str] = {}

    def blocks(self, nodes: list[Node]) -> list[Node]:
        """Return blocks without dress and division."""
        out: list[Node] = []
        for node in nodes:
            kind: str = node["t"]
            c: Any = node.get("c")
            match kind:
                case "Para" | "Plain":
                    if inlines := self.inlines(c):
                        out.append({"t": kind, "c": inlines})
                case "Header":
                    if inlines := self.inlines(c[2]):
                        out.append({"t": kind, "c": [c[0], NO_ATTRIBUTES, inlines]})
                case "Div":
                    out.extend(self.blocks(c[1]))
                case "Figure":
                    out.extend(self.blocks(c[2]))
                    out.extend(self.blocks(c[1][1]))
                case "BulletList":
                    out.append({"t": kind, "c": self._items(c)})
                case "OrderedList":
                    marks = [c[0][0], {"t": "Decimal"}, {"t": "Period"}]
                    out.append({"t": kind, "c": [marks, self._items(c[1])]})
                case "BlockQuote":
                    out.append({"t": kind, "c": self.blocks(c)})
                case "DefinitionList":
                    terms = [[self.inlines(t), [self.blocks(m) for m in ms]] for t, ms in c]
                    out.append({"t": kind, "c": terms})
                case "LineBlock":
                    out.extend({"t": "Para", "c": self.inlines(line)} for line in c)
                case "CodeBlock":
                    out.append({"t": kind, "c": [NO_ATTRIBUTES, c[1]]})
                case "Table":
                    out.extend(self._box(c) if len(c[2]) == 1 else [self._table(c)])
                case "HorizontalRule":
                    out.append(node)
        return out

    def inlines(self, nodes: list[Node]) -> list[Node]:
        """Return inlines without spans; links within the file become their text."""
        out: list[Node] = []
        for node in nodes:
            kind: str = node["t"]
            c: Any = node.get("c")
            match kind:
                case "Span":
                    out.extend(self.inlines(c[1]))
                case "Underline" | "SmallCaps":
                    out.extend(self.inlines(c))
                case "Emph" | "Strong" | "Strikeout" | "Superscript" | "Subscript":
                    if inlines := self.inlines(c):
                        out.append({"t": kind, "c": inlines})
                case "Quoted":
                    out.append({"t": kind, "c": [c[0], self.inlines(c[1])]})
                case "Link":
                    inside = c[2][0].startswith("#")
                    content = self.inlines(c[1])
                    out.extend(
                        content
                        if inside
                        else [{"t": kind, "c": [NO_ATTRIBUTES, content, [c[2][0], ""]]}]
                    )
                case "Image":
                    out.extend(self._image(c))
                case "Note":
                    out.append({"t": kind, "c": self.blocks(c)})
                case "Cite":
                    out.extend(cited(c, self.keys, self.inlines))
                case "RawInline":
                    pass
                case _:
                    out.append(node)
        return out

    def _items(self, items: list[list[Node]]) -> list[list[Node]]:
        """Return the items of a list; those of one paragraph each stand close together."""
        out = [self.blocks(item) for item in items]
        close = all(sum(block["t"] == "Para" for block in item) <= 1 for item in out)
        return [
            [
                {**block, "t": "Plain"} if close and block["t"] == "Para" else block
                for block in item
            ]
            for item in out
        ]

    def _image(self, c: Any) -> list[Node]:
        (_, _, pairs), inlines, (target, _) = c
        name = self._names.get(target) or self._take(target)
        if not name:
            return []
        width = _INCHES.fullmatch(dict(pairs).get("width", ""))
        share = min(100, round(100 * float(width[1]) / _TEXT_WIDTH)) if width else 0
        attributes = ["", [], [["width", f"{share}%"]] if share else []]
        return [{"t": "Image", "c": [attributes, words(plain(inlines)), [name, ""]]}]

    def _take(self, target: str) -> str:
        asset = reencoded(self.media.get(target, b""))
        if asset is None:
            self.warnings.append(
                sentence(
                    "The picture “%(name)s” was left out: PNG, JPEG, GIF, TIFF, BMP, WebP and "
                    "sound SVG can be taken over.",
                    name=target.rsplit("/", 1)[-1][:80],
                )
            )
            return ""
        name = f"image-{len(self.assets) + 1}.{_ENDINGS[asset.media_type]}"
        self.assets[name] = asset
        self._names[target] = name
        return name

    def _box(self, c: Any) -> list[Node]:
        """Return a table of one column as what it is in Word: a box around paragraphs."""
        rows = [*c[3][1], *(row for body in c[4] for row in [*body[2], *body[3]]), *c[5][1]]
        inside = [block for row in rows for cell in row[1] for block in self.blocks(cell[4])]
        legend = self.blocks(c[1][1])
        return [*legend, *([{"t": "BlockQuote", "c": inside}] if inside else [])]

    def _table(self, c: Any) -> Node:
        _, caption, columns, head, bodies, foot = c
        width = len(columns)
        spans = 0
        hanging = [0] * width  # rows for which a cell above still reaches into this column

        def line(cells: list[Any]) -> list[Any]:
            nonlocal spans
            out: list[Any] = []
            waiting = list(cells)
            while len(out) < width:
                column = len(out)
                if hanging[column]:
                    hanging[column] -= 1
                    out.append(_cell([]))
                elif waiting:
                    cell = waiting.pop(0)
                    rows, reach = cell[2], cell[3]
                    spans += rows > 1 or reach > 1
                    out.append(_cell(self._one_line(self.blocks(cell[4]))))
                    out.extend(_cell([]) for _ in range(min(reach, width - column) - 1))
                    for over in range(column, min(column + reach, width)):
                        hanging[over] = rows - 1
                else:
                    out.append(_cell([]))
            return out

        heads = [[NO_ATTRIBUTES, line(row[1])] for row in head[1]]
        lines = [[NO_ATTRIBUTES, line(row[1])] for body in bodies for row in [*body[2], *body[3]]]
        lines = [*heads[1:], *lines, *([NO_ATTRIBUTES, line(row[1])] for row in foot[1])]
        if spans:
            self.warnings.append(
                sentence("Merged cells (%(count)s) were parted in a table.", count=spans)
            )
        first = heads[:1] or [[NO_ATTRIBUTES, [_cell([]) for _ in range(width)]]]
        even = [[align, {"t": "ColWidthDefault"}] for align, _ in columns]
        legend = [None, self.blocks(caption[1])]
        body = [NO_ATTRIBUTES, 0, [], lines]
        return {
            "t": "Table",
            "c": [
                NO_ATTRIBUTES,
                legend,
                even,
                [NO_ATTRIBUTES, first],
                [body],
                [NO_ATTRIBUTES, []],
            ],
        }

    def _one_line(self, blocks: list[Node]) -> list[Node]:
        """Return the blocks of a cell as inlines: a pipe table has one line to a row."""
        out: list[Node] = []
        for block in blocks:
            kind: str = block["t"]
            c: Any = block.get("c")
            if kind in ("Para", "Plain"):
                piece = [SPACE if i["t"] in _BREAKS else i for i in c]
            elif kind == "Header":
                piece = c[2]
            elif kind in _LISTS:
                piece = []
                for item in _LISTS[kind](c):
                    piece += [*words("•"), SPACE, *self._one_line(item), SPACE]
            else:
                piece = words(plain([block]))
            out += [*([SPACE] if out and piece else []), *piece]
        return out


_BREAKS = frozenset({"LineBreak", "SoftBreak"})


def _cell(inlines: list[Node]) -> list[Any]:
    blocks = [{"t": "Plain", "c": inlines}] if inlines else []
    return [NO_ATTRIBUTES, {"t": "AlignDefault"}, 1, 1, blocks]
