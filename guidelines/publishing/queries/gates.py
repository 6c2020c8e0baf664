"""Reads about what a project asks at the gates, and what is printed without consensus."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from guidelines.db import session
from guidelines.drafts.models import Document
from guidelines.publishing.models import ProjectGate, UnagreedPrint
from guidelines.publishing.rules.tightening import Tightening, tightened


def tightening_of(project_id: str) -> Tightening:
    """Return what a project asks beyond the core."""
    rows = session.scalars(select(ProjectGate).where(ProjectGate.project_id == project_id))
    return tightened((row.gate, row.must, row.threshold) for row in rows)


def unagreed_prints(document: Document) -> dict[tuple[str, str], UnagreedPrint]:
    """Return the decisions to print without consensus, by recommendation and wording hash."""
    rows = session.scalars(
        select(UnagreedPrint)
        .where(UnagreedPrint.document_id == document.id)
        .options(joinedload(UnagreedPrint.person))
    )
    return {(row.key, row.wording_sha256): row for row in rows}
