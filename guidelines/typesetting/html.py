"""The web form: one file that needs nothing else, its text cleaned by nh3."""

import base64
from dataclasses import replace
from functools import cache
from html import escape
from string import Template

import nh3
from typing_extensions import override

from guidelines.typesetting import pandoc
from guidelines.typesetting.around import annex, heading, matter, news, summary
from guidelines.typesetting.ast import Dresser
from guidelines.typesetting.faults import unset_formulas
from guidelines.typesetting.labels import value
from guidelines.typesetting.model import Findings, Manuscript, RecommendationRow
from guidelines.typesetting.nodes import (
    SPACE,
    Node,
    div,
    joined,
    para,
    plain,
    raw,
    span,
    strong,
    words,
)
from guidelines.typesetting.pandoc import EXPORTS, Tree

_FORMULA = """
    math semantics annotation mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup
    munder mover munderover mtable mtr mtd mstyle mpadded mphantom menclose mmultiscripts
    mprescripts
"""
_TEXT = """
    a abbr b blockquote br caption cite code col colgroup dd del details div dl dt em figcaption
    figure h1 h2 h3 h4 h5 h6 hr i img input label li ol p pre q s section small span strong sub
    summary sup table tbody td tfoot th thead tr u ul
"""
_TAGS = frozenset(f"{_TEXT} {_FORMULA}".split())
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "class", "role"},
    "a": {"href", "role"},
    "img": {"src", "alt", "width", "height"},
    "input": {"type", "checked", "disabled"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan", "data-label"},
    "th": {"colspan", "rowspan", "scope", "data-label"},
    "math": {"display", "xmlns", "alttext"},
    "annotation": {"encoding"},
    "mo": {"stretchy", "form", "fence", "separator", "accent", "lspace", "rspace"},
    "mi": {"mathvariant"},
    "mtd": {"columnalign"},
    "mfrac": {"linethickness"},
    "mover": {"accent"},
    "mspace": {"width"},
}
_LAYER = "layer"
_BEHIND = ("findings", "judgements")  # the annexes that open at a recommendation
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


class LayeredDresser(WebDresser):
    """Shows what is recommended; why, on what evidence and how it was rated open on demand."""

    named_cells = True  # on a narrow screen each cell says its column

    def __init__(self, manuscript: Manuscript) -> None:
        """Prepare to dress the body of `manuscript`."""
        super().__init__(manuscript)
        self.shown: set[Findings] = set()
        self._boxed = False

    @override
    def recommendation(
        self, identifier: str, fields: dict[str, str], blocks: list[Node]
    ) -> list[Node]:
        around, self._boxed = self._boxed, True
        boxed = super().recommendation(identifier, fields, blocks)
        self._boxed = around
        return boxed

    @override
    def part(self, title: str, blocks: list[Node]) -> list[Node]:
        if not title or not self._boxed:
            return super().part(title, blocks)
        return [self._layer(title, blocks)]

    @override
    def box(self, row: RecommendationRow, anchor: str, blocks: list[Node]) -> list[Node]:
        [boxed] = super().box(row, anchor, [one for one in blocks if not _is_layer(one)])
        layers = [one for one in blocks if _is_layer(one)]
        votes = [layers.pop()] if layers and row.plot in self.manuscript.assets else []
        for name, tables in self.manuscript.annexes:
            for one in tables if name in _BEHIND else ():
                if row.id in one.about:
                    self.shown.add(one)
                    layers.append(self._layer(self.labels[name], annex(self, one)))
        boxed["c"][1] += [*layers, *votes]
        return [boxed]

    @override
    def findings_title(self, heading: Node) -> list[Node]:
        # inside a layer a heading would stand among those of the text
        return [para([strong(heading["c"][2])])] if self._boxed else [heading]

    def _layer(self, title: str, blocks: list[Node]) -> Node:
        opening = f"<details><summary>{escape(title)}</summary>"
        inner = [raw("html", opening, block=True), *blocks, raw("html", "</details>", block=True)]
        return div("", inner, css=_LAYER)


def _is_layer(node: Node) -> bool:
    return node["t"] == "Div" and _LAYER in node["c"][0][1]


def render(tree: Tree, manuscript: Manuscript) -> tuple[bytes, list[str]]:
    """Write the dressed tree as one web page; return it and the warnings."""
    dresser = LayeredDresser(manuscript)
    body = dresser.dress(tree["blocks"])
    dresser.manuscript = replace(
        manuscript,
        findings=tuple(one for one in manuscript.findings if one not in dresser.shown),
        judgements=tuple(one for one in manuscript.judgements if one not in dresser.shown),
    )
    blocks = [*news(manuscript), *summary(dresser), *body, *matter(dresser)]
    if dresser.references:
        listed = div("references", dresser.references, css="references")
        blocks += [heading(manuscript.labels["references"]), listed]
    written = pandoc.write({**tree, "blocks": blocks}, "html")
    dresser.warnings += unset_formulas(written.warnings, dresser.formulas)
    labels = {name.replace("-", "_"): escape(text) for name, text in manuscript.labels.items()}
    page = _template().substitute(
        labels,
        lang=escape(manuscript.language),
        title=escape(manuscript.title),
        subtitle=_paragraph(manuscript.subtitle, "subtitle"),
        kind=escape(manuscript.kind),
        network=escape(joined(manuscript.network, manuscript.project)),
        foot=escape(manuscript.running_line),
        current=_paragraph(manuscript.current_line, "current"),
        alerts=_alerts(manuscript),
        notice=_paragraph(manuscript.notice, "notice"),
        facts=_facts(manuscript),
        nav=_contents(dresser),
        running=_in_css(joined(manuscript.running_line, manuscript.bare_address)),
        body=_clean(written.output.decode()),
    )
    return page.encode(), dresser.warnings


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


def _facts(manuscript: Manuscript) -> str:
    return "".join(
        f"<div><dt>{escape(name)}</dt><dd>{_leading(text, target)}</dd></div>"
        for name, text, target in manuscript.facts
    )


def _leading(text: str, target: str) -> str:
    return f'<a href="{escape(target)}">{escape(text)}</a>' if target else escape(text)


def _contents(dresser: WebDresser) -> str:
    """Return the list of chapters with links; it opens on demand."""
    lines = "".join(
        f'<li><a href="#{escape(anchor)}">{escape(plain(inlines))}</a></li>'
        for level, anchor, inlines in dresser.headings
        if level == 1 and anchor
    )
    title = escape(dresser.labels["contents"])
    return f"<details><summary>{title}</summary><ul>{lines}</ul></details>" if lines else ""


def _in_css(text: str) -> str:
    """Return words as they may stand in a string of a style sheet inside a page."""
    return "".join(c if c.isalnum() or c in " .,:·-/()" else f"\\{ord(c):x} " for c in text)


def _alerts(manuscript: Manuscript) -> str:
    said = [
        f"<strong>{escape(one.title)}</strong>{_paragraph(one.text)}" for one in manuscript.alerts
    ]
    return "".join(f'<section class="safety">{one}</section>' for one in said)


def _paragraph(text: str, css: str = "") -> str:
    if not text.strip():
        return ""
    return f'<p class="{css}">{escape(text)}</p>' if css else f"<p>{escape(text)}</p>"
