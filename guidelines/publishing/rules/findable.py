"""What of a published version stands in lists across guidelines: indicators, research gaps."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from guidelines.text.markdown import plain_text
from guidelines.text.recommendations import Type, parse

# They say again what their source says: in a list it would stand twice.
SAID_AGAIN = frozenset({"translation", "short-version"})


class Findable(StrEnum):
    """What is listed across guidelines."""

    INDICATOR = "indicator"
    RESEARCH_GAP = "research-gap"


def gap_of(kind: str, wording: str, research: str) -> str:
    """Return what a recommendation says is not known, as plain text; empty where it says nothing.

    `kind` is its type: one for research only is a gap in its own words.
    """
    return plain_text(research).strip() or (
        plain_text(wording) if kind == Type.RESEARCH_ONLY else ""
    )


def research_gaps(content: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return what is not known, by recommendation, as `gap_of` finds it."""
    fields = {one.id: one.field("research") for one in parse(content["body"])}
    found = []
    for line in content["recommendations"]:
        gap = gap_of(line["type"], line["wording"], fields.get(line["key"], ""))
        if gap:
            found.append(
                {
                    "key": line["key"],
                    "number": line["number"],
                    "recommendation": line["wording"],
                    "gap": gap,
                    "certainty": line["certainty"],
                    "last_search": line.get("last_search", ""),
                }
            )
    return found


def findable_in(content: Mapping[str, Any]) -> dict[Findable, Sequence[Mapping[str, Any]]]:
    """Return what of a version is listed across guidelines."""
    if content["kind"] in SAID_AGAIN:
        return {}
    return {
        Findable.INDICATOR: content.get("indicators", ()),
        Findable.RESEARCH_GAP: research_gaps(content),
    }
