"""Say what a document is about, for whom it is written, and when it is looked at again."""

from guidelines import audit
from guidelines.db import lock_row, now, session
from guidelines.drafts.models import Document, DocumentMetadata
from guidelines.drafts.queries.metadata import metadata_row
from guidelines.drafts.rules.metadata import Metadata
from guidelines.errors import Stale, sentence
from guidelines.events import DocumentDescribed
from guidelines.permissions import Action, Actor, require


def describe_document(
    actor: Actor, document: Document, metadata: Metadata, *, language: str = "", revision: int = 0
) -> DocumentMetadata:
    """Write what a document says about itself; `language` is changed where one is given.

    `revision` is that of the page it was written on, 0 where nothing was stated. Raises `Stale`
    when somebody else has written meanwhile.
    """
    require(actor, Action.DRAFT_SAVE, document)

    lock_row(Document, document.id)
    document = session.get_one(Document, document.id)
    row = metadata_row(document)
    if (row.revision if row else 0) != revision:
        raise Stale(
            sentence(
                "Somebody else changed this meanwhile. What you wrote is still here: compare it "
                "with the page as it is now, and save again."
            )
        )
    if row is None:
        row = DocumentMetadata(
            document_id=document.id,
            network_id=document.network_id,
            project_id=document.project_id,
            revision=0,
        )
        session.add(row)
    row.conditions = [list(one) for one in metadata.conditions]
    row.no_code = metadata.no_code
    row.population = metadata.population
    row.users = metadata.users
    row.review_by = metadata.review_by
    row.parts = {key: dict(said) for key, said in metadata.parts.items()}
    row.revision += 1
    row.person_id = actor.person_id
    row.changed_at = now()
    if language:
        document.language = language
    session.flush()
    audit.record(
        actor,
        DocumentDescribed(
            network_id=document.network_id,
            project_id=document.project_id,
            document_id=document.id,
            review_by=metadata.review_by.isoformat() if metadata.review_by else "",
        ),
    )
    return row
