"""What may be looked at once everything is frozen, and what kinds of comments there are."""

from enum import StrEnum


class Exploration(StrEnum):
    """A look that comes after the report and changes nothing."""

    WHAT_IF = "what-if"
    ROBUSTNESS = "robustness"


class Stance(StrEnum):
    """What a comment of the panel is about, as the moderator sorts it."""

    FOR = "for"
    AGAINST = "against"
    WORDING = "wording"
    OTHER = "other"
