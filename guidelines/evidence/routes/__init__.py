"""Pages of the references and the evidence of a project."""

from guidelines.evidence.routes import library, profiles, references
from guidelines.evidence.routes.words import bp

__all__ = ["bp", "library", "profiles", "references"]
