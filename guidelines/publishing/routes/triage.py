"""Reports of readers, for those who look into them: the list, one report, its answer."""

from datetime import date
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
from guidelines.publishing.models import ErrorReport
from guidelines.publishing.queries.approvals import project_of
from guidelines.publishing.queries.editions import edition_with_content, editions_of
from guidelines.publishing.queries.notices import standing_notices
from guidelines.publishing.queries.reports import open_reports, people_of, reports_of, steps_of
from guidelines.publishing.routes.words import STATE_WORDS, bp
from guidelines.publishing.rules.naming import parts_of
from guidelines.publishing.rules.reports import (
    REPORT,
    ReportAnswer,
    ReportMove,
    ReportState,
    Urgency,
)
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.navigation import fills
from guidelines.web.templating import day

STATE_WORDS |= {
    ReportState.RECEIVED: _l("Received"),
    ReportState.LOOKING: _l("Being looked at"),
    ReportState.ANSWERED: _l("Answered"),
}
URGENCY_BADGES = {
    Urgency.HARM: (_l("Could harm a patient"), "danger"),
    Urgency.WRONG: (_l("Wrong"), "warning"),
    Urgency.UNCLEAR: (_l("Unclear"), "info"),
    Urgency.TECHNICAL: (_l("Technical"), "neutral"),
}
ANSWER_WORDS = {
    ReportAnswer.CORRECTED: _l("Corrected in a new version"),
    ReportAnswer.NOTICE: _l("A safety notice warns readers"),
    ReportAnswer.NO_ERROR: _l("No error"),
    ReportAnswer.OUT_OF_SCOPE: _l("Outside of what this guideline is about"),
}
STEP_WORDS = {
    ReportMove.TAKE: _l("takes it up"),
    ReportMove.HAND_OVER: _l("gives it to somebody else, or changes the day"),
    ReportMove.NOTE: _l("notes"),
    ReportMove.ANSWER: _l("answers"),
    ReportMove.REOPEN: _l("looks at it again"),
}


@bp.app_template_filter("urgency_badge")
def urgency_badge(urgency: Urgency) -> tuple[str, str]:
    """Return the words and the colour of how urgent a report is."""
    words, kind = URGENCY_BADGES[urgency]
    return str(words), kind


@bp.app_template_filter("report_words")
def report_words(one: ReportAnswer | ReportMove) -> str:
    """Return what an answer to a report, or a step with it, is called."""
    found = ANSWER_WORDS[one] if isinstance(one, ReportAnswer) else STEP_WORDS[one]
    return str(found)


def published_nav(document: Document) -> list[dict[str, Any]]:
    """Return the pages around published versions that this visitor may open."""
    actor = current_actor()
    pages = (
        (_("Versions and downloads"), "publishing.list_editions", Action.EDITION_READ),
        (_("Reports of readers"), "publishing.list_reports", Action.ERROR_READ),
        (_("Safety notices"), "publishing.list_notices", Action.ERROR_READ),
    )
    return [
        {"label": label, "url": url_for(page, document_id=document.id), "page": page}
        for label, page, action in pages
        if can(actor, action, document)
    ]


@bp.get("/documents/<document_id>/reports")
@asks(Action.ERROR_READ)
def list_reports(document_id: str) -> ResponseReturnValue:
    """Show what readers reported, what is urgent first."""
    document = fetch(Document, document_id, Action.ERROR_READ)
    rows = reports_of(document)
    return render_template(
        "publishing/reports.html",
        document=document,
        part_links=published_nav(document),
        open=[one for one in rows if one.state is not ReportState.ANSWERED and not one.is_held],
        held=[one for one in rows if one.is_held],
        answered=[one for one in rows if one.state is ReportState.ANSWERED],
        any_edition=bool(editions_of(document)),
        today=now().date(),
    )


