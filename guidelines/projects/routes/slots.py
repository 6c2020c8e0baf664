"""What networks and projects put on the home page: the first steps of a new place."""

from collections.abc import Iterator
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from guidelines.permissions import Action, Actor, Role, can
from guidelines.projects import queries
from guidelines.projects.models import Network
from guidelines.web.navigation import fills


@fills("home.needs", order=10)
def needs(actor: Actor, **_given: object) -> list[dict[str, Any]]:
    """Return what those who look after a network do first: start a project, invite its chair."""
    if not actor.networks:
        return []
    networks = queries.networks_of(actor.person_id or "")
    return [need for one in networks for need in _first_steps(actor, one)]


def _first_steps(actor: Actor, network: Network) -> Iterator[dict[str, Any]]:
    if not can(actor, Action.PROJECT_START, network):
        return
    projects = queries.projects_in(network)
    if not projects:
        yield {
            "text": _("Start the first project"),
            "url": url_for("projects.show_network", network_id=network.id),
            "project": network.title,
        }
    for project in projects:
        if not queries.members_with(project.id, Role.CHAIR):
            yield {
                "text": _("Invite a chair"),
                "url": url_for("projects.list_members", project_id=project.id),
                "project": project.title,
            }
