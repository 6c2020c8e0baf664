"""Safety notices, for those who issue and confirm them."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guidelines.db import now, transaction
from guidelines.drafts.models import Document
from guidelines.errors import Invalid, sentence
from guidelines.permissions import Action, Actor, Place, can
from guidelines.publishing import service
from guidelines.publishing.models import SafetyNotice
from guidelines.publishing.queries.editions import edition_with_content, editions_of
from guidelines.publishing.queries.notices import notices_of, notices_waiting
from guidelines.publishing.routes.triage import published_nav
from guidelines.publishing.routes.words import STATE_WORDS, bp
from guidelines.publishing.rules.notices import LONGEST_TEXT, NoticeState
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.navigation import fills

STATE_WORDS |= {
    NoticeState.PROPOSED: _l("Waits for a second person"),
    NoticeState.STANDING: _l("Readers see it"),
    NoticeState.LIFTING: _l("To be lifted; readers still see it"),
    NoticeState.LIFTED: _l("Lifted"),
    NoticeState.REFUSED: _l("Not confirmed"),
}


def _lines(document: Document) -> list[dict[str, Any]]:
    """Return the published recommendations, those of the newest version first."""
    found: dict[str, dict[str, Any]] = {}
    for edition in editions_of(document):
        frozen = edition_with_content(edition.id) if edition.is_public_at(now()) else None
        for line in frozen.content["recommendations"] if frozen is not None else ():
            found.setdefault(line["key"], line)
    return list(found.values())


def _page(
    document: Document,
    errors: dict[str, str] | None = None,
    typed: dict[str, Any] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    rows = notices_of(document.id)
    past = {NoticeState.LIFTED, NoticeState.REFUSED}
    page = render_template(
        "publishing/safety.html",
        document=document,
        part_links=published_nav(document),
        current=[one for one in rows if one.state not in past],
        past=[one for one in rows if one.state in past],
        lines=_lines(document),
        numbers=[one.number for one in editions_of(document) if one.is_public_at(now())],
        me=current_actor().person_id,
        most=LONGEST_TEXT,
        errors=errors or {},
        typed=typed or {},
    )
    return page, status


@bp.get("/documents/<document_id>/safety")
@asks(Action.ERROR_READ)
def list_notices(document_id: str) -> ResponseReturnValue:
    """Show the safety notices on a document, and the form for a new one."""
    document = fetch(Document, document_id, Action.ERROR_READ)
    typed = {
        "report_id": request.args.get("report", "")[:12],
        "concerned": request.args.getlist("recommendation"),
    }
    return _page(document, typed=typed)


@bp.post("/documents/<document_id>/safety")
@asks(Action.ERROR_READ, Action.NOTICE_PROPOSE)
def propose_notice(document_id: str) -> ResponseReturnValue:
    """Write a safety notice; shown at once, or when a second person confirms it."""
    document = fetch(Document, document_id, Action.ERROR_READ)
    form = request.form
    at_once = form.get("at_once") == "yes"
    try:
        with transaction():
            row = service.propose_notice(
                current_actor(),
                document,
                text=form.get("text", ""),
                keys=form.getlist("concerned"),
                report_id=form.get("report_id", ""),
            )
            if at_once:
                service.show_notice(current_actor(), row)
    except Invalid as invalid:
        typed = {**form, "concerned": form.getlist("concerned")}
        return _page(document, errors_of(invalid), typed, 422)
    flash(
        _("Readers see the notice now. A second person is asked to confirm it.")
        if at_once
        else _("The notice is written. Readers see it when a second person confirms it."),
        "success",
    )
    return redirect(url_for("publishing.list_notices", document_id=document.id), 303)


@bp.post("/safety-notices/<safety_notice_id>/show")
@asks(Action.ERROR_READ, Action.NOTICE_SHOW)
def show_notice(safety_notice_id: str) -> ResponseReturnValue:
    """Show a notice to readers at once."""
    row = fetch(SafetyNotice, safety_notice_id, Action.ERROR_READ)
    with transaction():
        service.show_notice(current_actor(), row)
    flash(_("Readers see the notice now."), "success")
    return redirect(url_for("publishing.list_notices", document_id=row.document_id), 303)


@bp.post("/safety-notices/<safety_notice_id>/decide")
@asks(Action.ERROR_READ, Action.NOTICE_DECIDE)
def decide_notice(safety_notice_id: str) -> ResponseReturnValue:
    """Confirm a notice or not, ask for it to be lifted, agree to that, or keep it."""
    row = fetch(SafetyNotice, safety_notice_id, Action.ERROR_READ)
    form, actor = request.form, current_actor()
    # there is a form for each notice on the page, so each names its fields after it
    why = form.get(f"why-{row.id}", "")
    corrected_in = form.get(f"corrected-{row.id}", "")
    try:
        with transaction():
            match form.get("decision", ""):
                case "confirm":
                    service.confirm_notice(actor, row)
                case "refuse":
                    service.refuse_notice(actor, row, why=why)
                case "ask-lift":
                    service.ask_lift(actor, row, why=why, corrected_in=corrected_in)
                case "lift":
                    service.lift_notice(actor, row)
                case "keep":
                    service.keep_notice(actor, row)
                case _:
                    raise Invalid({"decision": sentence("Choose one of the steps on this page.")})
    except Invalid as invalid:
        typed = {"at": row.id, "why": why, "decision": form.get("decision", "")}
        fields = {"why": f"why-{row.id}", "corrected_in": f"corrected-{row.id}"}
        errors = {fields.get(name, name): text for name, text in errors_of(invalid).items()}
        return _page(row.document, errors, typed, 422)
    flash(_("Done. It stands in the record of the notice."), "success")
    return redirect(url_for("publishing.list_notices", document_id=row.document_id), 303)


@fills("home.needs", 6)
def needs_of_notices(actor: Actor, **_given: object) -> list[dict[str, Any]]:
    """Return the notices that wait for a second person who may be this one."""
    may = [key for key in actor.projects if can(actor, Action.NOTICE_DECIDE, Place(None, key))]
    found = []
    for row in notices_waiting(may):
        before = row.asked_by if row.state is NoticeState.LIFTING else row.proposed_by
        if actor.person_id == before:
            continue
        text = (
            _("Agree that a safety notice on “%(title)s” is lifted, or keep it")
            if row.state is NoticeState.LIFTING
            else _("Confirm a safety notice on “%(title)s”")
        )
        found.append(
            {
                "text": text % {"title": row.document.title},
                "url": url_for("publishing.list_notices", document_id=row.document_id),
                "project": row.document.project.title,
                "due": _("today"),
                "urgent": row.state is not NoticeState.LIFTING,
            }
        )
    return found
