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


def research_gaps(content: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return what is not known, by recommendation: what its text says under research.

    A recommendation for research only is a gap in its own words.
    """
    fields = {one.id: one.field("research").strip() for one in parse(content["body"])}
    found = []
    for line in content["recommendations"]:
        gap = plain_text(fields.get(line["key"], "")).strip()
        if not gap and line["type"] == Type.RESEARCH_ONLY:
            gap = line["wording"]
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
