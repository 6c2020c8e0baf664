"""Reads about comments, passages, suggestions and Word files."""

from guidelines.reviews.queries.comments import (
    Hidden,
    keys_about,
    keys_of,
    open_by_document,
    open_on,
    open_threads,
    recommendations_in,
    threads_of,
)
from guidelines.reviews.queries.passages import Places, Stood, blocks_of
from guidelines.reviews.queries.suggestions import (
    Shown,
    open_suggestions,
    places,
    shown,
    suggestions_by_document,
    suggestions_of,
    with_halves,
    word_exports_of,
    word_returns_of,
)

__all__ = [
    "Hidden",
    "Places",
    "Shown",
    "Stood",
    "blocks_of",
    "keys_about",
    "keys_of",
    "open_by_document",
    "open_on",
    "open_suggestions",
    "open_threads",
    "places",
    "recommendations_in",
    "shown",
    "suggestions_by_document",
    "suggestions_of",
    "threads_of",
    "with_halves",
    "word_exports_of",
    "word_returns_of",
]
