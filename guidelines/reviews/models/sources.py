"""Where words came from that somebody else has entered, and who is spoken to in a comment."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.db import Base, Key, Ref, now
from guidelines.drafts.models import Document
from guidelines.reviews.models.keys import in_document
from guidelines.reviews.rules import SourceKind


class CommentSource(Base):
    """A letter, mail, call or meeting from which somebody enters comments for others.

    `name` and `organisation` are of who spoke; `sha256` is the stored file, empty without one.
    `person_id` entered it at `at`.
    """

    __tablename__ = "comment_source"
    __frozen__ = True
    __table_args__ = (
        in_document(),
        CheckConstraint("name <> '' OR organisation <> ''", name="somebody_spoke"),
        CheckConstraint("sha256 <> '' OR note <> ''", name="file_or_note"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref] = mapped_column(index=True)
    round_id: Mapped[str | None] = mapped_column(ForeignKey("review_round.id"))
    kind: Mapped[SourceKind]
    name: Mapped[str] = mapped_column(String(200), default="")
    organisation: Mapped[str] = mapped_column(String(200), default="")
    received_on: Mapped[date]
    note: Mapped[str] = mapped_column(String(2000), default="")
    filename: Mapped[str] = mapped_column(String(200), default="")
    sha256: Mapped[str] = mapped_column(String(64), default="")
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    document: Mapped[Document] = relationship(
        primaryjoin="foreign(CommentSource.document_id) == Document.id", viewonly=True
    )
    person: Mapped[Person] = relationship(viewonly=True)

    @property
    def said_by(self) -> str:
        """Who spoke: the person, else the organisation."""
        return self.name or self.organisation


class Mention(Base):
    """Somebody is spoken to in a comment."""

    __tablename__ = "mention"

    comment_id: Mapped[str] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)

    person: Mapped[Person] = relationship(lazy="joined", viewonly=True)


class TableSetting(Base):
    """Whether the answers to the comments on a document are published with its editions."""

    __tablename__ = "table_setting"

    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True)
    is_published: Mapped[bool] = mapped_column(default=False)
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)
