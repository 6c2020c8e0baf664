"""Letters about errors that readers report."""

from guidelines import mail
from guidelines.config import current
from guidelines.db import session
from guidelines.errors import Sentence, sentence
from guidelines.jobs import Work, is_done, job, mark_done
from guidelines.permissions import Role
from guidelines.projects.queries import members_with
from guidelines.publishing.models import ErrorReport
from guidelines.publishing.rules.reports import ReportAnswer
from guidelines.publishing.service.reports import report_token

BECAME = {
    ReportAnswer.CORRECTED: sentence("It is corrected in version %(number)s:"),
    ReportAnswer.NOTICE: sentence("A safety notice now warns every reader:"),
    ReportAnswer.NO_ERROR: sentence("We found no error:"),
    ReportAnswer.OUT_OF_SCOPE: sentence("It lies outside of what this guideline is about:"),
}


@job("publishing.tell_of_report")
def tell_of_report(work: Work) -> None:
    """Tell chair and approvers of a report, and ask its reader to confirm the address.

    What could harm is told at once; another report with an address only when that is confirmed.
    """
    row = session.get(ErrorReport, work.payload["report_id"])
    if row is None:
        return
    if row.email and row.email_confirmed_at is None:
        _ask_to_confirm(row)
    if row.is_held:
        return
    roles = (Role.CHAIR, Role.APPROVER) if row.is_urgent else (Role.CHAIR,)
    people = {one.person_id: one.person for one in members_with(row.project_id, *roles)}
    subject = (
        sentence("URGENT, could harm a patient: %(title)s", title=row.document.title)
        if row.is_urgent
        else sentence("A reader reports an error: %(title)s", title=row.document.title)
    )
    for person in people.values():
        if person.deactivated_at is not None:
            continue
        text = sentence(
            "Hello %(name)s,\n\n"
            "a reader of “%(title)s”, version %(number)s, reports:\n\n%(body)s\n\n"
            "Look at it by %(due)s:\n\n%(address)s\n",
            name=person.name,
            title=row.document.title,
            number=row.edition.number,
            body=row.body,
            due=row.due_on,
            address=f"{current().public_url}/reports/{row.id}",
        )
        _once(f"mail:report:{row.id}:{person.id}", person.email, subject, text, person.language)


@job("publishing.answer_report")
def answer_report(work: Work) -> None:
    """Mail the answer to the reader, where the address was confirmed."""
    row = session.get(ErrorReport, work.payload["report_id"])
    if row is None or row.outcome is None or not row.email or row.email_confirmed_at is None:
        return
    became = BECAME[row.outcome]
    text = sentence(
        "Hello,\n\n"
        "you reported an error in “%(title)s”, version %(number)s. Thank you for taking the time."
        "\n\n%(became)s\n\n%(answer)s\n\n%(address)s\n",
        title=row.document.title,
        number=row.edition.number,
        became=Sentence(became.template, {"number": row.corrected_in}),
        answer=row.answer,
        address=f"{current().public_url}/library/{row.document.project.network.slug}/"
        f"{row.edition.slug}/",
    )
    subject = sentence("Your report: %(title)s", title=row.document.title)
    when = row.answered_at.isoformat() if row.answered_at else ""
    _once(f"mail:answer:{row.id}:{when}", row.email, subject, text, row.language)


def _ask_to_confirm(row: ErrorReport) -> None:
    text = sentence(
        "Hello,\n\n"
        "somebody, we hope you, reported an error in “%(title)s” and gave this address for the "
        "answer. Open the link and press the button there. We write to you once, with the answer."
        "\n\n%(address)s\n\n"
        "If it was not you, you need do nothing.\n",
        title=row.document.title,
        address=f"{current().public_url}/report/link/{report_token(current(), row.id)}",
    )
    subject = sentence("Please confirm your address: %(title)s", title=row.document.title)
    _once(f"mail:confirm:{row.id}", row.email, subject, text, row.language)


def _once(effect: str, to: str, subject: Sentence, text: Sentence, language: str) -> None:
    if is_done(effect):
        return
    mail.send(mail.Letter(to, subject, text, language))
    mark_done(effect)
