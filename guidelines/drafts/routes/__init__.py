"""Pages of documents: overview, sections, recommendations, versions, clashes."""

from guidelines.drafts.routes import (
    clashes,
    documents,
    imports,
    recommendations,
    sections,
    slots,
    versions,
)
from guidelines.drafts.routes.blueprint import bp

__all__ = [
    "bp",
    "clashes",
    "documents",
    "imports",
    "recommendations",
    "sections",
    "slots",
    "versions",
]
