"""What contributors write before their answer is submitted."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.db import Base, Key, Ref, now
from guidelines.drafts.models import Section
from guidelines.reviews.models.rounds import Contributor, Submission
from guidelines.reviews.rules.rounds import RemarkUse


class Remark(Base):
    """One remark on the frozen version; it becomes a comment when its answer is taken.

    Without a section it is about the whole document, or answers the `question` of that number.
    The passage is kept as an `Annotation` keeps it. `body` is what is submitted, `written` the
    contributor's own words. `comment_id` is the comment that it became.
    """

    __tablename__ = "remark"
    __table_args__ = (
        ForeignKeyConstraint(
            ["submission_id", "contributor_id"],
            ["contributor.submission_id", "contributor.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("body <> ''", name="says_something"),
        CheckConstraint("exact = '' OR (start >= 0 AND stop > start)", name="range_is_not_empty"),
        CheckConstraint("(use = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into_one"),
    )

    id: Mapped[Key]
    submission_id: Mapped[Ref] = mapped_column(
        ForeignKey("submission.id", ondelete="CASCADE"), index=True
    )
    contributor_id: Mapped[Ref] = mapped_column(index=True)
    question: Mapped[int | None]
    section_id: Mapped[str | None] = mapped_column(ForeignKey("section.id"))
    recommendation_key: Mapped[str] = mapped_column(String(80), default="")
    revision_id: Mapped[str | None] = mapped_column(ForeignKey("section_revision.id"))
    block_id: Mapped[str | None] = mapped_column(String(12))
    exact: Mapped[str] = mapped_column(Text, default="")
    prefix: Mapped[str] = mapped_column(String(32), default="")
    suffix: Mapped[str] = mapped_column(String(32), default="")
    start: Mapped[int] = mapped_column(default=0)
    stop: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(String(40), default="")
    body: Mapped[str] = mapped_column(Text)
    written: Mapped[str] = mapped_column(Text, default="")
    use: Mapped[RemarkUse] = mapped_column(default=RemarkUse.KEPT)
    merged_into_id: Mapped[str | None] = mapped_column(
        ForeignKey("remark.id", ondelete="SET NULL")
    )
    comment_id: Mapped[str | None] = mapped_column(ForeignKey("comment.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime | None]

    submission: Mapped[Submission] = relationship(foreign_keys=[submission_id], viewonly=True)
    contributor: Mapped[Contributor] = relationship(
        primaryjoin="foreign(Remark.contributor_id) == Contributor.id", viewonly=True
    )
    section: Mapped[Section | None] = relationship(foreign_keys=[section_id], viewonly=True)
