"""Pages of approval, editorial changes and published versions of a document."""

from guidelines.publishing.routes import (
    appraisals,
    appraising,
    approvals,
    bodies,
    changes,
    checklists,
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
    "appraisals",
    "appraising",
    "approvals",
    "bodies",
    "bp",
    "changes",
    "checklists",
    "editions",
    "endorsements",
    "life",
    "needs",
    "plans",
    "readiness",
    "signing",
    "story",
]
