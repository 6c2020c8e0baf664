"""Write, add and remove the sections of a document."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select

from guidelines import audit
from guidelines.db import at_once, session
from guidelines.drafts.models import Document, Section, SectionRevision, Version
from guidelines.drafts.queries import revision_in
from guidelines.drafts.rules.clashes import UNKNOWN_BASE, Clashing, merged
from guidelines.drafts.rules.manifest import (
    inserted,
    position,
    removed,
    replaced,
)
from guidelines.drafts.rules.texts import check_message, checked, same_text
from guidelines.drafts.service.opening import Draft, open_draft
from guidelines.drafts.service.writing import (
    entry_of,
    settle_names,
    write_revision,
    write_section,
    write_version,
)
from guidelines.errors import Conflict, sentence
from guidelines.events import DraftSaved, SectionAdded, SectionRemoved
from guidelines.permissions import Action, Actor, require
from guidelines.text.notices import Notice
from guidelines.text.recommendations import parse

_revisions = SectionRevision.metadata.tables[SectionRevision.__tablename__].c
_TEXT = select(_revisions.id, _revisions.number, _revisions.source, _revisions.blocks).where(
    _revisions.id == bindparam("id")
)

CHANGED = sentence("This section was changed in the meantime. Load the page again.")


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save.

    `changed` is false when the text was the newest already: nothing was written. `merged` tells
    that other people's paragraphs were taken in. `notices` are about recommendations. `before`
    is the text that it came on top of.
    """

    revision: SectionRevision
    version: Version
    changed: bool = True
    merged: bool = False
    notices: tuple[Notice, ...] = ()
    before: str = ""


def save_section(
    actor: Actor, section: Section, *, source: str, base_revision_id: str, message: str = ""
) -> Saved:
    """Save the text of a section that was written on top of revision `base_revision_id`.

    If somebody else saved in the meantime, other paragraphs merge. Raises `Clashing` where the
    same passage was changed, `Conflict` for a locked wording or a removed section.
    """
    require(actor, Action.DRAFT_SAVE, section)

    text, message = checked(source), check_message(message)
    draft = open_draft(section.document_id, actor.person_id)
    newest = _newest(draft, section.id)
    base: SectionRevision | Row[Any] = newest
    if base_revision_id != newest.id:
        found = revision_in(section, base_revision_id)
        if found is None:
            raise Conflict(UNKNOWN_BASE)
        base = found
    if same_text(text, newest.source) or same_text(text, base.source):
        return Saved(_revision(newest), _version(draft), changed=False)
    is_merge = base.id != newest.id
    if is_merge:
        text = _merged(text, message, base, newest)
        if same_text(text, newest.source):
            return Saved(_revision(newest), _version(draft), changed=False, merged=True)

    text = settle_names(draft, section.id, text, newest.source)
    revision = write_revision(draft, section.id, text, newest)
    draft.manifest = replaced(draft.manifest, entry_of(revision))
    parents = [draft.document.newest, *([base.number] if is_merge else [])]
    written = write_version(draft, message=message, parents=parents)
    audit.record(
        actor,
        DraftSaved(
            network_id=section.network_id,
            project_id=section.project_id,
            document_id=section.document_id,
            section_id=section.id,
            version=written.number,
            sha256=revision.sha256,
            merged=is_merge,
        ),
    )
    notices = tuple(draft.notices)
    return Saved(revision, written, merged=is_merge, notices=notices, before=newest.source)


@dataclass(frozen=True, slots=True)
class Written:
    """A new text for a section, written on top of its newest revision."""

    section_id: str
    base_revision_id: str
    source: str


