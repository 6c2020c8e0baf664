"""What a project asks of its checklists, what people say of items, and tables that are kept."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.db import Base, Key, Ref, Sha, now
from guidelines.drafts.models import Document
from guidelines.drafts.models.documents import in_document
from guidelines.publishing.rules.checklists.choices import Asked
from guidelines.publishing.rules.checklists.standing import Place, Verdict


class ChecklistChoice(Base):
    """Whether a document needs a checklist before it is published, and prints it.

    Without a row the kind of the document decides (see `rules.checklists.needs`).
    """

    __tablename__ = "checklist_choice"
    __table_args__ = (in_document(),)

    document_id: Mapped[Ref] = mapped_column(primary_key=True)
    checklist: Mapped[str] = mapped_column(String(40), primary_key=True)
    network_id: Mapped[Ref]
    project_id: Mapped[Ref] = mapped_column(index=True)
    asked: Mapped[Asked]
    printed: Mapped[bool] = mapped_column(default=False)
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)


class ChecklistMark(Base):
    """What a person said of one item; rows are only added, the newest number counts.

    `places` are the passages named, as plain `rules.checklists.standing.Place` values with the
    hash of the text they had; `basis` is what the record said at that time.
    """

    __tablename__ = "checklist_mark"
    __table_args__ = (
        in_document(),
        UniqueConstraint("document_id", "checklist", "item", "number"),
        CheckConstraint("number >= 1", name="numbers_count_up"),
        CheckConstraint("verdict <> 'not-applicable' OR note <> ''", name="says_why_not"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref] = mapped_column(index=True)
    document_id: Mapped[Ref]
    checklist: Mapped[str] = mapped_column(String(40))
    item: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
    version_number: Mapped[int]
    verdict: Mapped[Verdict]
    note: Mapped[str] = mapped_column(String(4000), default="")
    places: Mapped[list[Any]] = mapped_column(default=list)
    basis: Mapped[str] = mapped_column(String(8000), default="")
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    person: Mapped[Person] = relationship()

    @property
    def named(self) -> tuple[Place, ...]:
        """The passages named."""
        return tuple(
            Place(one["kind"], one["words"], one["key"], one.get("anchor", ""))
            for one in self.places
        )


class KeptChecklist(Base):
    """A checklist as it stood with one version of the text; it never changes.

    `table` is what `queries.checklists.tables.table_of` gives, `sha256` the hash of its JSON.
    """

    __tablename__ = "kept_checklist"
    __frozen__ = True
    __table_args__ = (
        in_document(),
        Index("ix_kept_checklist_document", "document_id", "checklist", "at"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref] = mapped_column(ForeignKey("document.id"))
    checklist: Mapped[str] = mapped_column(String(40))
    version_number: Mapped[int]
    table: Mapped[dict[str, Any]] = mapped_column("content")
    sha256: Mapped[Sha]
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    document: Mapped[Document] = relationship(foreign_keys=[document_id], viewonly=True)
    person: Mapped[Person] = relationship()
