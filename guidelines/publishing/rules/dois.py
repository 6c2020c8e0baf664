"""DOIs as people type or paste them."""

import re

from guidelines.errors import Invalid, sentence

RESOLVER = "https://doi.org/"
_BEFORE = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)\s*", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"<>{}|\\^`]{1,180}")


def doi_typed(text: str, field: str = "doi") -> str:
    """Return a DOI such as 10.1234/abc, however it was typed; letters do not differ by case.

    A pasted link counts as well. Raises `Invalid` for what is no DOI.
    """
    written = _BEFORE.sub("", text.strip(), count=1).lower()
    if not _DOI.fullmatch(written):
        raise Invalid(
            {field: sentence("This is no DOI. Write it as 10.1234/abc, without anything around.")}
        )
    return written


def doi_link(doi: str) -> str:
    """Return the address at which a DOI is resolved; empty without one."""
    return f"{RESOLVER}{doi}" if doi else ""
