"""Pages of the references and the evidence of a project."""

from guidelines.evidence.routes import profiles, references
from guidelines.evidence.routes.words import bp

__all__ = ["bp", "profiles", "references"]
