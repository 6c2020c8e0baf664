"""Reads about the life of guidelines: where one stands, how it came there, when it is due."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from guidelines.db import session
from guidelines.drafts.models import Document
from guidelines.publishing.models import GuidelineMove
from guidelines.publishing.rules.life import LIFE, Life


def moves_of(document_id: str) -> Sequence[GuidelineMove]:
    """Return the steps in the life of a guideline, oldest first."""
    return session.scalars(
        select(GuidelineMove)
        .where(GuidelineMove.document_id == document_id)
        .options(joinedload(GuidelineMove.person))
        .order_by(GuidelineMove.number)
    ).all()


def last_move(document_id: str) -> GuidelineMove | None:
    """Return the newest step in the life of a guideline, None while it is planned."""
    return session.scalar(
        select(GuidelineMove)
        .where(GuidelineMove.document_id == document_id)
        .options(joinedload(GuidelineMove.person))
        .order_by(GuidelineMove.number.desc())
        .limit(1)
    )


def life_of(document: Document) -> Life:
    """Return where a guideline stands."""
    last = last_move(document.id)
    return last.after if last is not None else LIFE.initial


def review_by(moves: Sequence[GuidelineMove]) -> date | None:
    """Return the newest day by which a guideline is to be looked at again."""
    return next((one.review_by for one in reversed(moves) if one.review_by), None)
