"""What people do with evidence: import and edit references, save profiles and judgements."""

from guidelines.evidence.service.profiles import save_judgements, save_profile
from guidelines.evidence.service.references import (
    ImportReport,
    add_reference,
    add_references,
    finish_import,
    hand_in_references,
    import_references,
    read_at_once,
    remove_reference,
    save_reference,
)

__all__ = [
    "ImportReport",
    "add_reference",
    "add_references",
    "finish_import",
    "hand_in_references",
    "import_references",
    "read_at_once",
    "remove_reference",
    "save_judgements",
    "save_profile",
    "save_reference",
]
