"""Reading of files of references that need another program, and of lists to look up."""

from guidelines.db import session, transaction
from guidelines.errors import DomainError
from guidelines.evidence.importers.elsewhere import look_up
from guidelines.evidence.importers.files import read
from guidelines.evidence.importers.reading import Format, Reading, check_yield
from guidelines.evidence.models import ImportState, ReferenceImport
from guidelines.evidence.service import finish_import
from guidelines.jobs import Work, job
from guidelines.permissions import Actor
from guidelines.projects.queries import actor_for
from guidelines.storage import storage


@job("evidence.read_references", attempts=2)
def read_references(work: Work) -> None:
    """Read a handed-in file or list, for the person who handed it in; twice changes nothing."""
    handed = session.get(ReferenceImport, work.payload["import_id"])
    if handed is None or handed.state is not ImportState.WAITING:
        return
    actor = actor_for(handed.person_id) if handed.person_id else Actor.nobody()
    try:
        content = storage().get(handed.sha256)
        if handed.format == Format.LOOK_UP:
            reading = _looked_up(handed.id, content.decode())
        else:
            reading = read(content)
        with transaction():
            finish_import(actor, handed, reading)
    except DomainError as refused:
        with transaction():
            handed = session.get(ReferenceImport, work.payload["import_id"])
            if handed is not None:
                handed.state, handed.failure = ImportState.FAILED, refused.message[:500]


def _looked_up(import_id: str, text: str) -> Reading:
    """Look up a list, noting how far it is: its page shows that."""

    def progress(answered: int) -> None:
        with transaction():
            handed = session.get(ReferenceImport, import_id)
            if handed is not None:
                handed.answered = min(answered, handed.asked)

    reading = look_up(text, progress)
    check_yield(reading)
    return reading
