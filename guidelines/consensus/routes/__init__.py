"""Pages of consensus: for the office, for the panel, and for everybody afterwards."""

from guidelines.consensus.routes import office, panel, results, rounds, slots, story
from guidelines.consensus.routes.blueprint import bp

__all__ = ["bp", "office", "panel", "results", "rounds", "slots", "story"]
