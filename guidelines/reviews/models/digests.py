"""How often a person gets letters, and what they have seen."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from guidelines.db import Base, now
from guidelines.reviews.rules.rounds import Rhythm


class DigestSetting(Base):
    """How often a person wants letters about what is new; without a row, daily.

    `told_until` is the moment up to which they were told.
    """

    __tablename__ = "digest_setting"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    rhythm: Mapped[Rhythm] = mapped_column(default=Rhythm.DAILY)
    told_until: Mapped[datetime | None]


class ThreadSeen(Base):
    """When a person last had a thread before their eyes."""

    __tablename__ = "thread_seen"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    thread_id: Mapped[str] = mapped_column(
        ForeignKey("comment_thread.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[datetime] = mapped_column(default=now)
