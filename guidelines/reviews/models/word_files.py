"""Word files that went out for comments, and those that came back."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.db import Base, Key, Ref, now
from guidelines.drafts.models import Document, Version
from guidelines.reviews.models.keys import in_document
from guidelines.reviews.rules import FileState


class WordExport(Base):
    """A version as a Word file for comments; the file that comes back is compared with it.

    `sha256` is empty until a job has made the file. `has_fields` tells that its citations are
    live fields of a reference manager.
    """

    __tablename__ = "word_export"
    __table_args__ = (
        in_document(),
        CheckConstraint("state <> 'done' OR sha256 <> ''", name="done_has_a_file"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref] = mapped_column(index=True)
    version_id: Mapped[Ref] = mapped_column(ForeignKey("version.id"))
    has_fields: Mapped[bool] = mapped_column(default=False)
    state: Mapped[FileState] = mapped_column(default=FileState.WAITING)
    failure: Mapped[str] = mapped_column(String(1000), default="")
    sha256: Mapped[str] = mapped_column(String(64), default="")
    warnings: Mapped[list[Any]] = mapped_column(default=list)
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)

    document: Mapped[Document] = relationship(
        primaryjoin="foreign(WordExport.document_id) == Document.id", viewonly=True
    )
    version: Mapped[Version] = relationship(foreign_keys=[version_id], viewonly=True)


class WordReturn(Base):
    """A Word file that came back, and the account of what it brought.

    `counts` holds what the XML has, `arrived` what became of it, by the same names. `unplaced`
    are the things without a place in the text, each with its words. `version_id` is the version
    it was made from.
    """

    __tablename__ = "word_return"
    __table_args__ = (in_document(),)

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref] = mapped_column(index=True)
    version_id: Mapped[Ref] = mapped_column(ForeignKey("version.id"))
    filename: Mapped[str] = mapped_column(String(300))
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[FileState] = mapped_column(default=FileState.WAITING)
    step: Mapped[str] = mapped_column(String(40), default="")
    failure: Mapped[str] = mapped_column(String(1000), default="")
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    arrived: Mapped[dict[str, Any]] = mapped_column(default=dict)
    unplaced: Mapped[list[Any]] = mapped_column(default=list)
    notices: Mapped[list[Any]] = mapped_column(default=list)
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)

    document: Mapped[Document] = relationship(
        primaryjoin="foreign(WordReturn.document_id) == Document.id", viewonly=True
    )
    version: Mapped[Version] = relationship(foreign_keys=[version_id], viewonly=True)
    person: Mapped[Person] = relationship(foreign_keys=[person_id], viewonly=True)
