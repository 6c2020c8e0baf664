"""What is new to a person since a moment: as numbers and places, never the words themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select

from guidelines.db import now, session
from guidelines.drafts.models import Document
from guidelines.permissions import Action, Actor, can
from guidelines.projects.queries import projects_of
from guidelines.reviews.models import (
    Comment,
    CommentThread,
    DigestSetting,
    ReviewRound,
    Submission,
    ThreadAnswer,
)
from guidelines.reviews.queries.comments import Hidden
from guidelines.reviews.queries.seen import assigned_to, unread
from guidelines.reviews.rules.rounds import ReviewState, Rhythm, SubmissionState

NEAR = 3
UNANSWERED = frozenset({SubmissionState.INVITED, SubmissionState.WRITING})


@dataclass(frozen=True, slots=True)
class News:
    """What is new in one document: the numbers of its comments, by what happened to them."""

    document: Document
    said: tuple[int, ...]
    answered: tuple[int, ...]
    spoken_to: tuple[int, ...]
    to_see_to: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """An open review that waits for a person, or answers to it that they have to look at.

    `newest` is when the last of these was sent.
    """

    round: ReviewRound
    closes_on: date | None
    waiting: int = 0
    newest: datetime | None = None

    @property
    def is_pressing(self) -> bool:
        """Whether its last day is near."""
        return self.closes_on is not None and (self.closes_on - now().date()).days <= NEAR


def rhythm_of(person_id: str) -> Rhythm:
    """Return how often a person wants letters about what is new; daily unless they chose."""
    row = session.get(DigestSetting, person_id)
    return row.rhythm if row is not None else Rhythm.DAILY


def news_for(actor: Actor, since: datetime) -> list[News]:
    """Return what others did in discussions since a moment that `actor` may read and has not seen.

    What a vote closes to them is left out.
    """
    if actor.person_id is None:
        return []
    there = [
        one.id for one in projects_of(actor.person_id) if can(actor, Action.COMMENT_READ, one)
    ]
    if not there:
        return []
    said_since = select(Comment.thread_id).where(Comment.at > since)
    answered_since = select(ThreadAnswer.thread_id).where(ThreadAnswer.at > since)
    threads = session.scalars(
        select(CommentThread)
        .where(
            CommentThread.project_id.in_(there),
            or_(CommentThread.id.in_(said_since), CommentThread.id.in_(answered_since)),
        )
        .order_by(CommentThread.number)
    ).all()
    by_document: dict[str, list[CommentThread]] = {}
    for thread in threads:
        by_document.setdefault(thread.document_id, []).append(thread)
    mine = {one.id for one in assigned_to(actor.person_id)}
    found = [_news(actor, rows[0].document, rows, since, mine) for rows in by_document.values()]
    return sorted(
        (one for one in found if one is not None), key=lambda one: one.document.title.casefold()
    )


def _news(
    actor: Actor,
    document: Document,
    threads: list[CommentThread],
    since: datetime,
    mine: set[str],
) -> News | None:
    hidden = Hidden(document, actor)
    open_to_me = [one for one in threads if not hidden.thread(one)]
    new = unread(actor, open_to_me)
    seen = [one for one in open_to_me if one.id in new]
    me = actor.person_id
    said, answered, spoken_to = [], [], []
    for thread in seen:
        others = [
            one
            for one in thread.comments
            if one.at > since and (one.author_id != me or one.is_by_others)
        ]
        if others:
            said.append(thread.number)
        if any(me in {m.person_id for m in one.mentions} for one in others):
            spoken_to.append(thread.number)
        if any(one.at > since and one.person_id != me for one in thread.answers):
            answered.append(thread.number)
    if not said and not answered:
        return None
    to_see_to = tuple(one.number for one in seen if one.id in mine)
    return News(document, tuple(said), tuple(answered), tuple(spoken_to), to_see_to)


def asked_of(actor: Actor) -> list[Asked]:
    """Return the open reviews that wait for `actor`, and those with answers to be looked at."""
    if actor.person_id is None:
        return []
    own = session.scalars(
        select(Submission)
        .join(ReviewRound, ReviewRound.id == Submission.round_id)
        .where(
            Submission.person_id == actor.person_id,
            Submission.decider_id.is_(None),
            Submission.state.in_(UNANSWERED),
            ReviewRound.state == ReviewState.OPEN,
        )
        .order_by(ReviewRound.closes_on)
    ).all()
    found = [
        Asked(row.round, row.round.closes_on)
        for row in own
        if can(actor, Action.REVIEW_READ, row.round)
    ]
    return found + list(_to_look_at(actor))


def _to_look_at(actor: Actor) -> Iterable[Asked]:
    rows = session.scalars(
        select(Submission)
        .join(ReviewRound, ReviewRound.id == Submission.round_id)
        .where(
            ReviewRound.project_id.in_(list(actor.projects)),
            Submission.state == SubmissionState.WAITING,
        )
    )
    by_round: dict[str, list[Submission]] = {}
    for row in rows:
        if can(actor, Action.REVIEW_STEER, row.round):
            by_round.setdefault(row.round_id, []).append(row)
    return [
        Asked(
            there[0].round,
            None,
            len(there),
            max(row.submitted_at or row.created_at for row in there),
        )
        for there in by_round.values()
    ]
