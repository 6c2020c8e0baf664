"""Pages of approval, editorial changes and published versions of a document."""

from guidelines.publishing.routes import approvals, changes, editions, needs, story
from guidelines.publishing.routes.words import bp

__all__ = ["approvals", "bp", "changes", "editions", "needs", "story"]
