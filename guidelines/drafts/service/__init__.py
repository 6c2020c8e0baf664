"""What people do with documents: start, write, arrange, restore, lock and place results."""

from guidelines.drafts.service.branches import TakenOver, put_aside, start_branch, take_over
from guidelines.drafts.service.clashes import (
    Clashing,
    carry_clash,
    keep_clash,
    note_decisions,
    settle_clash,
)
from guidelines.drafts.service.documents import (
    finish_import,
    import_document,
    request_import,
    start_document,
)
from guidelines.drafts.service.metadata import describe_document
from guidelines.drafts.service.modules import add_sections
from guidelines.drafts.service.outline import arrange_section
from guidelines.drafts.service.pictures import (
    Described,
    add_picture,
    describe_picture,
    read_picture,
)
from guidelines.drafts.service.recommendations import (
    VotedOn,
    add_recommendation,
    edit_recommendation,
)
from guidelines.drafts.service.sections import (
    Saved,
    Written,
    add_section,
    remove_section,
    save_section,
    save_sections,
)
from guidelines.drafts.service.versions import (
    label_version,
    restore_section,
    restore_version,
    unlabel_version,
)
from guidelines.drafts.service.wording import (
    Placing,
    lock_wording,
    place_outcome,
    place_outcomes,
    unlock_wording,
)
from guidelines.drafts.service.working import (
    OtherPage,
    Page,
    be_present,
    discard_working_copy,
    keep_working_copy,
    new_page_name,
    spend_working_copy,
)

__all__ = [
    "Clashing",
    "Described",
    "OtherPage",
    "Page",
    "Placing",
    "Saved",
    "TakenOver",
    "VotedOn",
    "Written",
    "add_picture",
    "add_recommendation",
    "add_section",
    "add_sections",
    "arrange_section",
    "be_present",
    "carry_clash",
    "describe_document",
    "describe_picture",
    "discard_working_copy",
    "edit_recommendation",
    "finish_import",
    "import_document",
    "keep_clash",
    "keep_working_copy",
    "label_version",
    "lock_wording",
    "new_page_name",
    "note_decisions",
    "place_outcome",
    "place_outcomes",
    "put_aside",
    "read_picture",
    "remove_section",
    "request_import",
    "restore_section",
    "restore_version",
    "save_section",
    "save_sections",
    "settle_clash",
    "spend_working_copy",
    "start_branch",
    "start_document",
    "take_over",
    "unlabel_version",
    "unlock_wording",
]
