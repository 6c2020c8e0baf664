"""Reads about rounds of review: which there are, which one a comment was made in."""

from collections.abc import Sequence

from sqlalchemy import select

from guidelines.db import session
from guidelines.drafts.models import Document
from guidelines.reviews.models import Comment, ReviewRound
from guidelines.reviews.rules.rounds import ReviewState


def rounds_of(document: Document) -> Sequence[ReviewRound]:
    """Return the rounds on a document, newest first."""
    return session.scalars(
        select(ReviewRound)
        .where(ReviewRound.document_id == document.id)
        .order_by(ReviewRound.created_at.desc(), ReviewRound.id)
    ).all()


def open_rounds(document: Document) -> Sequence[ReviewRound]:
    """Return the rounds on a document that are open now, oldest first."""
    return session.scalars(
        select(ReviewRound)
        .where(ReviewRound.document_id == document.id, ReviewRound.state == ReviewState.OPEN)
        .order_by(ReviewRound.opened_at, ReviewRound.id)
    ).all()


def round_of(comment: Comment) -> ReviewRound | None:
    """Return the round that a comment was made in, if it was made in one."""
    round_id = getattr(comment, "round_id", None)
    return session.get(ReviewRound, round_id) if round_id is not None else None
