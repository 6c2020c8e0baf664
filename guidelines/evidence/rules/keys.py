"""Keys that texts cite, and ids of recommendations."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any

from guidelines.errors import Invalid, sentence

KEY = re.compile(r"[^\W_][\w:.#$%&\-+?<>~/]*")


def key_from(item: Mapping[str, Any], taken: Collection[str]) -> str:
    """Return a key for an item that has none: family name and year, with a letter if taken."""
    people = item.get("author") or item.get("editor") or []
    first = people[0] if people else {}
    name = str(first.get("family") or first.get("literal") or item.get("title") or "source")
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    parts = item.get("issued", {}).get("date-parts") or [[""]]
    words = re.findall(r"[a-z0-9]+", plain)
    stem = ("".join(words) if first else "-".join(words[:3]))[:60] or "source"
    year = parts[0][0] if parts[0] else ""
    key, n = f"{stem}{year}", 0
    while key in taken:
        key, n = f"{stem}{year}{_letters(n)}", n + 1
    return key


def _letters(n: int) -> str:
    """Return a, b, … z, aa, ab, … for 0, 1, …"""
    word = ""
    n += 1
    while n:
        n, rest = divmod(n - 1, 26)
        word = chr(ord("a") + rest) + word
    return word


def check_key(key: str) -> None:
    """Raise `Invalid` unless a text can cite `key` as ``[@key]``."""
    if not KEY.fullmatch(key) or len(key) > 200:
        raise Invalid(
            {
                "key": sentence(
                    "Use letters, digits and - _ : . / for the key, such as %(example)s.",
                    example="smith2019",
                )
            }
        )


def check_recommendation_id(key: str) -> None:
    """Raise `Invalid` unless `key` can be the id of a recommendation."""
    if not re.fullmatch(r"[^\W_][\w.:-]*", key) or len(key) > 200:
        raise Invalid(
            {
                "key": sentence(
                    "Give the id of the recommendation as it stands in the text, such as %(id)s.",
                    id="rec-airway",
                )
            }
        )
