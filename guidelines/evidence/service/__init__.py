"""What people do with evidence: import and edit references, save profiles and judgements."""

from guidelines.evidence.service.duplicates import GONE, keep_both, merge_references, undo_merge
from guidelines.evidence.service.experts import (
    record_observation,
    remove_observation,
    save_observation,
)
from guidelines.evidence.service.imports import (
    ImportReport,
    add_references,
    finish_import,
    hand_in_list,
    hand_in_references,
    import_references,
    read_at_once,
)
from guidelines.evidence.service.profiles import save_conclusion, save_judgements
from guidelines.evidence.service.questions import (
    import_findings,
    link_recommendation,
    rate_outcomes,
    remove_question,
    save_findings,
    save_question,
    start_question,
    unlink_recommendation,
)
from guidelines.evidence.service.references import (
    add_reference,
    mark_retracted,
    remove_reference,
    save_reference,
    settle_offered,
)
from guidelines.evidence.service.searches import (
    add_strategy,
    import_screening,
    remove_bias_table,
    remove_search,
    remove_strategy,
    save_bias_table,
    save_flow,
    save_search,
    save_strategy,
    start_bias_table,
    start_search,
)
from guidelines.evidence.service.styles import choose_style, take_style

__all__ = [
    "GONE",
    "ImportReport",
    "add_reference",
    "add_references",
    "add_strategy",
    "choose_style",
    "finish_import",
    "hand_in_list",
    "hand_in_references",
    "import_findings",
    "import_references",
    "import_screening",
    "keep_both",
    "link_recommendation",
    "mark_retracted",
    "merge_references",
    "rate_outcomes",
    "read_at_once",
    "record_observation",
    "remove_bias_table",
    "remove_observation",
    "remove_question",
    "remove_reference",
    "remove_search",
    "remove_strategy",
    "save_bias_table",
    "save_conclusion",
    "save_findings",
    "save_flow",
    "save_judgements",
    "save_observation",
    "save_question",
    "save_reference",
    "save_search",
    "save_strategy",
    "settle_offered",
    "start_bias_table",
    "start_question",
    "start_search",
    "take_style",
    "undo_merge",
    "unlink_recommendation",
]
