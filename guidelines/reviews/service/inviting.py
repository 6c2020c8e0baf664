"""Who is asked in a round of review: members, outside experts, organisations."""

from sqlalchemy import func, select

from guidelines import audit
from guidelines.accounts.queries import person_with
from guidelines.accounts.service import checked_email
from guidelines.db import lock_row, now, session
from guidelines.errors import Conflict, Invalid, Missing, sentence
from guidelines.events import ReviewDeclined, ReviewInvited
from guidelines.permissions import INSIDE, MEMBERS, Action, Actor, require
from guidelines.projects.queries import members_with
from guidelines.reviews.models import Contributor, ReviewRound, Submission
from guidelines.reviews.rules.rounds import (
    SUBMISSION,
    Answering,
    ReviewState,
    RoundKind,
    SubmissionMove,
    SubmissionState,
)

OVER = frozenset({ReviewState.CLOSED, ReviewState.CANCELLED})


def invite_member(actor: Actor, round_: ReviewRound, *, person_id: str) -> Submission:
    """Ask a member of the project to review; they comment on the document's own pages."""
    require(actor, Action.REVIEW_STEER, round_)

    held = _held(actor, round_)
    if held.kind is not RoundKind.INTERNAL:
        raise Conflict(sentence("Members of the project are invited to an internal review."))
    there = {member.person_id: member.person for member in members_with(held.project_id, *INSIDE)}
    person = there.get(person_id)
    if person is None:
        raise Invalid({"person_id": sentence("Choose a member of the project.")})
    if any(one.person_id == person_id for one in _asked(held)):
        raise Invalid({"person_id": sentence("%(name)s is invited already.", name=person.name)})
    row = Submission(
        answering=Answering.MEMBER,
        name=person.name,
        person_id=person.id,
        language=person.language,
    )
    return _invite(actor, held, row, None)


def invite_outside(
    actor: Actor,
    round_: ReviewRound,
    *,
    name: str,
    email: str,
    organisation: str = "",
    language: str = "en",
) -> Submission:
    """Ask an outside expert, or the lead of an organisation, to answer by a personal link.

    Raises
    ------
    Invalid
        For words that are missing, somebody who is invited already, or, in a blinded round,
        somebody of the project: they know the authors.
    """
    require(actor, Action.REVIEW_STEER, round_)

    held = _held(actor, round_)
    if held.kind is RoundKind.INTERNAL:
        raise Conflict(sentence("People from outside are invited to an external review."))
    address, wrong = _checked(name, email)
    if held.kind is RoundKind.PUBLIC and not organisation.strip():
        wrong["organisation"] = sentence("Name the organisation.")
    if len(organisation) > 200:
        wrong["organisation"] = sentence("Keep this to %(most)s characters.", most=200)
    if address and any(
        one.email == address and one.is_lead and one.removed_at is None
        for row in _asked(held)
        for one in row.contributors
    ):
        wrong["email"] = sentence("Somebody with this address is invited already.")
    person = person_with(address) if address else None
    if held.blinded and person is not None:
        inside = {member.person_id for member in members_with(held.project_id, *MEMBERS)}
        if person.id in inside:
            wrong["email"] = sentence(
                "%(name)s belongs to the project and knows who wrote this. Invite them to an "
                "internal review.",
                name=person.name,
            )
    if wrong:
        raise Invalid(wrong)
    is_reviewer = held.kind is RoundKind.EXTERNAL
    row = Submission(
        answering=Answering.REVIEWER if is_reviewer else Answering.ORGANISATION,
        organisation="" if held.blinded else organisation.strip(),
        name="" if held.blinded else name.strip(),
        language=language or "en",
        is_named=not held.blinded,
    )
    lead = Contributor(name=name.strip(), email=address, is_lead=True)
    return _invite(actor, held, row, lead)


def _invite(
    actor: Actor, round_: ReviewRound, row: Submission, lead: Contributor | None
) -> Submission:
    row.round_id, row.is_invited, row.invited_at = round_.id, True, now()
    row.number = next_number(round_)
    if lead is not None:
        row.contributors.append(lead)
    session.add(row)
    session.flush()
    audit.record(
        actor,
        ReviewInvited(
            network_id=round_.network_id,
            project_id=round_.project_id,
            document_id=round_.document_id,
            review_round_id=round_.id,
            submission_id=row.id,
        ),
    )
    return row


def next_number(round_: ReviewRound) -> int:
    """Return the number of the next answer to a round; numbers are never given twice."""
    newest = session.scalar(
        select(func.max(Submission.number)).where(Submission.round_id == round_.id)
    )
    return (newest or 0) + 1


def uninvite(actor: Actor, submission: Submission) -> None:
    """Take an invitation back before anything was answered."""
    require(actor, Action.REVIEW_STEER, submission)

    _held(actor, submission.round)
    row: Submission | None = lock_row(Submission, submission.id)
    if row is None:
        raise Missing
    if row.state is not SubmissionState.INVITED:
        raise Conflict(sentence("An answer was begun. Close the round instead."))
    row.state = SUBMISSION.after(row.state, SubmissionMove.DECLINE)
    row.reason, row.decided_at, row.decider_id = "", now(), actor.person_id
    for one in row.contributors:
        one.removed_at = now()
    session.flush()
    audit.record(
        actor,
        ReviewDeclined(
            network_id=row.network_id,
            project_id=row.project_id,
            document_id=row.round.document_id,
            review_round_id=row.round_id,
            submission_id=row.id,
        ),
    )


def _held(actor: Actor, round_: ReviewRound) -> ReviewRound:
    held: ReviewRound | None = lock_row(ReviewRound, round_.id)
    if held is None:
        raise Missing
    if held.blinded:
        require(actor, Action.REVIEWER_READ, held)
    if held.state in OVER:
        raise Conflict(sentence("This round is over. Nobody can be invited any more."))
    return held


def _asked(round_: ReviewRound) -> list[Submission]:
    """Return the invitations that stand."""
    rows = session.scalars(
        select(Submission).where(Submission.round_id == round_.id, Submission.is_invited.is_(True))
    )
    return [row for row in rows if row.decider_id is None]


def _checked(name: str, email: str) -> tuple[str, dict[str, str]]:
    wrong: dict[str, str] = {}
    address = ""
    try:
        address = checked_email(email)
    except Invalid as invalid:
        wrong.update(invalid.errors)
    if not name.strip():
        wrong["name"] = sentence("Write the person's name.")
    elif len(name) > 120:
        wrong["name"] = sentence("Keep this to %(most)s characters.", most=120)
    return address, wrong
