"""Reads about answers to a round: who was asked, what they wrote, where it stands."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from guidelines.db import session
from guidelines.reviews.models import CommentThread, Contributor, Remark, ReviewRound, Submission
from guidelines.reviews.rules.answers import neutral_name
from guidelines.reviews.rules.rounds import (
    Answering,
    RemarkUse,
    ReviewState,
    SubmissionState,
)


def public_round(key: str) -> ReviewRound | None:
    """Return a round that the public may read about: open to anybody, and opened or planned."""
    round_ = session.get(ReviewRound, key)
    if round_ is None or not round_.anyone:
        return None
    shown = {ReviewState.PLANNED, ReviewState.OPEN, ReviewState.CLOSED}
    return round_ if round_.state in shown else None


def contributor_called(key: str) -> Contributor | None:
    """Return a contributor who may still come in."""
    row = session.get(Contributor, key)
    return row if row is not None and row.removed_at is None else None


def submissions_of(round_: ReviewRound) -> Sequence[Submission]:
    """Return the answers to a round in the order in which they were asked or begun."""
    return session.scalars(
        select(Submission)
        .where(Submission.round_id == round_.id)
        .options(selectinload(Submission.contributors))
        .order_by(Submission.number)
    ).all()


def submission_in(round_: ReviewRound, key: str) -> Submission | None:
    """Return an answer to a round."""
    row = session.get(Submission, key)
    return row if row is not None and row.round_id == round_.id else None


def shown_name(submission: Submission, *, with_names: bool) -> str:
    """Return the name of an answer: a blinded reviewer's is neutral unless `with_names`."""
    round_ = submission.round
    if submission.answering is Answering.REVIEWER and round_.blinded:
        neutral = neutral_name(submission.number)
        lead = lead_of(submission)
        return f"{lead.name} ({neutral})" if with_names and lead is not None else neutral
    return submission.organisation or submission.name


def signature_of(submission: Submission) -> tuple[str, str]:
    """Return the name and organisation under which an answer's comments are shown to all."""
    if submission.answering is Answering.REVIEWER and submission.round.blinded:
        return neutral_name(submission.number), ""
    if submission.answering is Answering.ORGANISATION:
        return submission.organisation[:200], submission.organisation
    return submission.name, submission.organisation


def lead_of(submission: Submission) -> Contributor | None:
    """Return who leads an answer that is written by links."""
    return next((one for one in submission.contributors if one.is_lead), None)


def remarks_of(submission: Submission) -> Sequence[Remark]:
    """Return all remarks of an answer: on the whole, the questions, then in order of writing."""
    return session.scalars(
        select(Remark)
        .where(Remark.submission_id == submission.id)
        .options(selectinload(Remark.contributor))
        .order_by(Remark.at, Remark.id)
    ).all()


def kept_remarks(submission: Submission) -> list[Remark]:
    """Return the remarks that go into the answer."""
    return [row for row in remarks_of(submission) if row.use is RemarkUse.KEPT]


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many were asked, how many have begun, and how many have answered."""

    asked: int
    writing: int
    waiting: int
    taken: int
    declined: int
    refused: int


def turnout_of(round_: ReviewRound) -> Turnout:
    """Return how many answers to a round stand where; unconfirmed ones do not count."""
    counts: dict[SubmissionState, int] = defaultdict(int)
    asked = 0
    for row in submissions_of(round_):
        if row.is_invited and row.decider_id is None:
            asked += 1
        if row.is_invited or row.confirmed_at is not None:
            counts[row.state] += 1
    return Turnout(
        asked,
        counts[SubmissionState.WRITING],
        counts[SubmissionState.WAITING],
        counts[SubmissionState.TAKEN],
        counts[SubmissionState.DECLINED],
        counts[SubmissionState.REFUSED],
    )


def comments_by_submission(round_: ReviewRound) -> dict[str, int]:
    """Return how many comments came with each answer."""
    rows = session.execute(
        select(CommentThread.submission_id, func.count())
        .where(CommentThread.round_id == round_.id, CommentThread.submission_id.is_not(None))
        .group_by(CommentThread.submission_id)
    )
    return {str(key): count for key, count in rows}
