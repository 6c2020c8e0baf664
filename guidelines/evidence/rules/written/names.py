"""Names, dates and plain words as files of references hold them."""

import re
from collections.abc import Mapping
from typing import Any

from guidelines.evidence.rules.items import MARKUP


def inverted(name: Mapping[str, str]) -> str:
    """Return a CSL name as ``Family, Given``; a group as it is."""
    parts = ("dropping-particle", "non-dropping-particle", "family")
    family = " ".join(name[part] for part in parts if name.get(part))
    if not family:
        return str(name.get("literal") or name.get("given", ""))
    return f"{family}, {name['given']}" if name.get("given") else family


def is_group(name: Mapping[str, str]) -> bool:
    """Tell whether a CSL name is that of a group."""
    return not name.get("family")


def date_parts(item: Mapping[str, Any]) -> list[int]:
    """Return year, month and day of an item, as far as they are known."""
    parts = (item.get("issued") or {}).get("date-parts") or [[]]
    return [int(number) for number in parts[0]]


def plain(item: Mapping[str, Any], field: str) -> str:
    """Return a field on one line, without markup."""
    return " ".join(MARKUP.sub("", str(item.get(field, ""))).split())


def pages(item: Mapping[str, Any]) -> tuple[str, str]:
    """Return first and last page; where that is not what is said, all of it as the first."""
    words = plain(item, "page")
    match = re.fullmatch(r"([^-–,\s]+)[-–]([^-–,\s]+)", words)
    return (match[1], match[2]) if match else (words, "")
