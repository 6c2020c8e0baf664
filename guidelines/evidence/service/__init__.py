"""What people do with evidence: import and edit references, save profiles and judgements."""

from guidelines.evidence.service.duplicates import keep_both, merge_references, undo_merge
from guidelines.evidence.service.imports import (
    ImportReport,
    add_references,
    finish_import,
    hand_in_list,
    hand_in_references,
    import_references,
    read_at_once,
)
from guidelines.evidence.service.profiles import save_judgements, save_profile
from guidelines.evidence.service.references import (
    add_reference,
    mark_retracted,
    remove_reference,
    save_reference,
)

__all__ = [
    "ImportReport",
    "add_reference",
    "add_references",
    "finish_import",
    "hand_in_list",
    "hand_in_references",
    "import_references",
    "keep_both",
    "mark_retracted",
    "merge_references",
    "read_at_once",
    "remove_reference",
    "save_judgements",
    "save_profile",
    "save_reference",
    "undo_merge",
]
