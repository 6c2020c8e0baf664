"""What happens in a round without anybody being there: letters, dates, and cleaning up."""

import secrets
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from guidelines import mail
from guidelines.config import current
from guidelines.consensus.models import Ballot, Elector, Panelist, Round
from guidelines.consensus.queries.boxes import alias_of, box_key
from guidelines.consensus.rules.states import RoundState
from guidelines.consensus.rules.wording import moment_in_words
from guidelines.consensus.service import close_round, link_token, open_round
from guidelines.db import db, now, session, transaction
from guidelines.errors import Sentence, Unavailable, sentence
from guidelines.jobs import Work, is_done, job, mark_done
from guidelines.permissions import Actor

REWRITTEN = ("ballot", "closed_ballot", "opened_answer", "panel_comment", "panelist")


@job("consensus.send_links")
def send_links(work: Work) -> None:
    """Mail each eligible panel member their personal link; it works until the round closes."""
    round_ = session.get(Round, work.payload["round_id"])
    if round_ is None or round_.state is not RoundState.OPEN:
        return
    subject = sentence("You are asked: %(title)s", title=_title(round_))
    unsent = 0
    for panelist in _electors(round_):
        effect = f"mail:questionnaire:{round_.id}:{panelist.id}"
        if is_done(effect):
            continue
        if _reaches(work, round_, panelist, subject):
            mark_done(effect)
        else:
            unsent += 1
    _tell_of(unsent)


@job("consensus.send_reminders", attempts=1)
def send_reminders(work: Work) -> None:
    """Remind those who have no ballot. Who that is stays in this function's memory."""
    round_ = session.get(Round, work.payload["round_id"])
    if round_ is None or round_.state is not RoundState.OPEN:
        return
    key = box_key(round_.process)
    there = set(session.scalars(select(Ballot.pseudonym).where(Ballot.round_id == round_.id)))
    waiting = [one for one in _electors(round_) if alias_of(key, one) not in there]
    secrets.SystemRandom().shuffle(waiting)
    subject = sentence("A reminder: %(title)s", title=_title(round_))
    _tell_of(sum(not _reaches(work, round_, panelist, subject) for panelist in waiting))


def _reaches(work: Work, round_: Round, panelist: Panelist, subject: Sentence) -> bool:
    """Send one letter and tell whether it went; one bad address must not keep out the others.

    What went wrong is not kept: it would name somebody who has not come.
    """
    work.report("")
    try:
        _send(round_, panelist, subject)
    except Exception:
        return False
    return True


def _tell_of(unsent: int) -> None:
    if unsent:
        raise Unavailable(sentence("Some letters could not be sent."))


def _electors(round_: Round) -> list[Panelist]:
    return list(
        session.scalars(
            select(Panelist)
            .join(Elector, Elector.panelist_id == Panelist.id)
            .where(Elector.round_id == round_.id, Panelist.withdrawn_on.is_(None))
            .options(joinedload(Panelist.person))
            .order_by(Panelist.id)
        )
    )


def _title(round_: Round) -> str:
    return round_.process.document.title


def _send(round_: Round, panelist: Panelist, subject: Sentence) -> None:
    """Mail a personal link; its address is made here, so that no table holds it."""
    person = panelist.person
    token = link_token(current(), round_.id, panelist.id)
    values: dict[str, Any] = {
        "name": person.name,
        "title": _title(round_),
        "address": f"{current().public_url}/questionnaires/link/{token}",
    }
    if round_.closes_at is None:
        text = sentence(
            "Hello %(name)s,\n\n"
            "you are asked as a member of the panel of “%(title)s”.\n\n"
            "Open your personal link and press the button there. You can stop at any time and "
            "come back with the same link, on any device:\n\n%(address)s\n\n"
            "Please do not pass the link on: it is yours alone.\n",
            **values,
        )
    else:
        text = sentence(
            "Hello %(name)s,\n\n"
            "you are asked as a member of the panel of “%(title)s”, until %(until)s.\n\n"
            "Open your personal link and press the button there. You can stop at any time and "
            "come back with the same link, on any device:\n\n%(address)s\n\n"
            "Please do not pass the link on: it is yours alone.\n",
            until=moment_in_words(round_.closes_at, round_.process.document.project.time_zone),
            **values,
        )
    mail.send(mail.Letter(person.email, subject, text, person.language))


@job("consensus.open_when_due")
def open_when_due(work: Work) -> None:
    """Open a locked round whose date has come; a repeated or late call changes nothing."""
    with transaction():
        round_ = session.get(Round, work.payload["round_id"])
        due = round_ is not None and round_.opens_at is not None and round_.opens_at <= now()
        if round_ is not None and due and round_.state is RoundState.SEALED:
            open_round(Actor.machine(), round_)


@job("consensus.close_when_due")
def close_when_due(work: Work) -> None:
    """Close an open round whose date has come; a repeated or late call changes nothing."""
    with transaction():
        round_ = session.get(Round, work.payload["round_id"])
        due = round_ is not None and round_.closes_at is not None and round_.closes_at <= now()
        if round_ is not None and due and round_.state is RoundState.OPEN:
            close_round(Actor.machine(), round_)


@job("consensus.purge", attempts=20)
def purge(work: Work) -> None:
    """Rewrite the tables of ballots, so that no file keeps the sealed boxes or their order."""
    session.rollback()
    raw = db.engine.raw_connection()
    try:
        if db.engine.dialect.name == "sqlite":
            _purge_sqlite(raw.driver_connection)
        else:
            _purge_postgresql(raw.driver_connection)
    finally:
        raw.close()


def _purge_sqlite(connection: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA query_only=OFF")
    cursor.execute("VACUUM")
    busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    cursor.close()
    if busy:
        raise RuntimeError("a reader is in the way of emptying the write-ahead log; once more")


def _purge_postgresql(connection: Any) -> None:
    connection.rollback()
    before, connection.autocommit = connection.autocommit, True
    try:
        for table in REWRITTEN:
            connection.execute(f"VACUUM FULL {table}")
    finally:
        connection.autocommit = before
