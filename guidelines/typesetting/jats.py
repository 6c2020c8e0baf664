"""The form for archives and journals (JATS Journal Publishing 1.1), its pictures beside it."""

from typing import Any
from xml.sax.saxutils import escape

from typing_extensions import override

from guidelines.typesetting import pandoc
from guidelines.typesetting.around import matter, summary
from guidelines.typesetting.credit import ROLES, role_address
from guidelines.typesetting.html import WebDresser
from guidelines.typesetting.labels import value
from guidelines.typesetting.model import Manuscript, RecommendationRow, Share
from guidelines.typesetting.nodes import SPACE, Node, div, joined, para, strong, words
from guidelines.typesetting.packing import inside, packed
from guidelines.typesetting.pandoc import Tree

ARTICLE = "article.xml"
_UNTITLED = b"<ref-list>\n  <title></title>"


class ArticleDresser(WebDresser):
    """Names pictures instead of carrying them: they lie beside the article."""

    @override
    def picture(self, name: str, alt: str, size: dict[str, str]) -> list[Node]:
        return [{"t": "Image", "c": [["", [], []], words(alt), [inside(name), ""]]}]

    @override
    def section_number(self, number: str) -> list[Node]:
        return [*words(number), SPACE]

    @override
    def box(self, row: RecommendationRow, anchor: str, blocks: list[Node]) -> list[Node]:
        manuscript, labels = self.manuscript, self.labels
        title = joined(manuscript.heading_line(row), value(labels, "type", row.type))
        consensus = joined(manuscript.consensus_line(row), row.state)
        lines = [
            (labels["strength"], manuscript.strength_line(row)),
            (labels["certainty"], value(labels, "certainty", row.certainty)),
            (labels["consensus"], consensus),
        ]
        facts = [para(words(f"{name}: {text}")) for name, text in lines if text]
        return [div(anchor, [para([strong(words(title))]), *blocks, *facts])]

    @override
    def part(self, title: str, blocks: list[Node]) -> list[Node]:
        return [para([strong(words(title))]), *blocks] if title else blocks


def render(tree: Tree, manuscript: Manuscript) -> tuple[bytes, list[str]]:
    """Write the dressed tree as an article; return a zip of it and its pictures, and warnings."""
    dresser = ArticleDresser(manuscript)
    body = dresser.dress(tree["blocks"])
    blocks = [*summary(dresser), *body, *matter(dresser)]
    if dresser.references:
        blocks.append(div("refs", dresser.references, css="references"))
    article = {**tree, "meta": _meta(manuscript), "blocks": blocks}
    title = f"<title>{escape(manuscript.labels['references'])}</title>".encode()
    written = pandoc.write(article, "jats").output.replace(_UNTITLED, _UNTITLED[:-15] + title)
    files = {ARTICLE: written}
    files |= {name: asset.content for name, asset in sorted(manuscript.assets.items())}
    return packed(files), dresser.warnings


def _meta(manuscript: Manuscript) -> dict[str, Node]:
    labels = manuscript.labels
    date = manuscript.date
    said = {labels["date"], "DOI"}  # these have places of their own
    return {
        name: _value(value)
        for name, value in {
            "lang": manuscript.language,
            "title": manuscript.title,
            "subtitle": manuscript.subtitle,
            "network": manuscript.network or manuscript.title,
            "kind": manuscript.kind,
            "identifier": manuscript.sha256 or manuscript.title,
            "published": date.isoformat(),
            "day": str(date.day),
            "month": str(date.month),
            "year": str(date.year),
            "notice": manuscript.notice,
            "doi": manuscript.doi,
            "alerts": [{"title": one.title, "text": one.text} for one in manuscript.alerts],
            "news": [part for part in manuscript.news.split("\n\n") if part],
            "authors": [_credited(one) for one in manuscript.shares],
            "people": [
                {"name": one.name, "role": one.role} for one in manuscript.panel if one.name
            ],
            "facts": [
                {"name": name, "text": target or text}
                for name, text, target in manuscript.facts
                if name not in said
            ],
        }.items()
        if value
    }


def _credited(one: Share) -> dict[str, Any]:
    roles = [{"name": ROLES[code], "address": role_address(code)} for code in one.roles]
    return {"name": one.name, "roles": roles}


def _value(value: Any) -> Node:
    if isinstance(value, list):
        return {"t": "MetaList", "c": [_value(one) for one in value]}
    if isinstance(value, dict):
        return {"t": "MetaMap", "c": {name: _value(one) for name, one in value.items()}}
    return {"t": "MetaString", "c": value}
