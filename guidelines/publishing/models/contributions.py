"""Who did what for a document, in the roles of CRediT."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.db import Base, Key, Ref
from guidelines.drafts.models import Document
from guidelines.drafts.models.documents import in_document


class Contribution(Base):
    """One person among the authors of a document: the place in the list, and the roles.

    `roles` are codes of CRediT (see `typesetting.credit`); a published version freezes them.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        in_document(),
        UniqueConstraint("document_id", "person_id"),
        CheckConstraint("position >= 1", name="places_count_from_one"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref] = mapped_column(ForeignKey("document.id"))
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    position: Mapped[int]
    roles: Mapped[list[Any]] = mapped_column(default=list)

    document: Mapped[Document] = relationship(foreign_keys=[document_id], viewonly=True)
    person: Mapped[Person] = relationship(foreign_keys=[person_id], viewonly=True)
