"""What the story of a recommendation tells that no feature below knows alone."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from guidelines.consensus.models import Deviation
from guidelines.consensus.queries.story import rounds_about
from guidelines.db import session
from guidelines.drafts.models import Document
from guidelines.interests.models import InterestManagement
from guidelines.interests.queries import topics_of
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


def decisions_about(document: Document, key: str) -> list[InterestManagement]:
    """Return what was decided on interests in one recommendation, oldest first.

    A decision on a topic or on everything concerns each recommendation in it.
    """
    keys = {"", key, *(one.key for one in topics_of(document.project_id) if key in one.keys)}
    rows = session.scalars(
        select(InterestManagement)
        .where(
            InterestManagement.project_id == document.project_id, InterestManagement.key.in_(keys)
        )
        .order_by(InterestManagement.at, InterestManagement.id)
    )
    return list(rows)


def deviations_about(document: Document, key: str) -> list[Deviation]:
    """Return what was decided otherwise than planned where a recommendation was asked."""
    found: dict[str, Deviation] = {}
    for round_ in rounds_about(document, key):
        for one in round_.process.deviations:
            if one.from_round <= round_.number:
                found[one.id] = one
    return sorted(found.values(), key=lambda one: (one.decided_at, one.id))
