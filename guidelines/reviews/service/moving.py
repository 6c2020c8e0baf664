"""The moves of a round of review: one table says what each checks, changes and tells."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from sqlalchemy import func, select

from guidelines import audit, jobs
from guidelines.db import lock_row, now, session
from guidelines.errors import Missing
from guidelines.events import (
    Event,
    ReviewCancelled,
    ReviewChanged,
    ReviewClosed,
    ReviewOpened,
    ReviewPlanned,
)
from guidelines.permissions import Action, Actor, require
from guidelines.reviews.models import ReviewRound, Submission
from guidelines.reviews.rules.asking import REMINDED_BEFORE, check_days, check_has_somebody
from guidelines.reviews.rules.rounds import REVIEW, ReviewMove

FORGOTTEN_AFTER = timedelta(days=30)
Do = Callable[[ReviewRound], None]


@dataclass(frozen=True, slots=True)
class Step:
    """What belongs to one move: what is asked first, what it does, which event tells of it."""

    check: Do
    do: Do
    event: Callable[[ReviewRound], Event]


def move_round(actor: Actor, round_: ReviewRound, move: ReviewMove) -> ReviewRound:
    """Plan, open, close or call off a round, or make a planned one a draft again.

    Raises `IllegalTransition` where it is not in a state for it, `Invalid` or `Conflict` where a
    day or somebody to ask is missing.
    """
    require(actor, Action.REVIEW_STEER, round_)

    held = hold_round(actor, round_)
    step = STEPS[move]
    state = REVIEW.after(held.state, move)
    step.check(held)
    held.state = state
    step.do(held)
    session.flush()
    audit.record(actor, step.event(held))
    return held


def hold_round(who: Actor, round_: ReviewRound) -> ReviewRound:
    """Return the round as it is now, held until the commit; of a blinded one the chair's alone."""
    held: ReviewRound | None = lock_row(ReviewRound, round_.id)
    if held is None:
        raise Missing
    if held.blinded:
        require(who, Action.REVIEWER_READ, held)
    return held


def event_of(round_: ReviewRound, event: type[Event], /, **more: object) -> Event:
    """Return an event about a round."""
    return event(
        network_id=round_.network_id,
        project_id=round_.project_id,
        document_id=round_.document_id,  # type: ignore[call-arg]
        review_round_id=round_.id,
        **more,
    )


def today_in(round_: ReviewRound) -> date:
    """Return what day it is where the project is."""
    return now().astimezone(round_.zone).date()


def invited_to(round_: ReviewRound) -> int:
    """Return how many people and organisations are invited."""
    count = session.scalar(
        select(func.count()).where(
            Submission.round_id == round_.id, Submission.is_invited.is_(True)
        )
    )
    return count or 0


def open_later(round_: ReviewRound) -> None:
    """Queue the opening of a planned round for its day."""
    _enqueue("reviews.open_when_due", round_, round_.opens_at)


def close_later(round_: ReviewRound) -> None:
    """Queue the closing of an open round, and the letters before it."""
    _enqueue("reviews.close_when_due", round_, round_.closes_at)
    if round_.closes_at is None:
        return
    for before in REMINDED_BEFORE:
        moment = round_.closes_at - before
        if moment > now() + before / 2:
            _enqueue("reviews.remind_when_due", round_, moment)


def _enqueue(name: str, round_: ReviewRound, moment: datetime | None) -> None:
    if moment is not None:
        jobs.enqueue(
            name,
            dedupe=f"{name}:{round_.id}:{moment.isoformat()}",
            run_at=moment,
            review_round_id=round_.id,
        )


def _nothing(_round: ReviewRound) -> None:
    """Ask or do nothing more."""


def _check_planned(round_: ReviewRound) -> None:
    check_days(round_.opens_on, round_.closes_on, today_in(round_))
    check_has_somebody(invited_to(round_), round_.anyone)


def _check_opened(round_: ReviewRound) -> None:
    check_has_somebody(invited_to(round_), round_.anyone)
    check_days(today_in(round_), round_.closes_on, today_in(round_))


def _open(round_: ReviewRound) -> None:
    round_.opened_at = now()
    if round_.opens_on is None or round_.opens_on > today_in(round_):
        round_.opens_on = today_in(round_)
    close_later(round_)


def _close(round_: ReviewRound) -> None:
    round_.closed_at = now()
    _enqueue("reviews.forget_unproved", round_, round_.closed_at + FORGOTTEN_AFTER)


def _tells(kind: type[Event]) -> Callable[[ReviewRound], Event]:
    return lambda round_: event_of(round_, kind)


STEPS: Mapping[ReviewMove, Step] = MappingProxyType(
    {
        ReviewMove.PLAN: Step(_check_planned, open_later, _tells(ReviewPlanned)),
        ReviewMove.TAKE_BACK: Step(_nothing, _nothing, _tells(ReviewChanged)),
        ReviewMove.OPEN: Step(
            _check_opened,
            _open,
            lambda round_: event_of(round_, ReviewOpened, version=round_.version.number),
        ),
        ReviewMove.CLOSE: Step(_nothing, _close, _tells(ReviewClosed)),
        ReviewMove.CANCEL: Step(_nothing, _nothing, _tells(ReviewCancelled)),
    }
)
