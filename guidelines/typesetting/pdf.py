"""The PDF form: boxes, figures and references become calls of the house template.

Every word of an author that ends up inside a call is quoted as a typst string.
"""

from collections.abc import Sequence
from typing import Any

from typing_extensions import override

from guidelines.text.days import day_in_words
from guidelines.typesetting import pandoc, press
from guidelines.typesetting.ast import Dresser
from guidelines.typesetting.credit import role_names
from guidelines.typesetting.faults import unset_formulas
from guidelines.typesetting.labels import circles, value
from guidelines.typesetting.model import Findings, Manuscript, RecommendationRow
from guidelines.typesetting.nodes import Node, div, every, para, raw, words
from guidelines.typesetting.pandoc import Tree
from guidelines.typesetting.qr import qr_code
from guidelines.typesetting.tables import rows_of
from guidelines.typesetting.typst_words import FORM, as_one, letters, merged, quoted

_SUFFIX = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/svg+xml": "svg"}
# Typst measures in points; a CSS pixel is three quarters of one.
_POINTS_PER_PIXEL = 0.75
_LONGEST_WHOLE = 400  # letters of a cell whose row is kept on one page
_LONGEST_WORDING = 2000  # letters of a recommendation that is kept on one page


class PrintDresser(Dresser):
    """Turns the special parts of a guideline into calls of ``guideline.typ``."""

    first_words = 0

    def __init__(self, manuscript: Manuscript) -> None:
        """Prepare to dress the body of `manuscript`."""
        super().__init__(manuscript)
        self.pictures: dict[str, bytes] = {}

    @override
    def inlines(self, nodes: list[Node]) -> list[Node]:
        return merged(super().inlines(nodes))

    @override
    def picture(self, name: str, alt: str, size: dict[str, str]) -> list[Node]:
        asset = self.manuscript.assets[name]
        file = f"picture-{len(self.pictures) + 1}.{_SUFFIX.get(asset.media_type, 'png')}"
        self.pictures[file] = asset.content
        fields = "".join(f", {key}: {_length(number)}" for key, number in size.items())
        return [_inline(f"#picture({quoted(file)}, alt: {quoted(alt)}{fields})")]

    @override
    def special_block(self, kind: str, c: Any) -> list[Node]:
        blocks = super().special_block(kind, c)
        if kind == "Table":
            for cells in rows_of(next(iter(every(blocks, "Table")))["c"]):
                for cell in cells:
                    if letters(cell[4]) > _LONGEST_WHOLE:  # or a row might outgrow a page
                        cell[0] = ["", [], [["typst:breakable", "true"]]]
        return blocks

    @override
    def box(self, row: RecommendationRow, anchor: str, blocks: list[Node]) -> list[Node]:
        parts = (n for n, one in enumerate(blocks) if one["t"] == "RawBlock")
        core, rest = blocks[: (first := next(parts, len(blocks)))], blocks[first:]
        whole = "true" if letters(core) < _LONGEST_WORDING else "false"
        call = f"#recommendation({_fields(self.manuscript, row)}, whole: {whole})["
        inner = [_block(call), *core, _block("]["), *rest, _block("]")]
        return [div(anchor, inner)]

    @override
    def part(self, title: str, blocks: list[Node]) -> list[Node]:
        return [_block(f"#part({quoted(title)})["), *blocks, _block("]")]

    @override
    def section_number(self, number: str) -> list[Node]:
        return [_inline(f"#section-number({quoted(number)})")]

    @override
    def formula(self, node: Node) -> list[Node]:
        return [_inline(f"#formula({quoted(node['c'][1])})["), node, _inline("]")]

    @override
    def cell(self, blocks: list[Node], *, head: bool) -> list[Node]:
        if not head:
            return blocks
        return [
            {**node, "c": [_inline("#column-head["), *node["c"], _inline("]")]}
            if node["t"] in ("Plain", "Para")
            else node
            for node in blocks
        ]

    @override
    def reference(self, anchor: str, mark: list[Node], text: list[Node]) -> list[Node]:
        entry = [_inline("#entry["), *mark, _inline("]["), *text, _inline("]")]
        return [div(anchor, [as_one(para(entry))])]


def render(tree: Tree, manuscript: Manuscript) -> tuple[bytes, list[str]]:
    """Print the dressed tree as PDF; return it and the warnings."""
    dresser = PrintDresser(manuscript)
    body = dresser.dress(tree["blocks"])
    blocks = [
        *_table_of(dresser, "summary", manuscript.recommendations),
        *body,
        _block("#matter()"),
    ]
    if dresser.references:
        blocks += [_block("#references["), *dresser.references, _block("]")]
    return printed(tree, blocks, dresser)


