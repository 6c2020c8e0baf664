"""Pages of approval: what stands in the way, who signs, what was decided."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.drafts.models import Document
from guidelines.drafts.queries import current_version
from guidelines.errors import Invalid
from guidelines.permissions import Action
from guidelines.publishing import service
from guidelines.publishing.forms import RequestForm, ReturnForm, SignForm
from guidelines.publishing.models import ApprovalRequest
from guidelines.publishing.queries.approvals import (
    approvers_of,
    missing_of,
    requests_of,
    signoff_sha256,
)
from guidelines.publishing.queries.readiness import readiness_of
from guidelines.publishing.routes.words import bp, link_of
from guidelines.publishing.rules.states import ApprovalState
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch


def _page(
    document: Document, errors: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    requests = requests_of(document)
    request = next(iter(requests), None)
    sha256 = signoff_sha256(document)
    missing = missing_of(request) if request else {}
    waiting = request is not None and request.state is ApprovalState.WAITING
    checks = readiness_of(document)
    page = render_template(
        "publishing/approval.html",
        document=document,
        version=current_version(document),
        checks=checks,
        blocked=[check for check in checks if check.blocks and check.name != "approved"],
        link_of=link_of,
        request_now=request,
        earlier=requests[1:],
        sha256=sha256,
        void=request is not None and request.sha256 != sha256,
        missing=missing,
        may_sign=waiting and current_actor().person_id in missing,
        approvers=approvers_of(document.project_id),
        request_form=RequestForm(formdata=None),
        sign_form=SignForm(formdata=None),
        return_form=ReturnForm(formdata=None),
        errors=errors or {},
    )
    return page, status


@bp.get("/documents/<document_id>/approval")
@asks(Action.APPROVAL_READ)
def show_approval(document_id: str) -> ResponseReturnValue:
    """Show what stands in the way of publishing, and the signatures."""
    return _page(fetch(Document, document_id, Action.APPROVAL_READ))


@bp.post("/documents/<document_id>/approval")
@asks(Action.APPROVAL_READ, Action.APPROVAL_REQUEST)
def request_approval(document_id: str) -> ResponseReturnValue:
    """Ask the approvers to sign the present text."""
    document = fetch(Document, document_id, Action.APPROVAL_READ)
    form = RequestForm()
    try:
        with transaction():
            service.request_approval(current_actor(), document, note=form.note.data or "")
    except Invalid as invalid:
        return _page(document, errors_of(invalid), 422)
    flash(_("The approvers are asked to sign this text."), "success")
    return redirect(url_for("publishing.show_approval", document_id=document.id), 303)


@bp.post("/approvals/<approval_id>/sign")
@asks(Action.APPROVAL_READ, Action.APPROVAL_SIGN)
def sign(approval_id: str) -> ResponseReturnValue:
    """Sign the text that was shown."""
    request = fetch(ApprovalRequest, approval_id, Action.APPROVAL_READ)
    form = SignForm()
    try:
        with transaction():
            service.sign(
                current_actor(),
                request,
                sha256=form.sha256.data or "",
                statement=form.statement.data or "",
                body=form.body.data or "",
            )
    except Invalid as invalid:
        return _page(request.document, errors_of(invalid), 422)
    flash(_("You have signed this text."), "success")
    return redirect(url_for("publishing.show_approval", document_id=request.document_id), 303)


@bp.post("/approvals/<approval_id>/return")
@asks(Action.APPROVAL_READ, Action.APPROVAL_SIGN)
def return_to_authors(approval_id: str) -> ResponseReturnValue:
    """Return the text to the authors."""
    request = fetch(ApprovalRequest, approval_id, Action.APPROVAL_READ)
    form = ReturnForm()
    try:
        with transaction():
            service.return_to_authors(current_actor(), request, reason=form.reason.data or "")
    except Invalid as invalid:
        return _page(request.document, errors_of(invalid), 422)
    flash(_("The text is returned to the authors with your reason."), "success")
    return redirect(url_for("publishing.show_approval", document_id=request.document_id), 303)
