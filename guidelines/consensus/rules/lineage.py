"""Where a statement comes from, and what becomes of it: its names, its wordings, its family."""

from enum import StrEnum

ALONE = "#"
"""How the name of a statement begins that is no recommendation; no recommendation's does."""


class Lineage(StrEnum):
    """How a wording came about."""

    NEW = "new"
    REWORDED = "reworded"
    SPLIT = "split"
    MERGED = "merged"
    FROM_COMMENTS = "from-comments"
    FROM_PROPOSALS = "from-proposals"
    WITHDRAWN = "withdrawn"


def key_of(recommendation_key: str | None, number: int) -> str:
    """Return what names a statement in results: a recommendation's id, or ``#7``."""
    return recommendation_key if recommendation_key is not None else f"{ALONE}{number}"


def stands_alone(key: str) -> bool:
    """Tell whether a name in results is that of a statement that is no recommendation."""
    return key.startswith(ALONE)


class Fate(StrEnum):
    """What became of a panel member's proposal."""

    WAITING = "waiting"
    TAKEN = "taken"
    DECLINED = "declined"
