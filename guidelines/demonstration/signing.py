"""The end of the path: an editorial change, approval with one return, the published version."""

from guidelines.db import transaction
from guidelines.demonstration import script
from guidelines.demonstration.writing import Guideline
from guidelines.permissions import Actor
from guidelines.publishing import service as publishing
from guidelines.publishing.models import ApprovalRequest, Edition


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


def request(guideline: Guideline, note: str) -> ApprovalRequest:
    """Ask the approvers to sign the present text."""
    with transaction():
        return publishing.request_approval(_chair(guideline), guideline.document, note=note)


def give_back(guideline: Guideline, asked: ApprovalRequest) -> None:
    """Let an approver return the text with the reason."""
    told = _approval(guideline).returned
    with transaction():
        publishing.return_to_authors(
            guideline.cast.actor(told.by),
            asked,
            reason=told.reason,
            body=_affiliation(guideline, told.by),
        )


def sign(guideline: Guideline, asked: ApprovalRequest) -> None:
    """Let every approver sign."""
    for told in _approval(guideline).statements:
        with transaction():
            publishing.sign(
                guideline.cast.actor(told.by),
                asked,
                sha256=asked.sha256,
                statement=told.text,
                body=_affiliation(guideline, told.by),
            )


def publish(guideline: Guideline) -> Edition | None:
    """Publish the approved text; its downloads are made by jobs."""
    told = guideline.story.edition
    if told is None:
        return None
    with transaction():
        edition = publishing.publish_edition(
            _chair(guideline), guideline.document, change_note=told.change_note
        )
    if edition.number != told.number:
        raise LookupError(f"this is version {edition.number}, not {told.number}")
    return edition


def _chair(guideline: Guideline) -> Actor:
    return guideline.cast.actor(guideline.cast.the(guideline.slug, "chair"))


def _affiliation(guideline: Guideline, key: str) -> str:
    return guideline.cast.persons[key].affiliation


def _approval(guideline: Guideline) -> script.Approval:
    if guideline.story.approval is None:
        raise LookupError(f"the story of {guideline.slug} has no approval")
    return guideline.story.approval
