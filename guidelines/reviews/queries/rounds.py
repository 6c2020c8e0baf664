"""Reads about rounds of review: which there are, which one a comment was made in."""

from collections.abc import Sequence

from sqlalchemy import func, select

from guidelines.db import session
from guidelines.drafts.models import Document
from guidelines.drafts.queries import source_of
from guidelines.permissions import MEMBERS
from guidelines.projects.queries import members_with
from guidelines.reviews.models import Comment, CommentThread, ReviewRound, Submission
from guidelines.reviews.rules import ThreadState
from guidelines.reviews.rules.rounds import ReviewState, RoundKind


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
    return session.get(ReviewRound, comment.round_id) if comment.round_id else None


def unanswered_in(round_: ReviewRound) -> int:
    """Return how many comments of a round still wait for their answer."""
    count = session.scalar(
        select(func.count()).where(
            CommentThread.round_id == round_.id, CommentThread.state == ThreadState.OPEN
        )
    )
    return count or 0


def own_submission(round_: ReviewRound, person_id: str | None) -> Submission | None:
    """Return the invitation of a member of the project to a round, if it stands."""
    if person_id is None:
        return None
    return session.scalar(
        select(Submission).where(
            Submission.round_id == round_.id,
            Submission.person_id == person_id,
            Submission.decider_id.is_(None),
        )
    )


def own_answer(document: Document, person_id: str | None) -> Submission | None:
    """Return a person's place in the open internal review of a document, if they have one.

    A comment that they make now is made in it.
    """
    for round_ in open_rounds(document):
        if round_.kind is RoundKind.INTERNAL:
            own = own_submission(round_, person_id)
            if own is not None:
                return own
    return None


def names_in_text(round_: ReviewRound) -> list[str]:
    """Return the members of the project whose family name stands in the text of a round."""
    text = source_of(round_.version)
    names = {one.person.name for one in members_with(round_.project_id, *MEMBERS)}
    return sorted(name for name in names if len(name.split()) > 1 and name.split()[-1] in text)
