"""The pages around the text as nodes of pandoc's tree: title, summary, people, approval."""

from collections.abc import Sequence
from typing import Any

from guidelines.text.days import day_in_words
from guidelines.text.paragraphs import paragraphs_in
from guidelines.typesetting.ast import Dresser
from guidelines.typesetting.credit import role_names
from guidelines.typesetting.labels import value
from guidelines.typesetting.model import Findings, Manuscript, RecommendationRow
from guidelines.typesetting.nodes import (
    NO_ATTRIBUTES,
    SPACE,
    Node,
    div,
    emphasis,
    joined,
    link,
    para,
    span,
    strong,
    words,
)

# Shares of the width: number, wording, strength, certainty, consensus
_SUMMARY_WIDTHS = (0.06, 0.41, 0.17, 0.14, 0.22)

Cell = list[Node]


def heading(title: str, level: int = 1) -> Node:
    """Return a heading of our own; its anchor never meets one of the text."""
    anchor = "our-" + "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())
    return {"t": "Header", "c": [level, [anchor, [], []], words(title)]}


def opening(dresser: Dresser) -> list[Node]:
    """Return what a reader should know first: title, notice, version, date, status."""
    manuscript = dresser.manuscript
    lines = [
        (joined(manuscript.network, manuscript.project), "network"),
        (manuscript.kind, "kind"),
        (manuscript.subtitle, "subtitle"),
        (manuscript.notice, "notice"),
    ]
    return [
        heading(manuscript.title),
        *alerts(manuscript),
        *(div("", [para(words(text))], css=css) for text, css in lines if text),
        *(
            div(
                "",
                [para([span(words(f"{name}:"), css="fact-name"), SPACE, *leading(text, target)])],
                css="fact",
            )
            for name, text, target in manuscript.facts
        ),
        *news(manuscript),
    ]


def alerts(manuscript: Manuscript) -> list[Node]:
    """Return what is to be known before everything else."""
    return [
        div("", [para([strong(words(one.title))]), para(words(one.text))], css="safety")
        for one in manuscript.alerts
    ]


def news(manuscript: Manuscript) -> list[Node]:
    """Return what is new in this version, as a chapter."""
    if not manuscript.news:
        return []
    return [
        heading(manuscript.labels["news"]),
        *(para(words(part)) for part in manuscript.news.split("\n\n")),
    ]


def leading(text: str, target: str) -> list[Node]:
    """Return words that lead somewhere, where there is a target."""
    return [link(words(text), target)] if target else words(text)


def summary(dresser: Dresser) -> list[Node]:
    """Return the table of recommendations, each line linked to its box."""
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
                [
                    *(dresser.wordings.get(row.id) or [para(words(row.wording))]),
                    *([para([emphasis(change)])] if (change := _change(manuscript, row)) else []),
                ],
                [para(words(manuscript.call_line(row)))],
                [para(words(value(labels, "certainty", row.certainty)))],
                consensus,
            ]
        )
    table = _table(dresser, [labels[name] for name in names], rows, _SUMMARY_WIDTHS)
    return [heading(labels["summary"]), table]


def _change(manuscript: Manuscript, row: RecommendationRow) -> list[Node]:
    return words(value(manuscript.labels, "change", row.change))


def matter(dresser: Dresser) -> list[Node]:
    """Return what follows the text: methods, panel, interests, approval, findings."""
    manuscript, labels = dresser.manuscript, dresser.labels
    blocks: list[Node] = []

    def chapter(name: str, text: str) -> None:
        if text.strip():
            blocks.append(heading(labels[name]))
            blocks.extend(para(words(part)) for part in text.split("\n\n") if part.strip())

    def listing(name: str, names: Sequence[str], rows: list[tuple[str, ...]]) -> None:
        if rows:
            kept = [i for i in range(len(names)) if any(row[i] for row in rows)]
            cells = [[[para(words(row[i]))] for i in kept] for row in rows]
            heads = [labels[names[i]] for i in kept]
            blocks.append(heading(labels[name]))
            blocks.append(_table(dresser, heads, cells, (1 / len(kept),) * len(kept)))

    chapter("methods", manuscript.methods)
    listing(
        "panel",
        ("name", "affiliation", "group", "country"),
        [(one.name, one.role, one.group, one.country) for one in manuscript.panel],
    )
    if manuscript.shares:
        blocks.append(heading(labels["contributors"]))
        blocks += [
            para([strong(words(f"{one.name}:")), SPACE, *words(role_names(one.roles))])
            for one in manuscript.shares
        ]
    chapter("interests", manuscript.interests)
    listing(
        "approvals",
        ("name", "body", "date", "statement"),
        [
            (one.name, one.role, day_in_words(one.date, manuscript.language), one.statement)
            for one in manuscript.approvals
        ],
    )
    for name, tables in manuscript.annexes:
        blocks.append(heading(labels[name]))
        for one in tables:
            blocks += annex(dresser, one)
    return blocks


def annex(dresser: Dresser, one: Findings) -> list[Node]:
    """Return one table of an annex under its title."""
    blocks = dresser.findings_title(heading(one.title, 2))
    if one.note:
        blocks.append(para(words(one.note)))
    if one.rows:
        cells = [[paragraphs(cell) for cell in row] for row in one.rows]
        blocks.append(_table(dresser, list(one.names), cells, one.widths))
    return blocks


def paragraphs(text: str) -> Cell:
    """Return plain text as paragraphs; an empty line parts them."""
    return [para(words(part)) for part in paragraphs_in(text)] or [para([])]


def _table(
    dresser: Dresser, names: list[str], rows: list[list[Cell]], widths: Sequence[float]
) -> Node:
    def line(cells: list[Cell], *, head: bool = False) -> list[Any]:
        return [
            NO_ATTRIBUTES,
            [
                [
                    ["", [], [["data-label", name]]]
                    if dresser.named_cells and not head
                    else NO_ATTRIBUTES,
                    {"t": "AlignDefault"},
                    1,
                    1,
                    dresser.cell(cell, head=head),
                ]
                for name, cell in zip(names, cells, strict=True)
            ],
        ]

    columns = [[{"t": "AlignLeft"}, {"t": "ColWidth", "c": width}] for width in widths]
    head = [NO_ATTRIBUTES, [line([[para(words(name))] for name in names], head=True)]]
    body = [NO_ATTRIBUTES, dresser.row_heads, [], [line(row) for row in rows]]
    return {
        "t": "Table",
        "c": [
            ["", ["cards"], []] if dresser.named_cells else NO_ATTRIBUTES,
            [None, []],
            columns,
            head,
            [body],
            [NO_ATTRIBUTES, []],
        ],
    }
