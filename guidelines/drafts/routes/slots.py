"""What documents put on the pages of projects and on the home page."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from guidelines.drafts import queries
from guidelines.permissions import Action, Actor, can
from guidelines.projects.models import Project
from guidelines.web.guard import current_actor
from guidelines.web.navigation import fills


@fills("project.overview", 10)
def project_documents(project: Project, **_given: object) -> tuple[str, Mapping[str, Any]] | None:
    """Show the documents of a project on its overview."""
    if not can(current_actor(), Action.DOCUMENT_READ, project):
        return None
    documents = queries.documents_of(project)
    return "drafts/of_project.html", {
        "project": project,
        "documents": documents,
        "newest": queries.newest_versions(documents),
    }


@fills("home.needs", 20)
def needs(actor: Actor, **_given: object) -> list[dict[str, Any]]:
    """Return the texts of this person that clashed and wait for a decision."""
    return [
        {
            "text": _("Decide between two texts of “%(title)s”", title=clash.theirs.title),
            "url": url_for("drafts.show_clash", clash_id=clash.id),
            "project": clash.section.document.project.title,
            "urgent": True,
        }
        for clash in queries.clashes_of(actor.person_id or "")
        if can(actor, Action.DRAFT_SAVE, clash)
    ]
