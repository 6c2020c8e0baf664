"""The plan as a gate: what it says now, what was signed, what differs."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.drafts.models import Document
from guidelines.errors import Invalid
from guidelines.permissions import Action
from guidelines.publishing import service
from guidelines.publishing.forms import RequestForm, ReturnForm, SignForm
from guidelines.publishing.queries.approvals import requests_of
from guidelines.publishing.queries.plans import plan_of
from guidelines.publishing.routes.signing import asked_now, sections_nav, signing_of
from guidelines.publishing.routes.words import bp
from guidelines.publishing.rules.plans import PARTS, lacking, lines_of
from guidelines.publishing.rules.states import ApprovalState, Gate
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch

STANDING = frozenset({ApprovalState.WAITING, ApprovalState.APPROVED})


def plan_page(
    document: Document, errors: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    """Return the page of the plan: frozen where it was sent for signature, else as it stands."""
    requests = requests_of(document, Gate.PLAN)
    request = next(iter(requests), None)
    present = plan_of(document)
    frozen = request is not None and request.state in STANDING
    shown = request.manifest if request is not None and frozen else present
    page = render_template(
        "publishing/plan.html",
        document=document,
        part_links=sections_nav(document),
        frozen=frozen,
        parts=[(title, lines_of(shown, part), part) for part, title in PARTS.items()],
        lacking=lacking(present),
        now=signing_of(request) if request else None,
        earlier=[signing_of(one) for one in requests[1:]],
        asked=asked_now(document, Gate.PLAN),
        me=current_actor().person_id,
        form=RequestForm(formdata=None),
        sign_form=SignForm(formdata=None),
        return_form=ReturnForm(formdata=None),
        errors=errors or {},
    )
    return page, status


@bp.get("/documents/<document_id>/plan")
@asks(Action.APPROVAL_READ)
def show_plan(document_id: str) -> ResponseReturnValue:
    """Show the plan and who signs it."""
    return plan_page(fetch(Document, document_id, Action.APPROVAL_READ))


@bp.post("/documents/<document_id>/plan")
@asks(Action.APPROVAL_READ, Action.APPROVAL_REQUEST)
def request_plan_approval(document_id: str) -> ResponseReturnValue:
    """Ask for signatures on the plan as it stands now."""
    document = fetch(Document, document_id, Action.APPROVAL_READ)
    form = RequestForm()
    try:
        with transaction():
            service.request_plan_approval(current_actor(), document, note=form.note.data or "")
    except Invalid as invalid:
        return plan_page(document, errors_of(invalid), 422)
    flash(_("The plan is frozen as it stands now, and sent for signature."), "success")
    return redirect(url_for("publishing.show_plan", document_id=document.id), 303)
