"""Pages of documents: overview, sections, recommendations, versions, clashes."""

from guidelines.drafts.routes import (
    clashes,
    documents,
    editing,
    imports,
    pictures,
    recommendations,
    sections,
    slots,
    versions,
    translation_slots,
    translations,
    working,
)
from guidelines.drafts.routes.blueprint import bp

__all__ = [
    "bp",
    "clashes",
    "documents",
    "editing",
    "imports",
    "pictures",
    "recommendations",
    "sections",
    "slots",
    "versions",
    "working",
    "translation_slots",
    "translations",
]
