"""Reads of the public library."""

from guidelines.library.queries.editions import (
    Found,
    ever_published,
    found_at,
    frozen_content,
    has_published,
    next_moment,
    page_stored_as,
    published,
    rows_for,
    version_before,
)
from guidelines.library.queries.following import latest_published
from guidelines.library.queries.places import address_of, edition_in, network_at, path_of

__all__ = [
    "Found",
    "address_of",
    "edition_in",
    "ever_published",
    "found_at",
    "frozen_content",
    "has_published",
    "latest_published",
    "network_at",
    "next_moment",
    "page_stored_as",
    "path_of",
    "published",
    "rows_for",
    "version_before",
]
