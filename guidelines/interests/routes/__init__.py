"""Pages of interests: one's own declaration, and those of the people who assess."""

from guidelines.interests.routes import assessing, declaring, policies, printing, slots
from guidelines.interests.routes.blueprint import bp

__all__ = ["assessing", "bp", "declaring", "policies", "printing", "slots"]
