"""Comments in threads, and how they were answered."""

from datetime import date, datetime

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
from guidelines.reviews.models.annotations import Annotation
from guidelines.reviews.models.keys import in_document, of_section
from guidelines.reviews.models.rounds import ReviewRound
from guidelines.reviews.models.sources import CommentSource, Mention
from guidelines.reviews.rules import CommentKind, Decision, Handling, ThreadState


class CommentThread(Base):
    """A discussion about a passage, a block, a recommendation, a section or the whole document.

    `number` counts the comments on a document. Without a section it is about the whole document;
    `recommendation_key` is empty where no recommendation is meant. `version` is the number of the
    version people read when it began. `decision` and `response` are the answer that holds; a
    comment of a round of review cannot be closed without them. `submission_id` is the answer to
    a round that it came with.
    """

    __tablename__ = "comment_thread"
    __table_args__ = (
        in_document(),
        of_section(),
        ForeignKeyConstraint(
            ["round_id", "submission_id"], ["submission.round_id", "submission.id"]
        ),
        UniqueConstraint("document_id", "number"),
        Index("ix_comment_thread_state", "document_id", "state"),
        CheckConstraint("version >= 1", name="read_in_a_version"),
        CheckConstraint("number >= 1", name="numbers_count_up"),
        CheckConstraint(
            "(state = 'open') = (status IN ('submitted', 'triaged', 'waiting-for-input'))",
            name="state_and_status_agree",
        ),
        CheckConstraint("(decision IS NULL) = (response = '')", name="decided_with_a_response"),
        CheckConstraint(
            "round_id IS NULL OR state = 'open' OR decision IS NOT NULL",
            name="round_is_answered",
        ),
        CheckConstraint("due_on IS NULL OR assignee_id IS NOT NULL", name="due_for_somebody"),
        CheckConstraint(
            "section_id IS NOT NULL OR recommendation_key = ''",
            name="recommendation_has_a_section",
        ),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref]
    section_id: Mapped[str | None] = mapped_column(String(12), index=True)
    number: Mapped[int]
    recommendation_key: Mapped[str] = mapped_column(String(80), default="")
    version: Mapped[int]
    kind: Mapped[CommentKind] = mapped_column(default=CommentKind.GENERAL)
    state: Mapped[ThreadState] = mapped_column(default=ThreadState.OPEN)
    status: Mapped[Handling] = mapped_column(default=Handling.SUBMITTED)
    decision: Mapped[Decision | None]
    response: Mapped[str] = mapped_column(Text, default="")
    assignee_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    due_on: Mapped[date | None]
    round_id: Mapped[str | None] = mapped_column(ForeignKey("review_round.id"), index=True)
    submission_id: Mapped[str | None] = mapped_column(String(12))
    author_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)

    document: Mapped[Document] = relationship(
        primaryjoin="foreign(CommentThread.document_id) == Document.id", viewonly=True
    )
    section: Mapped[Section | None] = relationship(
        primaryjoin="foreign(CommentThread.section_id) == Section.id", viewonly=True
    )
    assignee: Mapped[Person | None] = relationship(foreign_keys=[assignee_id], viewonly=True)
    round: Mapped[ReviewRound | None] = relationship(foreign_keys=[round_id], viewonly=True)
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
        """The answer that holds; none while the thread is open, or closed without one."""
        return self.answers[-1] if self.answers and self.decision is not None else None


class Comment(Base):
    """What one person said in a thread; it never changes.

    `signed` is the name of somebody without an account: in the Word file that brought it, in the
    letter it was taken from, or of an answer to a round (the neutral name where that is blinded);
    `organisation` is theirs. `author_id` is then who handed the file in or entered the words,
    and `source` where these came from.
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
    organisation: Mapped[str] = mapped_column(String(200), default="")
    source_id: Mapped[str | None] = mapped_column(ForeignKey("comment_source.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)

    thread: Mapped[CommentThread] = relationship(back_populates="comments")
    author: Mapped[Person] = relationship(lazy="joined")
    source: Mapped[CommentSource | None] = relationship(lazy="selectin")
    mentions: Mapped[list[Mention]] = relationship(lazy="selectin", order_by=Mention.person_id)

    @property
    def said_by(self) -> str:
        """Who said it: the name that came with it, an organisation, else the person."""
        return self.signed or self.organisation or self.author.name

    @property
    def is_by_others(self) -> bool:
        """Whether the words are of somebody else than the person who brought them."""
        return bool(self.signed or self.organisation)

    @property
    def round_id(self) -> str | None:
        """The round of review that it was made in."""
        return self.thread.round_id


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
