"""Pages of documents: overview, sections, recommendations, versions, clashes."""

from guidelines.drafts.routes import (
    blame,
    branches,
    citations,
    clashes,
    comparison,
    documents,
    editing,
    imports,
    modules,
    pictures,
    recommendations,
    sections,
    slots,
    translation_slots,
    translations,
    versions,
    working,
)
from guidelines.drafts.routes.blueprint import bp

__all__ = [
    "blame",
    "bp",
    "branches",
    "citations",
    "clashes",
    "comparison",
    "documents",
    "editing",
    "imports",
    "modules",
    "pictures",
    "recommendations",
    "sections",
    "slots",
    "translation_slots",
    "translations",
    "versions",
    "working",
]
