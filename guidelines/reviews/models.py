"""Comments in threads, the passages they are about, how they were answered; suggestions."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.db import Base, Key, Ref, now
from guidelines.drafts.models import Document, Section
from guidelines.reviews.rules import Decision, SuggestionState, ThreadState


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
    """What one person said in a thread; it never changes."""

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
    at: Mapped[datetime] = mapped_column(default=now)

    thread: Mapped[CommentThread] = relationship(back_populates="comments")
    author: Mapped[Person] = relationship(lazy="joined")


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


class Annotation(Base):
    """The passage of one revision that a thread is about.

    Offsets count code points in what is read of the block (its plain text), `stop` is behind the
    last; `prefix` and `suffix` are up to 32 characters on each side.
    """

    __tablename__ = "annotation"
    __table_args__ = (
        UniqueConstraint("thread_id"),
        ForeignKeyConstraint(
            ["section_id", "revision_id"], ["section_revision.section_id", "section_revision.id"]
        ),
        CheckConstraint("start >= 0 AND stop > start", name="range_is_not_empty"),
        CheckConstraint("exact <> ''", name="has_words"),
    )

    id: Mapped[Key]
    thread_id: Mapped[Ref] = mapped_column(ForeignKey("comment_thread.id"))
    section_id: Mapped[Ref]
    revision_id: Mapped[Ref]
    block_id: Mapped[Ref]
    exact: Mapped[str] = mapped_column(Text)
    prefix: Mapped[str] = mapped_column(String(32), default="")
    suffix: Mapped[str] = mapped_column(String(32), default="")
    start: Mapped[int]
    stop: Mapped[int]

    thread: Mapped[CommentThread] = relationship(back_populates="annotation")


class Suggestion(Base):
    """A proposed replacement of a passage; a decided one keeps by whom, when and why."""

    __tablename__ = "suggestion"
    __table_args__ = (
        in_document(),
        of_section(),
        ForeignKeyConstraint(
            ["section_id", "revision_id"], ["section_revision.section_id", "section_revision.id"]
        ),
        CheckConstraint("start >= 0 AND stop >= start", name="range_is_a_range"),
        CheckConstraint("exact <> replacement", name="changes_something"),
        CheckConstraint(
            "(state = 'open') = (decider_id IS NULL) AND (state = 'open') = (decided_at IS NULL)",
            name="decided_by_somebody",
        ),
        CheckConstraint("state <> 'rejected' OR reason <> ''", name="rejected_with_a_reason"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref]
    section_id: Mapped[Ref] = mapped_column(index=True)
    revision_id: Mapped[Ref]
    block_id: Mapped[Ref]
    thread_id: Mapped[str | None] = mapped_column(ForeignKey("comment_thread.id"))
    exact: Mapped[str] = mapped_column(Text)
    prefix: Mapped[str] = mapped_column(String(32), default="")
    suffix: Mapped[str] = mapped_column(String(32), default="")
    start: Mapped[int]
    stop: Mapped[int]
    replacement: Mapped[str] = mapped_column(Text)
    state: Mapped[SuggestionState] = mapped_column(default=SuggestionState.OPEN)
    author_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    decider_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
