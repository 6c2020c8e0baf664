"""Frozen checklists and scores of appraisals as tables of texts, for print."""

from collections.abc import Mapping
from typing import Any

from guidelines.publishing.rules.checklists.standing import STATE_WORDS, State
from guidelines.typesetting.model import Findings

_WIDTHS = (0.08, 0.4, 0.52)


def annexed(content: Mapping[str, Any]) -> tuple[Findings, ...]:
    """Return what stands in the annex of a published version; older ones have none."""
    return (
        *(_scores(one) for one in content.get("appraisals", ())),
        *(_items(one) for one in content.get("checklists", ())),
    )


def _scores(told: Mapping[str, Any]) -> Findings:
    rows = tuple(
        (
            f"{one['section']}. {one['title']}",
            "–" if one["percent"] is None else f"{one['percent']} %",
            f"{one['obtained']} ({one['least']}–{one['most']})",
        )
        for one in told["domains"]
    )
    return Findings(
        title=f"{told['title']}: {told['appraisers']} appraisers, each on their own",
        note=f"Scaled domain scores; domains are not added up. {told['source']} {told['licence']}",
        names=("Domain", "Score", "Points (least to most)"),
        widths=(0.5, 0.2, 0.3),
        rows=rows,
    )


def _items(told: Mapping[str, Any]) -> Findings:
    return Findings(
        title=told["title"],
        note=f"{told['source']} {told['licence']}",
        names=("Item", "What is asked", "Answer"),
        widths=_WIDTHS,
        rows=tuple((one["id"], one["text"], _answer(one)) for one in told["rows"]),
    )


def _answer(row: Mapping[str, Any]) -> str:
    state = str(STATE_WORDS[State(row["state"])])
    parts = [f"{state}.", *row["known"], *(f"{place}." for place in row["where"]), row["note"]]
    return " ".join(part for part in parts if part)
