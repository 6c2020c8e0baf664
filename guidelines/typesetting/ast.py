"""One walk over pandoc's tree that makes an author's text safe and ready for one form.

The tree is pandoc's JSON: blocks and inlines as ``{"t": type, "c": content}``. The walk keeps
what a guideline may hold and says what it left out and where. A form (PDF, Word, web) derives
from `Dresser` and says how a box, a picture and a reference look in it.
"""

from typing import Any
from urllib.parse import unquote

from typing_extensions import override

from guidelines.errors import sentence
from guidelines.text.links import is_allowed_link
from guidelines.text.recommendations import FIELDS
from guidelines.typesetting.faults import check_picture
from guidelines.typesetting.labels import reasons, standing
from guidelines.typesetting.model import Manuscript, RecommendationRow, ungraded
from guidelines.typesetting.nodes import (
    SPACE,
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
from guidelines.typesetting.places import Places
from guidelines.typesetting.tables import table
from guidelines.typesetting.walking import Walker

_DEEPEST_HEADING = 6
_PLOT_WIDTH = "340px"


class Dresser(Walker):
    """Walks a tree once; subclasses say how the special parts of a form look.

    `row_heads` columns of our own tables name their rows; where `named_cells`, the cells of
    these carry the name of their column. `formulas` tells by its source where each stands.
    """

    row_heads = 1
    named_cells = False

    def __init__(self, manuscript: Manuscript) -> None:
        """Prepare to dress the body of `manuscript`."""
        self.manuscript = manuscript
        self.labels = manuscript.labels
        self.rows = {row.id: row for row in manuscript.recommendations}
        self.warnings: list[str] = []
        self.wordings: dict[str, list[Node]] = {}
        self.headings: list[tuple[int, str, list[Node]]] = []
        self.references: list[Node] = []
        self.formulas: dict[str, str] = {}
        self.place = manuscript.title
        self._anchors: set[str] = set()
        self._seen: set[str] = set()
        self._places = Places([])
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

    def section_number(self, number: str) -> list[Node]:
        """Return the number of a section, to stand before the words of its heading."""
        return [*words(number), SPACE]

    def caption_number(self, label: str, number: str) -> list[Node]:
        """Return what stands before a caption; `label` is "Table {}", `number` fills it."""
        return [*words(f"{label.format(number)}:"), SPACE]

    def formula(self, node: Node) -> list[Node]:
        """Return a formula; the form may add an alternative text."""
        return [node]

    def cell(self, blocks: list[Node], *, head: bool) -> list[Node]:
        """Return what a cell of an author's table holds."""
        return blocks

    def findings_title(self, heading: Node) -> list[Node]:
        """Return what stands over a table of findings."""
        return [heading]

    def reference(self, anchor: str, mark: list[Node], text: list[Node]) -> list[Node]:
        """Return one entry of the list of references."""
        return [div(anchor, [para([*mark, *text])])]

    def dress(self, blocks: list[Node]) -> list[Node]:
        """Return `blocks` ready for the form; the references are kept apart."""
        self._anchors = set(anchors(blocks))
        self._places = Places(blocks)
        first = next(iter(every(blocks, "Header")), None)
        self._shift = 1 - first["c"][0] if first is not None else 0
        return self.blocks(blocks)

    def warn(self, text: str) -> None:
        """Keep a sentence for the author, once."""
        if text not in self.warnings:
            self.warnings.append(text)

    @override
    def special_block(self, kind: str, c: Any) -> list[Node]:
        match kind:
            case "Header":
                return self._header(c)
            case "Div":
                return self._div(c)
            case "Table":
                return self._table(c)
            case "Figure":
                return self._figure(c)
            case "BlockQuote":
                return [{"t": kind, "c": self._within(c)}]
        raise ValueError(f"pandoc wrote a block of the unknown type {kind}")

    @override
    def special_inline(self, kind: str, c: Any) -> list[Node]:
        match kind:
            case "Link":
                return self._link(c)
            case "Image":
                return self._image(c)
            case "Span":
                return self._span(c)
            case "Math":
                self.formulas.setdefault(c[1], self.place)
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
        one = self._places.of(c)
        level = one.depth if one else min(level + self._shift, self._level + 1)
        level = self._level = max(1, min(level, _DEEPEST_HEADING))
        content = self.inlines(inlines)
        self.place = plain(inlines) or self.place
        anchor = self._anchor(identifier)
        number = [*words(one.number), SPACE] if one and one.number else []
        self.headings.append((level, anchor, [*number, *content]))
        if one and one.number:
            content = [*self.section_number(one.number), *content]
        return [{"t": "Header", "c": [level, [anchor, [], []], content]}]

    def _div(self, c: Any) -> list[Node]:
        (identifier, classes, pairs), blocks = c
        if "recommendation" in classes:
            return self.recommendation(identifier, dict(pairs), blocks)
        if "guidance" in classes:
            return []
        if identifier == "refs" and "references" in classes:
            self.references += [one for entry in blocks for one in self._entry(entry)]
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
        row = row or ungraded(identifier, fields)
        wording = [node for node in blocks if node["t"] not in ("Div", "Header")]
        self.wordings[identifier] = self.blocks(uncited(wording))
        anchor = self._anchor(identifier)
        self._inside += 1
        dressed = self.blocks(blocks)
        self._inside -= 1
        if row.caveat:
            dressed.insert(0, para([strong(words(row.caveat))]))
        for title, text in reasons(self.labels, fields):
            dressed += self.part(title, [para(words(text))])
        if said := standing(self.labels, fields):
            dressed.append(para([emphasis(words(said))]))
        for name, text in row.remarks:
            paragraphs = [para(words(part)) for part in text.split("\n\n") if part.strip()]
            dressed += self.part(self.labels[name], paragraphs)
        if row.plot in self.manuscript.assets:
            drawing = self.picture(row.plot, row.plot_words, {"width": _PLOT_WIDTH})
            dressed += self.part(self.labels["votes"], [para(drawing)])
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

    def _table(self, c: Any) -> list[Node]:
        node = table(c, self.blocks, self.cell)
        self._number_caption(c, node["c"][1][1])
        anchor = self._anchor(c[0][0])
        return [div(anchor, [node])] if anchor else [node]

    def _number_caption(self, c: Any, caption: list[Node]) -> None:
        one = self._places.of(c)
        if one and caption and caption[0]["t"] in ("Para", "Plain"):
            label = self.labels[f"numbered:{one.kind}"]
            caption[0]["c"] = [*self.caption_number(label, one.number), *caption[0]["c"]]

    def _figure(self, c: Any) -> list[Node]:
        (identifier, _, _), caption, blocks = c
        content = self.blocks(blocks)
        legend = self.blocks(caption[1])
        self._number_caption(c, legend)
        if any(every(blocks, "Image")) and not content:
            missing = words(f"[{self.labels['figure-missing']}]")
            return self.part("", [para([emphasis(missing)]), *legend])
        anchor = self._anchor(identifier)
        return [{"t": "Figure", "c": [[anchor, [], []], [None, legend], content]}]

    def _link(self, c: Any) -> list[Node]:
        _, inlines, (target, _) = c
        content = self.inlines(inlines)
        inside = target.startswith("#")
        if inside and not inlines:
            return self._reference(unquote(target[1:]))
        if target[1:] in self._anchors if inside else is_allowed_link(target):
            return [link(content, target)]
        if not target.startswith("#ref-"):  # an unknown key has its own warning
            self.warn(
                sentence(
                    "The link “%(text)s” in “%(place)s” leads nowhere that can be published; "
                    "its text stays.",
                    text=plain(inlines),
                    place=self.place,
                )
            )
        return content

    def _reference(self, name: str) -> list[Node]:
        """Return a link to a numbered part of the document: "Table 2"."""
        one = self._places.targets.get(name)
        if one is None:
            self.warn(
                sentence(
                    "The reference to “%(name)s” in “%(place)s” leads nowhere: no section, table, "
                    "figure or recommendation of this document has that name.",
                    name=name,
                    place=self.place,
                )
            )
            return words(f"[{self.labels['reference-missing']}]")
        row = self.rows.get(name)
        number = row.number if one.kind == "recommendation" and row else one.number
        text = self.labels[f"numbered:{one.kind}"].format(number) if number else f"“{one.words}”"
        return [link(words(text), f"#{name}")]

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
        check_picture(self.manuscript.assets[target], target, self.place)
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
        fresh = "" if identifier in self._seen else identifier
        self._seen.add(identifier)
        return fresh
