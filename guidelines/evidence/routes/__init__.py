"""Pages of the references and the evidence of a project."""

from guidelines.evidence.routes import imports, library, profiles, references
from guidelines.evidence.routes.words import bp

__all__ = [
    "bp",
    "imports",
    "library",
    "profiles",
    "references",
]
