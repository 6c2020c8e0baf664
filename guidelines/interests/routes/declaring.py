"""A member's own page: declare, say that nothing has changed, read what follows."""

from collections.abc import Sequence
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import now, transaction
from guidelines.errors import DomainError, Invalid
from guidelines.interests import queries, service
from guidelines.interests.forms import (
    BAND_WORDS,
    MONEY,
    RECIPIENT_WORDS,
    TOPIC_WORDS,
    ConfirmationForm,
    DeclarationForm,
    lines_from,
    lines_of,
)
from guidelines.interests.routes.blueprint import bp
from guidelines.interests.routes.shown import names_of_keys
from guidelines.interests.rules import FURTHER, ICMJE, Interest
from guidelines.permissions import Action
from guidelines.projects.models import Project
from guidelines.web.errors import errors_of, status_of
from guidelines.web.guard import asks, current_actor, fetch


def _own_page(
    project: Project,
    interests: Sequence[Interest],
    *,
    nothing: bool = False,
    errors: dict[str, str] | None = None,
    more: str = "",
) -> str:
    person_id = current_actor().person_id or ""
    declarations = queries.declarations_of(project.id, person_id)
    policy = queries.policy_of(project.id)
    return render_template(
        "interests/mine.html",
        project=project,
        form=DeclarationForm(formdata=None),
        confirmation=ConfirmationForm(formdata=None),
        words=TOPIC_WORDS,
        parts=(ICMJE, FURTHER),
        money=MONEY,
        lines=lines_of(interests, more),
        more=more,
        bands=[(band.value, words) for band, words in BAND_WORDS.items()],
        recipients=[(one.value, words) for one, words in RECIPIENT_WORDS.items()],
        nothing=nothing,
        errors=errors or {},
        declarations=declarations,
        until=policy.expires(declarations[0].at) if declarations else None,
        is_due=bool(declarations) and policy.is_due(declarations[0].at, now()),
        consequences=queries.consequences_of(project.id, person_id).get(person_id, ()),
        names=names_of_keys(project),
    )


@bp.get("/projects/<project_id>/interests/mine")
@asks(Action.INTEREST_DECLARE)
def declare_interests_form(project_id: str) -> ResponseReturnValue:
    """Show the visitor's own declaration, filled in with the last one."""
    project = fetch(Project, project_id, Action.INTEREST_DECLARE)
    earlier = queries.declarations_of(project.id, current_actor().person_id or "")
    if not earlier:
        return _own_page(project, ())
    return _own_page(project, earlier[0].declared, nothing=earlier[0].nothing)


@bp.post("/projects/<project_id>/interests/mine")
@asks(Action.INTEREST_DECLARE)
def declare_interests(project_id: str) -> ResponseReturnValue:
    """Declare the visitor's own interests; or put one more line into the form."""
    project = fetch(Project, project_id, Action.INTEREST_DECLARE)
    form, interests = DeclarationForm(), lines_from(request.form)
    nothing, more = bool(form.nothing.data), request.form.get("more", "")
    if more:
        return _own_page(project, interests, nothing=nothing, more=more)
    try:
        with transaction():
            service.declare_interests(
                current_actor(),
                project,
                interests=interests,
                nothing=nothing,
                complete=bool(form.complete.data),
            )
    except Invalid as invalid:
        page = _own_page(project, interests, nothing=nothing, errors=errors_of(invalid))
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("Thank you. Your declaration is saved."), "success")
    return redirect(url_for("interests.declare_interests_form", project_id=project.id), 303)


@bp.post("/projects/<project_id>/interests/mine/unchanged")
@asks(Action.INTEREST_DECLARE)
def confirm_interests(project_id: str) -> ResponseReturnValue:
    """Say that nothing has changed since the last declaration."""
    project = fetch(Project, project_id, Action.INTEREST_DECLARE)
    try:
        with transaction():
            service.confirm_interests(
                current_actor(), project, occasion=request.form.get("occasion", "")
            )
    except DomainError as refused:
        return _own_page(project, (), errors=errors_of(refused, "occasion")), status_of(refused)
    flash(_("Thank you. It is noted that nothing has changed."), "success")
    return redirect(url_for("interests.declare_interests_form", project_id=project.id), 303)
