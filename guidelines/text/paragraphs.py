"""Paragraphs of plain text: an empty line parts them."""

import re

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_APART = re.compile(r"\n\s*\n")


def paragraphs_in(text: str) -> list[str]:
    """Return the paragraphs of a text, each on one line."""
    parts = _APART.split(_UNPRINTABLE.sub(" ", text.replace("\r\n", "\n")))
    return [words for part in parts if (words := " ".join(part.split()))]


def stacked(*parts: str) -> str:
    """Return texts under each other, each in its paragraphs; empty ones are left out."""
    return "\n\n".join(words for part in parts for words in paragraphs_in(part))
