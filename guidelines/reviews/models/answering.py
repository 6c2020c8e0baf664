"""Which version of a text answered which comment."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.db import Base, Ref, now
from guidelines.drafts.models import Version
from guidelines.reviews.models.comments import CommentThread


class VersionAnswer(Base):
    """Somebody says that a version of the document answers a comment."""

    __tablename__ = "version_answer"

    thread_id: Mapped[str] = mapped_column(ForeignKey("comment_thread.id"), primary_key=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("version.id"), primary_key=True, index=True)
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    thread: Mapped[CommentThread] = relationship(viewonly=True)
    version: Mapped[Version] = relationship(viewonly=True)
