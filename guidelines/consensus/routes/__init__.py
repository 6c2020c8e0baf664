"""Pages of consensus: for the office, for the panel, and for everybody afterwards."""

from guidelines.consensus.routes import (
    cards,
    definition,
    feedback,
    minority,
    office,
    panel,
    pasting,
    results,
    rewording,
    rounds,
    slots,
    statements,
    story,
    trials,
)
from guidelines.consensus.routes.blueprint import bp

__all__ = [
    "bp",
    "cards",
    "definition",
    "feedback",
    "minority",
    "office",
    "panel",
    "pasting",
    "results",
    "rewording",
    "rounds",
    "slots",
    "statements",
    "story",
    "trials",
]
