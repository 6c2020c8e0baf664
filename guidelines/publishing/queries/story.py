"""Which version of the text each published version is."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from guidelines.db import session
from guidelines.drafts.models import Document
from guidelines.publishing.models import ApprovalRequest, Edition


def published_versions(document: Document) -> list[tuple[Edition, int]]:
    """Return the editions of a document, newest first, each with the number of its version."""
    rows = session.execute(
        select(Edition, ApprovalRequest.version_number)
        .join(ApprovalRequest, Edition.request_id == ApprovalRequest.id)
        .where(Edition.document_id == document.id)
        .options(joinedload(Edition.document))
        .order_by(Edition.major.desc(), Edition.minor.desc())
    )
    return [(edition, number) for edition, number in rows]
