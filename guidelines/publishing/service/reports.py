"""Errors that readers report: received, looked at, answered. Nothing of them is thrown away."""

from datetime import date

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import func, select

from guidelines import audit
from guidelines.accounts.service import BROKEN_LINK, checked_email
from guidelines.config import Settings
from guidelines.db import lock_row, now, session
from guidelines.drafts.models import Document
from guidelines.errors import Conflict, Expired, Invalid, Missing, sentence
from guidelines.events import (
    ErrorReportAnswered,
    ErrorReportConfirmed,
    ErrorReported,
    ErrorReportMoved,
)
from guidelines.permissions import Action, Actor, require
from guidelines.publishing.models import Edition, ErrorReport, ReportStep
from guidelines.publishing.queries.editions import edition_with_content, editions_of
from guidelines.publishing.queries.notices import standing_notices
from guidelines.publishing.queries.reports import people_of
from guidelines.publishing.rules.naming import parts_of
from guidelines.publishing.rules.reports import (
    LONGEST_NOTE,
    REPORT,
    ReportAnswer,
    Reported,
    ReportMove,
    ReportState,
    Urgency,
    check_report,
    due_on,
)

OUTSIDE = Actor(name="Outside")


def report_error(edition: Edition, said: Reported, *, language: str) -> ErrorReport:
    """Take what a reader says is wrong in a published version; no account is needed.

    A report that could harm goes to chair and approvers at once; with another one that gives an
    address, they are told when the address is confirmed.
    """
    if not edition.is_public_at(now()):
        raise Missing
    frozen = edition_with_content(edition.id)
    content = frozen.content if frozen is not None else {}
    check_report(said, frozenset(str(one["key"]) for one in content["recommendations"]))
    email = checked_email(said.email) if said.email.strip() else ""
    urgency = said.urgency or Urgency.WRONG
    lock_row(Document, edition.document_id)
    newest = session.scalar(
        select(func.max(ErrorReport.number)).where(ErrorReport.document_id == edition.document_id)
    )
    row = ErrorReport(
        network_id=edition.network_id,
        project_id=edition.project_id,
        document_id=edition.document_id,
        edition_id=edition.id,
        number=(newest or 0) + 1,
        urgency=urgency,
        key=said.key,
        quote=said.quote.strip(),
        body=said.body.strip(),
        email=email,
        language=language,
        due_on=due_on(urgency, now().date()),
    )
    session.add(row)
    session.flush()
    audit.record(
        OUTSIDE,
        ErrorReported(
            network_id=row.network_id,
            project_id=row.project_id,
            document_id=row.document_id,
            edition_id=row.edition_id,
            report_id=row.id,
            urgency=urgency.value,
        ),
    )
    return row


def report_token(settings: Settings, report_id: str) -> str:
    """Return the secret part of the link that confirms an address; it is stored nowhere."""
    return str(_signer(settings).dumps(report_id))


def _signer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.signing_key, salt="report-link-v1")


def report_behind(settings: Settings, token: str) -> ErrorReport:
    """Return whose link this is, or raise `Expired`."""
    try:
        report_id = str(_signer(settings).loads(token))
    except BadSignature:
        raise Expired(BROKEN_LINK) from None
    row = session.get(ErrorReport, report_id)
    if row is None:
        raise Expired(BROKEN_LINK)
    return row


def confirm_address(report: ErrorReport) -> ErrorReport:
    """Note that the reader holds the address; twice changes nothing."""
    row: ErrorReport = lock_row(ErrorReport, report.id)
    if row.email_confirmed_at is not None:
        return row
    row.email_confirmed_at = now()
    session.flush()
    audit.record(
        OUTSIDE,
        ErrorReportConfirmed(
            network_id=row.network_id,
            project_id=row.project_id,
            document_id=row.document_id,
            report_id=row.id,
        ),
    )
    return row


