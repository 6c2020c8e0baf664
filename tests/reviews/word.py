"""Steps with Word files: out, changed as a colleague would, and back in."""

from guidelines.db import session, transaction
from guidelines.drafts.models import Document
from guidelines.drafts.queries import current_version
from guidelines.jobs import work_once
from guidelines.permissions import Actor
from guidelines.reviews import service
from guidelines.reviews.models import WordExport, WordReturn
from guidelines.storage import storage


def exported(actor: Actor, document: Document) -> bytes:
    """Return the Word file of the newest version, made as the page does."""
    with transaction():
        row = service.request_word_file(actor, current_version(document))
    while work_once():
        pass
    done = session.get_one(WordExport, row.id)
    assert done.state == "done", done.failure
    return storage().get(done.sha256)


def handed_in(
    actor: Actor, document: Document, content: bytes, filename: str = "back.docx"
) -> WordReturn:
    """Hand in a Word file and have it read."""
    with transaction():
        row = service.hand_in_word_file(actor, document, content=content, filename=filename)
    while work_once():
        pass
    return session.get_one(WordReturn, row.id)
