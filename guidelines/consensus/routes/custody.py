"""The page on the key of sealed answers: its date, its custodian, and what two people decide."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.consensus.forms import AppealForm, CustodianForm, KeyRequestForm
from guidelines.consensus.models import CustodyRequest, Process
from guidelines.consensus.queries.custody import custody_of, is_anonymous, requests_of
from guidelines.consensus.routes.blueprint import bp
from guidelines.consensus.rules.custody import Wish
from guidelines.consensus.service import custody
from guidelines.db import transaction
from guidelines.errors import Invalid
from guidelines.permissions import INSIDE, Action
from guidelines.projects.queries import members_with
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch


def _page(
    process: Process, errors: dict[str, str], status: int = 200, wish: Wish | None = None
) -> ResponseReturnValue:
    kept = custody_of(process)
    people = {one.person_id: one.person.name for one in members_with(process.project_id, *INSIDE)}
    me = current_actor().person_id
    page = render_template(
        "consensus/key.html",
        process=process,
        document=process.document,
        anonymous=is_anonymous(process),
        finished=process.state.value == "reported",
        custody=kept,
        requests=requests_of(process),
        people=list(people.items()),
        me=me,
        is_custodian=me is not None and kept.custodian_id == me,
        form=request.form,
        wish=wish,
        errors=errors,
    )
    return page, status


def _back(process: Process) -> ResponseReturnValue:
    return redirect(url_for("consensus.show_key", process_id=process.id), 303)


@bp.get("/processes/<process_id>/key")
@asks(Action.PROCESS_READ)
def show_key(process_id: str) -> ResponseReturnValue:
    """Show whether answers are confidential or anonymous, and what was agreed about the key."""
    return _page(fetch(Process, process_id, Action.PROCESS_READ), {})


@bp.post("/processes/<process_id>/key/date")
@asks(Action.KEY_KEEP)
def set_appeal_date(process_id: str) -> ResponseReturnValue:
    """Set the day until which results can be appealed against."""
    process = fetch(Process, process_id, Action.KEY_KEEP)
    form = AppealForm()
    try:
        with transaction():
            custody.set_appeal_date(current_actor(), process, until=form.until.data)
    except Invalid as invalid:
        return _page(process, errors_of(invalid), 422)
    flash(_("The day is saved."), "success")
    return _back(process)


@bp.post("/processes/<process_id>/key/custodian")
@asks(Action.KEY_KEEP)
def name_custodian(process_id: str) -> ResponseReturnValue:
    """Name who may have linked rows."""
    process = fetch(Process, process_id, Action.KEY_KEEP)
    form = CustodianForm()
    try:
        with transaction():
            custody.name_custodian(current_actor(), process, person_id=form.person_id.data or "")
    except Invalid as invalid:
        return _page(process, errors_of(invalid), 422)
    flash(_("The name is saved."), "success")
    return _back(process)


@bp.post("/processes/<process_id>/key/destruction")
@asks(Action.KEY_KEEP)
def ask_for_destruction(process_id: str) -> ResponseReturnValue:
    """Ask for the key to be destroyed; a second person decides."""
    return _ask(fetch(Process, process_id, Action.KEY_KEEP), Wish.DESTROY)


@bp.post("/processes/<process_id>/key/linked-rows")
@asks(Action.LINKED_ROWS_EXPORT)
def ask_for_linked_rows(process_id: str) -> ResponseReturnValue:
    """Ask as the named person for linked rows; a second person decides."""
    return _ask(fetch(Process, process_id, Action.LINKED_ROWS_EXPORT), Wish.LINKED_ROWS)


def _ask(process: Process, wish: Wish) -> ResponseReturnValue:
    reason = KeyRequestForm().reason.data or ""
    try:
        with transaction():
            custody.ask(current_actor(), process, wish=wish, reason=reason)
    except Invalid as invalid:
        return _page(process, errors_of(invalid), 422, wish)
    flash(_("Asked. A second person decides on this page."), "success")
    return _back(process)


@bp.post("/custody-requests/<custody_request_id>/decision")
@asks(Action.KEY_KEEP)
def decide_key_request(custody_request_id: str) -> ResponseReturnValue:
    """Agree to what somebody else asked for, or refuse it."""
    asked = fetch(CustodyRequest, custody_request_id, Action.KEY_KEEP)
    process = asked.process
    with transaction():
        custody.decide(current_actor(), asked, grant=request.form.get("decision") == "agree")
    flash(_("Your decision is saved."), "success")
    return _back(process)


@bp.post("/custody-requests/<custody_request_id>/rows")
@asks(Action.LINKED_ROWS_EXPORT)
def take_linked_rows(custody_request_id: str) -> ResponseReturnValue:
    """Hand the linked rows to the custodian, once."""
    asked = fetch(CustodyRequest, custody_request_id, Action.LINKED_ROWS_EXPORT)
    with transaction():
        content = custody.take_linked_rows(current_actor(), asked)
    headers = {"Content-Disposition": 'attachment; filename="linked-rows.csv"'}
    return content, 200, {"Content-Type": "text/csv; charset=utf-8", **headers}
