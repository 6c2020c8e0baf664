"""Where the newest texts of a project cite which source."""

from collections import defaultdict
from dataclasses import dataclass

from guidelines.drafts.models import Document, Section
from guidelines.drafts.queries.reading import documents_of, newest_versions, sections_in
from guidelines.projects.models import Project
from guidelines.text.citations import keys_in


@dataclass(frozen=True, slots=True)
class Place:
    """A section of a document that cites a source."""

    document: Document
    section: Section
    title: str


def citations_in(project: Project) -> dict[str, list[Place]]:
    """Return the places of each cited key, in the order of documents and sections."""
    found: dict[str, list[Place]] = defaultdict(list)
    documents = documents_of(project)
    newest = newest_versions(documents)
    for document in documents:
        for one in sections_in(newest[document.id]):
            for key in keys_in(one.revision.source):
                found[key].append(Place(document, one.section, one.title))
    return dict(found)
