"""Keep what a person is writing, before it is a version, and tell who is in a section.

None of this enters the record of a project: it is nobody's business but the writer's own.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from guidelines.db import Base, at_once, new_key, now, session
from guidelines.drafts.models import Presence, Section, WorkingCopy
from guidelines.drafts.queries import revision_in
from guidelines.drafts.rules.clashes import UNKNOWN_BASE
from guidelines.drafts.rules.working import (
    FORGOTTEN,
    OTHER_PAGE,
    SILENCE,
    Kept,
    Sent,
    Verdict,
    check_kept,
    is_spent,
    verdict,
)
from guidelines.errors import Conflict
from guidelines.permissions import Action, Actor, require

_copies = WorkingCopy.__table__.c
_IS_KEPT = select(_copies.counter).where(
    _copies.person_id == bindparam("person"), _copies.section_id == bindparam("section")
)
_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class OtherPage(Conflict):
    """Another open page of the same person keeps a text that this one has not seen."""

    def __init__(self, kept: WorkingCopy) -> None:
        super().__init__(OTHER_PAGE)
        self.kept = kept


@dataclass(frozen=True, slots=True)
class Page:
    """The open page that saves: its name, how far it has counted, and the text it began with."""

    editor: str = ""
    counter: int | None = None
    replaces: str = ""


def new_page_name() -> str:
    """Return a name for a page that is opened now; it tells nothing about who opened it."""
    return new_key()


def keep_working_copy(
    actor: Actor, section: Section, sent: Sent, *, base_revision_id: str
) -> WorkingCopy:
    """Keep what a person wrote on top of revision `base_revision_id`; sent twice, kept once.

    A text that comes late changes nothing. Raises `OtherPage` if another page of this person
    keeps a text that this page did not begin with.
    """
    require(actor, Action.DRAFT_SAVE, section)

    text = check_kept(sent.source)
    if revision_in(section, base_revision_id) is None:
        raise Conflict(UNKNOWN_BASE)
    row = _made_row(actor, section, base_revision_id)
    what = verdict(_kept(row), sent)
    if what is Verdict.REFUSED:
        raise OtherPage(row)
    if what is Verdict.TAKEN:
        row.base_id, row.source, row.saved_at = base_revision_id, text, now()
        row.editor, row.counter = sent.editor, sent.counter
        row.fields = dict(sent.fields) if sent.fields is not None else None
        session.flush()
    return row


def discard_working_copy(
    actor: Actor, section: Section, *, page: Page | None = None
) -> WorkingCopy | None:
    """Throw away what a person wrote and did not save; return its row, which says how far.

    A page that is named discards only its own text, or the one that it began with; raises
    `OtherPage` for another page's.
    """
    require(actor, Action.DRAFT_SAVE, section)

    row = _row(actor, section)
    if row is None:
        return None
    own = page is None or page.editor == row.editor or page.replaces == row.mark
    if not own and row.source is not None:
        raise OtherPage(row)
    row.source = row.fields = None
    _counted(row, page)
    session.flush()
    return row


def spend_working_copy(
    actor: Actor, section: Section, *, saved: str, base_revision_id: str, page: Page
) -> None:
    """Take away the kept text of a page whose text was just saved as a version (or in a clash).

    What another page of the same person keeps stays, and so does what this page wrote since.
    """
    require(actor, Action.DRAFT_SAVE, section)

    whose = {"person": actor.person_id, "section": section.id}
    is_counted = page.editor and page.counter is not None  # then one may still be on its way
    if not is_counted and at_once(_IS_KEPT, whose).first() is None:
        return
    row = _made_row(actor, section, base_revision_id)
    if is_spent(
        _kept(row), editor=page.editor, counter=page.counter, replaces=page.replaces, saved=saved
    ):
        row.source = row.fields = None
        _counted(row, page)
        session.flush()


def be_present(actor: Actor, section: Section, *, leaving: bool = False) -> None:
    """Note that a person has a section open for writing, or that they left; sweep old rows."""
    require(actor, Action.DRAFT_SAVE, section)

    moment = now()
    gone = Presence.seen_at < moment - SILENCE
    own = (Presence.person_id == actor.person_id) & (Presence.section_id == section.id)
    session.execute(delete(Presence).where(gone | own if leaving else gone))
    session.execute(
        delete(WorkingCopy).where(
            WorkingCopy.source.is_(None), WorkingCopy.saved_at < moment - FORGOTTEN
        )
    )
    if leaving or actor.person_id is None:
        return
    values = {
        "person_id": actor.person_id,
        "section_id": section.id,
        "document_id": section.document_id,
        "seen_at": moment,
    }
    session.execute(
        _insert(Presence, values).on_conflict_do_update(
            index_elements=["person_id", "section_id"], set_={"seen_at": moment}
        )
    )


def _row(actor: Actor, section: Section) -> WorkingCopy | None:
    """Return the one row of a person and a section, locked until the commit."""
    return session.get(
        WorkingCopy,
        (actor.person_id, section.id),
        with_for_update=True,
        populate_existing=True,
    )


def _made_row(actor: Actor, section: Section, base_id: str) -> WorkingCopy:
    """Return the row of a person and a section, made if it is not there, locked."""
    values = {
        "person_id": actor.person_id,
        "section_id": section.id,
        "network_id": section.network_id,
        "project_id": section.project_id,
        "document_id": section.document_id,
        "base_id": base_id,
        "source": None,
        "editor": "",
        "counter": 0,
        "saved_at": now(),
    }
    session.execute(_insert(WorkingCopy, values).on_conflict_do_nothing())
    row = _row(actor, section)
    if row is None:
        raise LookupError("a row that was just made is not there")
    return row


def _insert(model: type[Base], values: dict[str, Any]) -> Any:
    return _INSERT[session.get_bind().dialect.name](model).values(values)


def _kept(row: WorkingCopy) -> Kept:
    return Kept(row.editor, row.counter, row.source)


def _counted(row: WorkingCopy, page: Page | None) -> None:
    """Remember how far a page has counted, so that a text still on its way comes too late."""
    row.saved_at = now()
    if page is not None and page.editor and page.counter is not None:
        row.counter = max(row.counter, page.counter) if row.editor == page.editor else page.counter
        row.editor = page.editor
