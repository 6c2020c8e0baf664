"""The public library: what is published, to be read and taken away by anybody."""

from guidelines.library.routes import (
    citations,
    comparing,
    currency,
    feeds,
    files,
    monitoring,
    pages,
    recommendations,
)
from guidelines.library.routes.blueprint import bp

__all__ = [
    "bp",
    "citations",
    "comparing",
    "currency",
    "feeds",
    "files",
    "monitoring",
    "pages",
    "recommendations",
]
