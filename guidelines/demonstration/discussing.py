"""The margin of the draft: comments, replies and responses."""

from guidelines.demonstration.writing import Guideline


def discuss(guideline: Guideline) -> None:
    """Let the commenters comment on the first draft, and others reply."""


def respond(guideline: Guideline) -> None:
    """Let the authors answer each comment."""