def move_report(
    actor: Actor,
    report: ErrorReport,
    move: ReportMove,
    *,
    note: str = "",
    in_charge_id: str = "",
    due: date | None = None,
) -> None:
    """Take a report up, give it to somebody else, write a note beside it, or take it up again.

    Who takes it up is in charge, unless somebody else of the project is named; `due` is the day
    by which it is to be answered.
    """
    require(actor, Action.ERROR_TRIAGE, report)

    row = lock_row(ErrorReport, report.id)
    if move is ReportMove.ANSWER:
        raise Conflict(sentence("An answer says what became of the report: choose it."))
    if len(note) > LONGEST_NOTE:
        raise Invalid({"note": sentence("Write at most %(most)s characters.", most=LONGEST_NOTE)})
    if move is ReportMove.NOTE and not note.strip():
        raise Invalid({"note": sentence("Write the note first.")})
    if move is ReportMove.REOPEN and not note.strip():
        raise Invalid({"note": sentence("Say in a sentence why it is looked at again.")})
    after = _step(actor, row, move, note)
    if move is not ReportMove.NOTE:
        wanted = in_charge_id or actor.person_id
        if wanted not in people_of(row.project_id):
            raise Invalid({"in_charge": sentence("Choose somebody of this project.")})
        row.in_charge_id = wanted
        row.due_on = due or row.due_on
    if move is ReportMove.REOPEN:
        row.outcome, row.answer, row.answered_at, row.corrected_in = None, "", None, ""
    row.state = after
    session.flush()
    audit.record(
        actor,
        ErrorReportMoved(
            network_id=row.network_id,
            project_id=row.project_id,
            document_id=row.document_id,
            report_id=row.id,
            move=move.value,
            after=after.value,
        ),
    )


def answer_report(
    actor: Actor,
    report: ErrorReport,
    *,
    outcome: ReportAnswer | None,
    answer: str,
    corrected_in: str = "",
) -> None:
    """Answer a report: what became of it, in words for the reader, who gets them by letter.

    "Corrected" names a published version that is newer than the one with the error; "safety
    notice" needs one that readers see.
    """
    require(actor, Action.ERROR_TRIAGE, report)

    row = lock_row(ErrorReport, report.id)
    mistakes: dict[str, str] = {}
    if outcome is None:
        mistakes["outcome"] = sentence("Choose what became of the report.")
    if not answer.strip():
        mistakes["answer"] = sentence("Answer in a few words: what was found, what was done.")
    elif len(answer) > LONGEST_NOTE:
        mistakes["answer"] = sentence("Write at most %(most)s characters.", most=LONGEST_NOTE)
    if outcome is ReportAnswer.CORRECTED and not _is_newer(row, corrected_in):
        mistakes["corrected_in"] = sentence(
            "Publish the corrected version first, then choose it here."
        )
    if outcome is ReportAnswer.NOTICE and not standing_notices(row.document_id):
        mistakes["outcome"] = sentence("No safety notice stands. Show one first.")
    if mistakes:
        raise Invalid(mistakes)
    after = _step(actor, row, ReportMove.ANSWER, answer)
    row.state, row.outcome, row.answer = after, outcome, answer.strip()
    row.in_charge_id = row.in_charge_id or actor.person_id
    row.corrected_in = corrected_in if outcome is ReportAnswer.CORRECTED else ""
    row.answered_at = now()
    session.flush()
    audit.record(
        actor,
        ErrorReportAnswered(
            network_id=row.network_id,
            project_id=row.project_id,
            document_id=row.document_id,
            report_id=row.id,
            outcome=outcome.value if outcome else "",
        ),
    )


def _is_newer(row: ErrorReport, number: str) -> bool:
    """Tell whether a version with this number is public and came after the one reported on."""
    known = {one.number: one for one in editions_of(row.document) if one.is_public_at(now())}
    return number in known and parts_of(number) > parts_of(row.edition.number)


def _step(actor: Actor, row: ErrorReport, move: ReportMove, note: str) -> ReportState:
    """Write a step into the history and return the state after it."""
    after = REPORT.after(row.state, move)
    taken = session.scalar(
        select(func.count()).select_from(ReportStep).where(ReportStep.report_id == row.id)
    )
    session.add(
        ReportStep(
            report_id=row.id,
            number=(taken or 0) + 1,
            before=row.state,
            move=move,
            after=after,
            note=note.strip(),
            person_id=actor.person_id,
        )
    )
    return after
