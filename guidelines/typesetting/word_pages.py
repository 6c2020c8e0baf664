"""The pages of a Word file around the text: title, contents, summary, people, approval."""

from typing import Any

from guidelines.typesetting.ast import Dresser
from guidelines.typesetting.labels import value
from guidelines.typesetting.model import Manuscript
from guidelines.typesetting.nodes import (
    NO_ATTRIBUTES,
    Node,
    div,
    flat,
    joined,
    link,
    para,
    raw,
    span,
    strong,
    uncited,
    words,
)

TAB = raw("openxml", "<w:r><w:tab/></w:r>")
# The paragraph that carries the break is one point high: its end opens the next page.
_PAGE_BREAK = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr>'
    '<w:r><w:br w:type="page"/></w:r></w:p>'
)
_FIELD_BEGINS = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
    ' TOC \\o "1-{deepest}" \\h \\z \\u </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_MOST_LINES = 42  # a list that would not fit one page names chapters only
_FIELD_ENDS = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
# Shares of the width: number, wording, strength, certainty, consensus
_SUMMARY_WIDTHS = (0.06, 0.38, 0.22, 0.14, 0.2)


def title_page(manuscript: Manuscript) -> list[Node]:
    """Return the title page: network, kind, title, notice, version, date, status, hash."""
    labels = manuscript.labels
    lines = [
        ("Network", joined(manuscript.network, manuscript.project)),
        ("Kind", manuscript.kind),
        ("Title", manuscript.title),
        ("Subtitle", manuscript.subtitle),
        ("Notice", manuscript.notice),
    ]
    facts = [
        (labels["edition"], manuscript.edition_label),
        (labels["date"], manuscript.date.isoformat()),
        (labels["status"], manuscript.status),
    ]
    blocks = [div("", [para(words(text))], style) for style, text in lines if text]
    blocks += [
        div("", [para([span(words(name), "Fact Name"), TAB, *words(text)])], "Fact")
        for name, text in facts
        if text
    ]
    if manuscript.sha256:
        line = words(f"{labels['hash']} {manuscript.sha256}")
        blocks.append(div("", [para(line)], "Hash"))
    return [*blocks, _block(_PAGE_BREAK)]


def contents(dresser: Dresser, matter: list[Node]) -> list[Node]:
    """A table of contents that Word can bring up to date, already filled with links."""
    summary = [header(dresser.labels["summary"])] if dresser.manuscript.recommendations else []
    around = [
        [(node["c"][0], node["c"][1][0], node["c"][2]) for node in part if node["t"] == "Header"]
        for part in (summary, matter)
    ]
    entries = [
        (level, anchor, text)
        for level, anchor, text in [*around[0], *dresser.headings, *around[1]]
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
    return [title, *blocks, _block(_PAGE_BREAK)]


def summary(dresser: Dresser) -> list[Node]:
    """Return the table of recommendations; its header row is repeated on every page."""
    manuscript, labels = dresser.manuscript, dresser.labels
    if not manuscript.recommendations:
        return []
    names = ("number", "recommendation", "strength", "certainty", "consensus")
    rows = []
    for row in manuscript.recommendations:
        number = words(row.number)
        known = row.id in dresser.wordings
        consensus = [para(words(manuscript.consensus_line(row)))] if row.n is not None else []
        if row.state:
            consensus.append(para([strong(words(row.state))]))
        rows.append(
            [
                [para([link(number, f"#{row.id}")] if known else number)],
                flat(dresser.wordings.get(row.id) or [para(words(row.wording))]),
                [para(words(manuscript.call_line(row)))],
                [para(words(value(labels, "certainty", row.certainty)))],
                consensus,
            ]
        )
    return [
        header(labels["summary"]),
        _table([labels[name] for name in names], rows, _SUMMARY_WIDTHS),
        _block(_PAGE_BREAK),
    ]


def matter(manuscript: Manuscript) -> list[Node]:
    """Return what follows the text: methods, panel, interests, approval, findings."""
    labels = manuscript.labels
    blocks: list[Node] = []

    def chapter(name: str, text: str) -> None:
        if text.strip():
            blocks.append(header(labels[name]))
            blocks.extend(para(words(part)) for part in text.split("\n\n") if part.strip())

    def listing(name: str, names: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
        if rows:
            kept = [i for i in range(len(names)) if any(row[i] for row in rows)]
            cells = [[[para(words(row[i]))] for i in kept] for row in rows]
            blocks.append(header(labels[name]))
            blocks.append(
                _table([labels[names[i]] for i in kept], cells, (1 / len(kept),) * len(kept))
            )

    chapter("methods", manuscript.methods)
    listing(
        "panel",
        ("name", "affiliation", "group", "country"),
        [(p.name, p.role, p.group, p.country) for p in manuscript.panel],
    )
    chapter("interests", manuscript.interests)
    listing(
        "approvals",
        ("name", "body", "date", "statement"),
        [(a.name, a.role, a.date, a.statement) for a in manuscript.approvals],
    )
    if manuscript.findings:
        blocks.append(header(labels["findings"]))
    for one in manuscript.findings:
        blocks += [
            div("", [para([strong(words(one.title))])], "Table Caption"),
            *([para(words(one.note))] if one.note else []),
        ]
        if one.rows:
            cells = [[[para(words(cell))] for cell in row] for row in one.rows]
            blocks.append(_table(list(one.names), cells, one.widths))
    return blocks


def _table(names: list[str], rows: list[list[list[Node]]], widths: tuple[float, ...]) -> Node:
    def line(cells: list[list[Node]]) -> list[Any]:
        return [
            NO_ATTRIBUTES,
            [
                [NO_ATTRIBUTES, {"t": "AlignDefault"}, 1, 1, [div("", cell, "Table Cell")]]
                for cell in cells
            ],
        ]

    columns = [[{"t": "AlignLeft"}, {"t": "ColWidth", "c": width}] for width in widths]
    head = [NO_ATTRIBUTES, [line([[para(words(name))] for name in names])]]
    body = [NO_ATTRIBUTES, 0, [], [line(row) for row in rows]]
    return {
        "t": "Table",
        "c": [NO_ATTRIBUTES, [None, []], columns, head, [body], [NO_ATTRIBUTES, []]],
    }


def header(title: str) -> Node:
    """Return a heading of our own, of the first level."""
    anchor = "our-" + "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())
    return {"t": "Header", "c": [1, [anchor, [], []], words(title)]}


def _block(source: str) -> Node:
    return raw("openxml", source, block=True)


def _inline(source: str) -> Node:
    return raw("openxml", source)
