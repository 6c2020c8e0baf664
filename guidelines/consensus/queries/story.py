"""In which rounds a recommendation was asked."""

from collections.abc import Sequence

from sqlalchemy import select

from guidelines.consensus.models import Process, Round, RoundStatement, Statement
from guidelines.db import session
from guidelines.drafts.models import Document


def rounds_about(document: Document, key: str) -> Sequence[Round]:
    """Return the opened rounds in which a recommendation was asked, oldest first."""
    return session.scalars(
        select(Round)
        .join(RoundStatement, RoundStatement.round_id == Round.id)
        .join(Statement, RoundStatement.statement_id == Statement.id)
        .join(Process, Round.process_id == Process.id)
        .where(
            Process.document_id == document.id,
            Statement.recommendation_key == key,
            RoundStatement.carried.is_(False),
            Round.opened_at.is_not(None),
        )
        .order_by(Round.opened_at, Round.id)
    ).all()
