"""What those do who steer a round of review: prepare, open, close, remind, sum up."""

from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select

from guidelines import audit, jobs
from guidelines.db import lock_row, now, session
from guidelines.drafts.models import Document, Version
from guidelines.errors import Conflict, Invalid, Missing, sentence
from guidelines.events import (
    Event,
    ReviewCancelled,
    ReviewChanged,
    ReviewClosed,
    ReviewOpened,
    ReviewPlanned,
    ReviewReminded,
    ReviewReopened,
    ReviewStarted,
    ReviewSummarised,
)
from guidelines.permissions import Action, Actor, require
from guidelines.reviews.models import Contributor, Remark, ReviewRound, Submission
from guidelines.reviews.rules import LONGEST, person_of
from guidelines.reviews.rules.asking import (
    REMINDED_BEFORE,
    Asking,
    check_asking,
    check_changeable,
    check_days,
    check_has_somebody,
    check_length,
    check_open,
)
from guidelines.reviews.rules.rounds import REVIEW, ReviewMove, ReviewState, RoundKind

REMIND_AGAIN = timedelta(hours=20)
FORGOTTEN_AFTER = timedelta(days=30)


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
    audit.record(
        actor,
        ReviewStarted(
            network_id=round_.network_id,
            project_id=round_.project_id,
            document_id=round_.document_id,
            review_round_id=round_.id,
            kind=round_.kind.value,
        ),
    )
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

    held = _held(actor, round_)
    check_changeable(held.state)
    check_asking(asking)
    if version.document_id != held.document_id:
        raise Missing
    if asking.blinded != held.blinded and _invited(held):
        raise Conflict(
            sentence(
                "People were invited already: whether names are hidden can no longer be changed. "
                "Take the invitations back first."
            )
        )
    if asking.blinded:
        require(actor, Action.REVIEWER_READ, held)
    if held.state is ReviewState.PLANNED:
        check_days(asking.opens_on, asking.closes_on, _today(held))
    held.version_id = version.id
    _write(held, asking)
    if held.state is ReviewState.PLANNED:
        _later(held)
    session.flush()
    _tell(actor, held, ReviewChanged)
    return held


def plan_round(actor: Actor, round_: ReviewRound) -> ReviewRound:
    """Let a round open and close by its days, without anybody being there."""
    require(actor, Action.REVIEW_STEER, round_)

    held = _held(actor, round_)
    state = REVIEW.after(held.state, ReviewMove.PLAN)
    check_days(held.opens_on, held.closes_on, _today(held))
    check_has_somebody(_invited(held), held.anyone)
    held.state = state
    _later(held)
    session.flush()
    _tell(actor, held, ReviewPlanned)
    return held


def take_back_round(actor: Actor, round_: ReviewRound) -> ReviewRound:
    """Make a planned round a draft again: it does not open by itself."""
    require(actor, Action.REVIEW_STEER, round_)

    held = _held(actor, round_)
    held.state = REVIEW.after(held.state, ReviewMove.TAKE_BACK)
    session.flush()
    _tell(actor, held, ReviewChanged)
    return held


def open_round(actor: Actor, round_: ReviewRound) -> ReviewRound:
    """Open a round now; the invitations go out."""
    require(actor, Action.REVIEW_STEER, round_)

    held = _held(actor, round_)
    state = REVIEW.after(held.state, ReviewMove.OPEN)
    check_has_somebody(_invited(held), held.anyone)
    check_days(_today(held), held.closes_on, _today(held))
    held.state, held.opened_at = state, now()
    if held.opens_on is None or held.opens_on > _today(held):
        held.opens_on = _today(held)
    _close_later(held)
    session.flush()
    audit.record(
        actor,
        ReviewOpened(
            network_id=held.network_id,
            project_id=held.project_id,
            document_id=held.document_id,
            review_round_id=held.id,
            version=held.version.number,
        ),
    )
    return held


def close_round(actor: Actor, round_: ReviewRound) -> ReviewRound:
    """Close an open round: no answer is taken afterwards."""
    require(actor, Action.REVIEW_STEER, round_)

    held = _held(actor, round_)
    held.state, held.closed_at = REVIEW.after(held.state, ReviewMove.CLOSE), now()
    _enqueue("reviews.forget_unproved", held, held.closed_at + FORGOTTEN_AFTER)
    session.flush()
    _tell(actor, held, ReviewClosed)
    return held


def change_last_day(actor: Actor, round_: ReviewRound, *, closes_on: date | None) -> ReviewRound:
    """Let an open round end on another day; a closed one is open again until then."""
    require(actor, Action.REVIEW_STEER, round_)

    held = _held(actor, round_)
    check_days(_today(held), closes_on, _today(held))
    check_length(held.opens_on, closes_on)
    reopened = held.state is ReviewState.CLOSED
    if reopened:
        held.state, held.closed_at = REVIEW.after(held.state, ReviewMove.REOPEN), None
    else:
        check_open(held.state)
    held.closes_on = closes_on
    _close_later(held)
    session.flush()
    _tell(actor, held, ReviewReopened if reopened else ReviewChanged)
    return held


def cancel_round(actor: Actor, round_: ReviewRound) -> ReviewRound:
    """Call a round off before it opens."""
    require(actor, Action.REVIEW_STEER, round_)

    held = _held(actor, round_)
    held.state = REVIEW.after(held.state, ReviewMove.CANCEL)
    session.flush()
    _tell(actor, held, ReviewCancelled)
    return held


def remind(actor: Actor, round_: ReviewRound) -> None:
    """Remind those who have not answered; at most once a day."""
    require(actor, Action.REVIEW_STEER, round_)

    held = _held(actor, round_)
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
    _tell(actor, held, ReviewReminded)


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

    held = _held(actor, round_)
    if held.state is not ReviewState.CLOSED:
        raise Conflict(sentence("Sum up what was said after the round is closed."))
    if len(summary) > 4 * LONGEST:
        raise Invalid({"summary": sentence("Keep this to %(most)s characters.", most=4 * LONGEST)})
    held.summary = summary.strip()
    held.summarised_at = now() if held.summary else None
    session.flush()
    _tell(actor, held, ReviewSummarised)
    return held


def _held(actor: Actor, round_: ReviewRound) -> ReviewRound:
    """Return the round as it is now, held until the commit; of a blinded one the chair's alone."""
    held: ReviewRound | None = lock_row(ReviewRound, round_.id)
    if held is None:
        raise Missing
    if held.blinded:
        require(actor, Action.REVIEWER_READ, held)
    return held


def _today(round_: ReviewRound) -> date:
    return now().astimezone(round_.zone).date()


def _invited(round_: ReviewRound) -> int:
    count = session.scalar(
        select(func.count()).where(
            Submission.round_id == round_.id, Submission.is_invited.is_(True)
        )
    )
    return count or 0


def _later(round_: ReviewRound) -> None:
    """Queue the opening of a planned round for its day."""
    _enqueue("reviews.open_when_due", round_, round_.opens_at)


def _close_later(round_: ReviewRound) -> None:
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


def _tell(actor: Actor, round_: ReviewRound, kind: type[Event]) -> None:
    audit.record(
        actor,
        kind(  # type: ignore[call-arg]
            network_id=round_.network_id,
            project_id=round_.project_id,
            document_id=round_.document_id,
            review_round_id=round_.id,
        ),
    )
