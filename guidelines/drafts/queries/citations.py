"""Where the newest texts of a project, or one of its documents, cite which source."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from guidelines.drafts.models import Document, Section
from guidelines.drafts.queries.reading import documents_of, newest_versions, sections_in
from guidelines.projects.models import Project
from guidelines.text.citations import keys_in
from guidelines.text.recommendations import parse


@dataclass(frozen=True, slots=True)
class Place:
    """A section of a document that cites a source, and the recommendations in it that do."""

    document: Document
    section: Section
    title: str
    recommendations: tuple[str, ...] = ()


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
            cited = keys_in(one.revision.source)
            within = _recommendations(one.revision.source) if cited else {}
            for key in cited:
                place = Place(document, one.section, one.title, tuple(within.get(key, ())))
                found[key].append(place)
    return dict(found)


def _recommendations(source: str) -> dict[str, list[str]]:
    """Return the ids of the recommendations of a text that cite each key."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in parse(source):
        for key in keys_in(one.source):
            found[key].append(one.id)
    return dict(found)
