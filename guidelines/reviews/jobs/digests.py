"""Letters about what is new: at once, in the morning, or on Mondays, as each person chose.

Something happens, and so the next letter of each rhythm is due: nobody has to be there, and where
nothing happens no letter goes out. A letter says where, never what.
"""

from collections.abc import Sequence

from sqlalchemy import select

from guidelines import jobs, mail
from guidelines.accounts.models import Person
from guidelines.config import current
from guidelines.db import now, session, transaction
from guidelines.errors import Sentence, Unavailable, sentence
from guidelines.jobs import Work, job
from guidelines.projects.models import Member
from guidelines.projects.queries import actor_for
from guidelines.reviews.models import DigestSetting
from guidelines.reviews.queries.news import Asked, News, asked_of, news_for, rhythm_of
from guidelines.reviews.rules.rhythm import LOOKED_BACK, next_letter
from guidelines.reviews.rules.rounds import Rhythm
from guidelines.reviews.service.digests import note_told, stop_token


@job("reviews.plan_digests")
def plan_digests(work: Work) -> None:
    """Let the next letter of each rhythm go out to the people of a project."""
    project_id = work.payload["project_id"]
    with transaction():
        for rhythm in LOOKED_BACK:
            due = next_letter(rhythm, now())
            jobs.enqueue(
                "reviews.send_digests",
                dedupe=f"digest:{rhythm.value}:{project_id}:{due:%Y%m%d%H%M}",
                run_at=due,
                project_id=project_id,
                rhythm=rhythm.value,
            )


@job("reviews.send_digests")
def send_digests(work: Work) -> None:
    """Tell each person of a project who chose this rhythm what is new to them."""
    rhythm = Rhythm(work.payload["rhythm"])
    ids = select(Member.person_id).where(Member.project_id == work.payload["project_id"])
    people = session.scalars(
        select(Person).where(Person.id.in_(ids), Person.deactivated_at.is_(None))
    ).all()
    unsent = 0
    for person in people:
        if rhythm_of(person.id) is rhythm:
            unsent += not _told(person, rhythm)
    if unsent:
        raise Unavailable(sentence("%(count)s letters could not be sent.", count=unsent))


def _told(person: Person, rhythm: Rhythm) -> bool:
    """Tell a person what is new, if anything is; return whether nothing is left to tell."""
    until = now()
    setting = session.get(DigestSetting, person.id)
    since = (setting.told_until if setting else None) or until - LOOKED_BACK[rhythm]
    actor = actor_for(person.id)
    news, asked = news_for(actor, since), asked_of(actor)
    if news or any(one.newest is not None and one.newest > since for one in asked):
        try:
            mail.send(_letter(person, news, asked))
        except Unavailable:
            return False
    with transaction():
        note_told(person.id, until)
    return True


def _letter(person: Person, news: Sequence[News], asked: Sequence[Asked]) -> mail.Letter:
    address = f"{current().public_url}/letters/stop/{stop_token(current(), person.id)}"
    parts: Sentence | str = ""
    for one in news:
        parts = sentence("%(before)s%(part)s\n", before=parts, part=_of_document(one))
    for waits in asked:
        parts = sentence("%(before)s%(part)s\n", before=parts, part=_of_review(waits))
    text = sentence(
        "Hello %(name)s,\n\nsince the last letter:\n\n%(parts)s\n"
        "How often you get this letter: %(settings)s\n"
        "Stop it at once: %(stop)s\n",
        name=person.name,
        parts=parts,
        settings=f"{current().public_url}/letters",
        stop=address,
    )
    subject = (
        sentence("What is new: %(title)s", title=news[0].document.title)
        if len(news) == 1
        else sentence("What is new in %(count)s documents", count=len(news))
        if news
        else sentence("What is new: answers that wait to be looked at")
    )
    return mail.Letter(person.email, subject, text, person.language, stop=address)


def _of_document(one: News) -> Sentence:
    lines: Sentence | str = ""
    for words, numbers in (
        (sentence("  Said in comments: "), one.said),
        (sentence("  Answered: "), one.answered),
        (sentence("  You are spoken to in: "), one.spoken_to),
        (sentence("  Yours to see to: "), one.to_see_to),
    ):
        if numbers:
            told = ", ".join(str(number) for number in numbers)
            lines = sentence("%(before)s%(words)s%(told)s\n", before=lines, words=words, told=told)
    return sentence(
        "%(title)s\n%(lines)s  %(address)s\n",
        title=one.document.title,
        lines=lines,
        address=f"{current().public_url}/documents/{one.document.id}/comments",
    )


def _of_review(one: Asked) -> Sentence:
    address = f"{current().public_url}/reviews/{one.round.id}"
    if one.waiting:
        return sentence(
            "%(title)s: answers that wait to be looked at: %(count)s\n  %(address)s\n",
            title=one.round.title,
            count=one.waiting,
            address=address,
        )
    return sentence(
        "%(title)s: you are asked to review until %(day)s\n  %(address)s\n",
        title=one.round.document.title,
        day=one.closes_on or "–",
        address=address,
    )
