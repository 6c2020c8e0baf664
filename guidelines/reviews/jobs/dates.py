"""Rounds of review that open, remind and close by their days, without anybody being there."""

from datetime import timedelta

from guidelines.db import now, session, transaction
from guidelines.errors import DomainError
from guidelines.jobs import GiveUp, Work, job
from guidelines.permissions import Actor
from guidelines.reviews.models import ReviewRound
from guidelines.reviews.rules.rounds import ReviewMove, ReviewState
from guidelines.reviews.service import rounds as steering
from guidelines.reviews.service.moving import move_round


def _round(work: Work) -> ReviewRound | None:
    return session.get(ReviewRound, work.payload["review_round_id"])


@job("reviews.open_when_due")
def open_when_due(work: Work) -> None:
    """Open a planned round whose day has come; a repeated or late call changes nothing."""
    try:
        with transaction():
            round_ = _round(work)
            due = round_ is not None and round_.opens_at is not None and round_.opens_at <= now()
            if round_ is not None and due and round_.state is ReviewState.PLANNED:
                move_round(Actor.machine(), round_, ReviewMove.OPEN)
    except DomainError as refused:
        raise GiveUp(str(refused)) from refused


@job("reviews.close_when_due")
def close_when_due(work: Work) -> None:
    """Close an open round whose last day is over; a repeated or late call changes nothing."""
    with transaction():
        round_ = _round(work)
        due = round_ is not None and round_.closes_at is not None and round_.closes_at <= now()
        if round_ is not None and due and round_.state is ReviewState.OPEN:
            move_round(Actor.machine(), round_, ReviewMove.CLOSE)


@job("reviews.remind_when_due")
def remind_when_due(work: Work) -> None:
    """Remind who has not answered, if the round still ends when this was planned."""
    with transaction():
        round_ = _round(work)
        if round_ is None or round_.state is not ReviewState.OPEN or round_.closes_at is None:
            return
        left = round_.closes_at - now()
        if timedelta(0) < left <= timedelta(days=8):
            try:
                steering.remind(Actor.machine(), round_)
            except DomainError:
                return  # they were reminded today


@job("reviews.forget_unproved")
def forget_unproved(work: Work) -> None:
    """Delete what was begun with an address that nobody proved, some time after the end."""
    with transaction():
        round_ = _round(work)
        if round_ is not None and round_.state is ReviewState.CLOSED:
            steering.forget_unproved(round_)
