"""The pages of a Word file before the text: title, contents, summary."""

from guidelines.typesetting import around
from guidelines.typesetting.ast import Dresser
from guidelines.typesetting.model import Manuscript
from guidelines.typesetting.nodes import (
    Node,
    div,
    joined,
    link,
    para,
    raw,
    span,
    uncited,
    words,
)

TAB = raw("openxml", "<w:r><w:tab/></w:r>")
# The paragraph that carries the break is one point high: its end opens the next page.
PAGE_BREAK = (
    "<w:p><w:pPr><w:suppressLineNumbers/>"
    '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr>'
    '<w:r><w:br w:type="page"/></w:r></w:p>'
)
_FIELD_BEGINS = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
    ' TOC \\o "1-{deepest}" \\h \\z \\u </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_MOST_LINES = 42  # a list that would not fit one page names chapters only
_FIELD_ENDS = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def title_page(manuscript: Manuscript) -> list[Node]:
    """Return the title page: network, kind, title, notice, version, date, status, hash."""
    labels = manuscript.labels
    lines = [
        ("Network", joined(manuscript.network, manuscript.project)),
        ("Kind", manuscript.kind),
        ("Title", manuscript.title),
        ("Subtitle", manuscript.subtitle),
        *(("Alert", f"{one.title}: {one.text}") for one in manuscript.alerts),
        ("Notice", manuscript.notice),
    ]
    blocks = [div("", [para(words(text))], style) for style, text in lines if text]
    known = [fact for fact in manuscript.facts if fact[1] != manuscript.sha256]
    blocks += [
        div(
            "",
            [para([span(words(name), "Fact Name"), TAB, *around.leading(text, target)])],
            "Fact" if place else "First Fact",
        )
        for place, (name, text, target) in enumerate(known)
    ]
    if manuscript.sha256:
        line = words(f"{labels['hash']} {manuscript.sha256}")
        blocks.append(div("", [para(line)], "Hash"))
    return [*blocks, _block(PAGE_BREAK)]


def contents(dresser: Dresser, matter: list[Node]) -> list[Node]:
    """A table of contents that Word can bring up to date, already filled with links."""
    summary = around.news(dresser.manuscript)
    if dresser.manuscript.recommendations:
        summary.append(around.heading(dresser.labels["summary"]))
    ours = [
        [(node["c"][0], node["c"][1][0], node["c"][2]) for node in part if node["t"] == "Header"]
        for part in (summary, matter)
    ]
    entries = [
        (level, anchor, text)
        for level, anchor, text in [*ours[0], *dresser.headings, *ours[1]]
        if level <= 2 and anchor
    ]
    deepest = 1 if len(entries) > _MOST_LINES else 2
    entries = [entry for entry in entries if entry[0] <= deepest]
    if not entries:
        return []
    blocks = []
    for position, (level, anchor, text) in enumerate(entries):
        inlines: list[Node] = [link(uncited(text), f"#{anchor}")]
        if position == 0:
            inlines.insert(0, _inline(_FIELD_BEGINS.replace("{deepest}", str(deepest))))
        if position == len(entries) - 1:
            inlines.append(_inline(_FIELD_ENDS))
        blocks.append(div("", [para(inlines)], f"toc {level}"))
    title = div("", [para(words(dresser.labels["contents"]))], "Contents Heading")
    return [title, *blocks, _block(PAGE_BREAK)]


def summary(dresser: Dresser) -> list[Node]:
    """Return what is new and the table of recommendations."""
    return [*around.news(dresser.manuscript), *around.summary(dresser)]


def _block(source: str) -> Node:
    return raw("openxml", source, block=True)


def _inline(source: str) -> Node:
    return raw("openxml", source)
