"""Reads about consensus processes, rounds, ballots and results."""

from guidelines.consensus.queries.accounts import texts_of
from guidelines.consensus.queries.boxes import (
    answering_apart,
    came,
    consent_of,
    earlier_answers,
    elector_of,
    electorate_size,
    own_content,
    panelist_of,
    recused_of,
)
from guidelines.consensus.queries.course import today_in
from guidelines.consensus.queries.feedback import (
    Feedback,
    Told,
    feedback_for,
    origins_for,
    sheet_after,
    sheet_before,
)
from guidelines.consensus.queries.minority import minorities_in, printed_minorities, replies_to
from guidelines.consensus.queries.processes import (
    comments_of,
    minority_statements,
    panel_of,
    panel_table,
    processes_of,
    rounds_of,
    statements_of,
    versions_of,
)
from guidelines.consensus.queries.reports import (
    last_result_by_key,
    methods_of,
    methods_paragraph,
    opened_answers,
    results_document,
    settled_keys,
)
from guidelines.consensus.queries.results import calls_in, edits_of, rule_of
from guidelines.consensus.queries.rounds import (
    asked_in,
    carried_in,
    due_questionnaires,
    latest_round,
    lines_of,
    living_round,
    rounds_to_tend,
)

__all__ = [
    "Feedback",
    "Told",
    "answering_apart",
    "asked_in",
    "calls_in",
    "came",
    "carried_in",
    "comments_of",
    "consent_of",
    "due_questionnaires",
    "earlier_answers",
    "edits_of",
    "elector_of",
    "electorate_size",
    "feedback_for",
    "last_result_by_key",
    "latest_round",
    "lines_of",
    "living_round",
    "methods_of",
    "methods_paragraph",
    "minorities_in",
    "minority_statements",
    "opened_answers",
    "origins_for",
    "own_content",
    "panel_of",
    "panel_table",
    "panelist_of",
    "printed_minorities",
    "processes_of",
    "recused_of",
    "replies_to",
    "results_document",
    "rounds_of",
    "rounds_to_tend",
    "rule_of",
    "settled_keys",
    "sheet_after",
    "sheet_before",
    "statements_of",
    "texts_of",
    "today_in",
    "versions_of",
]
