"""Letters around a round. Addresses and names stay in memory; no table says who was written to."""

import secrets
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from guidelines import mail
from guidelines.accounts.models import Person
from guidelines.config import current
from guidelines.consensus.models import Elector, Panelist, Process, Round
from guidelines.consensus.queries.waiting import has_not_finished
from guidelines.consensus.rules.entry import HOLDER
from guidelines.consensus.rules.states import RoundState
from guidelines.consensus.rules.wording import moment_in_words
from guidelines.consensus.service import link_token
from guidelines.db import session
from guidelines.errors import Sentence, Unavailable, sentence
from guidelines.jobs import Work, is_done, job, mark_done
from guidelines.permissions import Role
from guidelines.projects.queries import members_with

NAMES = sentence(
    "\nA facilitator who does not rate can see the names of those who have not answered, and "
    "never what anybody answered.\n"
)


@job("consensus.send_links")
def send_links(work: Work) -> None:
    """Mail each eligible panel member their personal link; it works until the round closes."""
    round_ = _open_round(work)
    if round_ is None or round_.by_hands:
        return
    unsent = 0
    for panelist in _electors(round_):
        for person, token in _links(round_, panelist):
            effect = f"mail:questionnaire:{round_.id}:{person.id}"
            if is_done(effect):
                continue
            if _reaches(work, person, _invitation(round_, person, token)):
                mark_done(effect)
            else:
                unsent += 1
    _tell_of(unsent)


@job("consensus.send_reminders", attempts=1)
def send_reminders(work: Work) -> None:
    """Remind those who have not finished. Who that is stays in this function's memory."""
    round_ = _open_round(work)
    if round_ is None or round_.by_hands:
        return
    letters = [
        (person, _reminder(round_, person, token))
        for panelist, entry in has_not_finished(round_, _electors(round_))
        for person, token in _links(round_, panelist)
        if entry.get(HOLDER, person.id) == person.id
    ]
    secrets.SystemRandom().shuffle(letters)
    _tell_of(sum(not _reaches(work, person, letter) for person, letter in letters))


@job("consensus.tell_of_new_date", attempts=1)
def tell_of_new_date(work: Work) -> None:
    """Tell the whole panel of an open round until when they can answer now."""
    round_ = _open_round(work)
    if round_ is None or round_.closes_at is None:
        return
    subject = sentence("A new closing date: %(title)s", title=_title(round_))
    unsent = 0
    for panelist in _electors(round_):
        for person, token in _links(round_, panelist):
            text = sentence(
                "Hello %(name)s,\n\n"
                "the questionnaire on “%(title)s” is open until %(until)s now. What you have "
                "answered is saved; you can still change it.\n\n"
                "Your personal link:\n\n%(address)s\n",
                name=person.name,
                title=_title(round_),
                until=_until(round_),
                address=_address(token),
            )
            letter = mail.Letter(person.email, subject, text, person.language)
            unsent += not _reaches(work, person, letter)
    _tell_of(unsent)


@job("consensus.tell_of_void", attempts=1)
def tell_of_void(work: Work) -> None:
    """Tell the whole panel of an open round that one statement of it is void, and why."""
    round_ = _open_round(work)
    if round_ is None:
        return
    subject = sentence("One statement is void: %(title)s", title=_title(round_))
    unsent = 0
    for panelist in _electors(round_):
        for person, token in _links(round_, panelist):
            text = sentence(
                "Hello %(name)s,\n\n"
                "statement %(number)s of the questionnaire on “%(title)s” was taken out while the "
                "round is open. No answer to it counts.\n\n"
                "The reason: %(reason)s\n\n"
                "All your other answers stand. Your personal link:\n\n%(address)s\n",
                name=person.name,
                number=work.payload["number"],
                title=_title(round_),
                reason=work.payload["reason"],
                address=_address(token),
            )
            letter = mail.Letter(person.email, subject, text, person.language)
            unsent += not _reaches(work, person, letter)
    _tell_of(unsent)


@job("consensus.tell_of_reopening")
def tell_of_reopening(work: Work) -> None:
    """Tell the facilitators that the panel wants a settled statement asked again."""
    process = session.get_one(Process, work.payload["process_id"])
    text = sentence(
        "As many panel members as the plan asks for want statement %(number)s of “%(title)s” to "
        "be asked again. It will be in the next round.\n\n%(address)s\n",
        number=work.payload["number"],
        title=process.title,
        address=f"{current().public_url}/processes/{process.id}",
    )
    _tell_office(
        work, process, sentence("To be asked again: %(title)s", title=process.title), text
    )


