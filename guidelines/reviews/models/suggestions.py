"""Proposed replacements of passages."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from guidelines.db import Base, Key, Ref, now
from guidelines.reviews.models.keys import in_document, of_section
from guidelines.reviews.rules import SuggestionState


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
