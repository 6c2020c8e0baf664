"""What interests show on pages of others."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from guidelines.db import now
from guidelines.interests import queries
from guidelines.permissions import Action, Actor, can
from guidelines.projects.models import Project
from guidelines.projects.queries import projects_of
from guidelines.web.navigation import fills


@fills("home.needs", order=20)
def needs(actor: Actor, **_given: object) -> list[dict[str, Any]]:
    """Return what the visitor has to do about interests."""
    wanted: list[dict[str, Any]] = []
    if actor.person_id is None:
        return wanted
    for project in projects_of(actor.person_id):
        if can(actor, Action.INTEREST_DECLARE, project):
            wanted += _declaring(project, actor.person_id)
        if can(actor, Action.INTEREST_ASSESS, project):
            wanted += _assessing(project, actor.person_id)
    return wanted


def _declaring(project: Project, person_id: str) -> list[dict[str, Any]]:
    declarations = queries.declarations_of(project.id, person_id)
    policy, moment = queries.policy_of(project.id), now()
    if declarations and not policy.is_due(declarations[0].at, moment):
        return []
    return [
        {
            "text": _("Renew your declaration of interests")
            if declarations
            else _("Declare your interests"),
            "url": url_for("interests.declare_interests_form", project_id=project.id),
            "project": project.title,
            "urgent": not declarations or not policy.is_current(declarations[0].at, moment),
        }
    ]


def _assessing(project: Project, person_id: str) -> list[dict[str, Any]]:
    waiting = [
        row
        for row in queries.statement_table(project.id)
        if row.declared_at and not row.assessed and row.person_id != person_id
    ]
    if not waiting:
        return []
    return [
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
    ]