def _page(
    report: ErrorReport,
    errors: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    document = report.document
    frozen = edition_with_content(report.edition_id)
    lines = frozen.content["recommendations"] if frozen is not None else []
    newer = [
        one.number
        for one in editions_of(document)
        if one.is_public_at(now()) and parts_of(one.number) > parts_of(report.edition.number)
    ]
    page = render_template(
        "publishing/report.html",
        document=document,
        part_links=published_nav(document),
        report=report,
        network=project_of(document).network,
        line=next((one for one in lines if one["key"] == report.key), None),
        steps=steps_of(report),
        people=people_of(report.project_id),
        moves={move.value for move in REPORT.moves(report.state)},
        answers=[(one.value, words) for one, words in ANSWER_WORDS.items()],
        newer=newer,
        notices=standing_notices(document.id),
        today=now().date(),
        me=current_actor().person_id,
        errors=errors or {},
        typed=typed or {},
    )
    return page, status


@bp.get("/reports/<error_report_id>")
@asks(Action.ERROR_READ)
def show_report(error_report_id: str) -> ResponseReturnValue:
    """Show one report, what was done about it, and what can be done."""
    return _page(fetch(ErrorReport, error_report_id, Action.ERROR_READ))


@bp.post("/reports/<error_report_id>/move")
@asks(Action.ERROR_READ, Action.ERROR_TRIAGE)
def move_report(error_report_id: str) -> ResponseReturnValue:
    """Take a report up, hand it over, note something, or take it up again."""
    report = fetch(ErrorReport, error_report_id, Action.ERROR_READ)
    form = request.form
    try:
        wanted = form.get("move", "")
        if wanted not in set(ReportMove):
            raise Invalid({"move": sentence("Choose one of the steps on this page.")})
        with transaction():
            service.move_report(
                current_actor(),
                report,
                ReportMove(wanted),
                note=form.get("note", ""),
                in_charge_id=form.get("in_charge", ""),
                due=_day(form.get("due", "")),
            )
    except Invalid as invalid:
        return _page(report, errors_of(invalid), dict(form), 422)
    flash(_("Done. It stands in the history of the report."), "success")
    return redirect(url_for("publishing.show_report", error_report_id=report.id), 303)


@bp.post("/reports/<error_report_id>/answer")
@asks(Action.ERROR_READ, Action.ERROR_TRIAGE)
def answer_report(error_report_id: str) -> ResponseReturnValue:
    """Answer a report."""
    report = fetch(ErrorReport, error_report_id, Action.ERROR_READ)
    form = request.form
    wanted = form.get("outcome", "")
    try:
        with transaction():
            service.answer_report(
                current_actor(),
                report,
                outcome=ReportAnswer(wanted) if wanted in set(ReportAnswer) else None,
                answer=form.get("answer", ""),
                corrected_in=form.get("corrected_in", ""),
            )
    except Invalid as invalid:
        return _page(report, errors_of(invalid), dict(form), 422)
    flash(_("The report is answered."), "success")
    return redirect(url_for("publishing.show_report", error_report_id=report.id), 303)


def _day(written: str) -> date | None:
    if not written.strip():
        return None
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        raise Invalid({"due": sentence("Give a day.")}) from None


@fills("home.needs", 5)
def needs_of_reports(actor: Actor, **_given: object) -> list[dict[str, Any]]:
    """Return the reports that wait for this person: what could harm for everybody who may act."""
    may = [key for key in actor.projects if can(actor, Action.ERROR_TRIAGE, Place(None, key))]
    shows = {key for key in may if can(actor, Action.NOTICE_SHOW, Place(None, key))}
    found = []
    for row in open_reports(may):
        mine = row.in_charge_id == actor.person_id
        unclaimed = row.in_charge_id is None and row.project_id in shows
        if not (mine or unclaimed or (row.is_urgent and row.project_id in shows)):
            continue
        text = (
            _("Could harm a patient: look at a report on “%(title)s”", title=row.document.title)
            if row.is_urgent
            else _("A reader reports an error in “%(title)s”", title=row.document.title)
        )
        found.append(
            {
                "text": text,
                "url": url_for("publishing.show_report", error_report_id=row.id),
                "project": row.document.project.title,
                "due": _("by %(day)s", day=day(row.due_on)),
                "urgent": row.is_urgent or row.due_on < now().date(),
            }
        )
    return found
