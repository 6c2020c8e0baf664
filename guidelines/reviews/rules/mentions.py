"""Who is spoken to in a comment: an @ before the name of somebody in the project."""

import re
from collections.abc import Mapping

_BEFORE = r"(?<![\w@.])@"
_BEHIND = r"(?!\w)"


def mentioned(body: str, people: Mapping[str, str]) -> list[str]:
    """Return the ids of those whose whole name stands behind an @; `people` gives id → name.

    Of two names of which one begins the other, the longer one that stands there is meant. Upper
    and lower case are the same.
    """
    if not people:
        return []
    ids: dict[str, list[str]] = {}
    for key, name in people.items():
        ids.setdefault(_plain(name), []).append(key)
    names = sorted((one for one in ids if one), key=len, reverse=True)
    if not names:
        return []
    pattern = re.compile(
        _BEFORE + f"({'|'.join(re.escape(one) for one in names)})" + _BEHIND, re.IGNORECASE
    )
    found: dict[str, None] = {}
    for match in pattern.finditer(_plain(body)):
        found.update(dict.fromkeys(ids[match[1]]))
    return list(found)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
