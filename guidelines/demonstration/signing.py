"""The end of the path: an editorial change, approval with one return, the published version."""

from guidelines.db import transaction
from guidelines.demonstration.writing import Guideline, revise
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


def approve(guideline: Guideline) -> ApprovalRequest | None:
    """Ask for approval; one approver returns the text, it is mended, and all sign."""
    told = guideline.story.approval
    if told is None:
        return None
    returned = told.returned
    request = _request(guideline, "The text as the panel left it, with the results entered.")
    with transaction():
        publishing.return_to_authors(
            guideline.cast.actor(returned.by),
            request,
            reason=returned.reason,
            body=_affiliation(guideline, returned.by),
        )
    revise(guideline, "after-return")
    request = _request(guideline, "The chapter on the organisation of care has been completed.")
    for signed in told.statements:
        with transaction():
            publishing.sign(
                guideline.cast.actor(signed.by),
                request,
                sha256=request.sha256,
                statement=signed.text,
                body=_affiliation(guideline, signed.by),
            )
    return request


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


def _request(guideline: Guideline, note: str) -> ApprovalRequest:
    with transaction():
        return publishing.request_approval(_chair(guideline), guideline.document, note=note)


def _chair(guideline: Guideline) -> Actor:
    return guideline.cast.actor(guideline.cast.the(guideline.slug, "chair"))


def _affiliation(guideline: Guideline, key: str) -> str:
    return guideline.cast.persons[key].affiliation
