"""Pages of approval, editorial changes and published versions of a document."""

from guidelines.publishing.routes import (
    approvals,
    bodies,
    changes,
    editions,
    endorsements,
    life,
    needs,
    plans,
    readiness,
    signing,
    story,
)
from guidelines.publishing.routes.words import bp

__all__ = [
    "approvals",
    "bodies",
    "bp",
    "changes",
    "editions",
    "endorsements",
    "life",
    "needs",
    "plans",
    "readiness",
    "signing",
    "story",
]
