"""Reads about endorsements: all of a document, and those that belong to one edition."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from guidelines.db import now, session
from guidelines.drafts.models import Document
from guidelines.publishing.models import Endorsement


def today() -> date:
    """Return the day by which endorsements hold or are over."""
    return now().date()


def endorsements_of(document: Document) -> Sequence[Endorsement]:
    """Return the endorsements of a document with the texts they are of, newest first."""
    return session.scalars(
        select(Endorsement)
        .where(Endorsement.document_id == document.id)
        .options(joinedload(Endorsement.request), joinedload(Endorsement.recorder))
        .order_by(Endorsement.given_on.desc(), Endorsement.organisation, Endorsement.id)
    ).all()


def printed_endorsements(request_id: str) -> list[dict[str, Any]]:
    """Return who endorses the text of this request today: organisation and days, nothing else."""
    day = today()
    rows = session.scalars(
        select(Endorsement)
        .where(Endorsement.request_id == request_id)
        .order_by(Endorsement.organisation, Endorsement.id)
    )
    return [
        {
            "organisation": row.organisation,
            "given_on": row.given_on.isoformat(),
            "expires_on": row.expires_on.isoformat() if row.expires_on else "",
        }
        for row in rows
        if row.stands_on(day)
    ]
