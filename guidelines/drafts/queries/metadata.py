"""Reads about what documents say about themselves."""

from guidelines.db import session
from guidelines.drafts.models import Document, DocumentMetadata
from guidelines.drafts.rules.metadata import Metadata


def metadata_row(document: Document) -> DocumentMetadata | None:
    """Return the row of a document's metadata; None where nothing is stated yet."""
    return session.get(DocumentMetadata, document.id, populate_existing=True)


def metadata_of(document: Document) -> Metadata:
    """Return what a document says about itself; empty where nothing is stated yet."""
    row = metadata_row(document)
    if row is None:
        return Metadata()
    return Metadata(
        tuple((str(code), str(words)) for code, words in row.conditions),
        row.no_code,
        row.population,
        row.users,
        row.review_by,
        row.parts,
    )
