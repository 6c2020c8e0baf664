"""The public library: what is published, to be read and taken away by anybody."""

from guidelines.library.routes import (
    browsing,
    citations,
    comparing,
    currency,
    diseases,
    feeds,
    files,
    findings,
    missing,
    monitoring,
    pages,
    readers,
    recommendations,
)
from guidelines.library.routes.blueprint import bp

__all__ = [
    "bp",
    "browsing",
    "citations",
    "comparing",
    "currency",
    "diseases",
    "feeds",
    "files",
    "findings",
    "missing",
    "monitoring",
    "pages",
    "readers",
    "recommendations",
]
