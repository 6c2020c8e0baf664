"""Guidelines of others that the network endorses: the list, one record, and its end."""

import re
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guidelines.db import now, transaction
from guidelines.drafts.queries.orphacodes import condition_coded
from guidelines.errors import Invalid, Missing, sentence
from guidelines.permissions import Action
from guidelines.projects.models import Project
from guidelines.publishing import service
from guidelines.publishing.models import ExternalGuideline
from guidelines.publishing.queries.external import external_guideline, external_guidelines
from guidelines.publishing.routes.words import bp
from guidelines.publishing.rules.external import Endorsed
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.navigation import Tab, add_tab

add_tab(
    Tab(
        "project",
        70,
        _l("Endorsed guidelines"),
        "publishing.list_external",
        "project_id",
        Action.EXTERNAL_RECORD,
        prefix=("publishing.record_external", "publishing.show_external"),
        group="evidence",
    )
)


@bp.get("/projects/<project_id>/endorsed-guidelines")
@asks(Action.EXTERNAL_READ)
def list_external(project_id: str) -> ResponseReturnValue:
    """Show the guidelines of others that the network endorses."""
    project = fetch(Project, project_id, Action.EXTERNAL_READ)
    rows = external_guidelines(project.network, ended=True)
    return render_template(
        "publishing/external.html",
        project=project,
        standing=[one for one in rows if one.ended_at is None],
        ended=[one for one in rows if one.ended_at is not None],
        today=now().date(),
    )


def _form(
    project: Project,
    row: ExternalGuideline | None,
    errors: dict[str, str],
    typed: dict[str, Any],
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "publishing/external_form.html", project=project, row=row, errors=errors, typed=typed
    )
    return page, status


@bp.get("/projects/<project_id>/endorsed-guidelines/new")
@asks(Action.EXTERNAL_RECORD)
def record_external_form(project_id: str) -> ResponseReturnValue:
    """Show the form for a guideline of others."""
    return _form(fetch(Project, project_id, Action.EXTERNAL_RECORD), None, {}, {})


@bp.post("/projects/<project_id>/endorsed-guidelines")
@asks(Action.EXTERNAL_READ, Action.EXTERNAL_RECORD)
def record_external(project_id: str) -> ResponseReturnValue:
    """Record that the network endorses a guideline of others."""
    project = fetch(Project, project_id, Action.EXTERNAL_READ)
    try:
        with transaction():
            service.record_external(current_actor(), project, _typed())
    except Invalid as invalid:
        return _form(project, None, errors_of(invalid), dict(request.form), 422)
    flash(_("It stands in the library now."), "success")
    return redirect(url_for("publishing.list_external", project_id=project.id), 303)


def _row(project: Project, key: str) -> ExternalGuideline:
    row = external_guideline(project.network_id, key)
    if row is None:
        raise Missing
    return row


@bp.get("/projects/<project_id>/endorsed-guidelines/<external_guideline_id>")
@asks(Action.EXTERNAL_RECORD)
def show_external(project_id: str, external_guideline_id: str) -> ResponseReturnValue:
    """Show the record of a guideline of others, to correct or renew it."""
    project = fetch(Project, project_id, Action.EXTERNAL_RECORD)
    row = _row(project, external_guideline_id)
    typed = {
        name: getattr(row, name) for name in ("title", "publisher", "link", "doi", "language")
    }
    typed |= {name: getattr(row, name) for name in ("scope", "statement", "appraisal", "year")}
    typed |= {
        "endorsed_on": row.endorsed_on.isoformat(),
        "endorsed_by": row.endorsed_by,
        "expires_on": row.expires_on.isoformat(),
        "orphacodes": ", ".join(str(code) for code, _words in row.conditions),
    }
    return _form(project, row, {}, typed)


@bp.post("/projects/<project_id>/endorsed-guidelines/<external_guideline_id>")
@asks(Action.EXTERNAL_READ, Action.EXTERNAL_RECORD)
def change_external(project_id: str, external_guideline_id: str) -> ResponseReturnValue:
    """Correct or renew the record of a guideline of others."""
    project = fetch(Project, project_id, Action.EXTERNAL_READ)
    row = _row(project, external_guideline_id)
    try:
        with transaction():
            service.change_external(current_actor(), project, row, _typed())
    except Invalid as invalid:
        return _form(project, row, errors_of(invalid), dict(request.form), 422)
    flash(_("Saved."), "success")
    return redirect(url_for("publishing.list_external", project_id=project.id), 303)


@bp.post("/projects/<project_id>/endorsed-guidelines/<external_guideline_id>/end")
@asks(Action.EXTERNAL_READ, Action.EXTERNAL_RECORD)
def end_external(project_id: str, external_guideline_id: str) -> ResponseReturnValue:
    """Take a guideline of others out of the library."""
    project = fetch(Project, project_id, Action.EXTERNAL_READ)
    row = _row(project, external_guideline_id)
    try:
        with transaction():
            service.end_external(current_actor(), project, row, why=request.form.get("why", ""))
    except Invalid as invalid:
        return _form(project, row, errors_of(invalid), dict(request.form), 422)
    flash(_("It is no longer in the library."), "success")
    return redirect(url_for("publishing.list_external", project_id=project.id), 303)


def _typed() -> Endorsed:
    form = request.form
    year = form.get("year", "").strip()
    return Endorsed(
        title=form.get("title", ""),
        publisher=form.get("publisher", ""),
        link=form.get("link", ""),
        doi=form.get("doi", "").strip().removeprefix("https://doi.org/"),
        language=form.get("language", "en"),
        year=int(year) if re.fullmatch(r"[0-9]{4}", year) else 0,
        scope=form.get("scope", ""),
        conditions=_conditions(form.get("orphacodes", "")),
        endorsed_on=_day(form.get("endorsed_on", "")),
        endorsed_by=form.get("endorsed_by", ""),
        expires_on=_day(form.get("expires_on", "")),
        statement=form.get("statement", ""),
        appraisal=form.get("appraisal", ""),
    )


def _conditions(written: str) -> list[tuple[str, str]]:
    found = []
    for code in re.findall(r"\d+", written)[:20]:
        one = condition_coded(code)
        if one is None:
            raise Invalid(
                {"orphacodes": sentence("There is no condition with ORPHA:%(code)s.", code=code)}
            )
        found.append((one.code, one.name))
    return list(dict.fromkeys(found))


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        return None
