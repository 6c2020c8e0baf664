"""Signatures for programs, below /api/v1: what is asked for, sign it, return it.

What a person may not do on the page a program of theirs may not do either: the same services
refuse, and the same record keeps the try.
"""

from datetime import datetime

from flask import Blueprint
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ConfigDict, Field

from guidelines.db import transaction
from guidelines.drafts.api.answers import Answer
from guidelines.drafts.api.door import Promise, answered, keep_the_pace, promises, taken
from guidelines.drafts.models import Document
from guidelines.errors import Conflict, sentence
from guidelines.permissions import Action
from guidelines.publishing import service
from guidelines.publishing.models import ApprovalRequest
from guidelines.publishing.queries.approvals import newest_request, signoffs_of
from guidelines.publishing.queries.life import life_of
from guidelines.publishing.queries.signing import signing_bodies, validity_of
from guidelines.publishing.rules.states import Gate
from guidelines.web.guard import asks, csrf, current_actor, fetch

bp = Blueprint("publishing_api", __name__, url_prefix="/api/v1")
csrf.exempt(bp)  # the cookies of browsers do not count here, so there is nothing to forge
bp.before_request(keep_the_pace)


class SignatureAnswer(Answer):
    """The decision of one person who was asked."""

    name: str
    body: str
    decision: str = Field(description="approved or returned.")
    statement: str
    sha256: str = Field(description="Of the text that was decided on.")
    at: datetime


class BodyAnswer(Answer):
    """A body that was asked; without a title those who sign for themselves."""

    title: str
    needed: int
    signed: int
    complete: bool


class ApprovalAnswer(Answer):
    """A request to sign one exact plan or text."""

    id: str
    gate: str = Field(description="plan or text.")
    number: str = Field(description="Number of the edition that the text becomes.")
    state: str
    life: str = Field(description="Where the guideline stands, such as in-approval.")
    version: int = Field(description="Number of the version of the draft.")
    sha256: str = Field(description="Of what was sent for signature.")
    present_sha256: str = Field(description="Of what is there now; name it to sign.")
    holds: bool = Field(description="Whether signatures count for what is there now.")
    bodies: list[BodyAnswer]
    signatures: list[SignatureAnswer]


class SignatureToGive(BaseModel):
    """A signature on one exact plan or text."""

    model_config = ConfigDict(extra="forbid", strict=True)

    sha256: str = Field(description="present_sha256 of the request, as it was read.")
    statement: str = ""
    body: str = Field(default="", description="For whom, where you sit in no body.")


class ReturnToMake(BaseModel):
    """Why a plan or text cannot be signed."""

    model_config = ConfigDict(extra="forbid", strict=True)

    reason: str


def _answer(request: ApprovalRequest) -> ApprovalAnswer:
    validity = validity_of(request)
    return ApprovalAnswer(
        id=request.id,
        gate=request.gate.value,
        number=request.number,
        state=request.state.value,
        life=life_of(request.document).value,
        version=request.version_number,
        sha256=request.sha256,
        present_sha256=validity.sha256,
        holds=validity.holds,
        bodies=[
            BodyAnswer(
                title=one.title, needed=one.needs, signed=one.signed, complete=one.is_complete
            )
            for one in signing_bodies(request)
        ],
        signatures=[
            SignatureAnswer(
                name=one.person.name,
                body=one.body,
                decision=one.decision.value,
                statement=one.statement,
                sha256=one.sha256,
                at=one.at,
            )
            for one in signoffs_of(request)
        ],
    )


def _newest(document_id: str, gate: Gate) -> ResponseReturnValue:
    document = fetch(Document, document_id, Action.APPROVAL_READ)
    request = newest_request(document, gate)
    if request is None:
        raise Conflict(sentence("Nobody has been asked to sign it yet."))
    return answered(_answer(request))


@bp.get("/documents/<document_id>/approval")
@asks(Action.APPROVAL_READ)
@promises(Promise(ApprovalAnswer, refuses=(409,)))
def show_approval(document_id: str) -> ResponseReturnValue:
    """The newest request to sign the final text of a document."""
    return _newest(document_id, Gate.TEXT)


@bp.get("/documents/<document_id>/plan-approval")
@asks(Action.APPROVAL_READ)
@promises(Promise(ApprovalAnswer, refuses=(409,)))
def show_plan_approval(document_id: str) -> ResponseReturnValue:
    """The newest request to sign the plan of a document."""
    return _newest(document_id, Gate.PLAN)


@bp.post("/approvals/<approval_id>/sign")
@asks(Action.APPROVAL_READ, Action.APPROVAL_SIGN)
@promises(Promise(ApprovalAnswer, takes=SignatureToGive, refuses=(409, 415, 422)))
def sign(approval_id: str) -> ResponseReturnValue:
    """Sign exactly the plan or text whose hash is named."""
    request = fetch(ApprovalRequest, approval_id, Action.APPROVAL_READ)
    sent = taken(SignatureToGive)
    with transaction():
        service.sign(
            current_actor(), request, sha256=sent.sha256, statement=sent.statement, body=sent.body
        )
    return answered(_answer(request))


@bp.post("/approvals/<approval_id>/return")
@asks(Action.APPROVAL_READ, Action.APPROVAL_SIGN)
@promises(Promise(ApprovalAnswer, takes=ReturnToMake, refuses=(409, 415, 422)))
def return_to_authors(approval_id: str) -> ResponseReturnValue:
    """Return a plan or text to its authors, with the reason."""
    request = fetch(ApprovalRequest, approval_id, Action.APPROVAL_READ)
    sent = taken(ReturnToMake)
    with transaction():
        service.return_to_authors(current_actor(), request, reason=sent.reason)
    return answered(_answer(request))
