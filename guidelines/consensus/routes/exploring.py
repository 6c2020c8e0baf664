"""After the report: other definitions on the same answers, how firm results are, open data."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.consensus import service
from guidelines.consensus.models import Process
from guidelines.consensus.queries.course import course_of
from guidelines.consensus.queries.package import package_of
from guidelines.consensus.routes.blueprint import bp
from guidelines.consensus.routes.definition_words import RULE_NAMES
from guidelines.consensus.routes.printing import paced
from guidelines.consensus.rules.exploring import other_definitions
from guidelines.consensus.rules.states import ProcessState
from guidelines.consensus.rules.wording import in_words
from guidelines.db import transaction
from guidelines.errors import Conflict, Invalid
from guidelines.permissions import Action
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch


def _page(process: Process, errors: dict[str, str], status: int = 200) -> ResponseReturnValue:
    course = course_of(process)
    frozen = process.state is ProcessState.REPORTED and bool(course.held)
    page = render_template(
        "consensus/exploring.html",
        process=process,
        document=process.document,
        frozen=frozen,
        runs=list(reversed(course.explorations)),
        choices={
            name: (RULE_NAMES.get(name, name), in_words(rule))
            for name, rule in (other_definitions(course.held[-1].rule).items() if frozen else ())
        },
        wordings={entry["number"]: entry["wording"] for _held, entry in course.last.values()},
        errors=errors,
    )
    return page, status


@bp.get("/processes/<process_id>/explorations")
@asks(Action.RESULT_READ)
def show_explorations(process_id: str) -> ResponseReturnValue:
    """Show what was looked at after the report, and what can be."""
    return _page(fetch(Process, process_id, Action.RESULT_READ), {})


@bp.post("/processes/<process_id>/explorations")
@asks(Action.RESULT_READ, Action.RESULT_EXPLORE)
def explore_results(process_id: str) -> ResponseReturnValue:
    """Look at the published answers by another definition, or at how firm the results are."""
    process = fetch(Process, process_id, Action.RESULT_READ)
    try:
        with transaction():
            if request.form.get("look") == "firm":
                run = service.look_how_firm(current_actor(), process)
            else:
                name = request.form.get("name", "")
                run = service.look_under(current_actor(), process, name=name)
    except Invalid as invalid:
        return _page(process, errors_of(invalid), 422)
    flash(_("Looked at and noted: it stands in the report as exploratory."), "success")
    address = url_for("consensus.show_explorations", process_id=process.id)
    return redirect(f"{address}#run-{run.id}", 303)


@bp.get("/processes/<process_id>/open-data.zip")
@asks(Action.RESULT_READ)
def download_package(process_id: str) -> ResponseReturnValue:
    """Give the open data of a finished process."""
    process = fetch(Process, process_id, Action.RESULT_READ)
    if process.state is not ProcessState.REPORTED:
        raise Conflict(_("The open data can be downloaded when the process is finished."))
    paced()
    answer = Response(package_of(process), mimetype="application/zip")
    answer.headers["Content-Disposition"] = "attachment; filename=open-data.zip"
    return answer
