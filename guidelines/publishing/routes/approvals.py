"""Pages of approval: what stands in the way, who signs, what was decided."""

from flask import flash, redirect, render_template, url_for
from flask import request as request_values
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.drafts.models import Document
from guidelines.errors import Invalid
from guidelines.permissions import Action
from guidelines.publishing import service
from guidelines.publishing.forms import RequestForm, ReturnForm, SignForm
from guidelines.publishing.models import ApprovalRequest
from guidelines.publishing.queries.approvals import requests_of
from guidelines.publishing.queries.before import before_publishing
from guidelines.publishing.queries.editions import editions_of
from guidelines.publishing.routes.plans import plan_page
from guidelines.publishing.routes.signing import (
    asked_now,
    page_of_gate,
    sections_nav,
    signing_of,
)
from guidelines.publishing.routes.words import bp
from guidelines.publishing.rules.naming import Step, next_number
from guidelines.publishing.rules.states import Gate
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch


def _page(
    document: Document, errors: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    requests = requests_of(document)
    request = next(iter(requests), None)
    before = before_publishing(document)
    taken = [(edition.major, edition.minor) for edition in editions_of(document)]
    page = render_template(
        "publishing/approval.html",
        document=document,
        part_links=sections_nav(document),
        blocked=[check for check in before.checks if check.blocks and check.name != "approved"],
        now=signing_of(request) if request else None,
        earlier=[signing_of(one) for one in requests[1:]],
        asked=asked_now(document, Gate.TEXT),
        numbers={step.value: "{}.{}".format(*next_number(taken, step)) for step in Step},
        published=bool(taken),
        me=current_actor().person_id,
        form=RequestForm(formdata=None),
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


def _step() -> Step:
    return Step.MINOR if request_values.form.get("step") == Step.MINOR.value else Step.MAJOR


@bp.post("/documents/<document_id>/approval")
@asks(Action.APPROVAL_READ, Action.APPROVAL_REQUEST)
def request_approval(document_id: str) -> ResponseReturnValue:
    """Ask the approvers to sign the present text."""
    document = fetch(Document, document_id, Action.APPROVAL_READ)
    form = RequestForm()
    try:
        with transaction():
            service.request_approval(
                current_actor(), document, note=form.note.data or "", step=_step()
            )
    except Invalid as invalid:
        return _page(document, errors_of(invalid), 422)
    flash(_("The approvers are asked to sign this text."), "success")
    return redirect(url_for("publishing.show_approval", document_id=document.id), 303)


def page_again(request: ApprovalRequest, errors: dict[str, str]) -> ResponseReturnValue:
    """Return the page on which somebody signs, with what was wrong."""
    if request.gate is Gate.PLAN:
        return plan_page(request.document, errors, 422)
    return _page(request.document, errors, 422)


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
        return page_again(request, errors_of(invalid))
    flash(_("You have signed this text."), "success")
    return redirect(page_of_gate(request), 303)


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
        return page_again(request, errors_of(invalid))
    flash(_("The text is returned to the authors with your reason."), "success")
    return redirect(page_of_gate(request), 303)
