"""What people outside do with their answer to a round: begin, write, collect, send.

They have no account: who holds the personal link of a contributor is that contributor.
"""

from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import func, select

from guidelines import audit
from guidelines.accounts.service import BROKEN_LINK, checked_email
from guidelines.config import Settings
from guidelines.db import lock_row, now, session
from guidelines.errors import Conflict, Expired, Invalid, Missing, sentence
from guidelines.events import (
    ContributorInvited,
    ReviewDeclined,
    SubmissionBegun,
    SubmissionSent,
)
from guidelines.permissions import Actor
from guidelines.reviews.models import Contributor, Remark, ReviewRound, Submission
from guidelines.reviews.queries.answers import kept_remarks
from guidelines.reviews.rules.answers import (
    MOST_CONTRIBUTORS,
    Introduced,
    check_introduced,
    check_lead,
    check_sendable,
    check_writable,
    interests_wrong,
)
from guidelines.reviews.rules.asking import check_open
from guidelines.reviews.rules.rounds import (
    SUBMISSION,
    Answering,
    ReviewState,
    SubmissionMove,
    SubmissionState,
)
from guidelines.reviews.service.inviting import next_number
from guidelines.reviews.service.taking import take_by_itself

OUTSIDE = Actor(name="Outside")


@dataclass(frozen=True, slots=True)
class Held:
    """A contributor, their answer and its round as they are now, held until the commit."""

    contributor: Contributor
    submission: Submission
    round: ReviewRound


def link_token(settings: Settings, contributor_id: str) -> str:
    """Return the secret part of a personal link; it is stored nowhere."""
    return str(_signer(settings).dumps(contributor_id))


def _signer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.signing_key, salt="review-link-v1")


def contributor_behind(settings: Settings, token: str) -> Contributor:
    """Return whose personal link this is, or raise `Expired`."""
    try:
        contributor_id = str(_signer(settings).loads(token))
    except BadSignature:
        raise Expired(BROKEN_LINK) from None
    contributor = session.get(Contributor, contributor_id)
    if contributor is None or contributor.removed_at is not None:
        raise Expired(sentence("This link works no more. Ask who invited you for a new one."))
    if contributor.submission.round.state in {
        ReviewState.DRAFT, ReviewState.PLANNED, ReviewState.CANCELLED
    }:  # fmt: skip
        raise Expired(sentence("This review has not opened yet. Use the link again later."))
    return contributor


def begin_answer(round_: ReviewRound, who: Introduced, *, language: str) -> Contributor:
    """Begin an answer to a consultation that is open to anybody; a letter proves the address."""
    held = _open_round(round_)
    if not held.anyone:
        raise Missing
    check_introduced(who)
    address = checked_email(who.email)
    is_organisation = who.answering is Answering.ORGANISATION
    submission = Submission(
        round_id=held.id,
        number=next_number(held),
        answering=who.answering,
        organisation=who.organisation.strip(),
        name=who.name.strip(),
        language=language,
        is_named=is_organisation or who.is_named,
        state=SubmissionState.WRITING,
        interests=who.interests.strip(),
    )
    contributor = Contributor(
        name=who.name.strip(), email=address, is_lead=True, interests=_said(who)
    )
    submission.contributors.append(contributor)
    session.add(submission)
    session.flush()
    audit.record(
        OUTSIDE,
        SubmissionBegun(
            network_id=held.network_id,
            project_id=held.project_id,
            document_id=held.document_id,
            review_round_id=held.id,
            submission_id=submission.id,
            contributor_id=contributor.id,
        ),
    )
    return contributor


def _said(who: Introduced) -> str:
    return who.interests.strip() or sentence("None")


def enter(contributor: Contributor) -> Contributor:
    """Come in by the personal link: that proves the address."""
    row: Contributor | None = lock_row(Contributor, contributor.id)
    if row is None or row.removed_at is not None:
        raise Expired(BROKEN_LINK)
    row.confirmed_at = row.confirmed_at or now()
    submission: Submission = lock_row(Submission, row.submission_id)
    if row.is_lead and submission.confirmed_at is None:
        submission.confirmed_at = row.confirmed_at
    if submission.round.state is ReviewState.OPEN and submission.state in {
        SubmissionState.INVITED,
        SubmissionState.DECLINED,
    }:
        submission.state = SUBMISSION.after(submission.state, SubmissionMove.BEGIN)
    session.flush()
    return row


def decline(contributor: Contributor, *, reason: str = "") -> None:
    """Say that one will not review."""
    held = hold(contributor)
    check_lead(held.contributor.is_lead)
    held.submission.state = SUBMISSION.after(held.submission.state, SubmissionMove.DECLINE)
    held.submission.reason = reason.strip()[:2000]
    session.flush()
    _tell(held, ReviewDeclined)


