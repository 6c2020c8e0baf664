"""A published version as one documented JSON file (``exports/edition.schema.json``)."""

from collections.abc import Mapping
from typing import Any

PATH = "/api/library/v1/edition.schema.json"


def documented(content: Mapping[str, Any], *, address: str) -> dict[str, Any]:
    """Return the frozen content with its permanent address, for other programs."""
    site = address.partition("/library/")[0]
    return {"$schema": f"{site}{PATH}", "address": address, **content}
