"""The text of a guideline as narrative of FHIR: well-formed XHTML of the allowed elements alone.

What comes in was cleaned by the one door to Markdown already; here it is cut at its chapters and
brought to the subset of HTML 4.0 that the standard allows.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from lxml import html

from guidelines.publishing.rules.fhir.codes import XHTML, Resource
from guidelines.publishing.rules.reading import page_of
from guidelines.text.links import is_allowed_link

_ALLOWED = """
    a b blockquote br caption cite code col colgroup dd div dl dt em h1 h2 h3 h4 h5 h6 hr i li ol p
    pre q s small span strong sub sup table tbody td tfoot th thead tr u ul
"""
_KEPT = frozenset(_ALLOWED.split())
_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "a": frozenset({"href"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
    "ol": frozenset({"start"}),
}
_AS_PARAGRAPH = frozenset({"figure", "figcaption", "section", "summary", "details"})
_LEFT_OUT = frozenset({"math", "svg", "input", "label", "script", "style"})
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def chapters(content: Mapping[str, Any]) -> list[Resource]:
    """Return the text as sections, one a chapter; links inside the text keep their words."""
    page = page_of(content["body"], references=content["references"], images=lambda _name: None)
    whole = "".join(f"{part.html}{part.more}" for part in page.parts)
    if not whole.strip():
        return []
    root = html.fragment_fromstring(whole, create_parent="div")
    found: list[Resource] = []
    for title, nodes in _cut(root):
        text = "".join(_xhtml(node) for node in nodes)
        if text.strip():
            narrative = {"status": "additional", "div": f'<div xmlns="{XHTML}">{text}</div>'}
            found.append({"title": title or content["title"], "text": narrative})
    return found


def _cut(root: Any) -> Iterator[tuple[str, list[Any]]]:
    """Yield each chapter with what stands in it; the highest headings of the text part them."""
    highest = next((tag for tag in _HEADINGS if root.find(f".//{tag}") is not None), "")
    title, nodes = "", [root.text or ""]
    for node in root:
        if node.tag == highest:
            yield title, nodes
            title, nodes = " ".join(node.text_content().split()), [node.tail or ""]
        else:
            nodes += [node, node.tail or ""]
    yield title, nodes


def _xhtml(node: Any) -> str:
    if isinstance(node, str):
        return _escaped(node)
    if not isinstance(node.tag, str):
        return ""
    tag = node.tag.lower()
    if tag in _LEFT_OUT:
        return _escaped(node.get("alttext") or "") if tag == "math" else ""
    inner = _escaped(node.text or "") + "".join(
        _xhtml(child) + _escaped(child.tail or "") for child in node
    )
    if tag in _AS_PARAGRAPH:
        tag = "div"
    if tag not in _KEPT or (tag == "a" and not _leads(node.get("href") or "")):
        return inner
    allowed = _ATTRIBUTES.get(tag, frozenset())
    kept = "".join(
        f' {name}="{_escaped(value)}"' for name, value in node.items() if name in allowed
    )
    return f"<{tag}{kept}>{inner}</{tag}>" if inner or tag not in ("br", "hr") else f"<{tag}/>"


def _leads(target: str) -> bool:
    return target.startswith(("http", "mailto")) and is_allowed_link(target)


def _escaped(text: str) -> str:
    return escape(_NOT_IN_XML.sub("", text))