def state_interests(contributor: Contributor, *, interests: str, none: bool) -> None:
    """Say what interests one has in the subject, or that there are none."""
    held = hold(contributor)
    wrong = interests_wrong(interests, none)
    if wrong:
        raise Invalid(wrong)
    held.contributor.interests = interests.strip() or sentence("None")
    if held.contributor.is_lead and not held.round.blinded:
        held.submission.interests = interests.strip()
    session.flush()


def invite_colleague(contributor: Contributor, *, name: str, email: str) -> Contributor:
    """Let the lead of an organisation ask a colleague to write with them."""
    held = hold(contributor)
    check_lead(held.contributor.is_lead)
    if held.submission.answering is not Answering.ORGANISATION:
        raise Conflict(sentence("Only an organisation answers with several people."))
    if held.submission.confirmed_at is None:
        raise Conflict(
            sentence("First open the letter that we mailed to you and press the button there.")
        )
    address = checked_email(email)
    if not name.strip() or len(name) > 120:
        raise Invalid({"name": sentence("Write the person's name.")})
    people = held.submission.contributors
    if sum(one.removed_at is None for one in people) >= MOST_CONTRIBUTORS:
        raise Conflict(
            sentence("At most %(most)s people write one answer.", most=MOST_CONTRIBUTORS)
        )
    there = next((one for one in people if one.email == address), None)
    if there is not None and there.removed_at is None:
        raise Invalid({"email": sentence("Somebody with this address is invited already.")})
    if there is None:
        there = Contributor(name=name.strip(), email=address)
        people.append(there)
    there.name, there.removed_at, there.finished_at = name.strip(), None, None
    session.flush()
    audit.record(
        OUTSIDE,
        ContributorInvited(
            network_id=held.round.network_id,
            project_id=held.round.project_id,
            document_id=held.round.document_id,
            review_round_id=held.round.id,
            submission_id=held.submission.id,
            contributor_id=there.id,
        ),
    )
    return there


def remove_colleague(contributor: Contributor, *, colleague_id: str) -> None:
    """Take a colleague's link away; what they wrote stays with the answer."""
    held = hold(contributor)
    check_lead(held.contributor.is_lead)
    colleague = next((one for one in held.submission.contributors if one.id == colleague_id), None)
    if colleague is None or colleague.is_lead:
        raise Missing
    colleague.removed_at = now()
    session.flush()


def finish_part(contributor: Contributor, *, done: bool = True) -> None:
    """Tell the lead that one has written what one has to say, or that more will come."""
    held = hold(contributor)
    if done and not held.contributor.interests:
        raise Invalid(interests_wrong("", none=False))
    held.contributor.finished_at = now() if done else None
    session.flush()


def send_answer(contributor: Contributor) -> Submission:
    """Send the answer: the lead's choice of all that was written."""
    held = hold(contributor)
    check_lead(held.contributor.is_lead)
    if not held.contributor.interests:
        raise Invalid(interests_wrong("", none=False))
    check_sendable(
        kept=len(kept_remarks(held.submission)),
        confirmed=held.submission.confirmed_at is not None,
    )
    held.submission.state = SUBMISSION.after(held.submission.state, SubmissionMove.SUBMIT)
    held.submission.submitted_at = now()
    held.contributor.finished_at = now()
    session.flush()
    _tell(held, SubmissionSent)
    if held.submission.is_invited:
        take_by_itself(held.submission)
    return held.submission


def hold(contributor: Contributor) -> Held:
    """Return a contributor's answer while it can be written, held until the commit."""
    submission: Submission | None = lock_row(Submission, contributor.submission_id)
    row: Contributor | None = session.get(Contributor, contributor.id, populate_existing=True)
    if submission is None or row is None or row.removed_at is not None:
        raise Expired(BROKEN_LINK)
    check_open(submission.round.state)
    check_writable(submission.state)
    return Held(row, submission, submission.round)


def _open_round(round_: ReviewRound) -> ReviewRound:
    held: ReviewRound | None = lock_row(ReviewRound, round_.id)
    if held is None:
        raise Missing
    check_open(held.state)
    return held


def _tell(held: Held, kind: type[SubmissionSent] | type[ReviewDeclined]) -> None:
    audit.record(
        OUTSIDE,
        kind(
            network_id=held.round.network_id,
            project_id=held.round.project_id,
            document_id=held.round.document_id,
            review_round_id=held.round.id,
            submission_id=held.submission.id,
        ),
    )


def remarks_in(submission: Submission) -> int:
    """Return how many remarks an answer holds."""
    count = session.scalar(select(func.count()).where(Remark.submission_id == submission.id))
    return count or 0
