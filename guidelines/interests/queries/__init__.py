"""Reads about interests: who declared what, what follows, who abstains from what."""

from guidelines.interests.queries.declarations import declarations_of, newest_declarations
from guidelines.interests.queries.managements import (
    Consequence,
    abstentions_in,
    barred_by_name,
    barred_in,
    barred_keys,
    consequences_of,
    decisions_of,
    decisions_on,
    managements_of,
    shut_out_in,
)
from guidelines.interests.queries.panel import checks_of, composition_of
from guidelines.interests.queries.policies import policies_of, policy_of
from guidelines.interests.queries.statements import (
    Statement,
    statement_table,
    unassessed_people,
    undeclared_people,
)
from guidelines.interests.queries.topics import topics_of

__all__ = [
    "Consequence",
    "Statement",
    "abstentions_in",
    "barred_by_name",
    "barred_in",
    "barred_keys",
    "checks_of",
    "composition_of",
    "consequences_of",
    "decisions_of",
    "decisions_on",
    "declarations_of",
    "managements_of",
    "newest_declarations",
    "policies_of",
    "policy_of",
    "shut_out_in",
    "statement_table",
    "topics_of",
    "unassessed_people",
    "undeclared_people",
]
