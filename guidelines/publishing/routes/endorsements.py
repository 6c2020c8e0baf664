"""Pages of endorsements by organisations outside, with their letters."""

from datetime import date
from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.drafts.models import Document
from guidelines.errors import Invalid, Missing, sentence
from guidelines.permissions import Action
from guidelines.publishing import service
from guidelines.publishing.models import ApprovalRequest, Endorsement
from guidelines.publishing.queries.approvals import requests_of
from guidelines.publishing.queries.endorsements import endorsements_of, today
from guidelines.publishing.routes.signing import sections_nav
from guidelines.publishing.routes.words import bp
from guidelines.publishing.service.endorsing import Letter
from guidelines.storage import storage
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch


def _page(
    document: Document,
    errors: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "publishing/endorsements.html",
        document=document,
        part_links=sections_nav(document),
        endorsements=endorsements_of(document),
        texts=requests_of(document),
        today=today(),
        errors=errors or {},
        typed=typed or {},
    )
    return page, status


@bp.get("/documents/<document_id>/endorsements")
@asks(Action.APPROVAL_READ)
def list_endorsements(document_id: str) -> ResponseReturnValue:
    """Show who endorses which text, and until when."""
    return _page(fetch(Document, document_id, Action.APPROVAL_READ))


@bp.post("/documents/<document_id>/endorsements")
@asks(Action.APPROVAL_READ, Action.ENDORSEMENT_RECORD)
def record_endorsement(document_id: str) -> ResponseReturnValue:
    """Record an endorsement of a text that was sent for signature."""
    document = fetch(Document, document_id, Action.APPROVAL_READ)
    form, file = request.form, request.files.get("letter")
    try:
        given_on = _day("given_on", required=True) or date.min
        text = next((one for one in requests_of(document) if one.id == form.get("text", "")), None)
        if text is None:
            raise Invalid({"text": sentence("Choose the text that is endorsed.")})
        letter = Letter(file.filename, file.read()) if file is not None and file.filename else None
        with transaction():
            service.record_endorsement(
                current_actor(),
                fetch(ApprovalRequest, text.id, Action.APPROVAL_READ),
                organisation=form.get("organisation", ""),
                given_on=given_on,
                expires_on=_day("expires_on"),
                note=form.get("note", ""),
                letter=letter,
            )
    except Invalid as invalid:
        return _page(document, errors_of(invalid), dict(form), 422)
    flash(_("The endorsement is recorded."), "success")
    return redirect(url_for("publishing.list_endorsements", document_id=document.id), 303)


@bp.post("/endorsements/<endorsement_id>/end")
@asks(Action.APPROVAL_READ, Action.ENDORSEMENT_RECORD)
def end_endorsement(endorsement_id: str) -> ResponseReturnValue:
    """Note that an organisation took its endorsement back."""
    row = fetch(Endorsement, endorsement_id, Action.APPROVAL_READ)
    try:
        with transaction():
            service.end_endorsement(current_actor(), row, why=request.form.get("why", ""))
    except Invalid as invalid:
        return _page(row.document, errors_of(invalid), {"ended": row.id}, 422)
    flash(_("Noted: this endorsement has ended."), "success")
    return redirect(url_for("publishing.list_endorsements", document_id=row.document_id), 303)


@bp.get("/endorsements/<endorsement_id>/letter")
@asks(Action.APPROVAL_READ)
def download_letter(endorsement_id: str) -> ResponseReturnValue:
    """Download the letter of an endorsement."""
    row = fetch(Endorsement, endorsement_id, Action.APPROVAL_READ)
    if row.letter_sha256 is None:
        raise Missing
    answer = send_file(
        BytesIO(storage().get(row.letter_sha256)),
        mimetype=row.letter_type,
        as_attachment=True,
        download_name=row.letter_name,
    )
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


def _day(name: str, *, required: bool = False) -> date | None:
    """Return the day in a field; raise `Invalid` where it is none."""
    written = request.form.get(name, "").strip()
    if not written and not required:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Invalid({name: sentence("Give a day.")}) from None
