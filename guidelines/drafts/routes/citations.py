"""What documents tell the library of references: which text cites which source."""

from typing import Any

from flask import url_for

from guidelines.drafts.queries.citations import citations_in
from guidelines.permissions import Action, can
from guidelines.projects.models import Project
from guidelines.web.guard import current_actor
from guidelines.web.navigation import fills


@fills("project.citations", 10)
def cited_by_texts(project: Project, **_given: object) -> dict[str, list[dict[str, Any]]] | None:
    """Return the sections of the newest versions that cite each key."""
    if not can(current_actor(), Action.DOCUMENT_READ, project):
        return None
    return {
        key: [
            {
                "document": place.document.title,
                "section": place.title,
                "url": url_for("drafts.show_section", section_id=place.section.id),
            }
            for place in places
        ]
        for key, places in citations_in(project).items()
    }
