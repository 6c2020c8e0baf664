"""Who keeps the key of sealed answers, until when, and what two people agreed to do with it."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.consensus.models.processes import Process
from guidelines.consensus.rules.custody import RequestState, Wish
from guidelines.db import Base, Key, Ref


class Custody(Base):
    """The key of a process: when it is to be destroyed, and who may have linked rows until then.

    The key goes by itself when the process is finished and `appeal_until` is past. After
    `destroyed_on` nobody can tie an answer to a person any more.
    """

    __tablename__ = "custody"

    process_id: Mapped[Ref] = mapped_column(ForeignKey("consensus_process.id"), primary_key=True)
    appeal_until: Mapped[date | None]
    custodian_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    destroyed_on: Mapped[date | None]

    process: Mapped[Process] = relationship()
    custodian: Mapped[Person | None] = relationship()


class CustodyRequest(Base):
    """One person wants something done with the key; a second person decides."""

    __tablename__ = "custody_request"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="for_a_reason"),
        CheckConstraint("decided_by <> asked_by", name="decided_by_another_person"),
        CheckConstraint("(state = 'waiting') = (decided_by IS NULL)", name="decided_by_somebody"),
    )

    id: Mapped[Key]
    process_id: Mapped[Ref] = mapped_column(ForeignKey("consensus_process.id"), index=True)
    wish: Mapped[Wish]
    reason: Mapped[str] = mapped_column(String(1000))
    state: Mapped[RequestState] = mapped_column(default=RequestState.WAITING)
    asked_by: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    asked_on: Mapped[date]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    decided_on: Mapped[date | None]

    process: Mapped[Process] = relationship()
    asker: Mapped[Person] = relationship(foreign_keys=[asked_by])
    decider: Mapped[Person | None] = relationship(foreign_keys=[decided_by])

    @property
    def network_id(self) -> str:
        """The network of the process."""
        return self.process.network_id

    @property
    def project_id(self) -> str:
        """The project of the process."""
        return self.process.project_id
