"""Proposed replacements of passages."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.db import Base, Key, Ref, now
from guidelines.drafts.models import Document, Section
from guidelines.reviews.models.keys import in_document, of_section
from guidelines.reviews.rules import SuggestionState


class Suggestion(Base):
    """A proposed replacement of a passage; a decided one keeps by whom, when and why.

    Offsets count code points in the source of the section's revision; `prefix` and `suffix` are
    up to 32 characters on each side. `signed` is the name in the Word file that brought it: an
    outside person, with no account. `author_id` is then who handed the file in. `place` is its
    number in that file; `insertions` and `deletions` count the tracked changes it stands for,
    `moved` names the move whose half it is, and `is_untracked` says that Word had not tracked it.
    `accepted_in` is the version that has it.
    """

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
    recommendation_key: Mapped[str] = mapped_column(String(80), default="")
    exact: Mapped[str] = mapped_column(Text)
    prefix: Mapped[str] = mapped_column(String(32), default="")
    suffix: Mapped[str] = mapped_column(String(32), default="")
    start: Mapped[int]
    stop: Mapped[int]
    replacement: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[SuggestionState] = mapped_column(default=SuggestionState.OPEN)
    author_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    signed: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(default=now)
    word_return_id: Mapped[str | None] = mapped_column(ForeignKey("word_return.id"), index=True)
    place: Mapped[int] = mapped_column(default=0)
    insertions: Mapped[int] = mapped_column(default=0)
    deletions: Mapped[int] = mapped_column(default=0)
    moved: Mapped[str] = mapped_column(String(80), default="")
    is_untracked: Mapped[bool] = mapped_column(default=False)
    decider_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    accepted_in: Mapped[int | None]

    document: Mapped[Document] = relationship(
        primaryjoin="foreign(Suggestion.document_id) == Document.id", viewonly=True
    )
    section: Mapped[Section] = relationship(
        primaryjoin="foreign(Suggestion.section_id) == Section.id", viewonly=True
    )
    author: Mapped[Person] = relationship(foreign_keys=[author_id], lazy="selectin", viewonly=True)
    decider: Mapped[Person | None] = relationship(foreign_keys=[decider_id], viewonly=True)

    @property
    def proposer(self) -> str:
        """Who proposes it: the name in the Word file, else the person."""
        return self.signed or self.author.name
