"""The web form: one file that needs nothing else, its text cleaned by nh3."""

import base64
from functools import cache
from html import escape
from string import Template

import nh3
from typing_extensions import override

from guidelines.typesetting import pandoc
from guidelines.typesetting.ast import Dresser
from guidelines.typesetting.labels import value
from guidelines.typesetting.model import Findings, Manuscript, RecommendationRow
from guidelines.typesetting.nodes import SPACE, Node, div, joined, para, plain, span, words
from guidelines.typesetting.pandoc import EXPORTS, Tree

_FORMULA = """
    math semantics annotation mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup
    munder mover munderover mtable mtr mtd mstyle mpadded mphantom menclose mmultiscripts mprescripts
"""
_TEXT = """
    a abbr b blockquote br caption cite code col colgroup dd del div dl dt em figcaption figure
    h1 h2 h3 h4 h5 h6 hr i img input label li ol p pre q s section small span strong sub sup table
    tbody td tfoot th thead tr u ul
"""
_TAGS = frozenset(f"{_TEXT} {_FORMULA}".split())
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "class", "role"},
    "a": {"href", "role"},
    "img": {"src", "alt", "width", "height"},
    "input": {"type", "checked", "disabled"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "math": {"display", "xmlns", "alttext"},
    "annotation": {"encoding"},
    "mo": {"stretchy", "form", "fence", "separator", "accent", "lspace", "rspace"},
    "mi": {"mathvariant"},
    "mtd": {"columnalign"},
    "mfrac": {"linethickness"},
    "mover": {"accent"},
    "mspace": {"width"},
}
_SCHEMES = {
    "http",
    "https",
    "mailto",
    "data",
}  # data: only as our own pictures, see WebDresser.picture


class WebDresser(Dresser):
    """Turns the special parts of a guideline into classed elements."""

    @override
    def picture(self, name: str, alt: str, size: dict[str, str]) -> list[Node]:
        asset = self.manuscript.assets[name]
        address = f"data:{asset.media_type};base64,{base64.b64encode(asset.content).decode()}"
        attributes = ["", [], [list(pair) for pair in size.items()]]
        return [{"t": "Image", "c": [attributes, words(alt), [address, ""]]}]

    @override
    def section_number(self, number: str) -> list[Node]:
        return [span(words(number), css="number"), SPACE]

    @override
    def box(self, row: RecommendationRow, anchor: str, blocks: list[Node]) -> list[Node]:
        labels = self.labels
        heading = [
            span(words(self.manuscript.heading_line(row)), css="box-number"),
            SPACE,
            span(words(value(labels, "type", row.type)), css="box-kind"),
        ]
        lines = [
            (labels["strength"], self.manuscript.strength_line(row)),
            (labels["certainty"], value(labels, "certainty", row.certainty)),
            (labels["consensus"], self.manuscript.consensus_line(row)),
            ("", row.state),
        ]
        facts = [
            para([span(words(name), css="fact-name"), SPACE, *words(text)])
            for name, text in lines
            if text
        ]
        content = [
            div("", [para(heading)], css="box-head"),
            *blocks,
            div("", facts, css="box-facts"),
        ]
        return [div(anchor, content, css="box" if row.agreed else "box box-open")]

    @override
    def part(self, title: str, blocks: list[Node]) -> list[Node]:
        name = [div("", [para(words(title))], css="part-name")] if title else []
        return [div("", [*name, *blocks], css="part")]


