"""Reads about references, evidence profiles and judgements."""

from guidelines.evidence.queries.profiles import profile_keyed, profiles_of
from guidelines.evidence.queries.references import (
    count_references,
    csl_items,
    found_references,
    imports_of,
    keyed,
    keys_taken,
    reference_keyed,
    reference_with_doi,
    references_of,
)

__all__ = [
    "count_references",
    "csl_items",
    "found_references",
    "imports_of",
    "keyed",
    "keys_taken",
    "profile_keyed",
    "profiles_of",
    "reference_keyed",
    "reference_with_doi",
    "references_of",
]
