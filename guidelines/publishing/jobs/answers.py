"""Frozen answers to the comments of reviews as tables of texts, for print."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from guidelines.text.paragraphs import stacked
from guidelines.typesetting.model import Findings

_WIDTHS = (0.2, 0.42, 0.38)


def answered(content: Mapping[str, Any]) -> tuple[Findings, ...]:
    """Return the answers of a published version, one table for each review; none without them."""
    return tuple(
        Findings(
            title=review or "Comments on the text",
            names=("Who and where", "Comment", "Decision and response"),
            widths=_WIDTHS,
            rows=tuple(_row(one) for one in lines),
        )
        for review, lines in groupby(content.get("answers", ()), key=lambda one: one["review"])
    )


def _row(one: Mapping[str, Any]) -> tuple[str, ...]:
    quote = f"“{one['quote']}”" if one["quote"] else ""
    decision = one["decision"].replace("-", " ").capitalize()
    return (
        stacked(one["who"] or "Not named", one["place"] or "Whole document"),
        stacked(quote, one["comment"]),
        stacked(f"{decision}." if decision else "", one["response"]),
    )
