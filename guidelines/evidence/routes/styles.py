"""The page on which a project chooses how its references are printed."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.errors import Invalid, TooLarge
from guidelines.evidence import service
from guidelines.evidence.queries.styles import style_row
from guidelines.evidence.routes.words import bp
from guidelines.evidence.rules.styles import BUNDLED, DEFAULT, OWN
from guidelines.permissions import Action
from guidelines.projects.models import Project
from guidelines.web.errors import errors_of, translated
from guidelines.web.guard import asks, current_actor, fetch


@bp.get("/projects/<project_id>/references/style")
@asks(Action.EVIDENCE_READ)
def choose_style_form(project_id: str) -> ResponseReturnValue:
    """Show the citation styles, and references of the project in the chosen one."""
    return _style_page(fetch(Project, project_id, Action.EVIDENCE_READ), {})


def _style_page(project: Project, errors: dict[str, str]) -> str:
    row = style_row(project.id)
    offered = list(BUNDLED.items())
    if row is not None and row.source:
        offered.append((OWN, row.own_title))
    return render_template(
        "evidence/styles.html",
        project=project,
        row=row,
        offered=offered,
        chosen=row.name if row is not None else DEFAULT,
        waiting=row is not None and not row.sample and not row.failure,
        errors=errors,
    )


@bp.post("/projects/<project_id>/references/style")
@asks(Action.EVIDENCE_EDIT)
def choose_style(project_id: str) -> ResponseReturnValue:
    """Choose a style, or take in a file of one."""
    project = fetch(Project, project_id, Action.EVIDENCE_EDIT)
    upload = request.files.get("style")
    try:
        with transaction():
            if upload is not None and upload.filename:
                service.take_style(current_actor(), project, content=upload.read())
            else:
                service.choose_style(current_actor(), project, name=request.form.get("name", ""))
    except Invalid as invalid:
        return _style_page(project, errors_of(invalid)), 422
    except TooLarge as refused:
        return _style_page(project, {"style": translated(refused.message)}), 422
    flash(
        _("The citation style is chosen. PDF, Word and HTML files follow it from now on."),
        "success",
    )
    return redirect(url_for("evidence.choose_style_form", project_id=project_id), 303)
