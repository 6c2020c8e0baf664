"""What those do who steer a round of review: prepare, change, remind, sum up."""

from datetime import date, timedelta

from sqlalchemy import delete, select

from guidelines import audit, jobs
from guidelines.db import now, session
from guidelines.drafts.models import Document, Version
from guidelines.errors import Conflict, Invalid, Missing, sentence
from guidelines.events import (
    ReviewChanged,
    ReviewMoved,
    ReviewReminded,
    ReviewReopened,
    ReviewStarted,
    ReviewSummarised,
)
from guidelines.permissions import Action, Actor, require
from guidelines.reviews.models import Contributor, Remark, ReviewRound, Submission
from guidelines.reviews.rules import LONGEST, person_of
from guidelines.reviews.rules.asking import (
    Asking,
    check_asking,
    check_changeable,
    check_days,
    check_length,
    check_open,
)
from guidelines.reviews.rules.rounds import REVIEW, ReviewMove, ReviewState, RoundKind
from guidelines.reviews.service.moving import (
    close_later,
    event_of,
    hold_round,
    invited_to,
    open_later,
    today_in,
)

REMIND_AGAIN = timedelta(hours=20)


def start_round(
    actor: Actor, document: Document, asking: Asking, *, version: Version
) -> ReviewRound:
    """Prepare a round on a version of a document; nobody outside hears of it yet."""
    require(actor, Action.REVIEW_STEER, document)

    check_asking(asking)
    if version.document_id != document.id:
        raise Missing
    if asking.blinded:
        require(actor, Action.REVIEWER_READ, document)
    round_ = ReviewRound(
        network_id=document.network_id,
        project_id=document.project_id,
        document_id=document.id,
        version_id=version.id,
        kind=asking.kind,
        person_id=person_of(actor),
        title=asking.title.strip(),
    )
    _write(round_, asking)
    session.add(round_)
    session.flush()
    audit.record(actor, event_of(round_, ReviewStarted, kind=round_.kind.value))
    return round_


def _write(round_: ReviewRound, asking: Asking) -> None:
    """Write what is asked; what does not belong to the kind of the round is left out."""
    round_.title = asking.title.strip()
    round_.introduction = asking.introduction.strip()
    round_.questions = [one.strip() for one in asking.questions if one.strip()]
    round_.opens_on, round_.closes_on = asking.opens_on, asking.closes_on
    round_.blinded = asking.blinded and round_.kind is RoundKind.EXTERNAL
    round_.anyone = asking.anyone and round_.kind is RoundKind.PUBLIC
    round_.publish_answers = asking.publish_answers and not round_.blinded


def change_round(
    actor: Actor, round_: ReviewRound, asking: Asking, *, version: Version
) -> ReviewRound:
    """Change what a round asks, of which version, and when, before it opens."""
    require(actor, Action.REVIEW_STEER, round_)

    held = hold_round(actor, round_)
    check_changeable(held.state)
    check_asking(asking)
    if version.document_id != held.document_id:
        raise Missing
    if asking.blinded != held.blinded and invited_to(held):
        raise Conflict(
            sentence(
                "People were invited already: whether names are hidden can no longer be changed. "
                "Take the invitations back first."
            )
        )
    if asking.blinded:
        require(actor, Action.REVIEWER_READ, held)
    if held.state is ReviewState.PLANNED:
        check_days(asking.opens_on, asking.closes_on, today_in(held))
    held.version_id = version.id
    _write(held, asking)
    if held.state is ReviewState.PLANNED:
        open_later(held)
    session.flush()
    audit.record(actor, event_of(held, ReviewChanged))
    return held


def change_last_day(actor: Actor, round_: ReviewRound, *, closes_on: date | None) -> ReviewRound:
    """Let an open round end on another day; a closed one is open again until then.

    Whoever was asked and has not answered gets a letter with the new day.
    """
    require(actor, Action.REVIEW_STEER, round_)

    held = hold_round(actor, round_)
    check_days(today_in(held), closes_on, today_in(held))
    check_length(held.opens_on, closes_on)
    was, until = held.closes_on, str(closes_on)
    if held.state is ReviewState.CLOSED:
        held.state, held.closed_at = REVIEW.after(held.state, ReviewMove.REOPEN), None
        event = event_of(held, ReviewReopened, closes_on=until)
    else:
        check_open(held.state)
        if closes_on == was:
            raise Conflict(sentence("This is its last day already. Choose another one."))
        event = event_of(held, ReviewMoved, was=str(was or ""), closes_on=until)
    held.closes_on = closes_on
    close_later(held)
    session.flush()
    audit.record(actor, event)
    return held


def remind(actor: Actor, round_: ReviewRound) -> None:
    """Remind those who have not answered; at most once a day."""
    require(actor, Action.REVIEW_STEER, round_)

    held = hold_round(actor, round_)
    check_open(held.state)
    last = max(
        (
            job.run_at
            for job in jobs.of("reviews.send_reminders", review_round_id=held.id)
            if job.run_at <= now()
        ),
        default=None,
    )
    if last is not None and now() - last < REMIND_AGAIN:
        raise Conflict(sentence("They were reminded today. Wait until tomorrow."))
    audit.record(actor, event_of(held, ReviewReminded))


def forget_unproved(round_: ReviewRound) -> int:
    """Delete the answers whose senders never proved their address; return how many there were."""
    keys = session.scalars(
        select(Submission.id).where(
            Submission.round_id == round_.id,
            Submission.is_invited.is_(False),
            Submission.confirmed_at.is_(None),
        )
    ).all()
    for model, column in (
        (Remark, Remark.submission_id),
        (Contributor, Contributor.submission_id),
        (Submission, Submission.id),
    ):
        session.execute(delete(model).where(column.in_(keys)))
    return len(keys)


def sum_up(actor: Actor, round_: ReviewRound, *, summary: str) -> ReviewRound:
    """Tell the public what became of a round; empty words take the account back."""
    require(actor, Action.REVIEW_STEER, round_)

    held = hold_round(actor, round_)
    if held.state is not ReviewState.CLOSED:
        raise Conflict(sentence("Sum up what was said after the round is closed."))
    if len(summary) > 4 * LONGEST:
        raise Invalid({"summary": sentence("Keep this to %(most)s characters.", most=4 * LONGEST)})
    held.summary = summary.strip()
    held.summarised_at = now() if held.summary else None
    session.flush()
    audit.record(actor, event_of(held, ReviewSummarised))
    return held
