"""What a declaration of interests must satisfy, and what follows from it."""

from guidelines.interests.rules.declarations import (
    FURTHER,
    ICMJE,
    Band,
    Interest,
    Recipient,
    Topic,
    check_declaration,
    interests_from,
    tidy,
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
from guidelines.interests.rules.policy import LEAST, Policy, check_policy

__all__ = [
    "BARS",
    "FURTHER",
    "ICMJE",
    "LADDER",
    "LEAST",
    "Band",
    "Doing",
    "Interest",
    "Level",
    "Measure",
    "Policy",
    "Recipient",
    "Topic",
    "check_assessment",
    "check_declaration",
    "check_policy",
    "check_somebody_else",
    "holds",
    "interests_from",
    "refusal",
    "strictest",
    "tidy",
]
