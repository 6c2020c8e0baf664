"""The page "Before publishing", and what a project asks beyond the core."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.drafts.models import Document
from guidelines.errors import Invalid
from guidelines.permissions import Action, can
from guidelines.projects.models import Project
from guidelines.publishing import service
from guidelines.publishing.queries.before import before_publishing
from guidelines.publishing.queries.gates import tightening_of, unagreed_prints
from guidelines.publishing.routes.mending import link_of, page_of
from guidelines.publishing.routes.words import bp
from guidelines.publishing.rules.gates import GATES, Severity
from guidelines.publishing.rules.tightening import checked
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.navigation import fills

OPEN = [gate for gate in GATES if gate.severity is Severity.SHOULD]


def _page(
    document: Document, errors: dict[str, str] | None = None, key: str = "", status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "publishing/before.html",
        document=document,
        before=before_publishing(document),
        link_of=link_of,
        page_of=page_of,
        prints=list(unagreed_prints(document).values()),
        errors=errors or {},
        error_key=key,
        written=request.form.get("reason", ""),
    )
    return page, status


@bp.get("/documents/<document_id>/before-publishing")
@asks(Action.APPROVAL_READ)
def show_readiness(document_id: str) -> ResponseReturnValue:
    """Show all that stands in the way of publishing, and where it is mended."""
    return _page(fetch(Document, document_id, Action.APPROVAL_READ))


@bp.post("/documents/<document_id>/without-consensus")
@asks(Action.APPROVAL_READ, Action.APPROVAL_REQUEST)
def print_unagreed(document_id: str) -> ResponseReturnValue:
    """Decide that a recommendation is printed as one without consensus."""
    document = fetch(Document, document_id, Action.APPROVAL_READ)
    key = request.form.get("key", "")
    try:
        with transaction():
            service.print_unagreed(
                current_actor(), document, key=key, reason=request.form.get("reason", "")
            )
    except Invalid as invalid:
        return _page(document, errors_of(invalid), key, 422)
    flash(
        _("It will be printed as a recommendation without consensus, with your words."), "success"
    )
    return redirect(url_for("publishing.show_readiness", document_id=document.id), 303)


@fills("project.settings", 20)
def gates_link(project: Project, **_given: object) -> tuple[str, Mapping[str, Any]] | None:
    """Lead from the settings of a project to its checks before publishing."""
    if not can(current_actor(), Action.PROJECT_MANAGE, project):
        return None
    return "publishing/gates_link.html", {"project": project}


@fills("document.aside", 5)
def readiness_line(document: Document, **_given: object) -> tuple[str, Mapping[str, Any]] | None:
    """Show on the overview of a document how much is left before publishing, as one line."""
    if not can(current_actor(), Action.APPROVAL_READ, document):
        return None
    return "publishing/before_line.html", {"document": document, "before": None}


@bp.get("/documents/<document_id>/before-publishing/line")
@asks(Action.APPROVAL_READ)
def show_readiness_line(document_id: str) -> str:
    """Return the line of the overview by itself: reading a long text anew takes its time."""
    document = fetch(Document, document_id, Action.APPROVAL_READ)
    return render_template(
        "publishing/before_line.html", document=document, before=before_publishing(document)
    )


def _gates_page(
    project: Project, errors: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    posted = request.form if request.method == "POST" else None
    now = tightening_of(project.id)
    page = render_template(
        "publishing/gates.html",
        project=project,
        core=[gate for gate in GATES if gate.severity is Severity.MUST],
        open_gates=OPEN,
        limits=[gate for gate in GATES if gate.limit is not None],
        must={gate.key for gate in GATES if f"must-{gate.key}" in posted} if posted else now.must,
        numbers={
            gate.key: posted.get(f"limit-{gate.key}", "") if posted else now.limit(gate)
            for gate in GATES
        },
        errors=errors or {},
    )
    return page, status


@bp.get("/projects/<project_id>/gates")
@asks(Action.PROJECT_MANAGE)
def tighten_gates_form(project_id: str) -> ResponseReturnValue:
    """Show what has to pass before publishing, and what a project may ask beyond."""
    return _gates_page(fetch(Project, project_id, Action.PROJECT_MANAGE))


@bp.post("/projects/<project_id>/gates")
@asks(Action.PROJECT_MANAGE)
def tighten_gates(project_id: str) -> ResponseReturnValue:
    """Set what a project asks beyond the core."""
    project = fetch(Project, project_id, Action.PROJECT_MANAGE)
    form = request.form
    try:
        wanted = checked(
            {
                gate.key: f"must-{gate.key}" in form
                for gate in GATES
                if gate.severity is not Severity.MUST
            },
            {gate.key: form.get(f"limit-{gate.key}", "") for gate in GATES if gate.limit},
        )
        with transaction():
            service.tighten_gates(current_actor(), project, wanted)
    except Invalid as invalid:
        return _gates_page(project, errors_of(invalid), 422)
    flash(_("The checks of this project are set."), "success")
    return redirect(url_for("publishing.tighten_gates_form", project_id=project.id), 303)
