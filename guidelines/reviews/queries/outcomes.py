"""What became of the comments of a round, as those outside may read it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from guidelines.db import session
from guidelines.drafts.queries import locked_keys
from guidelines.reviews.models import Comment, CommentThread, Remark, ReviewRound, Submission
from guidelines.reviews.queries.answers import signature_of
from guidelines.reviews.rules import Decision
from guidelines.reviews.rules.rounds import Answering


@dataclass(frozen=True, slots=True)
class Told:
    """One comment with what was decided: who answered it is not said."""

    name: str
    quote: str
    body: str
    decision: Decision | None
    response: str


def told_outcomes(round_: ReviewRound) -> list[Told]:
    """Return the comments of a round with the answers to them, for the public.

    A person who did not agree to be named is not. What the panel votes on now is left out: its
    members read this page too.
    """
    locked = locked_keys(round_.document)
    submissions = {
        row.id: row
        for row in session.scalars(select(Submission).where(Submission.round_id == round_.id))
    }
    threads = session.scalars(
        select(CommentThread)
        .where(CommentThread.round_id == round_.id, CommentThread.submission_id.is_not(None))
        .order_by(CommentThread.number)
    )
    return [
        _told(one, submissions[one.submission_id])
        for one in threads
        if one.submission_id and one.recommendation_key not in locked
    ]


def _told(thread: CommentThread, row: Submission) -> Told:
    hidden = row.answering is Answering.PERSON and not row.is_named
    name, organisation = signature_of(row)
    answer = thread.answer
    return Told(
        "" if hidden else organisation or name,
        thread.annotation.exact if thread.annotation else "",
        thread.comments[0].body,
        answer.decision if answer else None,
        answer.response if answer else "",
    )


def outcomes_for(remarks: Sequence[Remark]) -> dict[str, Told]:
    """Return what became of each remark of an answer, by its id; nothing for what waits."""
    keys = {row.comment_id: row.id for row in remarks if row.comment_id}
    found: dict[str, Told] = {}
    for comment in session.scalars(select(Comment).where(Comment.id.in_(keys))):
        answer = comment.thread.answer
        if answer is not None:
            found[keys[comment.id]] = Told("", "", comment.body, answer.decision, answer.response)
    return found
