"""Small steps that make documents, for tests of this feature and of those above it."""

import re

from guidelines.db import transaction
from guidelines.drafts import service
from guidelines.drafts.models import Document, DocumentKind
from guidelines.drafts.queries import current_version, sections_in
from guidelines.drafts.rules.outline_edits import Place
from guidelines.permissions import Actor, Role
from guidelines.projects.models import Project
from tests.build import Builder

AIRWAY = """::: {.recommendation #rec-airway type=consensus-based strength=strong direction=for}
We recommend that an anaesthetist sees the child first.

::: {.rationale}
Because the airway may be difficult.
:::
:::
"""
TEXT = f"""# Scope

This guideline is about children.

It is not about adults.

# Airway

{AIRWAY}
# Follow-up

See the family again.
"""


def an_author(build: Builder, project: Project) -> Actor:
    """Return a new author of the project."""
    return build.actor(project, Role.AUTHOR)


def a_document(
    build: Builder,
    project: Project | None = None,
    source: str = TEXT,
    title: str = "Safe airway",
) -> Document:
    """Import a document, in a project of its own unless one is given."""
    project = project or build.project()
    actor = build.actor(project, Role.CHAIR)
    with transaction():
        document, _warnings = service.import_document(
            actor, project, title=title, source=source, kind=DocumentKind.GUIDELINE
        )
    return document


def section_called(document: Document, title: str):
    """Return the section of the newest version with this heading, and its revision."""
    for item in sections_in(current_version(document)):
        if item.title == title:
            return item
    raise LookupError(title)


def save(actor: Actor, item, source: str, message: str = "") -> service.Saved:
    """Save the text of a section as `actor` in a transaction of its own."""
    with transaction():
        return service.save_section(
            actor, item.section, source=source, base_revision_id=item.revision.id, message=message
        )


def to_the_front(actor: Actor, item) -> None:
    """Make a section the first of its document."""
    service.arrange_section(actor, item.section, to=Place(None, 1))


def taking(choice: str, page: str) -> dict[str, str]:
    """Return the form of a clash's page with the same choice for each of its passages."""
    names = dict.fromkeys(re.findall(r'name="(choice-\w+)"', page))
    theirs = re.search(r'name="theirs" value="(\w+)"', page)
    return dict.fromkeys(names, choice) | ({"theirs": theirs[1]} if theirs else {})
