"""What documents put on the pages of projects and on the home page."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from guidelines.drafts import queries
from guidelines.drafts.models import Document
from guidelines.drafts.queries.working import writers_with_unsaved_texts
from guidelines.drafts.routes.blueprint import bp
from guidelines.permissions import Action, Actor, can
from guidelines.projects.models import Project
from guidelines.web.guard import current_actor
from guidelines.web.navigation import fillings, fills


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


@bp.app_template_global("path_of")
def path_of(document: Document) -> list[dict[str, str]]:
    """Return how far a document has come, as the macro `steps` takes it."""
    return fillings("document.path", document=document)


@fills("document.path", 10)
def drafting(document: Document, **_given: object) -> dict[str, str]:
    """Return the first step of a document: there is a draft."""
    return {
        "label": _("Draft"),
        "state": "done",
        "note": _("Version %(number)s", number=document.newest),
    }


@fills("project.export", 10)
def unsaved(project: Project, **_given: object) -> list[str] | None:
    """Return whose texts are typed and not saved: they would not come along."""
    return [
        ngettext("%(who)s: %(num)s text", "%(who)s: %(num)s texts", count, who=name)
        for name, count in writers_with_unsaved_texts(project)
    ] or None


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


@fills("home.needs", 25)
def texts_left(actor: Actor, **_given: object) -> list[dict[str, Any]]:
    """Return the texts of this person that have not been saved as a version for a day."""
    return [
        {
            "text": _(
                "Your text of “%(title)s” is not saved as a version",
                title=kept.base.title or _("Text before the first heading"),
            ),
            "url": url_for("drafts.edit_section", section_id=kept.section_id),
            "project": kept.section.document.project.title,
            "urgent": False,
        }
        for kept in queries.forgotten_texts(actor.person_id or "")
        if can(actor, Action.DRAFT_SAVE, kept)
    ]
