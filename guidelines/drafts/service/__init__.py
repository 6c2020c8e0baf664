"""What people do with documents: start, write, arrange, restore, lock and place results."""

from guidelines.drafts.service.clashes import Clashing, keep_clash, settle_clash
from guidelines.drafts.service.documents import (
    finish_import,
    import_document,
    request_import,
    start_document,
)
from guidelines.drafts.service.recommendations import add_recommendation, edit_recommendation
from guidelines.drafts.service.sections import (
    Saved,
    add_section,
    move_section,
    remove_section,
    save_section,
)
from guidelines.drafts.service.versions import label_version, restore_version
from guidelines.drafts.service.wording import lock_wording, place_outcome, unlock_wording

__all__ = [
    "Clashing",
    "Saved",
    "add_recommendation",
    "add_section",
    "edit_recommendation",
    "finish_import",
    "import_document",
    "keep_clash",
    "label_version",
    "lock_wording",
    "move_section",
    "place_outcome",
    "remove_section",
    "request_import",
    "restore_version",
    "save_section",
    "settle_clash",
    "start_document",
    "unlock_wording",
]