def glance(tree: Tree, manuscript: Manuscript) -> tuple[bytes, list[str]]:
    """Print what was agreed at one glance: each recommendation with what stands behind it.

    Reasons, evidence and what is no recommendation are left to the whole guideline.
    """
    dresser = PrintDresser(manuscript)
    dresser.dress(tree["blocks"])
    rows = [row for row in manuscript.recommendations if not row.caveat]
    blocks = _table_of(dresser, "glance", rows) or [_block("#glance()")]
    return printed(tree, blocks, dresser, look="one-page")


def printed(
    tree: Tree, blocks: list[Node], dresser: PrintDresser, look: str = "guideline"
) -> tuple[bytes, list[str]]:
    """Print dressed blocks in one of the looks of the template; return the PDF and warnings."""
    manuscript = dresser.manuscript
    moment = int(manuscript.moment.timestamp())
    with press.started() as waiting:
        written = pandoc.write({**tree, "blocks": [as_one(one) for one in blocks]}, "typst")
        source = f'#import "guideline.typ": *\n#show: {look}\n{written.output.decode()}'
        pictures = dresser.pictures | marks(manuscript)
        content, warnings = press.print_pdf(waiting, source, facts(manuscript), pictures, moment)
    unset = unset_formulas(written.warnings, dresser.formulas)
    return content, [*dresser.warnings, *unset, *warnings]


def marks(manuscript: Manuscript) -> dict[str, bytes]:
    """Return the drawings of the template itself: the code that a telephone reads."""
    address = manuscript.short_address
    return {"qr.svg": qr_code(address)} if address else {}


def facts(manuscript: Manuscript) -> dict[str, Any]:
    """Return what the template prints around the body, as plain data."""
    return {
        "title": manuscript.title,
        "subtitle": manuscript.subtitle,
        "language": manuscript.language,
        "kind": manuscript.kind,
        "network": manuscript.network,
        "project": manuscript.project,
        "edition": manuscript.edition_label,
        "is-edition": manuscript.edition,
        "date": manuscript.day,
        "status": manuscript.status,
        "hash": manuscript.sha256,
        "review-by": manuscript.review_day,
        "address": manuscript.short_address,
        "doi": manuscript.doi,
        # without an address that says what is current, the hash tells two prints apart
        "mark": "" if manuscript.short_address else manuscript.short_hash,
        "notice": manuscript.notice,
        "alerts": [[one.title, one.text] for one in manuscript.alerts],
        "news": _paragraphs(manuscript.news),
        "population": manuscript.population,
        "users": manuscript.users,
        "shares": [[one.name, role_names(one.roles)] for one in manuscript.shares],
        "methods": _paragraphs(manuscript.methods),
        "interests": _paragraphs(manuscript.interests),
        "panel": [[p.name, p.role, p.group, p.country] for p in manuscript.panel],
        "approvals": [
            [a.name, a.role, day_in_words(a.date, manuscript.language), a.statement]
            for a in manuscript.approvals
        ],
        "annexes": [
            {"name": manuscript.labels[name], "tables": [_annexed(one) for one in annex]}
            for name, annex in manuscript.annexes
        ],
        "labels": dict(manuscript.labels),
    }


def _annexed(one: Findings) -> dict[str, Any]:
    return {
        "title": one.title,
        "note": one.note,
        "names": list(one.names),
        "widths": list(one.widths),
        "rows": [list(row) for row in one.rows],
    }


def _table_of(dresser: PrintDresser, call: str, rows: Sequence[RecommendationRow]) -> list[Node]:
    if not rows:
        return []
    blocks = [_block(f"#{call}(")]
    for row in rows:
        linked = "true" if row.id in dresser.wordings else "false"
        wording = dresser.wordings.get(row.id) or [para(words(row.wording))]
        blocks += [
            _block(f"({_fields(dresser.manuscript, row)}, linked: {linked}, wording: ["),
            *wording,
            _block("]),"),
        ]
    return [*blocks, _block(")")]


def _fields(manuscript: Manuscript, row: RecommendationRow) -> str:
    labels = manuscript.labels
    texts = {
        "number": row.number,
        "heading": manuscript.heading_line(row),
        "call": manuscript.call_line(row),
        "target": row.id,
        "kind": value(labels, "type", row.type),
        "change": value(labels, "change", row.change),
        "strength": manuscript.strength_line(row),
        "certainty": value(labels, "certainty", row.certainty),
        "consensus": manuscript.consensus_line(row),
        "state": row.state,
    }
    fields = ", ".join(f"{name}: {quoted(text)}" for name, text in texts.items())
    agreed = "true" if row.agreed else "false"
    return f"{fields}, circles: {circles(row.certainty)}, agreed: {agreed}"


def _length(number: str) -> str:
    if number.endswith("px"):
        return f"{float(number[:-2]) * _POINTS_PER_PIXEL:g}pt"
    return number


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def _block(source: str) -> Node:
    return raw(FORM, source, block=True)


def _inline(source: str) -> Node:
    return raw(FORM, source)
