"""Endorsements by organisations outside: recorded with their letter, taken back, run out."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from guidelines import audit, jobs
from guidelines.config import current
from guidelines.db import lock_row, now, session
from guidelines.errors import Conflict, Invalid, sentence
from guidelines.events import EndorsementEnded, EndorsementRecorded
from guidelines.permissions import Action, Actor, require
from guidelines.publishing.models import ApprovalRequest, Endorsement
from guidelines.publishing.rules.states import Gate
from guidelines.storage import storage

DAYS_BEFORE = (90, 30, 0)
LETTERS = {".pdf": "application/pdf", ".docx": "application/octet-stream", ".txt": "text/plain"}


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter in which an organisation says that it endorses: its file."""

    name: str
    content: bytes


def record_endorsement(
    actor: Actor,
    request: ApprovalRequest,
    *,
    organisation: str,
    given_on: date,
    expires_on: date | None = None,
    note: str = "",
    letter: Letter | None = None,
) -> Endorsement:
    """Record that an organisation endorses the text that this request sent for signature.

    It belongs to that text alone, and is printed with the edition made from it. The chair is
    reminded before it runs out.
    """
    require(actor, Action.ENDORSEMENT_RECORD, request)

    if request.gate is not Gate.TEXT:
        raise Conflict(sentence("What is endorsed is the final text, not the plan."))
    _check(organisation, given_on, expires_on, note, letter)
    row = Endorsement(
        network_id=request.network_id,
        project_id=request.project_id,
        document_id=request.document_id,
        request_id=request.id,
        organisation=organisation.strip(),
        given_on=given_on,
        expires_on=expires_on,
        note=note.strip(),
        letter_sha256=storage().put(letter.content) if letter else None,
        letter_name=letter.name[-200:] if letter else "",
        letter_type=LETTERS[_ending(letter)] if letter else "",
        recorded_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    for days in DAYS_BEFORE if expires_on else ():
        _remind(row, days)
    audit.record(
        actor,
        EndorsementRecorded(
            network_id=row.network_id,
            project_id=row.project_id,
            document_id=row.document_id,
            endorsement_id=row.id,
            sha256=request.sha256,
        ),
    )
    return row


def end_endorsement(actor: Actor, endorsement: Endorsement, *, why: str) -> None:
    """Note that an organisation took its endorsement back; what is printed already stays."""
    require(actor, Action.ENDORSEMENT_RECORD, endorsement)

    lock_row(Endorsement, endorsement.id)
    if not why.strip() or len(why) > 1000:
        raise Invalid({"why": sentence("Say in a sentence why it ended.")})
    if endorsement.ended_at is not None:
        raise Conflict(sentence("This endorsement has ended already."))
    endorsement.ended_at, endorsement.ended_why = now(), why.strip()
    session.flush()
    audit.record(
        actor,
        EndorsementEnded(
            network_id=endorsement.network_id,
            project_id=endorsement.project_id,
            document_id=endorsement.document_id,
            endorsement_id=endorsement.id,
        ),
    )


def _ending(letter: Letter) -> str:
    return f".{letter.name.rpartition('.')[2].lower()}"


def _check(
    organisation: str, given_on: date, expires_on: date | None, note: str, letter: Letter | None
) -> None:
    mistakes: dict[str, str] = {}
    if not organisation.strip() or len(organisation) > 300:
        mistakes["organisation"] = sentence("Give the full name of the organisation.")
    if given_on > now().date() + timedelta(days=1):
        mistakes["given_on"] = sentence("Give the day of the letter; it cannot lie ahead.")
    if expires_on is not None and expires_on <= given_on:
        mistakes["expires_on"] = sentence("It has to end after it was given.")
    if len(note) > 1000:
        mistakes["note"] = sentence("Write at most %(most)s characters.", most=1000)
    if letter is not None and _ending(letter) not in LETTERS:
        mistakes["letter"] = sentence("Attach the letter as PDF, Word file or plain text.")
    elif letter is not None and not 0 < len(letter.content) <= current().max_upload_bytes:
        mistakes["letter"] = sentence("The letter is empty or too large.")
    if mistakes:
        raise Invalid(mistakes)


def _remind(row: Endorsement, days: int) -> None:
    if row.expires_on is None:
        return
    at = datetime.combine(row.expires_on - timedelta(days=days), time(6), UTC)
    if at > now():
        jobs.enqueue(
            "publishing.remind_of_endorsement",
            dedupe=f"endorsement:{row.id}:{days}",
            run_at=at,
            endorsement_id=row.id,
            days=days,
        )
