"""How the group comes from the evidence on a question to one recommendation."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.db import Base, Key, Ref, now
from guidelines.evidence.models.questions import EvidenceQuestion
from guidelines.evidence.rules.judgements import Certainty, Criterion
from guidelines.projects.models import Project


class EvidenceProfile(Base):
    """The evidence of one recommendation, named by its id: a question, and what is made of it.

    The question is shared by all recommendations that answer it; the judgements and the
    `conclusion` (see `rules.frameworks.checked_conclusion`) belong to this recommendation alone.
    """

    __tablename__ = "evidence_profile"
    __table_args__ = (
        UniqueConstraint("project_id", "key"),
        CheckConstraint("key <> ''", name="is_about_a_recommendation"),
        CheckConstraint("criteria IN (4, 7, 12)", name="has_a_set_of_criteria"),
    )

    id: Mapped[Key]
    project_id: Mapped[Ref] = mapped_column(ForeignKey("project.id"))
    question_id: Mapped[Ref] = mapped_column(ForeignKey("evidence_question.id"), index=True)
    key: Mapped[str] = mapped_column(String(200))
    criteria: Mapped[int] = mapped_column(default=12)
    conclusion: Mapped[dict[str, Any]] = mapped_column(default=dict)
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(default=now)

    project: Mapped[Project] = relationship()
    asked: Mapped[EvidenceQuestion] = relationship(lazy="joined", innerjoin=True)
    judgements: Mapped[list["Judgement"]] = relationship(
        back_populates="profile", cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def network_id(self) -> str:
        """The network of the project."""
        return self.project.network_id

    @property
    def question(self) -> str:
        """The question in words."""
        return self.asked.text

    @property
    def population(self) -> str:
        """Whom the question is about."""
        return self.asked.population

    @property
    def intervention(self) -> str:
        """What is done to them."""
        return self.asked.intervention

    @property
    def comparator(self) -> str:
        """Instead of what."""
        return self.asked.comparator

    @property
    def summary(self) -> str:
        """What is known, in plain words."""
        return self.asked.summary

    @property
    def outcomes(self) -> list[Any]:
        """The outcomes of the question as plain values."""
        return self.asked.outcomes

    @property
    def certainty(self) -> Certainty | None:
        """The certainty over all critical outcomes."""
        return self.asked.certainty


class Judgement(Base):
    """What the group thinks on one criterion on the way from evidence to decision.

    `evidence` is what research says on it, `note` what else was considered.
    """

    __tablename__ = "judgement"
    __table_args__ = (
        UniqueConstraint("profile_id", "criterion"),
        CheckConstraint("judgement <> '' OR note <> '' OR evidence <> ''", name="says_something"),
    )

    id: Mapped[Key]
    profile_id: Mapped[Ref] = mapped_column(ForeignKey("evidence_profile.id"))
    criterion: Mapped[Criterion]
    judgement: Mapped[str] = mapped_column(String(40), default="")
    evidence: Mapped[str] = mapped_column(String(8000), default="")
    note: Mapped[str] = mapped_column(String(4000), default="")
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    profile: Mapped[EvidenceProfile] = relationship(back_populates="judgements")
    person: Mapped[Person | None] = relationship()


class JudgementEntry(Base):
    """One judgement as it was saved once: these rows are only ever added."""

    __tablename__ = "judgement_entry"
    __table_args__ = (Index("ix_judgement_entry_profile", "profile_id", "at"),)

    id: Mapped[Key]
    profile_id: Mapped[Ref]
    criterion: Mapped[Criterion]
    judgement: Mapped[str] = mapped_column(String(40), default="")
    evidence: Mapped[str] = mapped_column(String(8000), default="")
    note: Mapped[str] = mapped_column(String(4000), default="")
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    person: Mapped[Person | None] = relationship()
