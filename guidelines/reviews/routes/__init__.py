"""Pages of comments, suggestions and Word files, and what reviews show on other pages."""

from guidelines.reviews.routes import (
    answering,
    comments,
    consulting,
    desk,
    letters,
    naming,
    needs,
    outline,
    round_words,
    rounds,
    slots,
    sources,
    submissions,
    suggestions,
    table,
    threads,
    word_files,
)
from guidelines.reviews.routes.blueprint import bp

__all__ = [
    "answering",
    "bp",
    "comments",
    "consulting",
    "desk",
    "letters",
    "naming",
    "needs",
    "outline",
    "round_words",
    "rounds",
    "slots",
    "sources",
    "submissions",
    "suggestions",
    "table",
    "threads",
    "word_files",
]
