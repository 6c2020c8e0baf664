"""What a project asks for: its rules, its topics and who leads on them, and its panel."""

from collections.abc import Mapping
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.errors import DomainError
from guidelines.interests import queries, service
from guidelines.interests.forms import DOING_WORDS, LEVEL_WORDS, MEASURE_WORDS, policy_from
from guidelines.interests.models import RecommendationTopic
from guidelines.interests.routes.blueprint import bp
from guidelines.interests.routes.shown import names_of_keys
from guidelines.interests.rules import BARS, LADDER, LEAST, Level, Measure
from guidelines.permissions import MEMBERS, Action
from guidelines.projects.models import Project
from guidelines.projects.queries import members_with, names_of
from guidelines.web.errors import errors_of, status_of
from guidelines.web.guard import asks, current_actor, fetch


@bp.get("/projects/<project_id>/interests/panel")
@asks(Action.INTEREST_READ)
def show_panel_checks(project_id: str) -> ResponseReturnValue:
    """Show what is asked of the panel, by whom, and whether it is met."""
    project = fetch(Project, project_id, Action.INTEREST_READ)
    return render_template(
        "interests/panel.html", project=project, checks=queries.checks_of(project.id)
    )


def _rules_page(project: Project, values: Mapping[str, str], errors: dict[str, str]) -> str:
    policy, policies = queries.policy_of(project.id), queries.policies_of(project.id)
    order = list(Measure)
    return render_template(
        "interests/rules.html",
        project=project,
        policy=policy,
        least=LEAST,
        policies=policies,
        people=names_of({one.person_id for one in policies}),
        levels=[
            (
                level,
                LEVEL_WORDS[level][0],
                [(one.value, MEASURE_WORDS[one]) for one in order[order.index(LADDER[level]) :]],
            )
            for level in Level
        ],
        doings=[(words, doing) for doing, words in DOING_WORDS.items()],
        bars=BARS,
        values=values,
        errors=errors,
        topics=queries.topics_of(project.id),
        names={
            key: words for key, words in names_of_keys(project).items() if key and key[0] != "@"
        },
        members=list(
            {one.person_id: one.person.name for one in members_with(project.id, *MEMBERS)}.items()
        ),
    )


@bp.get("/projects/<project_id>/interests/rules")
@asks(Action.INTEREST_READ)
def show_interest_rules(project_id: str) -> ResponseReturnValue:
    """Show what follows from which level here, the topics, and who leads on them."""
    return _rules_page(fetch(Project, project_id, Action.INTEREST_READ), {}, {})


@bp.post("/projects/<project_id>/interests/rules")
@asks(Action.INTEREST_READ, Action.INTEREST_ASSESS)
def set_interest_rules(project_id: str) -> ResponseReturnValue:
    """Make the rules of the project stricter than the least."""
    project = fetch(Project, project_id, Action.INTEREST_READ)
    try:
        with transaction():
            service.set_policy(
                current_actor(),
                project,
                policy=policy_from(request.form),
                reason=request.form.get("reason", ""),
            )
    except DomainError as refused:
        return _rules_page(project, request.form, errors_of(refused)), status_of(refused)
    flash(_("The rules are saved. They hold from now on, for earlier decisions too."), "success")
    return redirect(url_for("interests.show_interest_rules", project_id=project.id), 303)


@bp.post("/projects/<project_id>/interests/topics")
@asks(Action.INTEREST_READ, Action.INTEREST_ASSESS)
def save_topic(project_id: str) -> ResponseReturnValue:
    """Put recommendations together as a topic, or change one, with who leads on it."""
    project = fetch(Project, project_id, Action.INTEREST_READ)
    posted = request.form
    topics: dict[str, RecommendationTopic] = {one.id: one for one in queries.topics_of(project.id)}
    chosen = posted.get("topic", "")
    try:
        with transaction():
            service.save_topic(
                current_actor(),
                project,
                topics.get(chosen),
                title=posted.get("title", ""),
                keys=posted.getlist("keys"),
                lead_id=posted.get("lead_id", ""),
            )
    except DomainError as refused:
        errors = {f"{name}-{chosen}": text for name, text in errors_of(refused).items()}
        values = {**posted.to_dict(), "keys": " ".join(posted.getlist("keys"))}
        return _rules_page(project, values, errors), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("The topic is saved."), "success")
    return redirect(url_for("interests.show_interest_rules", project_id=project.id), 303)
