"""Where the newest texts of a project, or one of its documents, cite which source."""

from collections import defaultdict
from collections.abc import Iterable
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
    return _places(documents_of(project))


def citations_of(document: Document) -> dict[str, list[Place]]:
    """Return the sections of each key that a document cites, in the order of the text."""
    return _places([document])


def _places(documents: Iterable[Document]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = defaultdict(list)
    documents = list(documents)
    newest = newest_versions(documents)
    for document in documents:
        for one in sections_in(newest[document.id]):
            for key in keys_in(one.revision.source):
                found[key].append(Place(document, one.section, one.title))
    return dict(found)
