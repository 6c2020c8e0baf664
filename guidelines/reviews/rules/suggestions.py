"""Where a proposed replacement stands."""

from enum import StrEnum


class SuggestionState(StrEnum):
    """Where a proposed replacement stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
