"""How the library tells other programs of what is published, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class About:
    """What a version is found under: its kind, its ORPHAcodes, the day of its review."""

    kind: str
    codes: list[str]
    review_by: date | None


def about_of(content: Mapping[str, Any]) -> About:
    """Return what a version is found under."""
    conditions = content.get("about", {}).get("conditions", [])
    return About(
        str(content["kind"]), [str(code) for code, _name in conditions], review_day(content)
    )


def review_day(content: Mapping[str, Any]) -> date | None:
    """Return the day by which a version is to be reviewed; None where none was stated."""
    until = content.get("about", {}).get("review_by", "")
    return date.fromisoformat(until) if until else None


def due_by(content: Mapping[str, Any], reaffirmed: date | None) -> date | None:
    """Return the day of the next review: the one set when it was reaffirmed, where that is later.

    Without a day in the text the one that was set counts.
    """
    days = [day for day in (review_day(content), reaffirmed) if day is not None]
    return max(days, default=None)


def is_overdue(content: Mapping[str, Any], today: date) -> bool:
    """Tell whether the day by which a version was to be reviewed is over."""
    until = review_day(content)
    return until is not None and until < today


def recommendation_in(
    content: Mapping[str, Any], key: str, *, address: str
) -> dict[str, Any] | None:
    """Return one recommendation of a published version with its evidence; None without it.

    `address` is that of the version; the recommendation's own is part of the answer.
    """
    line = next((one for one in content["recommendations"] if one["key"] == key), None)
    if line is None:
        return None
    return {
        "address": f"{address}recommendations/{key}/",
        "guideline": {
            "address": address,
            "title": content["title"],
            "number": content["number"],
            "network": dict(content["network"]),
            "published_at": content["published_at"],
            "notice": content["notice"],
        },
        "recommendation": dict(line),
        "evidence": [
            question
            for question in content["evidence"]
            if any(one["key"] == key for one in question["recommendations"])
        ],
    }
