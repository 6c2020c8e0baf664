"""Drafts for programs: JSON below /api/v1, with a token instead of a browser."""

from guidelines.drafts.api import description, reading, writing
from guidelines.drafts.api.door import bp

__all__ = ["bp", "description", "reading", "writing"]
