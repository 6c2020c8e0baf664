"""How the library tells other programs of what is published, as plain values."""

from collections.abc import Mapping
from typing import Any


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
