"""Letters around signatures: the text to sign, a change that may be objected to, what runs out."""

from collections.abc import Iterable

from guidelines import mail
from guidelines.accounts.models import Person
from guidelines.config import current
from guidelines.db import session, transaction
from guidelines.errors import Sentence, sentence
from guidelines.jobs import Work, is_done, job, mark_done
from guidelines.permissions import PANEL, Actor, Role
from guidelines.projects.queries import members_with
from guidelines.publishing.models import ApprovalRequest, EditorialChange, Endorsement
from guidelines.publishing.queries.approvals import signoffs_of
from guidelines.publishing.rules.states import (
    ApprovalState,
    ChangeState,
    ChangeSubject,
    Gate,
)
from guidelines.publishing.service.changes import settle_change
from guidelines.publishing.service.deliveries import record_mailing
from guidelines.text.markdown import plain_text


@job("publishing.send_text")
def send_text(work: Work) -> None:
    """Mail everybody who is asked to sign the link to the exact text, and write that down."""
    request = session.get(ApprovalRequest, work.payload["request_id"])
    if request is None or request.state is not ApprovalState.WAITING:
        return
    title = request.document.title
    what = (
        sentence("the plan of “%(title)s”", title=title)
        if request.gate is Gate.PLAN
        else sentence("“%(title)s”, version %(number)s", title=title, number=request.number)
    )
    page = "plan" if request.gate is Gate.PLAN else "approval"
    for person_id in request.asked:
        person = session.get(Person, person_id)
        effect = f"mail:text:{request.id}:{person_id}"
        if person is None or person.deactivated_at is not None or is_done(effect):
            continue
        text = sentence(
            "Hello %(name)s,\n\n"
            "you are asked to sign %(what)s, as it stood on %(day)s.\n\n"
            "Read it and decide here:\n\n%(address)s\n\n%(note)s",
            name=person.name,
            what=what,
            day=request.requested_at.date(),
            address=f"{current().public_url}/documents/{request.document_id}/{page}",
            note=request.note,
        )
        subject = sentence("Please sign: %(title)s", title=title)
        mail.send(mail.Letter(person.email, subject, text, person.language))
        with transaction():
            record_mailing(
                Actor.machine(), session.get_one(ApprovalRequest, request.id), person_id
            )
        mark_done(effect)


@job("publishing.tell_of_change")
def tell_of_change(work: Work) -> None:
    """Tell those who voted (or signed) of a change of form, with both wordings, to object."""
    change = session.get(EditorialChange, work.payload["change_id"])
    if change is None or change.state is not ChangeState.ATTESTED:
        return
    text_page = f"/documents/{change.document_id}/approval"
    of_text = change.subject is ChangeSubject.TEXT
    page = text_page if of_text else f"/editorial-changes/{change.id}"
    until = change.objections_until.date() if change.objections_until else ""
    for person in _touched(change):
        text = sentence(
            "Hello %(name)s,\n\n"
            "a wording of “%(title)s” was changed after it was decided on. Two persons say that "
            "only its form changed: %(reason)s\n\n"
            "Before: %(before)s\n\nNow: %(after)s\n\n"
            "If you see a change of meaning, object until %(until)s. Otherwise you need do "
            "nothing.\n\n%(address)s\n",
            name=person.name,
            title=change.document.title,
            reason=change.reason,
            before=_shortened(change.voted_wording),
            after=_shortened(change.wording),
            until=until,
            address=current().public_url + page,
        )
        subject = sentence("A change of form: %(title)s", title=change.document.title)
        _send(f"mail:change:{change.id}:{person.id}", person, subject, text)


def _touched(change: EditorialChange) -> Iterable[Person]:
    if change.subject is ChangeSubject.RECOMMENDATION:
        members = members_with(change.project_id, *PANEL)
        return {one.person_id: one.person for one in members}.values()
    request = session.get_one(ApprovalRequest, change.request_id)
    return [one.person for one in signoffs_of(request)]


def _shortened(source: str, most: int = 600) -> str:
    words = plain_text(source)
    return words if len(words) <= most else f"{words[:most].rstrip()} …"


@job("publishing.settle_change")
def settle_when_due(work: Work) -> None:
    """Let a change stand once the days for objections are over; twice changes nothing."""
    with transaction():
        change = session.get(EditorialChange, work.payload["change_id"])
        if change is not None:
            settle_change(Actor.machine(), change)


@job("publishing.remind_of_endorsement")
def remind_of_endorsement(work: Work) -> None:
    """Remind the chairs that an endorsement runs out, or has run out."""
    row = session.get(Endorsement, work.payload["endorsement_id"])
    if row is None or row.ended_at is not None or row.expires_on is None:
        return
    days = int(work.payload["days"])
    text = sentence(
        "The endorsement of “%(title)s” by %(organisation)s ends on %(day)s. Ask whether they "
        "renew it, and record their letter here:\n\n%(address)s\n",
        title=row.document.title,
        organisation=row.organisation,
        day=row.expires_on,
        address=f"{current().public_url}/documents/{row.document_id}/endorsements",
    )
    subject = sentence("An endorsement ends: %(organisation)s", organisation=row.organisation)
    chairs = {one.person_id: one.person for one in members_with(row.project_id, Role.CHAIR)}
    for person in chairs.values():
        _send(f"mail:endorsement:{row.id}:{days}:{person.id}", person, subject, text)


def _send(effect: str, person: Person, subject: Sentence, text: Sentence) -> None:
    if is_done(effect) or person.deactivated_at is not None:
        return
    mail.send(mail.Letter(person.email, subject, text, person.language))
    mark_done(effect)
