"""Pages of networks and projects."""

from guidelines.projects.routes import pages, slots, transfer
from guidelines.projects.routes.blueprint import bp

__all__ = ["bp", "pages", "slots", "transfer"]
