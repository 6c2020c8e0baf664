"""The Word form: boxes, pictures and references as paragraphs with our Word styles."""

import base64
import io
from typing import Any

from PIL import Image
from typing_extensions import override

from guidelines.typesetting import pandoc, press
from guidelines.typesetting.around import heading, matter
from guidelines.typesetting.ast import Dresser
from guidelines.typesetting.citing import live_field
from guidelines.typesetting.faults import unset_formulas
from guidelines.typesetting.labels import value
from guidelines.typesetting.model import Manuscript, RecommendationRow
from guidelines.typesetting.nodes import (
    SPACE,
    Node,
    div,
    flat,
    joined,
    para,
    plain,
    raw,
    strong,
    words,
)
from guidelines.typesetting.pandoc import Tree
from guidelines.typesetting.word_file import finished
from guidelines.typesetting.word_numbers import counted, marked
from guidelines.typesetting.word_pages import TAB, contents, summary, title_page
from guidelines.typesetting.word_runs import Runs

_WORD_READS = frozenset({"image/png", "image/jpeg", "image/gif"})


class WordDresser(Dresser):
    """Turns the special parts of a guideline into paragraphs with our Word styles."""

    row_heads = 0  # Word would set such a column apart

    def __init__(self, manuscript: Manuscript, *, live: bool = False) -> None:
        """Prepare to dress the body of `manuscript`; `live` citations are fields of Zotero."""
        super().__init__(manuscript)
        self._box = ""
        self._items = {str(item["id"]): item for item in manuscript.bibliography if live}
        self._fields = 0

    @override
    def picture(self, name: str, alt: str, size: dict[str, str]) -> list[Node]:
        asset = self.manuscript.assets[name]
        media_type, content = asset.media_type, asset.content
        if media_type == "image/svg+xml":
            media_type, content = "image/png", press.png_from_svg(content)
        elif media_type not in _WORD_READS:
            media_type, content = "image/png", _png(content)
        address = f"data:{media_type};base64,{base64.b64encode(content).decode()}"
        attributes = ["", [], [list(pair) for pair in size.items()]]
        return [{"t": "Image", "c": [attributes, words(alt), [address, ""]]}]

    @override
    def section_number(self, number: str) -> list[Node]:
        return [raw("openxml", marked(number))]

    @override
    def caption_number(self, label: str, number: str) -> list[Node]:
        return [raw("openxml", counted(label, number))]

    @override
    def citation(self, c: Any) -> list[Node]:
        self._fields += 1
        return live_field(c, super().citation(c), self._items, self._fields)

    @override
    def recommendation(
        self, identifier: str, fields: dict[str, str], blocks: list[Node]
    ) -> list[Node]:
        row, around = self.rows.get(identifier), self._box
        self._box = "Recommendation" if row is None or row.agreed else "Open Recommendation"
        boxed = super().recommendation(identifier, fields, blocks)
        self._box = around
        return boxed

    @override
    def box(self, row: RecommendationRow, anchor: str, blocks: list[Node]) -> list[Node]:
        prefix = self._box or "Recommendation"
        parts = (n for n, one in enumerate(blocks) if _is_part(one))
        core, rest = blocks[: (first := next(parts, len(blocks)))], blocks[first:]
        heading = self.manuscript.heading_line(row)
        kind = value(self.labels, "type", row.type)
        lines = [
            (self.labels["strength"], self.manuscript.strength_line(row)),
            (self.labels["certainty"], value(self.labels, "certainty", row.certainty)),
            (self.labels["consensus"], joined(self.manuscript.consensus_line(row), row.state)),
        ]
        return [
            div(
                anchor,
                [
                    div("", [para(words(joined(heading, kind)))], f"{prefix} Heading"),
                    div("", flat(core), f"{prefix} Wording"),
                    *(
                        div(
                            "",
                            [para([strong(words(f"{name}: ")), SPACE, *words(text)])],
                            f"{prefix} Detail",
                        )
                        for name, text in lines
                        if text
                    ),
                    *([div("", flat(rest), prefix)] if rest else []),
                ],
            )
        ]

    @override
    def part(self, title: str, blocks: list[Node]) -> list[Node]:
        if not title:
            return blocks
        style = f"{self._box} Part" if self._box else "Recommendation Part"
        return [div("", [para(words(title))], style), *blocks]

    @override
    def cell(self, blocks: list[Node], *, head: bool) -> list[Node]:
        return [div("", flat(blocks), "Table Cell")]

    @override
    def findings_title(self, heading: Node) -> list[Node]:
        return [div("", [para([strong(heading["c"][2])])], "Table Caption")]

    @override
    def reference(self, anchor: str, mark: list[Node], text: list[Node]) -> list[Node]:
        if mark:
            mark = [*words(plain(mark)), TAB]
        return [div(anchor, [para([*mark, *text])], "Bibliography")]


def render(tree: Tree, manuscript: Manuscript, *, live: bool = False) -> tuple[bytes, list[str]]:
    """Write the dressed tree as a Word file; return it and the warnings.

    `live` citations are fields that Zotero's plugin for Word brings up to date.
    """
    dresser = WordDresser(manuscript, live=live)
    body = dresser.dress(tree["blocks"])
    closing = matter(dresser)
    if dresser.references:
        closing += [heading(manuscript.labels["references"]), *dresser.references]
    blocks = [
        *title_page(manuscript),
        *contents(dresser, closing),
        *summary(dresser),
        *body,
        *closing,
    ]
    content, warnings = written(tree, blocks, manuscript)
    unset = unset_formulas(warnings, dresser.formulas)
    return content, [*dresser.warnings, *unset]


def written(
    tree: Tree, blocks: list[Node], manuscript: Manuscript
) -> tuple[bytes, tuple[str, ...]]:
    """Write dressed blocks as a Word file; return it and what pandoc says of them."""
    runs = Runs()
    meta = {"lang": {"t": "MetaString", "c": manuscript.language}}
    made = pandoc.write(
        {**tree, "meta": meta, "blocks": runs.commented(blocks)},
        "docx",
        epoch=int(manuscript.moment.timestamp()),
    )
    return finished(made.output, manuscript, runs), made.warnings


def _is_part(node: Node) -> bool:
    """Tell whether a block is the title of a part, such as the reasons."""
    styles = node["c"][0][2] if node["t"] == "Div" else []
    return any(style.endswith(" Part") for _name, style in styles)


def _png(content: bytes) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(content)) as picture:
        picture.save(out, "PNG")
    return out.getvalue()
