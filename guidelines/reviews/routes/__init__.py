"""Pages of comments, and what reviews show on other pages."""

from guidelines.reviews.routes import comments, slots
from guidelines.reviews.routes.blueprint import bp

__all__ = ["bp", "comments", "slots"]
