"""Keep what a person is writing beside the source, before it is a version."""

from collections.abc import Mapping
from dataclasses import replace

from guidelines.db import session
from guidelines.drafts.models import Document, Section, SectionRevision, WorkingCopy
from guidelines.drafts.queries import revision_in
from guidelines.drafts.queries.translations import as_basis, block_rows, pieces_of
from guidelines.drafts.rules.clashes import UNKNOWN_BASE
from guidelines.drafts.rules.translation_edits import edited, typed_in
from guidelines.drafts.rules.working import Sent, check_kept
from guidelines.drafts.service.translation_edits import NOT_ONE, is_tied
from guidelines.drafts.service.working import keep_working_copy
from guidelines.errors import Conflict
from guidelines.permissions import Action, Actor, require


def keep_translation(
    actor: Actor,
    section: Section,
    sent: Sent,
    *,
    base_revision_id: str,
    source_revision_id: str,
    fields: Mapping[str, str],
) -> WorkingCopy:
    """Keep the fields of the page of a translation, and the text that they make of the section.

    `sent` says from which page they come; its text is not looked at. `fields` are by their names
    on the page. Raises `Conflict` as `save_translation` does, and `OtherPage`.
    """
    require(actor, Action.DRAFT_SAVE, section)

    document = session.get_one(Document, section.document_id)
    base = revision_in(section, base_revision_id)
    shown = session.get(SectionRevision, source_revision_id)
    if base is None:
        raise Conflict(UNKNOWN_BASE)
    if shown is None or not is_tied(document, section, shown):
        raise Conflict(NOT_ONE)
    known = pieces_of(base, shown)
    kept = as_basis(block_rows(document))
    result = edited(base.source, known[shown.id], known[base.id], kept, typed_in(fields))
    check_kept("".join(fields.values()))
    whole = replace(sent, source=result.source, fields={"beside": shown.id, "typed": dict(fields)})
    return keep_working_copy(actor, section, whole, base_revision_id=base.id)
