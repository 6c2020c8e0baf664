"""Comments in threads, and how they were answered."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.db import Base, Key, Ref, now
from guidelines.drafts.models import Document, Section
from guidelines.reviews.models.annotations import Annotation
from guidelines.reviews.models.keys import in_document, of_section
from guidelines.reviews.rules import Decision, ThreadState


class CommentThread(Base):
    """A discussion about a passage, a recommendation or a whole section.

    `recommendation_key` is empty where no recommendation is meant. `version` is the number of
    the version people read when it began.
    """

    __tablename__ = "comment_thread"
    __table_args__ = (
        in_document(),
        of_section(),
        Index("ix_comment_thread_state", "document_id", "state"),
        CheckConstraint("version >= 1", name="read_in_a_version"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref]
    section_id: Mapped[Ref] = mapped_column(index=True)
    recommendation_key: Mapped[str] = mapped_column(String(80), default="")
    version: Mapped[int]
    state: Mapped[ThreadState] = mapped_column(default=ThreadState.OPEN)
    author_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)

    document: Mapped[Document] = relationship(
        primaryjoin="foreign(CommentThread.document_id) == Document.id", viewonly=True
    )
    section: Mapped[Section] = relationship(
        primaryjoin="foreign(CommentThread.section_id) == Section.id", viewonly=True
    )
    comments: Mapped[list["Comment"]] = relationship(
        back_populates="thread", order_by="Comment.number", lazy="selectin"
    )
    answers: Mapped[list["ThreadAnswer"]] = relationship(
        back_populates="thread", order_by="ThreadAnswer.number", lazy="selectin"
    )
    annotation: Mapped["Annotation | None"] = relationship(
        back_populates="thread", lazy="selectin", uselist=False
    )

    @property
    def answer(self) -> "ThreadAnswer | None":
        """The answer that holds; none while the thread is open."""
        return self.answers[-1] if self.answers and self.state is ThreadState.ANSWERED else None


class Comment(Base):
    """What one person said in a thread; it never changes.

    `signed` is the name in the Word file that brought it: an outside person, with no account.
    `author_id` is then who handed the file in.
    """

    __tablename__ = "comment"
    __table_args__ = (
        UniqueConstraint("thread_id", "number"),
        CheckConstraint("number >= 1", name="numbers_count_up"),
        CheckConstraint("body <> ''", name="says_something"),
    )

    id: Mapped[Key]
    thread_id: Mapped[Ref] = mapped_column(ForeignKey("comment_thread.id"))
    number: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    author_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    signed: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(default=now)

    thread: Mapped[CommentThread] = relationship(back_populates="comments")
    author: Mapped[Person] = relationship(lazy="joined")

    @property
    def said_by(self) -> str:
        """Who said it: the name in the Word file, else the person."""
        return self.signed or self.author.name


class ThreadAnswer(Base):
    """The decision on a comment with its reason; reopening keeps it, a later one adds a row."""

    __tablename__ = "thread_answer"
    __table_args__ = (
        UniqueConstraint("thread_id", "number"),
        CheckConstraint("number >= 1", name="numbers_count_up"),
        CheckConstraint("response <> ''", name="has_a_response"),
    )

    id: Mapped[Key]
    thread_id: Mapped[Ref] = mapped_column(ForeignKey("comment_thread.id"))
    number: Mapped[int]
    decision: Mapped[Decision]
    response: Mapped[str] = mapped_column(Text)
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    thread: Mapped[CommentThread] = relationship(back_populates="answers")
    person: Mapped[Person] = relationship(lazy="joined")
