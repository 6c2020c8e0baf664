"""What is written after the count: minority statements of more than one, report, explorations."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.consensus.models.processes import MinorityStatement, Process
from guidelines.consensus.rules.exploring import Exploration
from guidelines.db import Base, Key, Ref, Sha, now


class MinoritySupporter(Base):
    """That somebody stands behind a minority statement, once.

    `mark` is made of the statement and the panel member under the key of the boxes: it keeps
    people from joining twice, and names nobody. Who signs is in the names of the statement.
    """

    __tablename__ = "minority_supporter"
    __table_args__ = ({"sqlite_with_rowid": False},)

    minority_id: Mapped[Ref] = mapped_column(
        ForeignKey("minority_statement.id", ondelete="CASCADE"), primary_key=True
    )
    mark: Mapped[Sha] = mapped_column(primary_key=True)


class MinorityReply(Base):
    """What the working group answers to a minority statement."""

    __tablename__ = "minority_reply"
    __table_args__ = (CheckConstraint("text <> ''", name="says_something"),)

    minority_id: Mapped[Ref] = mapped_column(
        ForeignKey("minority_statement.id", ondelete="CASCADE"), primary_key=True
    )
    text: Mapped[str] = mapped_column(String(2000))
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    written_on: Mapped[date]

    minority: Mapped[MinorityStatement] = relationship()


class ReportText(Base):
    """What the working group writes to one item of the report; earlier texts are in the record."""

    __tablename__ = "report_text"

    process_id: Mapped[Ref] = mapped_column(ForeignKey("consensus_process.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(20), primary_key=True)
    text: Mapped[str] = mapped_column(String(8000))
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(default=now)


class ExploratoryRun(Base):
    """One look at the published answers under another definition, or at how firm a result is.

    It is done after the report, changes nothing, and is listed in the report.
    """

    __tablename__ = "exploratory_run"

    id: Mapped[Key]
    process_id: Mapped[Ref] = mapped_column(ForeignKey("consensus_process.id"), index=True)
    kind: Mapped[Exploration]
    rule: Mapped[dict[str, Any]]
    rule_sha256: Mapped[Sha]
    round_number: Mapped[int]
    found: Mapped[dict[str, Any]]
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    ran_at: Mapped[datetime] = mapped_column(default=now)

    process: Mapped[Process] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def network_id(self) -> str:
        """The network of the process."""
        return self.process.network_id

    @property
    def project_id(self) -> str:
        """The project of the process."""
        return self.process.project_id
