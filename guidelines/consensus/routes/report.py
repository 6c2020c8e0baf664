"""The report of a process: a page to read and complete, and its printed forms."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.consensus import queries, service
from guidelines.consensus.models import Process
from guidelines.consensus.queries.accounts import CHECKLISTS, checklist, parts_of, report_of
from guidelines.consensus.queries.recorded_course import flow_steps
from guidelines.consensus.routes.blueprint import bp
from guidelines.consensus.routes.printing import printed
from guidelines.consensus.rules.states import ProcessState
from guidelines.db import transaction
from guidelines.errors import Invalid
from guidelines.permissions import Action
from guidelines.typesetting.recipes import Recipe
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch


def _page(
    process: Process, view: str, errors: dict[str, str], item: str = "", status: int = 200
) -> ResponseReturnValue:
    report = report_of(process, view)
    page = render_template(
        "consensus/report.html",
        process=process,
        document=process.document,
        report=report,
        methods=queries.methods_of(process),
        steps=flow_steps(report.course),
        checklists=[checklist(name) for name in CHECKLISTS],
        texts=queries.texts_of(process),
        frozen=process.state is ProcessState.REPORTED,
        errors=errors,
        refused=item,
        typed=request.form.get("text", "") if errors else "",
    )
    return page, status


@bp.get("/processes/<process_id>/report")
@asks(Action.RESULT_READ)
def show_report(process_id: str) -> ResponseReturnValue:
    """Show the report by one of the checklists, with what is still missing."""
    process = fetch(Process, process_id, Action.RESULT_READ)
    return _page(process, request.args.get("by", ""), {})


@bp.post("/processes/<process_id>/report")
@asks(Action.RESULT_READ, Action.REPORT_WRITE)
def write_report_text(process_id: str) -> ResponseReturnValue:
    """Write what the record cannot know."""
    process = fetch(Process, process_id, Action.RESULT_READ)
    view, item = request.form.get("by", ""), request.form.get("item", "")
    try:
        with transaction():
            service.write_report_text(
                current_actor(), process, item=item, text=request.form.get("text", "")
            )
    except Invalid as invalid:
        return _page(process, view, errors_of(invalid), item, 422)
    flash(_("The text stands in the report."), "success")
    found = checklist(view)
    anchor = next((one.id for one in found.items if one.field == item), "")
    address = url_for("consensus.show_report", process_id=process.id, by=found.name)
    return redirect(f"{address}#item-{anchor}", 303)


def _file(process_id: str, recipe: Recipe) -> ResponseReturnValue:
    process = fetch(Process, process_id, Action.RESULT_READ)
    report = report_of(process, request.args.get("by", ""))
    frozen = process.state is ProcessState.REPORTED
    return printed(
        process,
        parts_of(report, queries.methods_of(process)),
        recipe,
        title=f"How agreement was reached: {process.title}",
        subtitle=f"Report by {report.checklist.title}",
        kind="Consensus report",
        label="Final" if frozen else "Not final",
        status="Process finished" if frozen else "Process under way",
        on=queries.today_in(process),
        filename=f"report-{report.checklist.name}",
    )


@bp.get("/processes/<process_id>/report.pdf")
@asks(Action.RESULT_READ)
def print_report(process_id: str) -> ResponseReturnValue:
    """Make the report as a PDF."""
    return _file(process_id, Recipe.PDF)


@bp.get("/processes/<process_id>/report.docx")
@asks(Action.RESULT_READ)
def write_report_file(process_id: str) -> ResponseReturnValue:
    """Make the report as a Word file."""
    return _file(process_id, Recipe.DOCX)