def render(tree: Tree, manuscript: Manuscript) -> tuple[bytes, list[str]]:
    """Write the dressed tree as one web page; return it and the warnings."""
    dresser = WebDresser(manuscript)
    body = dresser.dress(tree["blocks"])
    references = [div("references", dresser.references, css="references")]
    blocks = [*body, *([_marker(), *references] if dresser.references else [])]
    written = pandoc.write({**tree, "blocks": blocks}, "html").output.decode()
    text, _, listed = _clean(written).partition(_MARK)
    labels = {name.replace("-", "_"): escape(text) for name, text in manuscript.labels.items()}
    page = _template().substitute(
        labels,
        lang=escape(manuscript.language),
        title=escape(manuscript.title),
        subtitle=_paragraph(manuscript.subtitle, "subtitle"),
        kind=escape(manuscript.kind),
        network=escape(joined(manuscript.network, manuscript.project)),
        foot=escape(manuscript.running_line),
        notice=_paragraph(manuscript.notice, "notice"),
        facts=_facts(manuscript),
        table=_summary(dresser),
        body=text,
        matter=_matter(manuscript),
        list=_section(manuscript.labels["references"], listed) if listed else "",
    )
    return page.encode(), dresser.warnings


_MARK = "<p>⁂references⁂</p>"


def _marker() -> Node:
    return para(words("⁂references⁂"))


@cache
def _template() -> Template:
    return Template((EXPORTS / "guideline.html").read_text())


def _clean(fragment: str) -> str:
    return nh3.clean(
        fragment,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
    )


def _summary(dresser: WebDresser) -> str:
    manuscript, labels = dresser.manuscript, dresser.labels
    if not manuscript.recommendations:
        return ""
    lines = []
    for row in manuscript.recommendations:
        wording = row.wording or " ".join(
            plain(node.get("c", [])) for node in dresser.wordings.get(row.id, [])
        )
        cells = (
            wording,
            manuscript.call_line(row),
            value(labels, "certainty", row.certainty),
            joined(manuscript.consensus_line(row), row.state),
        )
        number = escape(row.number)
        if row.id in dresser.wordings:
            number = f'<a href="#{escape(row.id)}">{number}</a>'
        lines.append(
            f"<tr><th scope=row>{number}</th>"
            + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
            + "</tr>"
        )
    names = ("number", "recommendation", "strength", "certainty", "consensus")
    return _section(labels["summary"], _rows([labels[name] for name in names], lines))


def _matter(manuscript: Manuscript) -> str:
    labels = manuscript.labels
    parts = []
    for name, text in (("methods", manuscript.methods), ("interests", manuscript.interests)):
        if text.strip():
            inner = "".join(_paragraph(part) for part in text.split("\n\n"))
            parts.append(_section(labels[name], inner))
    panel = [(p.name, p.role, p.group, p.country) for p in manuscript.panel]
    approvals = [(a.name, a.role, a.date, a.statement) for a in manuscript.approvals]
    for name, heads, rows in (
        ("panel", ("name", "affiliation", "group", "country"), panel),
        ("approvals", ("name", "body", "date", "statement"), approvals),
    ):
        if rows:
            lines = [
                "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
                for row in rows
            ]
            parts.append(_section(labels[name], _rows([labels[head] for head in heads], lines)))
    for name, annex in manuscript.annexes:
        inner = "".join(_findings(one) for one in annex)
        parts.append(_section(labels[name], inner))
    return "".join(parts)


def _findings(one: Findings) -> str:
    lines = [
        "<tr>"
        + f"<th scope=row>{escape(row[0])}</th>"
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in one.rows
    ]
    table = _rows(list(one.names), lines) if lines else ""
    return f"<h2>{escape(one.title)}</h2>{_paragraph(one.note)}{table}"


def _facts(manuscript: Manuscript) -> str:
    labels = manuscript.labels
    pairs = (
        (labels["edition"], manuscript.edition_label),
        (labels["date"], manuscript.date.isoformat()),
        (labels["status"], manuscript.status),
        (labels["hash"], manuscript.sha256),
    )
    return "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>"
        for name, text in pairs
        if text
    )


def _rows(names: list[str], lines: list[str]) -> str:
    head = "".join(f"<th scope=col>{escape(name)}</th>" for name in names)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"


def _section(title: str, inner: str) -> str:
    return f"<section><h1>{escape(title)}</h1>{inner}</section>"


def _paragraph(text: str, css: str = "") -> str:
    if not text.strip():
        return ""
    return f'<p class="{css}">{escape(text)}</p>' if css else f"<p>{escape(text)}</p>"
