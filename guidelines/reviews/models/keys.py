"""What ties the rows of reviews to a document and a section."""

from sqlalchemy import ForeignKeyConstraint


def in_document() -> ForeignKeyConstraint:
    """Return the key that ties a row to a document of its own project and network."""
    names = ("network_id", "project_id", "document_id")
    targets = ("network_id", "project_id", "id")
    return ForeignKeyConstraint(names, [f"document.{name}" for name in targets])


def of_section() -> ForeignKeyConstraint:
    """Return the key that ties a row to a section of its own document."""
    return ForeignKeyConstraint(
        ["document_id", "section_id"], ["section.document_id", "section.id"]
    )
