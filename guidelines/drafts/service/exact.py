"""Save a section only on the very text it was made from, as programs do."""

from guidelines.db import lock_row
from guidelines.drafts.models import Document, Section
from guidelines.drafts.queries import current_version, section_in
from guidelines.drafts.rules.manifest import GONE
from guidelines.drafts.service.sections import Saved, save_section
from guidelines.errors import Conflict, Stale, sentence
from guidelines.permissions import Action, Actor, require

MOVED = sentence("Somebody changed this section. Read it again, work your change in, then save.")


class Moved(Stale):
    """The text is another one now: `expected` is the hash that was named, `newest` the present."""

    def __init__(self, expected: str, newest: str) -> None:
        super().__init__(MOVED)
        self.expected, self.newest = expected, newest


def save_exactly(
    actor: Actor, section: Section, *, source: str, made_from: str, message: str = ""
) -> Saved:
    """Save the text of a section whose present text has the SHA-256 `made_from`.

    Nothing is merged: raises `Moved` where somebody saved in between.
    """
    require(actor, Action.DRAFT_SAVE, section)

    document: Document = lock_row(Document, section.document_id)
    item = section_in(current_version(document), section.id)
    if item is None:
        raise Conflict(GONE)
    if item.revision.sha256 != made_from:
        raise Moved(made_from, item.revision.sha256)
    return save_section(
        actor, section, source=source, base_revision_id=item.revision.id, message=message
    )
