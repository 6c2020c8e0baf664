"""A document of a project, its sections, its attachments, and files that become documents."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.db import Base, Key, Ref, Sha, now
from guidelines.drafts.rules.kinds import DocumentKind, ImportState
from guidelines.projects.models import Project


def in_document(*more: str) -> ForeignKeyConstraint:
    """Return the key that ties a row to a document of its own project and network."""
    columns = ("network_id", "project_id", "document_id", *more)
    return ForeignKeyConstraint(
        columns[:3], [f"document.{name}" for name in ("network_id", "project_id", "id")]
    )


class Document(Base):
    """A guideline, its short version, its patient version: sections in an order.

    `newest` is the number of its newest version; who saves locks this row, so numbers have no
    gaps. A translation or short version names the document and version it was made from.
    """

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("network_id", "slug"),
        UniqueConstraint("network_id", "project_id", "id"),
        ForeignKeyConstraint(["network_id", "project_id"], ["project.network_id", "project.id"]),
        CheckConstraint("slug <> '' AND title <> ''", name="has_a_name"),
        CheckConstraint("newest >= 0", name="newest_counts_up"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref] = mapped_column(ForeignKey("project.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(300))
    kind: Mapped[DocumentKind]
    language: Mapped[str] = mapped_column(String(12), default="en")
    source_id: Mapped[str | None] = mapped_column(ForeignKey("document.id"))
    source_number: Mapped[int | None]
    newest: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)

    project: Mapped[Project] = relationship(foreign_keys=[project_id], viewonly=True)

    @property
    def document_id(self) -> str:
        """The document itself is what tabs ask about."""
        return self.id


class Section(Base):
    """A section of a document; its text is in its revisions, its place in the versions."""

    __tablename__ = "section"
    __frozen__ = True
    __table_args__ = (in_document(), UniqueConstraint("document_id", "id"))

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref] = mapped_column(ForeignKey("document.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)

    document: Mapped[Document] = relationship(foreign_keys=[document_id], viewonly=True)


class Asset(Base):
    """An attachment of a document: the name its text uses, and where the content lies.

    `alternative` says in words what a picture shows, for those who do not see it.
    """

    __tablename__ = "asset"
    __table_args__ = (
        in_document(),
        UniqueConstraint("document_id", "name"),
        CheckConstraint("name <> ''", name="has_a_name"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref]
    name: Mapped[str] = mapped_column(String(300))
    media_type: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[Sha]
    size: Mapped[int]
    alternative: Mapped[str] = mapped_column(String(1000), default="")
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)


class DocumentImport(Base):
    """A file that becomes a document, and what was noticed on the way.

    `warnings` are pairs of an English template and its values, translated when shown.
    """

    __tablename__ = "document_import"
    __table_args__ = (
        ForeignKeyConstraint(["network_id", "project_id"], ["project.network_id", "project.id"]),
        CheckConstraint("state <> 'done' OR document_id IS NOT NULL", name="done_has_a_document"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    filename: Mapped[str] = mapped_column(String(300))
    sha256: Mapped[Sha]
    title: Mapped[str] = mapped_column(String(300))
    kind: Mapped[DocumentKind]
    language: Mapped[str] = mapped_column(String(12), default="en")
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[ImportState] = mapped_column(default=ImportState.WAITING)
    failure: Mapped[str] = mapped_column(String(1000), default="")
    document_id: Mapped[str | None] = mapped_column(ForeignKey("document.id"))
    warnings: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[datetime] = mapped_column(default=now)

    project: Mapped[Project] = relationship(
        primaryjoin="foreign(DocumentImport.project_id) == Project.id", viewonly=True
    )
