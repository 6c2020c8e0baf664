"""The passages that threads are about."""

from typing import TYPE_CHECKING

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.db import Base, Key, Ref

if TYPE_CHECKING:
    from guidelines.reviews.models.comments import CommentThread


class Annotation(Base):
    """The passage of one revision that a thread is about.

    Offsets count code points in what is read of the block (its plain text), `stop` is behind the
    last; `prefix` and `suffix` are up to 32 characters on each side. `is_block` says that the
    whole block is meant, whatever becomes of its words.
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
    is_block: Mapped[bool] = mapped_column(default=False)

    thread: Mapped["CommentThread"] = relationship(back_populates="annotation")
