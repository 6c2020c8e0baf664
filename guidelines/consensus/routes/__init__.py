"""Pages of consensus: for the office, for the panel, and for everybody afterwards."""

from guidelines.consensus.routes import (
    minority,
    office,
    panel,
    results,
    rounds,
    slots,
    story,
    trials,
)
from guidelines.consensus.routes.blueprint import bp

__all__ = ["bp", "minority", "office", "panel", "results", "rounds", "slots", "story", "trials"]
