"""Add several sections to a document at once: a module, the list of abbreviations."""

from collections.abc import Sequence

from guidelines import audit
from guidelines.drafts.models import Document, Version
from guidelines.drafts.rules.manifest import inserted
from guidelines.drafts.rules.texts import check_message, checked
from guidelines.drafts.service.opening import open_draft
from guidelines.drafts.service.writing import (
    entry_of,
    settle_names,
    write_section,
    write_version,
)
from guidelines.events import SectionsAdded
from guidelines.permissions import Action, Actor, require


def add_sections(
    actor: Actor,
    document: Document,
    *,
    sources: Sequence[str],
    after: str | None = None,
    message: str = "",
) -> Version:
    """Add sections in one version behind section `after`, or at the end."""
    require(actor, Action.DRAFT_SAVE, document)

    texts, message = [checked(source) for source in sources], check_message(message)
    draft = open_draft(document.id, actor.person_id)
    if after is None and draft.manifest:
        after = draft.manifest[-1].section_id
    added = []
    for number, source in enumerate(texts):
        text = settle_names(draft, str(number), source)
        revision = write_section(draft, text)
        draft.read[revision.section_id] = draft.read.pop(str(number))
        draft.manifest = inserted(draft.manifest, entry_of(revision), after)
        after = revision.section_id
        added.append(revision.section_id)
    version = write_version(draft, message=message)
    audit.record(
        actor,
        SectionsAdded(
            network_id=document.network_id,
            project_id=document.project_id,
            document_id=document.id,
            section_ids=tuple(added),
            version=version.number,
        ),
    )
    return version
