"""Bring an older version or a section of it back, and give versions a name."""

from sqlalchemy import select

from guidelines import audit
from guidelines.db import lock_row, now, session
from guidelines.drafts.models import Section, Version, VersionLabel
from guidelines.drafts.queries import revisions_by_id
from guidelines.drafts.rules.manifest import Entry, Manifest, inserted, replaced
from guidelines.drafts.rules.texts import check_message
from guidelines.drafts.service.opening import Draft, open_draft
from guidelines.drafts.service.writing import (
    entry_of,
    settle_names,
    write_revision,
    write_version,
)
from guidelines.errors import Conflict, Invalid, Missing, sentence
from guidelines.events import VersionLabelled, VersionRestored, VersionUnlabelled
from guidelines.permissions import Action, Actor, require
from guidelines.text.recommendations import parse

LONGEST_LABEL = 80


def restore_version(actor: Actor, version: Version, *, message: str = "") -> Version:
    """Make an older version the newest again, as a new version; nothing in between is lost.

    Returns the newest version itself where it has the same text already.
    """
    require(actor, Action.DRAFT_SAVE, version)

    message = check_message(message)
    draft = open_draft(version.document_id, actor.person_id)
    newest = draft.newest
    if newest is None:
        raise Missing
    if newest.entries == version.entries:
        return newest
    now_there = {entry.section_id: entry.revision_id for entry in newest.entries}
    other = [e for e in version.entries if now_there.get(e.section_id) != e.revision_id]
    texts = revisions_by_id([entry.revision_id for entry in other])
    for entry in other:  # ids stay as they were: they were unique in that version
        draft.read[entry.section_id] = parse(texts[entry.revision_id].source)
    draft.manifest = version.entries
    written = write_version(draft, message=message, parents=[newest.number, version.number])
    audit.record(
        actor,
        VersionRestored(
            network_id=version.network_id,
            project_id=version.project_id,
            document_id=version.document_id,
            version=written.number,
            restored=version.number,
        ),
    )
    return written


def restore_section(
    actor: Actor, version: Version, section: Section, *, message: str = ""
) -> Version:
    """Make one section what it was in an older version, as a new version; the rest stays.

    A section that was taken out comes back behind the one it followed then. Returns the newest
    version itself where the section has that text already.
    """
    require(actor, Action.DRAFT_SAVE, version)

    message = check_message(message)
    was = {entry.section_id: entry for entry in version.entries}.get(section.id)
    if was is None or section.document_id != version.document_id:
        raise Missing
    draft = open_draft(version.document_id, actor.person_id)
    if draft.newest is None:
        raise Missing
    there = {entry.section_id: entry.revision_id for entry in draft.manifest}
    if there.get(section.id) == was.revision_id:
        return draft.newest
    draft.manifest = _with(draft, version, was)
    written = write_version(draft, message=message, parents=[draft.newest.number, version.number])
    audit.record(
        actor,
        VersionRestored(
            network_id=version.network_id,
            project_id=version.project_id,
            document_id=version.document_id,
            version=written.number,
            restored=version.number,
        ),
    )
    return written


def _with(draft: Draft, version: Version, was: Entry) -> Manifest:
    """Return the manifest with a section as it was.

    Where one of its recommendations stands in another section now, it gets a new id, and so the
    section a new text.
    """
    text = revisions_by_id([was.revision_id])[was.revision_id]
    found = parse(text.source)
    elsewhere = {key for key, row in draft.standing.items() if row.section_id != was.section_id}
    entry = was
    if elsewhere.intersection(one.id for one in found):
        now = {one.section_id: one.revision_id for one in draft.manifest}.get(was.section_id)
        before = revisions_by_id([now])[now].source if now else ""
        source = settle_names(draft, was.section_id, text.source, before)
        entry = entry_of(write_revision(draft, was.section_id, source, text))
    else:  # ids stay as they were: they were unique in that version
        draft.read[was.section_id] = found
    there = [one.section_id for one in draft.manifest]
    if was.section_id in there:
        return replaced(draft.manifest, entry)
    then = [one.section_id for one in version.entries]
    ahead = then[: then.index(was.section_id)]
    return inserted(draft.manifest, entry, next((s for s in reversed(ahead) if s in there), None))


def label_version(actor: Actor, version: Version, *, label: str) -> VersionLabel:
    """Give a version a name, or another one; the record keeps those it had."""
    require(actor, Action.DRAFT_SAVE, version)

    label = " ".join(label.split())
    if not label or len(label) > LONGEST_LABEL:
        raise Invalid({"label": sentence("Give the version a name of at most 80 characters.")})
    taken = session.scalar(
        select(VersionLabel).where(
            VersionLabel.document_id == version.document_id, VersionLabel.label == label
        )
    )
    if taken is not None and taken.version_id != version.id:
        raise Invalid({"label": sentence("Another version of this document has this name.")})
    if taken is not None:
        return taken
    row: VersionLabel | None = lock_row(VersionLabel, version.id)
    if row is None:
        row = VersionLabel(version_id=version.id, document_id=version.document_id)
        session.add(row)
    row.label, row.person_id, row.created_at = label, actor.person_id, now()
    session.flush()
    session.expire(version, ["named"])
    audit.record(
        actor,
        VersionLabelled(
            network_id=version.network_id,
            project_id=version.project_id,
            document_id=version.document_id,
            version=version.number,
            label=label,
        ),
    )
    return row


def unlabel_version(actor: Actor, version: Version) -> None:
    """Take the name of a version away; the version stays, and the record keeps the name."""
    require(actor, Action.DRAFT_SAVE, version)

    row = lock_row(VersionLabel, version.id)
    if row is None:
        raise Conflict(sentence("This version has no name."))
    label = row.label
    session.delete(row)
    session.flush()
    session.expire(version, ["named"])
    audit.record(
        actor,
        VersionUnlabelled(
            network_id=version.network_id,
            project_id=version.project_id,
            document_id=version.document_id,
            version=version.number,
            label=label,
        ),
    )
