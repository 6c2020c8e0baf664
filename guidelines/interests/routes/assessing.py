"""Pages of those who assess: who declared what, and what follows for each."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.errors import Invalid
from guidelines.interests import queries, service
from guidelines.interests.forms import (
    LEVEL_WORDS,
    MEASURE_WORDS,
    AssessmentForm,
    level_from,
    measure_from,
)
from guidelines.interests.models import InterestDeclaration
from guidelines.interests.routes.blueprint import bp
from guidelines.interests.routes.shown import names_of_keys
from guidelines.permissions import Action
from guidelines.projects.models import Project
from guidelines.projects.queries import names_of
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch


@bp.get("/projects/<project_id>/interests")
@asks(Action.INTEREST_READ)
def list_interests(project_id: str) -> ResponseReturnValue:
    """Show who declared what, and what follows."""
    project = fetch(Project, project_id, Action.INTEREST_READ)
    rows = queries.statement_table(project.id)
    return render_template(
        "interests/table.html",
        project=project,
        rows=rows,
        declarations=queries.newest_declarations(project.id),
        names=names_of_keys(project),
        missing=sum(row.declared_at is None for row in rows),
        waiting=sum(bool(row.declared_at) and not row.assessed for row in rows),
        outdated=sum(bool(row.declared_at) and not row.is_current for row in rows),
        unmet=[one for one in queries.checks_of(project.id) if not one.passes],
    )


def _declaration_page(
    declaration: InterestDeclaration,
    values: Mapping[str, str],
    errors: dict[str, str],
    keys: Sequence[str] = (),
) -> str:
    project, person_id = declaration.project, declaration.person_id
    managements = queries.managements_of(project.id, person_id)
    history = queries.decisions_of(project.id, person_id)
    names = names_of_keys(project)
    policy = queries.policy_of(project.id)
    return render_template(
        "interests/declaration.html",
        project=project,
        declaration=declaration,
        others=[
            one
            for one in queries.declarations_of(project.id, person_id)
            if one.id != declaration.id
        ],
        managements=managements,
        held={row.id: policy.held(row.level, row.measure) for row in managements},
        history=[row for row in history if row.id not in {one.id for one in managements}],
        assessors=names_of({row.assessor_id for row in history}),
        form=AssessmentForm(formdata=None),
        names=names,
        choices=[(key, words) for key, words in names.items() if key],
        values=values,
        keys=keys,
        errors=errors,
        own=person_id == current_actor().person_id,
        levels=[(level.value, *words) for level, words in LEVEL_WORDS.items()],
        measures=[(measure.value, words) for measure, words in MEASURE_WORDS.items()],
    )


@bp.get("/declarations/<declaration_id>")
@asks(Action.INTEREST_READ)
def show_declaration(declaration_id: str) -> ResponseReturnValue:
    """Show what a person declared, with what was decided on it."""
    declaration = fetch(InterestDeclaration, declaration_id, Action.INTEREST_READ)
    return _declaration_page(declaration, {}, {})


@bp.post("/declarations/<declaration_id>/assessments")
@asks(Action.INTEREST_READ, Action.INTEREST_ASSESS)
def assess_interests(declaration_id: str) -> ResponseReturnValue:
    """Decide what a person's interests mean for recommendations, several at once."""
    declaration = fetch(InterestDeclaration, declaration_id, Action.INTEREST_READ)
    posted, keys = request.form, request.form.getlist("key") or [""]
    try:
        level = level_from(posted.get("level", ""))
        ladder = queries.policy_of(declaration.project_id).ladder
        measure = measure_from(posted.get("measure", ""), level, ladder)
        with transaction():
            for key in keys:
                service.assess_interests(
                    current_actor(),
                    declaration,
                    key=key,
                    level=level,
                    measure=measure,
                    reason=posted.get("reason", ""),
                )
    except Invalid as invalid:
        page = _declaration_page(declaration, posted, errors_of(invalid), keys)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("The assessment is saved."), "success")
    return redirect(url_for("interests.show_declaration", declaration_id=declaration_id), 303)
