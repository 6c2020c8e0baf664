"""A consensus process: its definition of consensus, its panel, its statements."""

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.consensus.models.plans import Deviation
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.plan import Deviating, Plan
from guidelines.consensus.rules.states import ProcessState
from guidelines.db import Base, Key, Ref, Sha, now
from guidelines.drafts.models import Document


class Process(Base):
    """How one document is agreed on: one definition of consensus, one panel, some rounds.

    `rule` is the definition of consensus and `plan` how the panel is asked, as plain values; once
    `rule_sealed_at` is set neither changes: what is decided otherwise for later rounds is a
    deviation (`Deviation`, `Round.definition`). `wrapped_key` is the key of the ballot boxes,
    encrypted under a key that is never in the database.
    """

    __tablename__ = "consensus_process"
    __table_args__ = (
        ForeignKeyConstraint(
            ["network_id", "project_id", "document_id"],
            ["document.network_id", "document.project_id", "document.id"],
        ),
        UniqueConstraint("network_id", "project_id", "id"),
        CheckConstraint("title <> ''", name="has_a_title"),
        CheckConstraint(
            "(state = 'draft') = (rule_sealed_at IS NULL)", name="sealed_with_a_moment"
        ),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(String(200))
    information: Mapped[str] = mapped_column(String(8000), default="")
    rule: Mapped[dict[str, Any]]
    rule_sha256: Mapped[Sha]
    rule_why: Mapped[str] = mapped_column(String(2000), default="")
    plan: Mapped[dict[str, Any]] = mapped_column(default=lambda: Plan().document())
    plan_sha256: Mapped[Sha] = mapped_column(default=lambda: Plan().sha256)
    rule_sealed_at: Mapped[datetime | None]
    state: Mapped[ProcessState] = mapped_column(default=ProcessState.DRAFT)
    wrapped_key: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=now)

    document: Mapped[Document] = relationship(viewonly=True)
    deviations: Mapped[list[Deviation]] = relationship(
        viewonly=True, order_by=[Deviation.decided_at, Deviation.id]
    )

    @property
    def definition(self) -> Rule:
        """The definition of consensus as it was locked in advance; a round has its own."""
        return Rule.parse(json.dumps(self.rule))

    @property
    def planned(self) -> Plan:
        """The plan as it was locked in advance; a round has its own."""
        return Plan.parse(json.dumps(self.plan))

    def definition_for(self, number: int) -> Rule:
        """The definition of consensus of the round of this number."""
        return Rule.parse(json.dumps(self.in_force(Deviating.RULE, number)))

    def plan_for(self, number: int) -> Plan:
        """The plan of the round of this number."""
        return Plan.parse(json.dumps(self.in_force(Deviating.PLAN, number)))

    def in_force(self, of: Deviating, number: int) -> dict[str, Any]:
        """Return the definition or the plan of the round of this number, as plain values.

        The last deviation that reaches so far counts; none reaches a round that is locked.
        """
        found = self._deviation(of, number)
        if found is not None:
            return found.document
        return self.rule if of is Deviating.RULE else self.plan

    def laid_down_at(self, of: Deviating, number: int) -> datetime | None:
        """Return when the definition or the plan of the round of this number was laid down."""
        found = self._deviation(of, number)
        return found.decided_at if found is not None else self.rule_sealed_at

    def _deviation(self, of: Deviating, number: int) -> Deviation | None:
        found = [one for one in self.deviations if one.of is of and one.from_round <= number]
        return found[-1] if found else None


class Panelist(Base):
    """A place on the panel of a process. Its ballots name nobody.

    It is a person's own, or the vote of a `society` with its representative (`person`) and
    deputy: whoever comes first answers for it in a round. `consented_on` is a day, written for
    everybody at once when a round closes, as are `profile` (discipline, country, years) and
    `named`, whether they may be named as panel members.
    """

    __tablename__ = "panelist"
    __table_args__ = (UniqueConstraint("process_id", "person_id"),)

    id: Mapped[Key]
    process_id: Mapped[Ref] = mapped_column(ForeignKey("consensus_process.id"))
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"), index=True)
    deputy_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    society: Mapped[str] = mapped_column(String(200), default="")
    group_title: Mapped[str] = mapped_column(String(80))
    invited_on: Mapped[date]
    consented_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    profile: Mapped[dict[str, Any]] = mapped_column(default=dict)
    named: Mapped[bool] = mapped_column(default=False)

    process: Mapped[Process] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    deputy: Mapped[Person | None] = relationship(foreign_keys=[deputy_id])

    @property
    def network_id(self) -> str:
        """The network of the process."""
        return self.process.network_id

    @property
    def project_id(self) -> str:
        """The project of the process."""
        return self.process.project_id


class MinorityStatement(Base):
    """What panel members who disagree want to see printed with a recommendation.

    A voluntary act apart from the ballot: `names` are those who sign, `people` how many stand
    behind it; without names it is "a minority of n".
    """

    __tablename__ = "minority_statement"
    __table_args__ = (
        CheckConstraint("text <> ''", name="says_something"),
        CheckConstraint("people >= 1", name="somebody_stands_behind_it"),
    )

    id: Mapped[Key]
    process_id: Mapped[Ref] = mapped_column(ForeignKey("consensus_process.id"), index=True)
    recommendation_key: Mapped[str] = mapped_column(String(80))
    wording_sha256: Mapped[Sha]
    text: Mapped[str] = mapped_column(String(2000))
    people: Mapped[int]
    names: Mapped[list[str]]
    written_on: Mapped[date]

    process: Mapped[Process] = relationship()

    @property
    def network_id(self) -> str:
        """The network of the process."""
        return self.process.network_id

    @property
    def project_id(self) -> str:
        """The project of the process."""
        return self.process.project_id
