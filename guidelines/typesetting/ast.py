"""One walk over pandoc's tree that makes an author's text safe and ready for one form.

The tree is pandoc's JSON: blocks and inlines as ``{"t": type, "c": content}``. The walk keeps
what a guideline may hold and says what it left out and where. A form (PDF, Word, web) derives
from `Dresser` and says how a box, a picture and a reference look in it.
"""

from typing import Any

from guidelines.errors import sentence
from guidelines.text.links import is_allowed_link
from guidelines.text.recommendations import FIELDS
from guidelines.typesetting.model import Manuscript, RecommendationRow
from guidelines.typesetting.nodes import (
    NO_ATTRIBUTES,
    Node,
    anchors,
    div,
    emphasis,
    every,
    link,
    para,
    plain,
    sizes,
    strong,
    uncited,
    words,
)
from guidelines.typesetting.tables import table

_WORDS = frozenset({"Str", "Space", "SoftBreak"})
_FIRST_WORDS = 2
_LEAF = _WORDS | {"LineBreak"}
_WRAPPERS = frozenset(
    {"Emph", "Underline", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps"}
)
_DEEPEST_HEADING = 6


class Dresser:
    """Walks a tree once; subclasses say how the special parts of a form look."""

    def __init__(self, manuscript: Manuscript) -> None:
        """Prepare to dress the body of `manuscript`."""
        self.manuscript = manuscript
        self.labels = manuscript.labels
        self.rows = {row.id: row for row in manuscript.recommendations}
        self.warnings: list[str] = []
        self.wordings: dict[str, list[Node]] = {}
        self.headings: list[tuple[int, str, list[Node]]] = []
        self.references: list[Node] = []
        self.place = manuscript.title
        self._anchors: set[str] = set()
        self._seen: set[str] = set()
        self._shift = 0
        self._level = 0
        self._inside = 0

    def picture(self, name: str, alt: str, size: dict[str, str]) -> list[Node]:
        """Return the attachment `name` as inlines."""
        raise NotImplementedError

    def box(self, row: RecommendationRow, anchor: str, blocks: list[Node]) -> list[Node]:
        """Return a recommendation as a numbered box around `blocks`."""
        raise NotImplementedError

    def part(self, title: str, blocks: list[Node]) -> list[Node]:
        """Return a long part of a recommendation (rationale, remarks) under its title."""
        raise NotImplementedError

    def formula(self, node: Node) -> list[Node]:
        """Return a formula; the form may add an alternative text."""
        return [node]

    def cell(self, blocks: list[Node], *, head: bool) -> list[Node]:
        """Return what a cell of an author's table holds."""
        return blocks

    def reference(self, anchor: str, mark: list[Node], text: list[Node]) -> list[Node]:
        """Return one entry of the list of references."""
        return [div(anchor, [para([*mark, *text])])]

    def dress(self, blocks: list[Node]) -> list[Node]:
        """Return `blocks` ready for the form; the references are kept apart."""
        self._anchors = set(anchors(blocks))
        levels = [node["c"][0] for node in every(blocks, "Header")]
        self._shift = 1 - levels[0] if levels else 0
        return self.blocks(blocks)

    def warn(self, text: str) -> None:
        """Keep a sentence for the author, once."""
        if text not in self.warnings:
            self.warnings.append(text)

    def blocks(self, nodes: list[Node]) -> list[Node]:
        """Return a list of blocks, each dressed."""
        out: list[Node] = []
        for node in nodes:
            kind = node["t"]
            if kind in ("Para", "Plain"):
                if inlines := self.inlines(node["c"]):
                    out.append({"t": kind, "c": inlines})
            else:
                out.extend(self._block(kind, node.get("c")))
        return out

    def inlines(self, nodes: list[Node]) -> list[Node]:
        """Return a list of inlines, each dressed."""
        # The words of a line become one node, because a writer is faster with fewer nodes; the
        # first stay apart, so that it sees "1." or "-" and keeps it from becoming a list.
        out: list[Node] = []
        line: list[str] = []
        apart = _FIRST_WORDS
        for node in nodes:
            kind = node["t"]
            if kind in _WORDS and not apart:
                line.append(node["c"] if kind == "Str" else " ")
                continue
            if line:
                out.append({"t": "Str", "c": "".join(line)})
                line = []
            apart = _FIRST_WORDS if kind == "LineBreak" else max(0, apart - 1)
            if kind in _LEAF:
                out.append(node)
            elif kind in _WRAPPERS:
                out.append({"t": kind, "c": self.inlines(node["c"])})
            else:
                out.extend(self._inline(kind, node["c"]))
        if line:
            out.append({"t": "Str", "c": "".join(line)})
        return out

    def _block(self, kind: str, c: Any) -> list[Node]:
        match kind:
            case "Header":
                return self._header(c)
            case "Div":
                return self._div(c)
            case "Table":
                return [table(c, self.blocks, self.cell)]
            case "Figure":
                return self._figure(c)
            case "BulletList":
                return [{"t": kind, "c": [self.blocks(item) for item in c]}]
            case "OrderedList":
                return [{"t": kind, "c": [c[0], [self.blocks(item) for item in c[1]]]}]
            case "DefinitionList":
                terms = [
                    [self.inlines(term), [self.blocks(meaning) for meaning in meanings]]
                    for term, meanings in c
                ]
                return [{"t": kind, "c": terms}]
            case "BlockQuote":
                return [{"t": kind, "c": self._within(c)}]
            case "LineBlock":
                return [{"t": kind, "c": [self.inlines(line) for line in c]}]
            case "CodeBlock":
                return [{"t": kind, "c": [NO_ATTRIBUTES, c[1]]}]
            case "RawBlock":
                return [{"t": "CodeBlock", "c": [NO_ATTRIBUTES, c[1]]}]
            case "HorizontalRule":
                return [{"t": kind}]
        raise ValueError(f"pandoc wrote a block of the unknown type {kind}")

    def _inline(self, kind: str, c: Any) -> list[Node]:
        match kind:
            case "Cite":
                return self.inlines(c[1])
            case "Link":
                return self._link(c)
            case "Image":
                return self._image(c)
            case "Span":
                return self._span(c)
            case "Quoted":
                return [{"t": kind, "c": [c[0], self.inlines(c[1])]}]
            case "Code":
                return [{"t": kind, "c": [NO_ATTRIBUTES, c[1]]}]
            case "RawInline":
                return [{"t": "Code", "c": [NO_ATTRIBUTES, c[1]]}]
            case "Math":
                return self.formula({"t": kind, "c": c})
            case "Note":
                return [{"t": kind, "c": self._within(c)}]
        raise ValueError(f"pandoc wrote an inline of the unknown type {kind}")

    def _within(self, nodes: list[Node]) -> list[Node]:
        """Return blocks of a quotation or a note, where no recommendation can stand."""
        self._inside += 1
        out = self.blocks(nodes)
        self._inside -= 1
        return out

    def _header(self, c: Any) -> list[Node]:
        level, (identifier, _, _), inlines = c
        # No level is skipped on the way down, or an accessible PDF is refused.
        level = max(1, min(level + self._shift, self._level + 1, _DEEPEST_HEADING))
        self._level = level
        content = self.inlines(inlines)
        self.place = plain(content) or self.place
        anchor = self._anchor(identifier)
        self.headings.append((level, anchor, content))
        return [{"t": "Header", "c": [level, [anchor, [], []], content]}]

    def _div(self, c: Any) -> list[Node]:
        (identifier, classes, pairs), blocks = c
        if "recommendation" in classes:
            return self.recommendation(identifier, dict(pairs), blocks)
        if identifier == "refs" and "references" in classes:
            for entry in blocks:
                self.references.extend(self._entry(entry))
            return []
        if title := next((self.labels[name] for name in classes if name in FIELDS), ""):
            return self.part(title, self.blocks(blocks))
        return [div(self._anchor(identifier), self.blocks(blocks))]

    def recommendation(
        self, identifier: str, fields: dict[str, str], blocks: list[Node]
    ) -> list[Node]:
        """Return a recommendation block of the text as a box; keep its wording for the table."""
        row = self.rows.get(identifier)
        if self.rows and (row is None or self._inside or identifier in self.wordings):
            # Nothing may look like a recommendation that nobody voted on.
            self.warn(
                sentence(
                    "A block in “%(place)s” is not one of the numbered recommendations: "
                    "it was printed as plain text.",
                    place=self.place,
                )
            )
            return self.blocks(blocks)
        row = row or RecommendationRow(
            id=identifier,
            number="",
            type=fields.get("type", ""),
            strength=fields.get("strength", ""),
            direction=fields.get("direction", ""),
            certainty=fields.get("certainty", ""),
        )
        wording = [node for node in blocks if node["t"] not in ("Div", "Header")]
        self.wordings[identifier] = self.blocks(uncited(wording))
        anchor = self._anchor(identifier)
        self._inside += 1
        dressed = self.blocks(blocks)
        self._inside -= 1
        if row.caveat:
            dressed.insert(0, para([strong(words(row.caveat))]))
        for name, text in row.remarks:
            paragraphs = [para(words(part)) for part in text.split("\n\n") if part.strip()]
            dressed += self.part(self.labels[name], paragraphs)
        return self.box(row, anchor, dressed)

    def _entry(self, node: Node) -> list[Node]:
        if node["t"] != "Div":
            return self.blocks([node])
        anchor = self._anchor(node["c"][0][0])
        mark: list[Node] = []
        text: list[Node] = []
        for block in node["c"][1]:
            for inline in block.get("c", []) if block["t"] in ("Para", "Plain") else []:
                left = inline["t"] == "Span" and "csl-left-margin" in inline["c"][0][1]
                (mark if left else text).extend(self.inlines([inline]))
        return self.reference(anchor, mark, text)

    def _figure(self, c: Any) -> list[Node]:
        (identifier, _, _), caption, blocks = c
        content = self.blocks(blocks)
        legend = self.blocks(caption[1])
        if any(every(blocks, "Image")) and not content:
            note = emphasis(words(f"[{self.labels['figure-missing']}]"))
            return self.part("", [para([note]), *legend])
        anchor = self._anchor(identifier)
        return [{"t": "Figure", "c": [[anchor, [], []], [None, legend], content]}]

    def _link(self, c: Any) -> list[Node]:
        _, inlines, (target, _) = c
        content = self.inlines(inlines)
        inside = target.startswith("#")
        if target[1:] in self._anchors if inside else is_allowed_link(target):
            return [link(content, target)]
        if not target.startswith("#ref-"):  # an unknown key has its own warning
            self.warn(
                sentence(
                    "The link “%(text)s” in “%(place)s” leads nowhere that can be published; "
                    "its text stays.",
                    text=plain(content),
                    place=self.place,
                )
            )
        return content

    def _image(self, c: Any) -> list[Node]:
        (_, _, pairs), inlines, (target, _) = c
        if target not in self.manuscript.assets:
            self.warn(
                sentence(
                    "The image “%(name)s” in “%(place)s” was left out: "
                    "it is not an attachment of this guideline.",
                    name=target if len(target) <= 80 else f"{target[:79]}…",
                    place=self.place,
                )
            )
            return []
        alt = plain(inlines)
        if not alt:
            self.warn(
                sentence(
                    "The image “%(name)s” in “%(place)s” has no alternative text.",
                    name=target,
                    place=self.place,
                )
            )
        return self.picture(target, alt or target, sizes(pairs))

    def _span(self, c: Any) -> list[Node]:
        (identifier, classes, _), inlines = c
        content = self.inlines(inlines)
        if "smallcaps" in classes:
            return [{"t": "SmallCaps", "c": content}]
        if anchor := self._anchor(identifier):
            return [{"t": "Span", "c": [[anchor, [], []], content]}]
        return content

    def _anchor(self, identifier: str) -> str:
        # The first of several equal identifiers wins: a link needs one target.
        if not identifier or identifier in self._seen:
            return ""
        self._seen.add(identifier)
        return identifier
