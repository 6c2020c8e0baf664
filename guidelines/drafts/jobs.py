"""Files become documents outside of the request that brought them."""

from guidelines.db import session, transaction
from guidelines.drafts.importers import read_file
from guidelines.drafts.models import DocumentImport, ImportState
from guidelines.drafts.rules.imports import read_text
from guidelines.drafts.service import finish_import
from guidelines.drafts.service.sources import take_sources
from guidelines.errors import DomainError, sentence
from guidelines.jobs import Work, job
from guidelines.permissions import Actor
from guidelines.projects.queries import actor_for
from guidelines.storage import storage


@job("drafts.import_file", attempts=2)
def import_file(work: Work) -> None:
    """Make a document of a file, for the person who brought it; twice changes nothing."""
    handed = session.get(DocumentImport, work.payload["import_id"])
    if handed is None or handed.state is not ImportState.WAITING:
        return
    actor = actor_for(handed.person_id) if handed.person_id else Actor.at_the_console()
    try:
        read = read_file(storage().get(handed.sha256), handed.filename)
        with transaction():
            source = take_sources(actor, handed.project, read.markdown, read.references)
        brought = read_text(source)
        warnings = list(read.warnings)
        if read.references:
            warnings.append(
                sentence(
                    "Sources of its citations (%(count)s) are in the library of the project.",
                    count=len(read.references),
                )
            )
        with transaction():
            finish_import(actor, handed, source=brought, pictures=read.assets, warnings=warnings)
    except DomainError as refused:
        with transaction():
            row = session.get(DocumentImport, work.payload["import_id"])
            if row is not None:
                row.state, row.failure = ImportState.FAILED, refused.message[:1000]
