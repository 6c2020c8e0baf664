"""What the pages of plan and text share: who signs, what is void, opening and downloading."""

from typing import Any

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guidelines.db import transaction
from guidelines.drafts.models import Document
from guidelines.drafts.queries import version_numbered
from guidelines.drafts.queries.manuscripts import manuscript_of
from guidelines.errors import Conflict, Missing
from guidelines.evidence.queries import csl_items
from guidelines.permissions import Action, can
from guidelines.publishing import service
from guidelines.publishing.models import ApprovalRequest
from guidelines.publishing.queries.approvals import missing_of
from guidelines.publishing.queries.bodies import electorate_of
from guidelines.publishing.queries.signing import signing_bodies, validity_of
from guidelines.publishing.routes.words import bp
from guidelines.publishing.rules.states import ApprovalState, Decision, Delivery, Gate
from guidelines.typesetting.recipes import Recipe, typeset
from guidelines.web.errors import translated
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.limits import Pace

_PACE = Pace(most=20, seconds=300)
PART_WORDS = {
    "metadata": _l("title, language or other facts about the document"),
    "bibliography": _l("the cited sources"),
    "assets": _l("images"),
    "evidence": _l("the evidence behind the recommendations"),
    "indicators": _l("the indicators"),
}


@bp.app_template_filter("part_words")
def part_words(part: str) -> str:
    """Return what a part of a text beside its sections is called."""
    return str(PART_WORDS[part])


def page_of_gate(request: ApprovalRequest) -> str:
    """Return where the plan or the text of a request is signed."""
    page = "publishing.show_plan" if request.gate is Gate.PLAN else "publishing.show_approval"
    return url_for(page, document_id=request.document_id)


def signing_of(request: ApprovalRequest) -> dict[str, Any]:
    """Return what the page shows of one request: bodies with their signers, and what is void."""
    validity = validity_of(request)
    me = current_actor().person_id
    return {
        "request": request,
        "validity": validity,
        "bodies": signing_bodies(request),
        "missing": missing_of(request),
        "seats": [body.title for body in request.voters.bodies_of(me or "")],
        "may_sign": (
            request.state is ApprovalState.WAITING
            and me in request.asked
            and me not in {one.person_id for one in request.signoffs}
            and can(current_actor(), Action.APPROVAL_SIGN, request)
        ),
        "signed": me
        in {one.person_id for one in request.signoffs if one.decision is Decision.APPROVED},
        "returned": [one for one in request.signoffs if one.decision is Decision.RETURNED],
    }


def asked_now(document: Document, gate: Gate) -> dict[str, Any]:
    """Return whom a request would ask now, or the sentence why it cannot be."""
    try:
        voters = electorate_of(document, gate)
    except Conflict as refused:
        return {"voters": None, "why_not": translated(refused.message)}
    return {"voters": voters, "why_not": ""}


def sections_nav(document: Document) -> list[dict[str, Any]]:
    """Return the parts of the approval of a document, for the line of links on each of them."""
    parts = (
        (_("Plan"), "publishing.show_plan"),
        (_("Final text"), "publishing.show_approval"),
        (_("Changes after the vote"), "publishing.list_changes"),
        (_("Endorsements"), "publishing.list_endorsements"),
        (_("Life"), "publishing.show_life"),
    )
    return [
        {"label": label, "url": url_for(page, document_id=document.id), "page": page}
        for label, page in parts
    ]


@bp.post("/approvals/<approval_id>/open")
@asks(Action.APPROVAL_READ, Action.TEXT_OPEN)
def open_text(approval_id: str) -> ResponseReturnValue:
    """Open the exact text that is to be signed; that a signer did is written down."""
    request = fetch(ApprovalRequest, approval_id, Action.APPROVAL_READ)
    with transaction():
        service.record_opening(current_actor(), request, Delivery.OPENED)
    if request.gate is Gate.PLAN:
        return redirect(f"{page_of_gate(request)}#plan", 303)
    version = version_numbered(request.document, request.version_number)
    if version is None:
        raise Missing
    return redirect(url_for("drafts.show_version", version_id=version.id), 303)


@bp.post("/approvals/<approval_id>/download")
@asks(Action.APPROVAL_READ, Action.TEXT_OPEN)
def download_text(approval_id: str) -> ResponseReturnValue:
    """Download the exact text as PDF; that a signer did is written down."""
    request = fetch(ApprovalRequest, approval_id, Action.APPROVAL_READ)
    version = version_numbered(request.document, request.version_number)
    if version is None or request.gate is Gate.PLAN:
        raise Missing
    _PACE.take(current_actor().person_id or "")
    made = typeset(
        manuscript_of(
            request.document, version, bibliography=csl_items(request.document.project_id)
        ),
        Recipe.PDF,
    )
    with transaction():
        service.record_opening(current_actor(), request, Delivery.DOWNLOADED)
    answer = Response(made.content, mimetype=made.media_type)
    name = f"{request.document.slug}-{request.number or request.version_number}-to-sign.pdf"
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    answer.headers["Cache-Control"] = "no-store, private"
    return answer
