"""What a guideline asks: questions with their outcomes, ratings and observations of experts."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.db import Base, Key, Ref, now
from guidelines.evidence.models.searches import EvidenceSearch
from guidelines.evidence.rules.judgements import Certainty
from guidelines.evidence.rules.outcomes import Outcome, outcome_of
from guidelines.evidence.rules.questions import Kind
from guidelines.projects.models import Project


class EvidenceQuestion(Base):
    """A question that studies can answer, with the outcomes that matter and what was found.

    `outcomes` is a list of `rules.outcomes.Outcome` as plain values. `certainty` is the one that
    counts over all critical outcomes: by rule or, if `settled`, by people with their `reason`.
    """

    __tablename__ = "evidence_question"
    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        CheckConstraint("number > 0", name="is_numbered_from_one"),
        CheckConstraint("NOT settled OR certainty IS NOT NULL", name="settled_is_something"),
    )

    id: Mapped[Key]
    project_id: Mapped[Ref] = mapped_column(ForeignKey("project.id"))
    number: Mapped[int]
    kind: Mapped[Kind] = mapped_column(default=Kind.INTERVENTION)
    text: Mapped[str] = mapped_column(String(1000), default="")
    population: Mapped[str] = mapped_column(String(1000), default="")
    intervention: Mapped[str] = mapped_column(String(1000), default="")
    comparator: Mapped[str] = mapped_column(String(1000), default="")
    summary: Mapped[str] = mapped_column(String(8000), default="")
    outcomes: Mapped[list[Any]] = mapped_column(default=list)
    certainty: Mapped[Certainty | None]
    settled: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(1000), default="")
    search_id: Mapped[str | None] = mapped_column(ForeignKey("evidence_search.id"), index=True)
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(default=now)

    project: Mapped[Project] = relationship()
    search: Mapped[EvidenceSearch | None] = relationship(lazy="joined")
    ratings: Mapped[list["OutcomeRating"]] = relationship(
        back_populates="question", cascade="all, delete-orphan"
    )
    observations: Mapped[list["ExpertObservation"]] = relationship(
        back_populates="question",
        cascade="all, delete-orphan",
        order_by="ExpertObservation.recorded_at, ExpertObservation.id",
    )

    @property
    def network_id(self) -> str:
        """The network of the project."""
        return self.project.network_id

    @property
    def settled_at(self) -> Certainty | None:
        """The overall certainty if people gave it, None if it follows by rule."""
        return self.certainty if self.settled else None

    @property
    def findings(self) -> list[Outcome]:
        """The outcomes as values that can compute."""
        return [outcome_of(one) for one in self.outcomes]


class OutcomeRating(Base):
    """How much an outcome matters in the eyes of one person, from 1 to 9."""

    __tablename__ = "outcome_rating"
    __table_args__ = (
        UniqueConstraint("question_id", "outcome", "person_id"),
        CheckConstraint("rating >= 1 AND rating <= 9", name="is_on_the_scale"),
    )

    id: Mapped[Key]
    question_id: Mapped[Ref] = mapped_column(ForeignKey("evidence_question.id"))
    outcome: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    rating: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=now)

    question: Mapped[EvidenceQuestion] = relationship(back_populates="ratings")
    person: Mapped[Person] = relationship()


class ExpertObservation(Base):
    """What one expert has seen in their patients, in a form that can be compared.

    It never names a patient: only how many there were and how many did well or badly.
    """

    __tablename__ = "expert_observation"
    __table_args__ = (
        CheckConstraint("patients > 0", name="somebody_was_seen"),
        CheckConstraint(
            "supporting >= 0 AND opposing >= 0 AND supporting + opposing <= patients",
            name="no_more_than_were_seen",
        ),
    )

    id: Mapped[Key]
    question_id: Mapped[Ref] = mapped_column(ForeignKey("evidence_question.id"), index=True)
    expert: Mapped[str] = mapped_column(String(200))
    discipline: Mapped[str] = mapped_column(String(200), default="")
    centre: Mapped[str] = mapped_column(String(200), default="")
    years: Mapped[str] = mapped_column(String(100), default="")
    patients: Mapped[int]
    supporting: Mapped[int] = mapped_column(default=0)
    opposing: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str] = mapped_column(String(300), default="")
    observed_for: Mapped[str] = mapped_column(String(2000), default="")
    observed_against: Mapped[str] = mapped_column(String(2000), default="")
    source: Mapped[str] = mapped_column(String(300), default="")
    revision: Mapped[int] = mapped_column(default=1)
    recorded_at: Mapped[datetime] = mapped_column(default=now)

    question: Mapped[EvidenceQuestion] = relationship(back_populates="observations")

    @property
    def project_id(self) -> str:
        """The project of the question."""
        return self.question.project_id

    @property
    def network_id(self) -> str:
        """The network of the project."""
        return self.question.network_id
