"""Reading of files of references that need another program."""

from guidelines.db import session, transaction
from guidelines.errors import DomainError
from guidelines.evidence.importers.files import read
from guidelines.evidence.models import ImportState, ReferenceImport
from guidelines.evidence.service import finish_import
from guidelines.jobs import Work, job
from guidelines.permissions import Actor
from guidelines.projects.queries import actor_for
from guidelines.storage import storage


@job("evidence.read_references", attempts=2)
def read_references(work: Work) -> None:
    """Read a handed-in file, for the person who handed it in; twice changes nothing."""
    handed = session.get(ReferenceImport, work.payload["import_id"])
    if handed is None or handed.state is not ImportState.WAITING:
        return
    actor = actor_for(handed.person_id) if handed.person_id else Actor.nobody()
    try:
        reading = read(storage().get(handed.sha256))
        with transaction():
            finish_import(actor, handed, reading)
    except DomainError as refused:
        with transaction():
            handed = session.get(ReferenceImport, work.payload["import_id"])
            if handed is not None:
                handed.state, handed.failure = ImportState.FAILED, refused.message[:500]
