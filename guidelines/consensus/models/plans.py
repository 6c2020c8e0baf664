"""What a plan brings with it: deviations from it, and who wants a statement asked again."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.consensus.rules.plan import Deviating
from guidelines.db import Base, Key, Ref, Sha, now


class Deviation(Base):
    """A change of the locked definition or plan, for the rounds from `from_round` on.

    `document` is the whole new definition or plan. The row is only ever written, never changed.
    """

    __tablename__ = "process_deviation"
    __frozen__ = True
    __table_args__ = (
        ForeignKeyConstraint(
            ["network_id", "project_id", "process_id"],
            [f"consensus_process.{name}" for name in ("network_id", "project_id", "id")],
        ),
        CheckConstraint("why <> ''", name="for_a_reason"),
        CheckConstraint("from_round >= 1", name="rounds_count_up"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    process_id: Mapped[Ref] = mapped_column(index=True)
    of: Mapped[Deviating]
    from_round: Mapped[int]
    document: Mapped[dict[str, Any]]
    sha256: Mapped[Sha]
    what: Mapped[str] = mapped_column(String(1000))
    why: Mapped[str] = mapped_column(String(1000))
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime] = mapped_column(default=now)

    person: Mapped[Person | None] = relationship()


class Reopening(Base):
    """One panel member's wish that a settled statement is asked again; it names nobody.

    `round_id` is the round that settled it: a later result needs new wishes.
    """

    __tablename__ = "reopening"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    round_id: Mapped[Ref] = mapped_column(ForeignKey("consensus_round.id"), primary_key=True)
    statement_id: Mapped[Ref] = mapped_column(ForeignKey("statement.id"), primary_key=True)
    pseudonym: Mapped[Sha] = mapped_column(primary_key=True)
