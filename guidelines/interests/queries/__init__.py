"""Reads about interests: who declared what, what follows, who abstains from what."""

from guidelines.interests.queries.declarations import declarations_of, newest_declarations
from guidelines.interests.queries.managements import (
    abstentions_in,
    barred_in,
    barred_keys,
    managements_of,
    recusals_of,
)
from guidelines.interests.queries.statements import (
    Consequence,
    Statement,
    statement_table,
    unassessed_people,
    undeclared_people,
)

__all__ = [
    "Consequence",
    "Statement",
    "abstentions_in",
    "barred_in",
    "barred_keys",
    "declarations_of",
    "managements_of",
    "newest_declarations",
    "recusals_of",
    "statement_table",
    "unassessed_people",
    "undeclared_people",
]
