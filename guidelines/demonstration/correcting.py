"""A mistake in the first published version: a reader's report, a notice, a corrected version."""

from guidelines.db import transaction
from guidelines.demonstration import signing, using, writing
from guidelines.demonstration.sequel import told_after
from guidelines.demonstration.writing import Guideline
from guidelines.publishing import service as publishing
from guidelines.publishing.models import ApprovalRequest, Edition, ErrorReport, SafetyNotice
from guidelines.publishing.rules.corrections import Correction
from guidelines.publishing.rules.naming import Step


def report(guideline: Guideline, edition: Edition) -> ErrorReport:
    """Let a reader report the mistake."""
    return using.send(guideline, edition, told_after(guideline.slug).report)


def warn(guideline: Guideline, reported: ErrorReport) -> SafetyNotice:
    """Let one person write a safety notice, and a second one show it to readers."""
    told, cast = told_after(guideline.slug).warning, guideline.cast
    with transaction():
        notice = publishing.propose_notice(
            cast.actor(told.by),
            guideline.document,
            text=told.text,
            keys=told.recommendations,
            report_id=reported.id,
        )
    with transaction():
        publishing.confirm_notice(cast.actor(told.confirmed_by), notice)
    return notice


def request(guideline: Guideline) -> ApprovalRequest:
    """Correct the text, and ask the approvers to sign it as a small step."""
    writing.revise(guideline, "correction")
    return signing.request(guideline, "One sentence beside a recommendation.", Step.MINOR)


def publish(guideline: Guideline, notice: SafetyNotice) -> Edition:
    """Publish the corrected version; the notice stays on the one before it."""
    told, cast = told_after(guideline.slug), guideline.cast
    edition = signing.publish(
        guideline, Correction(wrong=told.correction.wrong, right=told.correction.right)
    )
    with transaction():
        publishing.ask_lift(
            cast.actor(told.warning.by), notice, why=told.warning.why, corrected_in=edition.number
        )
    with transaction():
        publishing.lift_notice(cast.actor(told.warning.lifted_by), notice)
    return edition


def answer(guideline: Guideline, reported: ErrorReport, edition: Edition) -> None:
    """Tell the reader in which version the mistake is corrected."""
    told = told_after(guideline.slug).report
    using.settle(guideline, reported, told, corrected_in=edition.number)
