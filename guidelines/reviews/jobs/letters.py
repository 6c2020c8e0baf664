"""Letters around a round of review. No letter to a blinded side names anybody of the other."""

from guidelines import mail
from guidelines.config import current
from guidelines.db import session
from guidelines.errors import Unavailable, sentence
from guidelines.jobs import Work, is_done, job, mark_done
from guidelines.permissions import Role
from guidelines.projects.queries import members_with
from guidelines.reviews.jobs.wording import (
    address,
    invitation,
    moved,
    reminder,
    to_beginner,
    to_colleague,
)
from guidelines.reviews.models import Contributor, ReviewRound, Submission
from guidelines.reviews.queries.answers import lead_of, submissions_of
from guidelines.reviews.rules.rounds import Answering, ReviewState, SubmissionState

UNANSWERED = frozenset({SubmissionState.INVITED, SubmissionState.WRITING})


@job("reviews.send_invitations")
def send_invitations(work: Work) -> None:
    """Invite whoever has not been invited to an open round; before it opens nobody hears."""
    round_ = _open_round(work)
    if round_ is None:
        return
    unsent = 0
    for row in submissions_of(round_):
        if not row.is_invited or row.state is not SubmissionState.INVITED:
            continue
        unsent += not _once(f"mail:review:{row.id}", invitation(round_, row))
    _tell_of(unsent)


@job("reviews.send_reminders", attempts=1)
def send_reminders(work: Work) -> None:
    """Remind those who have begun or were invited, and have not answered."""
    round_ = _open_round(work)
    if round_ is None:
        return
    unsent = 0
    for row in submissions_of(round_):
        if row.state in UNANSWERED and (row.is_invited or row.confirmed_at is not None):
            unsent += not _sent(reminder(round_, row))
        if row.state is SubmissionState.WRITING and row.confirmed_at is not None:
            for one in row.contributors:
                if not one.is_lead and one.removed_at is None and one.finished_at is None:
                    unsent += not _sent(to_colleague(round_, row, one, again=True))
    _tell_of(unsent)


@job("reviews.tell_of_last_day")
def tell_of_last_day(work: Work) -> None:
    """Tell whoever was asked and has not answered that an open round ends on another day."""
    round_ = _open_round(work)
    if round_ is None or str(round_.closes_on) != work.payload.get("closes_on"):
        return  # it moved again: the letter about that is on its way
    unsent = 0
    for row in submissions_of(round_):
        if row.state not in UNANSWERED or not (row.is_invited or row.confirmed_at is not None):
            continue
        writers: list[Contributor | None] = [
            one
            for one in row.contributors
            if one.removed_at is None and (one.is_lead or one.finished_at is None)
        ]
        for one in [None] if row.answering is Answering.MEMBER else writers:
            effect = f"mail:last-day:{row.id}:{one.id if one else ''}:{work.job_id}"
            unsent += not _once(effect, moved(round_, row, one))
    _tell_of(unsent)


@job("reviews.send_own_link")
def send_own_link(work: Work) -> None:
    """Mail somebody the personal link with which they prove their address and write."""
    one = session.get(Contributor, work.payload["contributor_id"])
    if one is None or one.removed_at is not None:
        return
    row = one.submission
    if row.round.state is not ReviewState.OPEN:
        return
    letter = (
        to_beginner(row.round, row, one)
        if one.is_lead
        else to_colleague(row.round, row, one, again=False)
    )
    if not _once(f"mail:own-link:{one.id}:{work.job_id}", letter):
        _tell_of(1)


@job("reviews.acknowledge")
def acknowledge(work: Work) -> None:
    """Tell who sent an answer that it arrived, and what happens next."""
    row = session.get(Submission, work.payload["submission_id"])
    lead = lead_of(row) if row is not None else None
    if row is None or lead is None:
        return
    text = sentence(
        "Hello %(name)s,\n\n"
        "your answer to “%(title)s” has arrived. Thank you.\n\n"
        "With the same link you see what you sent, and later what became of it:\n\n"
        "%(address)s\n",
        name=lead.name,
        title=row.round.title,
        address=address(lead),
    )
    subject = sentence("Your answer has arrived: %(title)s", title=row.round.title)
    if not _once(f"mail:arrived:{row.id}", mail.Letter(lead.email, subject, text, row.language)):
        _tell_of(1)


@job("reviews.tell_of_refusal")
def tell_of_refusal(work: Work) -> None:
    """Tell who sent an answer that it was not taken up, and why."""
    row = session.get(Submission, work.payload["submission_id"])
    lead = lead_of(row) if row is not None else None
    if row is None or lead is None or row.state is not SubmissionState.REFUSED:
        return
    text = sentence(
        "Hello %(name)s,\n\n"
        "your answer to “%(title)s” was not taken up. The reason:\n\n%(reason)s\n",
        name=lead.name,
        title=row.round.title,
        reason=row.reason,
    )
    subject = sentence("Your answer was not taken up: %(title)s", title=row.round.title)
    if not _once(f"mail:refused:{row.id}", mail.Letter(lead.email, subject, text, row.language)):
        _tell_of(1)


@job("reviews.tell_of_closing")
def tell_of_closing(work: Work) -> None:
    """Tell those who steer a round that it is closed; the letter holds no name."""
    round_ = session.get(ReviewRound, work.payload["review_round_id"])
    if round_ is None or round_.state is not ReviewState.CLOSED:
        return
    roles = (Role.CHAIR,) if round_.blinded else (Role.CHAIR, Role.FACILITATOR)
    people = {one.person_id: one.person for one in members_with(round_.project_id, *roles)}
    unsent = 0
    for person in people.values():
        text = sentence(
            "Hello %(name)s,\n\n"
            "“%(title)s” on “%(document)s” is closed. Its comments wait for the answers of the "
            "working group:\n\n%(address)s\n",
            name=person.name,
            title=round_.title,
            document=round_.document.title,
            address=f"{current().public_url}/reviews/{round_.id}",
        )
        subject = sentence("Closed: %(title)s", title=round_.title)
        letter = mail.Letter(person.email, subject, text, person.language)
        unsent += not _once(f"mail:closed:{round_.id}:{round_.closes_on}:{person.id}", letter)
    _tell_of(unsent)


def _open_round(work: Work) -> ReviewRound | None:
    round_ = session.get(ReviewRound, work.payload["review_round_id"])
    return round_ if round_ is not None and round_.state is ReviewState.OPEN else None


def _once(effect: str, letter: mail.Letter | None) -> bool:
    """Send a letter once; tell whether it is out."""
    if letter is None or is_done(effect):
        return True
    if not _sent(letter):
        return False
    mark_done(effect)
    return True


def _sent(letter: mail.Letter | None) -> bool:
    if letter is None:
        return True
    try:
        mail.send(letter)
    except Unavailable:
        return False
    return True


def _tell_of(unsent: int) -> None:
    """Raise once all that could be sent is out, so that the job is tried again for the rest."""
    if unsent:
        raise Unavailable(sentence("%(count)s letters could not be sent.", count=unsent))
