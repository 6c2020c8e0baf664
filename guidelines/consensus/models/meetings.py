"""What a round of another kind leaves: who was in the room, hands counted, frozen snapshots."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from guidelines.db import Base, Ref, Sha


class Attendance(Base):
    """A panel member who was present at the meeting of a round."""

    __tablename__ = "attendance"

    round_id: Mapped[Ref] = mapped_column(ForeignKey("consensus_round.id"), primary_key=True)
    panelist_id: Mapped[Ref] = mapped_column(ForeignKey("panelist.id"), primary_key=True)


class HandCount(Base):
    """The hands counted for one statement at a meeting.

    `counts` are by answer: a point of the scale as text, or the code of an answer that is none.
    """

    __tablename__ = "hand_count"

    round_id: Mapped[Ref] = mapped_column(ForeignKey("consensus_round.id"), primary_key=True)
    version_id: Mapped[Ref] = mapped_column(ForeignKey("statement_version.id"), primary_key=True)
    counts: Mapped[dict[str, Any]]


class Snapshot(Base):
    """Where an open real-time round stood on one day, frozen; never made for a few people.

    `people` is how many had answered then.
    """

    __tablename__ = "round_snapshot"
    __table_args__ = (CheckConstraint("number >= 1", name="numbers_count_up"),)

    round_id: Mapped[Ref] = mapped_column(ForeignKey("consensus_round.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    made_on: Mapped[date]
    people: Mapped[int]
    document: Mapped[dict[str, Any]]
    sha256: Mapped[Sha]