@job("consensus.tell_of_no_opening")
def tell_of_no_opening(work: Work) -> None:
    """Tell the facilitators that a round could not be opened at its date, and why."""
    round_ = session.get_one(Round, work.payload["round_id"])
    text = sentence(
        "The date of round %(number)s of “%(title)s” came, but it was not opened: %(why)s\n\n"
        "%(address)s\n",
        number=round_.number,
        title=round_.process.title,
        why=work.payload["why"],
        address=f"{current().public_url}/rounds/{round_.id}",
    )
    subject = sentence("A round was not opened: %(title)s", title=round_.process.title)
    _tell_office(work, round_.process, subject, text)


def _tell_office(work: Work, process: Process, subject: Sentence, text: Sentence) -> None:
    people = {
        one.person_id: one.person
        for one in members_with(process.project_id, Role.CHAIR, Role.FACILITATOR)
    }
    for person in people.values():
        effect = f"mail:{work.job_id}:{person.id}"
        if not is_done(effect):
            mail.send(mail.Letter(person.email, subject, text, person.language))
            mark_done(effect)


def _open_round(work: Work) -> Round | None:
    round_ = session.get(Round, work.payload["round_id"])
    return round_ if round_ is not None and round_.state is RoundState.OPEN else None


def _reaches(work: Work, person: Person, letter: mail.Letter) -> bool:
    """Send one letter and tell whether it went; one bad address must not keep out the others.

    What went wrong is not kept: it would name somebody who has not come.
    """
    work.report("")
    try:
        if person.deactivated_at is None:
            mail.send(letter)
    except Exception:
        return False
    return True


def _tell_of(unsent: int) -> None:
    if unsent:
        raise Unavailable(sentence("Some letters could not be sent."))


def _electors(round_: Round) -> Sequence[Panelist]:
    return session.scalars(
        select(Panelist)
        .join(Elector, Elector.panelist_id == Panelist.id)
        .where(Elector.round_id == round_.id, Panelist.withdrawn_on.is_(None))
        .options(joinedload(Panelist.person), joinedload(Panelist.deputy))
        .order_by(Panelist.id)
    ).all()


def _links(round_: Round, panelist: Panelist) -> list[tuple[Person, str]]:
    """Return who is behind a place on the panel, each with the secret part of their link."""
    found = [(panelist.person, link_token(current(), round_.id, panelist.id))]
    if panelist.deputy is not None:
        token = link_token(current(), round_.id, panelist.id, deputy=True)
        found.append((panelist.deputy, token))
    return found


def _title(round_: Round) -> str:
    return round_.process.document.title


def _until(round_: Round) -> str:
    if round_.closes_at is None:
        return ""
    return moment_in_words(round_.closes_at, round_.process.document.project.time_zone)


def _address(token: str) -> str:
    """Return the address of a personal link; it is made here, so that no table holds it."""
    return f"{current().public_url}/questionnaires/link/{token}"


def _invitation(round_: Round, person: Person, token: str) -> mail.Letter:
    return _letter(
        round_, person, token, sentence("You are asked: %(title)s", title=_title(round_))
    )


def _reminder(round_: Round, person: Person, token: str) -> mail.Letter:
    return _letter(round_, person, token, sentence("A reminder: %(title)s", title=_title(round_)))


def _letter(round_: Round, person: Person, token: str, subject: Sentence) -> mail.Letter:
    until = (
        sentence(", until %(until)s", until=_until(round_)) if round_.closes_at is not None else ""
    )
    text = sentence(
        "Hello %(name)s,\n\n"
        "you are asked as a member of the panel of “%(title)s”%(until)s.\n\n"
        "Open your personal link and press the button there. You can stop at any time and "
        "come back with the same link, on any device:\n\n%(address)s\n\n"
        "Please do not pass the link on: it is yours alone.\n%(names)s",
        name=person.name,
        title=_title(round_),
        until=until,
        address=_address(token),
        names=NAMES if round_.planned.names_to_facilitator else "",
    )
    return mail.Letter(person.email, subject, text, person.language)