def save_sections(
    actor: Actor, document: Document, texts: Sequence[Written], *, message: str = ""
) -> dict[str, Saved]:
    """Save several sections as one version; returns what became of each, by its id.

    Raises `Conflict` where a section has another newest text by now, and for a locked wording.
    """
    require(actor, Action.DRAFT_SAVE, document)

    message = check_message(message)
    draft = open_draft(document.id, actor.person_id)
    olds: dict[str, Row[Any]] = {}
    for text in texts:
        old = _newest(draft, text.section_id)
        if old.id != text.base_revision_id:
            raise Conflict(CHANGED)
        if not same_text(checked(text.source), old.source):
            olds[text.section_id] = old
            draft.read[text.section_id] = parse(text.source)  # first all: ids may change places
    if not olds:
        return {}
    revisions: dict[str, SectionRevision] = {}
    for text in texts:
        if (previous := olds.get(text.section_id)) is not None:
            source = settle_names(draft, text.section_id, checked(text.source), previous.source)
            revision = write_revision(draft, text.section_id, source, previous)
            draft.manifest = replaced(draft.manifest, entry_of(revision))
            revisions[text.section_id] = revision
    version = write_version(draft, message=message)
    for section_id, revision in revisions.items():
        audit.record(
            actor,
            DraftSaved(
                network_id=document.network_id,
                project_id=document.project_id,
                document_id=document.id,
                section_id=section_id,
                version=version.number,
                sha256=revision.sha256,
                merged=False,
            ),
        )
    notices = tuple(draft.notices)
    return {key: Saved(one, version, notices=notices) for key, one in revisions.items()}


def _newest(draft: Draft, section_id: str) -> Row[Any]:
    """Return the text of a section in the newest version; `Conflict` if it is gone.

    It has `id`, `number`, `source` and `blocks`: asked with every save, so past the session.
    """
    entry = draft.manifest[position(draft.manifest, section_id)]
    return at_once(_TEXT, {"id": entry.revision_id}).one()


def _revision(newest: Row[Any]) -> SectionRevision:
    revision = session.get(SectionRevision, newest.id)
    if revision is None:
        raise LookupError(f"version without its revision {newest.id}")
    return revision


def _version(draft: Draft) -> Version:
    if draft.newest is None:
        raise LookupError(f"document without its version {draft.document.newest}")
    return draft.newest


def _merged(text: str, message: str, base: SectionRevision | Row[Any], theirs: Row[Any]) -> str:
    both, passages = merged(base.source, text, theirs.source)
    if both is None:
        raise Clashing(
            source=text, note=message, base_id=base.id, theirs_id=theirs.id, passages=passages
        )
    return both


def add_section(
    actor: Actor,
    document: Document,
    *,
    source: str,
    after: str | None = None,
    first: bool = False,
    message: str = "",
) -> Saved:
    """Add a section behind section `after`, first of all, or at the end."""
    require(actor, Action.DRAFT_SAVE, document)

    text, message = checked(source), check_message(message)
    draft = open_draft(document.id, actor.person_id)
    if not first and after is None and draft.manifest:
        after = draft.manifest[-1].section_id
    text = settle_names(draft, "", text)
    revision = write_section(draft, text)
    draft.read[revision.section_id] = draft.read.pop("")
    draft.manifest = inserted(draft.manifest, entry_of(revision), None if first else after)
    version = write_version(draft, message=message)
    audit.record(
        actor,
        SectionAdded(
            network_id=document.network_id,
            project_id=document.project_id,
            document_id=document.id,
            section_id=revision.section_id,
            version=version.number,
        ),
    )
    return Saved(revision, version, notices=tuple(draft.notices))


def remove_section(actor: Actor, section: Section, *, message: str = "") -> Version:
    """Take a section out of its document; its texts stay in the older versions."""
    require(actor, Action.DRAFT_SAVE, section)

    message = check_message(message)
    draft = open_draft(section.document_id, actor.person_id)
    draft.manifest = removed(draft.manifest, section.id)
    version = write_version(draft, message=message)
    audit.record(
        actor,
        SectionRemoved(
            network_id=section.network_id,
            project_id=section.project_id,
            document_id=section.document_id,
            section_id=section.id,
            version=version.number,
        ),
    )
    return version
