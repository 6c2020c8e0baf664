"""Pages of the references and the evidence of a project."""

from guidelines.evidence.routes import (
    duplicates,
    experts,
    findings,
    imports,
    library,
    profiles,
    questions,
    references,
    screening,
    searches,
    shown,
    slots,
    styles,
    uses,
)
from guidelines.evidence.routes.words import bp

__all__ = [
    "bp",
    "duplicates",
    "experts",
    "findings",
    "imports",
    "library",
    "profiles",
    "questions",
    "references",
    "screening",
    "searches",
    "shown",
    "slots",
    "styles",
    "uses",
]
