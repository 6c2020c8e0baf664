"""Reads about comments and passages."""

from guidelines.reviews.queries.comments import (
    Hidden,
    open_by_document,
    open_on,
    open_threads,
    recommendations_in,
    threads_of,
)
from guidelines.reviews.queries.passages import blocks_of, standings

__all__ = [
    "Hidden",
    "blocks_of",
    "open_by_document",
    "open_on",
    "open_threads",
    "recommendations_in",
    "standings",
    "threads_of",
]
