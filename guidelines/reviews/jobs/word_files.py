"""Word files are made and read outside of the request that asked for it."""

from guidelines.db import session, transaction
from guidelines.errors import DomainError
from guidelines.jobs import Work, job
from guidelines.projects.queries import actor_for
from guidelines.reviews.importers import made, read_back
from guidelines.reviews.models import WordExport, WordReturn
from guidelines.reviews.rules import FileState
from guidelines.reviews.service import finish_word_file, finish_word_return


@job("reviews.make_word_file", attempts=2)
def make_word_file(work: Work) -> None:
    """Make the Word file that somebody asked for; twice changes nothing."""
    row = session.get(WordExport, work.payload["word_export_id"])
    if row is None or row.state is not FileState.WAITING:
        return
    try:
        content, warnings = made(row.document, row.version, row.id, live=row.has_fields)
        with transaction():
            finish_word_file(row, content, warnings)
    except DomainError as refused:
        with transaction():
            failed = session.get_one(WordExport, row.id)
            failed.state, failed.failure = FileState.FAILED, refused.message[:1000]


@job("reviews.read_word_file", attempts=2)
def read_word_file(work: Work) -> None:
    """Read a Word file that came back, for the person who brought it; twice changes nothing."""
    row = session.get(WordReturn, work.payload["word_return_id"])
    if row is None or row.state is not FileState.WAITING:
        return
    key = row.id
    try:
        _say(key, "reading")
        read = read_back(session.get_one(WordReturn, key))
        _say(key, "placing")
        with transaction():
            finish_word_return(actor_for(row.person_id), row, read)
    except DomainError as refused:
        with transaction():
            failed = session.get_one(WordReturn, key)
            failed.state, failed.failure = FileState.FAILED, refused.message[:1000]


def _say(key: str, step: str) -> None:
    """Note how far a file is: its page shows that."""
    with transaction():
        session.get_one(WordReturn, key).step = step
