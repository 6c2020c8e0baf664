"""Pages of interests: one's own declaration, and the table for those who assess."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from guidelines.db import transaction
from guidelines.errors import Invalid
from guidelines.interests import queries, service
from guidelines.interests.forms import (
    LEVEL_WORDS,
    MEASURE_WORDS,
    TOPIC_WORDS,
    AssessmentForm,
    DeclarationForm,
    texts_from,
)
from guidelines.interests.models import InterestDeclaration
from guidelines.interests.rules import Level, Measure, Topic, interests_from
from guidelines.permissions import Action, Actor, can
from guidelines.projects.models import Project
from guidelines.projects.queries import names_of, projects_of
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.navigation import Tab, add_tab, fillings, fills

bp = Blueprint("interests", __name__)

add_tab(
    Tab(
        "project",
        60,
        _l("My interests"),
        "interests.declare_interests_form",
        "project_id",
        Action.INTEREST_DECLARE,
    )
)
add_tab(
    Tab(
        "project",
        65,
        _l("Interests"),
        "interests.list_interests",
        "project_id",
        Action.INTEREST_READ,
    )
)


@bp.app_template_filter("topic_words")
def topic_words(topic: Topic) -> str:
    """Return the word of the page for a kind of interest."""
    return str(TOPIC_WORDS[topic][0])


@bp.app_template_filter("level_words")
def level_words(level: Level) -> str:
    """Return the word of the page for the level of an interest."""
    return str(LEVEL_WORDS[level][0])


@bp.app_template_filter("measure_words")
def measure_words(measure: Measure) -> str:
    """Return the word of the page for what follows from an interest."""
    return str(MEASURE_WORDS[measure])


@fills("home.needs", order=20)
def needs(actor: Actor, **_given: object) -> list[dict[str, Any]]:
    """Return what the visitor has to do about interests."""
    wanted: list[dict[str, Any]] = []
    if actor.person_id is None:
        return wanted
    for project in projects_of(actor.person_id):
        declares = can(actor, Action.INTEREST_DECLARE, project)
        if declares and not queries.declarations_of(project.id, actor.person_id):
            wanted.append(
                {
                    "text": _("Declare your interests"),
                    "url": url_for("interests.declare_interests_form", project_id=project.id),
                    "project": project.title,
                    "urgent": True,
                }
            )
        if can(actor, Action.INTEREST_ASSESS, project):
            waiting = [
                row
                for row in queries.statement_table(project.id)
                if row.declared_at and not row.assessed and row.person_id != actor.person_id
            ]
            if waiting:
                wanted.append(
                    {
                        "text": ngettext(
                            "Assess the interests of %(num)s person",
                            "Assess the interests of %(num)s people",
                            len(waiting),
                        ),
                        "url": url_for("interests.list_interests", project_id=project.id),
                        "project": project.title,
                        "urgent": False,
                    }
                )
    return wanted


def _own_page(
    project: Project, values: Mapping[str, Any], errors: dict[str, str], form: DeclarationForm
) -> str:
    person_id = current_actor().person_id or ""
    return render_template(
        "interests/mine.html",
        project=project,
        form=form,
        topics=TOPIC_WORDS,
        values=values,
        errors=errors,
        declarations=queries.declarations_of(project.id, person_id),
        managements=queries.managements_of(project.id, person_id),
    )


@bp.get("/projects/<project_id>/interests/mine")
@asks(Action.INTEREST_DECLARE)
def declare_interests_form(project_id: str) -> ResponseReturnValue:
    """Show the visitor's own declaration, filled in with the last one."""
    project = fetch(Project, project_id, Action.INTEREST_DECLARE)
    earlier = queries.declarations_of(project.id, current_actor().person_id or "")
    values: dict[str, Any] = {}
    if earlier:
        for topic in Topic:
            lines = [one.text for one in earlier[0].declared if one.topic is topic]
            values[topic.value] = "\n".join(lines)
        values["nothing"] = earlier[0].nothing
    return _own_page(project, values, {}, DeclarationForm(formdata=None))


@bp.post("/projects/<project_id>/interests/mine")
@asks(Action.INTEREST_DECLARE)
def declare_interests(project_id: str) -> ResponseReturnValue:
    """Declare the visitor's own interests."""
    project = fetch(Project, project_id, Action.INTEREST_DECLARE)
    form = DeclarationForm()
    try:
        with transaction():
            service.declare_interests(
                current_actor(),
                project,
                interests=interests_from(texts_from(request.form)),
                nothing=bool(form.nothing.data),
                complete=bool(form.complete.data),
            )
    except Invalid as invalid:
        values = {**request.form.to_dict(), "nothing": form.nothing.data}
        return _own_page(project, values, errors_of(invalid), form), 422
    flash(_("Thank you. Your declaration is saved."), "success")
    return redirect(url_for("interests.declare_interests_form", project_id=project.id), 303)


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
        missing=sum(row.declared_at is None for row in rows),
        waiting=sum(bool(row.declared_at) and not row.assessed for row in rows),
    )


def _declaration_page(
    declaration: InterestDeclaration, values: Mapping[str, str], errors: dict[str, str]
) -> str:
    project = declaration.project
    managements = queries.managements_of(project.id, declaration.person_id)
    return render_template(
        "interests/declaration.html",
        project=project,
        declaration=declaration,
        earlier=[
            one
            for one in queries.declarations_of(project.id, declaration.person_id)
            if one.id != declaration.id
        ],
        managements=managements,
        assessors=names_of({row.assessor_id for row in managements}),
        form=AssessmentForm(formdata=None),
        values=values,
        errors=errors,
        own=declaration.person_id == current_actor().person_id,
        levels=[(level.value, *words) for level, words in LEVEL_WORDS.items()],
        measures=[(measure.value, words) for measure, words in MEASURE_WORDS.items()],
        recommendations=[
            one for some in fillings("project.recommendations", project=project) for one in some
        ],
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
    """Decide what a person's interests mean for a recommendation."""
    declaration = fetch(InterestDeclaration, declaration_id, Action.INTEREST_READ)
    posted = request.form
    try:
        with transaction():
            service.assess_interests(
                current_actor(),
                declaration,
                key=posted.get("key", ""),
                level=_level(posted.get("level", "")),
                measure=_measure(posted.get("measure", "")),
                reason=posted.get("reason", ""),
            )
    except Invalid as invalid:
        return _declaration_page(declaration, posted, errors_of(invalid)), 422
    flash(_("The assessment is saved."), "success")
    return redirect(url_for("interests.show_declaration", declaration_id=declaration_id), 303)


def _level(value: str) -> Level:
    if value not in set(Level):
        raise Invalid({"level": _("Choose a level.")})
    return Level(value)


def _measure(value: str) -> Measure:
    if value not in set(Measure):
        raise Invalid({"measure": _("Choose what follows.")})
    return Measure(value)
