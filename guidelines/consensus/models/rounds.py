"""A round: what is asked, of whom, when, and its frozen results."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.consensus.models.processes import Panelist, Process
from guidelines.consensus.models.statements import Statement, StatementVersion
from guidelines.consensus.rules.definition import Rule, sha256_of
from guidelines.consensus.rules.plan import Deviating, Plan, RoundKind
from guidelines.consensus.rules.states import RoundState
from guidelines.db import Base, Key, Ref, Sha, now

STANDING = text("state <> 'annulled' OR number > 0")
"""A void round keeps its number; a void round 0 leaves it to the next one."""


class Round(Base):
    """One time that the panel is asked. Open proposals before the first rating are round 0.

    `cards_sha256` is the hash over all wordings and evidence cards, frozen when the round is
    locked; `n_void` of the statements were declared void since. `ballots_sha256` is one digest
    over the sealed ballots as they were at closing.
    """

    __tablename__ = "consensus_round"
    __fixed__ = frozenset({"network_id", "project_id", "process_id"})
    __table_args__ = (
        Index(
            "uq_consensus_round_process_id_number",
            "process_id",
            "number",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        ForeignKeyConstraint(
            ["network_id", "project_id", "process_id"],
            [f"consensus_process.{name}" for name in ("network_id", "project_id", "id")],
        ),
        CheckConstraint("number >= 0", name="numbers_count_up"),
        CheckConstraint(
            "state NOT IN ('open', 'closed', 'reported') OR opened_at IS NOT NULL",
            name="opened_at_a_moment",
        ),
        CheckConstraint(
            "state NOT IN ('closed', 'reported') OR closed_at IS NOT NULL",
            name="closed_at_a_moment",
        ),
        CheckConstraint("state <> 'annulled' OR annulled_why <> ''", name="void_for_a_reason"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    process_id: Mapped[Ref] = mapped_column(ForeignKey("consensus_process.id"))
    number: Mapped[int]
    kind: Mapped[RoundKind] = mapped_column(default=RoundKind.QUESTIONNAIRE)
    by_hands: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str] = mapped_column(String(200), default="")
    purpose: Mapped[str] = mapped_column(String(2000), default="")
    state: Mapped[RoundState] = mapped_column(default=RoundState.DRAFT)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    annulled_why: Mapped[str] = mapped_column(String(1000), default="")
    cards_sha256: Mapped[str] = mapped_column(String(64), default="")
    n_void: Mapped[int] = mapped_column(default=0)
    ballots_sha256: Mapped[str] = mapped_column(String(64), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)

    process: Mapped[Process] = relationship(foreign_keys=[process_id])

    @property
    def document_id(self) -> str:
        """The document of the process."""
        return self.process.document_id

    @property
    def rule(self) -> dict[str, Any]:
        """The definition of consensus of this round as plain values."""
        return self.process.in_force(Deviating.RULE, self.number)

    @property
    def rule_sha256(self) -> str:
        """The hash of the definition of consensus of this round."""
        return sha256_of(self.rule)

    @property
    def definition(self) -> Rule:
        """The definition of consensus of this round, as it was locked or by a deviation."""
        return self.process.definition_for(self.number)

    @property
    def planned(self) -> Plan:
        """The plan of this round, as it was locked or by a deviation."""
        return self.process.plan_for(self.number)

    @property
    def anonymous(self) -> bool:
        """Whether nobody in the panel can know who answered what."""
        return self.kind is not RoundKind.MEETING


class RoundStatement(Base):
    """A statement in a round: its wording and evidence card, frozen when the round is locked.

    `carried` statements were settled before: they are shown, not asked. `reason` says why the
    wording was changed since the round before. One with a `void_why` was taken out while the
    round was open: no answer to it counts.
    """

    __tablename__ = "round_statement"
    __table_args__ = (
        UniqueConstraint("round_id", "statement_id"),
        UniqueConstraint("round_id", "version_id"),
    )

    id: Mapped[Key]
    round_id: Mapped[Ref] = mapped_column(ForeignKey("consensus_round.id"))
    statement_id: Mapped[Ref] = mapped_column(ForeignKey("statement.id"))
    version_id: Mapped[str | None] = mapped_column(ForeignKey("statement_version.id"))
    ordinal: Mapped[int]
    carried: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(1000), default="")
    card: Mapped[dict[str, Any]] = mapped_column(default=dict)
    card_sha256: Mapped[str] = mapped_column(String(64), default="")
    void_why: Mapped[str] = mapped_column(String(1000), default="")

    round: Mapped[Round] = relationship()
    statement: Mapped[Statement] = relationship()
    version: Mapped[StatementVersion | None] = relationship()

    @property
    def network_id(self) -> str:
        """The network of the round."""
        return self.round.network_id

    @property
    def project_id(self) -> str:
        """The project of the round."""
        return self.round.project_id


class Elector(Base):
    """An eligible panel member of a round, frozen when it opens."""

    __tablename__ = "elector"

    round_id: Mapped[Ref] = mapped_column(ForeignKey("consensus_round.id"), primary_key=True)
    panelist_id: Mapped[Ref] = mapped_column(ForeignKey("panelist.id"), primary_key=True)
    group_title: Mapped[str] = mapped_column(String(80))

    panelist: Mapped[Panelist] = relationship()


class Recusal(Base):
    """A statement from which an eligible panel member abstains because of an interest.

    `outright` ones do not answer it even where those with an interest vote apart.
    """

    __tablename__ = "recusal"

    round_id: Mapped[Ref] = mapped_column(ForeignKey("consensus_round.id"), primary_key=True)
    panelist_id: Mapped[Ref] = mapped_column(ForeignKey("panelist.id"), primary_key=True)
    version_id: Mapped[Ref] = mapped_column(ForeignKey("statement_version.id"), primary_key=True)
    outright: Mapped[bool] = mapped_column(default=False)


class Result(Base):
    """The results of a round as one document; it never changes."""

    __tablename__ = "consensus_result"

    round_id: Mapped[Ref] = mapped_column(ForeignKey("consensus_round.id"), primary_key=True)
    document: Mapped[dict[str, Any]]
    sha256: Mapped[Sha]
