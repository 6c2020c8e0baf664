"""Arrange the sections of a document: a section goes with all that is below it."""

from guidelines import audit
from guidelines.db import session
from guidelines.drafts.models import Section, SectionRevision, Version
from guidelines.drafts.rules.manifest import Entry, replaced
from guidelines.drafts.rules.outline_edits import (
    Place,
    Step,
    arranged,
    branch,
    stepped,
    with_shifted_headings,
)
from guidelines.drafts.rules.texts import check_message
from guidelines.drafts.service.opening import Draft, open_draft
from guidelines.drafts.service.writing import (
    entry_of,
    settle_names,
    write_revision,
    write_version,
)
from guidelines.events import SectionMoved
from guidelines.permissions import Action, Actor, require


def arrange_section(
    actor: Actor, section: Section, *, to: Place | Step, message: str = ""
) -> Version | None:
    """Move a section, and all below it, to another place or level in one version.

    Returns None if it stands there already. Raises `Conflict` for a place that is none.
    """
    require(actor, Action.DRAFT_SAVE, section)

    message = check_message(message)
    draft = open_draft(section.document_id, actor.person_id)
    before = draft.manifest
    place = stepped(before, section.id, to) if isinstance(to, Step) else to
    first, last = branch(before, section.id)
    draft.manifest, shift = arranged(before, section.id, place)
    if shift:
        for entry in before[first:last]:
            _shift(draft, entry, shift)
    if draft.manifest == before:
        return None
    version = write_version(draft, message=message)
    audit.record(
        actor,
        SectionMoved(
            network_id=section.network_id,
            project_id=section.project_id,
            document_id=section.document_id,
            section_id=section.id,
            version=version.number,
        ),
    )
    return version


def _shift(draft: Draft, entry: Entry, shift: int) -> None:
    """Write a section with its headings at other levels."""
    revision = session.get(SectionRevision, entry.revision_id)
    if revision is None:
        raise LookupError(f"version without its revision {entry.revision_id}")
    source = with_shifted_headings(revision.source, shift)
    if source == revision.source:
        return
    source = settle_names(draft, entry.section_id, source)
    written = write_revision(draft, entry.section_id, source, revision)
    draft.manifest = replaced(draft.manifest, entry_of(written))
