"""The address of a document within its network."""

from collections.abc import Set

from guidelines.projects.rules import PUBLIC_PAGES, slug_from


def free_slug(title: str, taken: Set[str]) -> str:
    """Return the slug of a title, with a number behind it where another document has it."""
    slug = slug_from(title) or "document"
    candidate, number = slug, 1
    while candidate in taken or candidate in PUBLIC_PAGES:
        number += 1
        candidate = f"{slug}-{number}"
    return candidate
