"""What a declaration of interests must satisfy, and what follows from it."""

from guidelines.interests.rules.declarations import (
    Interest,
    Topic,
    check_declaration,
    interests_from,
)
from guidelines.interests.rules.ladder import (
    BARS,
    LADDER,
    Doing,
    Level,
    Measure,
    check_assessment,
    check_somebody_else,
    holds,
    refusal,
    strictest,
)

__all__ = [
    "BARS",
    "LADDER",
    "Doing",
    "Interest",
    "Level",
    "Measure",
    "Topic",
    "check_assessment",
    "check_declaration",
    "check_somebody_else",
    "holds",
    "interests_from",
    "refusal",
    "strictest",
]
