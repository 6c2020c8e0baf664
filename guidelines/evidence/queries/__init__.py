"""Reads about references, evidence profiles and judgements."""

from guidelines.evidence.queries.profiles import (
    EvidenceStand,
    entries_of,
    highest_question,
    observation_counts,
    profile_keyed,
    profiles_of,
    profiles_on,
    questions_of,
    ratings_of,
    stands_of,
)
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
from guidelines.evidence.queries.searches import (
    bias_tables_of,
    questions_on,
    records_at,
    screened_counts,
    search_in,
    searches_of,
)
from guidelines.evidence.queries.styles import style_of

__all__ = [
    "EvidenceStand",
    "bias_tables_of",
    "count_references",
    "csl_items",
    "entries_of",
    "found_references",
    "highest_question",
    "imports_of",
    "keyed",
    "keys_taken",
    "observation_counts",
    "profile_keyed",
    "profiles_of",
    "profiles_on",
    "questions_of",
    "questions_on",
    "ratings_of",
    "records_at",
    "reference_keyed",
    "reference_with_doi",
    "references_of",
    "screened_counts",
    "search_in",
    "searches_of",
    "stands_of",
    "style_of",
]
