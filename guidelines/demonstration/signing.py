"""The end of the path: an editorial change, approval with one return, the published version."""

from collections.abc import Sequence
from datetime import datetime

from guidelines.db import now, transaction
from guidelines.demonstration import script
from guidelines.demonstration.writing import Guideline
from guidelines.permissions import Actor
from guidelines.publishing import service as publishing
from guidelines.publishing.models import ApprovalRequest, Edition
from guidelines.publishing.rules.corrections import Correction
from guidelines.publishing.rules.naming import Step
from guidelines.publishing.service.editions import NOTHING
from guidelines.publishing.service.endorsing import Letter


def name_board(guideline: Guideline) -> None:
    """Let the chair name the body that signs, with the approvers as its members."""
    told = _approval(guideline)
    with transaction():
        publishing.name_body(
            _chair(guideline),
            guideline.project,
            title=told.board.title,
            members=[guideline.cast.persons[one].id for one in told.approvers],
            quorum=told.board.quorum,
        )


def request_plan(guideline: Guideline) -> ApprovalRequest:
    """Ask the body to sign the plan, before anybody votes."""
    with transaction():
        return publishing.request_plan_approval(
            _chair(guideline), guideline.document, note="Scope, questions, panel and rule."
        )


def sign_plan(guideline: Guideline, asked: ApprovalRequest) -> None:
    """Let the members of the body sign the plan."""
    _sign(guideline, asked, _approval(guideline).plan)


def attest(guideline: Guideline) -> None:
    """Let one person propose a change of form after the vote, and another confirm it."""
    told = guideline.story.editorial_change
    if told is None:
        return
    first, second = told.confirmed_by
    with transaction():
        change = publishing.propose_editorial_change(
            guideline.cast.actor(first),
            guideline.document,
            key=told.recommendation,
            reason=told.reason,
        )
    with transaction():
        publishing.attest_editorial_change(guideline.cast.actor(second), change)


def print_unagreed(guideline: Guideline) -> None:
    """Let the chair have the recommendation on which nobody agreed printed as what it is."""
    told = guideline.story.never_agreed
    if told is None:
        return
    with transaction():
        publishing.print_unagreed(
            _chair(guideline), guideline.document, key=told.recommendation, reason=told.note
        )


def request(guideline: Guideline, note: str, step: Step = Step.MAJOR) -> ApprovalRequest:
    """Ask the approvers to sign the present text."""
    with transaction():
        return publishing.request_approval(
            _chair(guideline), guideline.document, note=note, step=step
        )


def give_back(guideline: Guideline, asked: ApprovalRequest) -> None:
    """Let an approver return the text with the reason."""
    told = _approval(guideline).returned
    with transaction():
        publishing.return_to_authors(
            guideline.cast.actor(told.by),
            asked,
            reason=told.reason,
        )


def sign(guideline: Guideline, asked: ApprovalRequest) -> None:
    """Let as many members of the body sign as it takes."""
    _sign(guideline, asked, _approval(guideline).statements)


def endorse(guideline: Guideline, asked: ApprovalRequest) -> None:
    """Record that a society endorses the text that was signed."""
    told, today = _approval(guideline).endorsed, now().date()
    with transaction():
        publishing.record_endorsement(
            _chair(guideline),
            asked,
            organisation=told.organisation,
            given_on=today,
            expires_on=today.replace(year=today.year + told.years, day=1),
            note=told.note,
            letter=Letter("letter.txt", told.letter.encode()),
        )


def _sign(guideline: Guideline, asked: ApprovalRequest, statements: Sequence[script.Said]) -> None:
    for told in statements:
        with transaction():
            publishing.sign(
                guideline.cast.actor(told.by),
                asked,
                sha256=asked.sha256,
                statement=told.text,
            )


def publish(
    guideline: Guideline,
    correction: Correction = NOTHING,
    *,
    public_from: datetime | None = None,
) -> Edition:
    """Publish the approved text; its downloads are made by jobs."""
    told = guideline.story.edition
    if told is None:
        raise LookupError(f"the story of {guideline.slug} has no published version")
    with transaction():
        edition = publishing.publish_edition(
            _chair(guideline),
            guideline.document,
            change_note=told.change_note,
            correction=correction,
            public_from=public_from,
        )
    if edition.number != told.number:
        raise LookupError(f"this is version {edition.number}, not {told.number}")
    return edition


def _chair(guideline: Guideline) -> Actor:
    return guideline.cast.actor(guideline.cast.the(guideline.slug, "chair"))


def _approval(guideline: Guideline) -> script.Approval:
    if guideline.story.approval is None:
        raise LookupError(f"the story of {guideline.slug} has no approval")
    return guideline.story.approval
