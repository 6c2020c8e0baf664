"""Statements: what the panel is asked about, each wording of it, and where each came from."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.consensus.models.processes import Process
from guidelines.consensus.rules.lineage import Lineage, key_of
from guidelines.db import Base, Key, Ref, Sha, now


class Statement(Base):
    """One thing the panel is asked about; its number is never given to another.

    It is the recommendation `recommendation_key` of the document, or stands alone. `background`
    (Markdown) is what the panel should know about one that stands alone, `question_id` the
    question whose evidence it rests on. `plain_language` says it in one line for patients,
    `origin` where it was taken from.
    """

    __tablename__ = "statement"
    __table_args__ = (
        UniqueConstraint("process_id", "number"),
        UniqueConstraint("process_id", "recommendation_key"),
        CheckConstraint("number >= 1", name="numbers_count_up"),
        CheckConstraint("recommendation_key <> ''", name="names_a_recommendation_or_none"),
    )

    id: Mapped[Key]
    process_id: Mapped[Ref] = mapped_column(ForeignKey("consensus_process.id"))
    number: Mapped[int]
    recommendation_key: Mapped[str | None] = mapped_column(String(80))
    plain_language: Mapped[str] = mapped_column(String(600), default="")
    background: Mapped[str] = mapped_column(String(8000), default="")
    origin: Mapped[str] = mapped_column(String(300), default="")
    question_id: Mapped[str | None] = mapped_column(ForeignKey("evidence_question.id"))
    withdrawn: Mapped[bool] = mapped_column(default=False)

    process: Mapped[Process] = relationship()

    @property
    def key(self) -> str:
        """What names it in results: the recommendation's id, or its number where there is none."""
        return key_of(self.recommendation_key, self.number)

    @property
    def network_id(self) -> str:
        """The network of the process."""
        return self.process.network_id

    @property
    def project_id(self) -> str:
        """The project of the process."""
        return self.process.project_id


class StatementVersion(Base):
    """One wording of a statement, named by its hash; it never changes.

    `parent` is the wording before of the same statement, `parents` are wordings of other
    statements that it came from. `after_round` is the number of the last round before it
    was written, 0 before the first. `document_version` is empty for one that stands alone.
    """

    __tablename__ = "statement_version"
    __table_args__ = (
        UniqueConstraint("statement_id", "number"),
        CheckConstraint(
            "lineage NOT IN ('reworded', 'withdrawn') OR parent_id IS NOT NULL",
            name="a_later_wording_has_a_parent",
        ),
        CheckConstraint(
            "lineage NOT IN ('new', 'from-comments', 'from-proposals') OR parent_id IS NULL",
            name="a_first_wording_has_none",
        ),
        CheckConstraint("lineage = 'new' OR reason <> ''", name="a_change_has_a_reason"),
        CheckConstraint(
            "meaning_changed OR lineage IN ('reworded', 'withdrawn')", name="a_first_one_is_new"
        ),
        CheckConstraint("after_round >= 0", name="written_after_a_round_or_before"),
    )

    id: Mapped[Key]
    statement_id: Mapped[Ref] = mapped_column(ForeignKey("statement.id"))
    number: Mapped[int]
    wording: Mapped[str] = mapped_column(Text)
    wording_sha256: Mapped[Sha]
    document_version: Mapped[int | None]
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("statement_version.id"))
    lineage: Mapped[Lineage] = mapped_column(default=Lineage.NEW)
    meaning_changed: Mapped[bool] = mapped_column(default=True)
    reason: Mapped[str] = mapped_column(String(1000), default="")
    after_round: Mapped[int] = mapped_column(default=0)
    created_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)

    statement: Mapped[Statement] = relationship()
    parent: Mapped["StatementVersion | None"] = relationship(remote_side="StatementVersion.id")
    author: Mapped[Person | None] = relationship()
    parents: Mapped[list["StatementVersion"]] = relationship(
        secondary="statement_parent",
        primaryjoin="StatementVersion.id == StatementParent.version_id",
        secondaryjoin="StatementVersion.id == StatementParent.parent_id",
        viewonly=True,
    )


class StatementParent(Base):
    """A wording of another statement that this wording was split off or merged from."""

    __tablename__ = "statement_parent"
    __table_args__ = (CheckConstraint("version_id <> parent_id", name="nobody_is_their_own"),)

    version_id: Mapped[Ref] = mapped_column(ForeignKey("statement_version.id"), primary_key=True)
    parent_id: Mapped[Ref] = mapped_column(
        ForeignKey("statement_version.id"), primary_key=True, index=True
    )

    version: Mapped[StatementVersion] = relationship(foreign_keys=[version_id])
    parent: Mapped[StatementVersion] = relationship(foreign_keys=[parent_id])
