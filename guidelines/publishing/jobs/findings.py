"""A frozen summary of findings as a table of texts, in the language of the document."""

from collections.abc import Mapping, Sequence
from typing import Any

from guidelines.publishing.rules.findings import effect, named, people, studied
from guidelines.text.paragraphs import stacked
from guidelines.typesetting.labels import decimal_sign, labels_in, value
from guidelines.typesetting.model import Findings

# The columns with their widths, as parts of one another.
_COLUMNS = {
    "outcome": 2.6, "studies": 1.6, "effect": 2.0, "per-1000": 2.0, "found": 2.8, "certainty": 3.6,
}  # fmt: skip


def findings_in(told: Mapping[str, Any], language: str) -> Findings:
    """Return what the evidence says on one question, for print; empty columns are left out."""
    labels = labels_in(language)
    numbers = [
        labels["numbered:recommendation"].format(one["number"]) for one in told["recommendations"]
    ]
    sure = value(labels, "certainty", told["certainty"])
    notes = (
        f"{labels['certainty']}: {sure}" if sure else "",
        labels["last-search"].format(told["last_search"]) if told["last_search"] else "",
    )
    rows = [_row(one, labels, decimal_sign(language)) for one in told["outcomes"]]
    kept = [i for i in range(len(_COLUMNS)) if any(row[i] for row in rows)]
    names = [name for i, name in enumerate(_COLUMNS) if i in kept]
    whole = sum(_COLUMNS[name] for name in names)
    return Findings(
        title=": ".join(part for part in (", ".join(numbers), told["question"]) if part),
        about=tuple(one["key"] for one in told["recommendations"]),
        note=" · ".join(note for note in notes if note),
        names=tuple(labels[name] for name in names),
        widths=tuple(round(_COLUMNS[name] / whole, 4) for name in names),
        rows=tuple(tuple(row[i] for i in kept) for row in rows),
    )


def judgements_in(content: Mapping[str, Any]) -> tuple[Findings, ...]:
    """Return what was judged on the way to each recommendation, for print: two a line."""
    labels = labels_in(content["language"])
    found: dict[str, list[str]] = {}
    for question in content.get("evidence", ()):
        for one in question.get("judgements", ()):
            found.setdefault(one["recommendation"], []).extend(
                (
                    value(labels, "criterion", one["criterion"]),
                    value(labels, "judged", one["judgement"]),
                )
            )
    names = (labels["criterion"], labels["judgement"])
    return tuple(
        Findings(
            title=labels["numbered:recommendation"].format(line["number"]),
            about=(line["key"],),
            names=(*names, *names),
            widths=(0.2, 0.3, 0.2, 0.3),
            rows=tuple(
                (*said[start : start + 4], *("",) * (4 - len(said[start : start + 4])))
                for start in range(0, len(said), 4)
            ),
        )
        for line in content["recommendations"]
        if (said := found.get(line["key"], []))
    )


def searches_in(content: Mapping[str, Any]) -> tuple[Findings, ...]:
    """Return how studies were searched for, for print: a table of looks for each search."""
    labels = labels_in(content["language"])
    names = ("database", "date", "strategy", "hits")
    return tuple(
        Findings(
            title=one["title"],
            note=one["criteria"],
            names=tuple(labels[name] for name in names),
            widths=(0.2, 0.13, 0.52, 0.15),
            rows=tuple(
                (
                    ", ".join(part for part in (look["database"], look["platform"]) if part),
                    look["searched_on"],
                    stacked(*look["query"].splitlines(), look["limits"]),
                    "" if look["hits"] is None else str(look["hits"]),
                )
                for look in one["strategies"]
            ),
        )
        for one in content.get("searches", ())
    )


def _row(one: Mapping[str, Any], labels: Mapping[str, str], sign: str) -> Sequence[str]:
    sure = value(labels, "certainty", one["certainty"])
    notes = "; ".join(note.strip().removesuffix(".") for note in one["notes"])
    return (
        named(one),
        studied(one),
        effect(one, sign),
        people(one),
        one["finding"],
        f"{sure} ({notes})" if sure and notes else sure or notes,
    )
