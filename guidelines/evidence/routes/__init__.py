"""Pages of the references and the evidence of a project."""

from guidelines.evidence.routes import duplicates, imports, library, profiles, references
from guidelines.evidence.routes.words import bp

__all__ = [
    "bp",
    "duplicates",
    "imports",
    "library",
    "profiles",
    "references",
]
