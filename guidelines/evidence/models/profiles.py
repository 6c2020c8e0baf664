"""What is known on the question of a recommendation, and the judgements that rest on it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.db import Base, Key, Ref, now
from guidelines.evidence.rules.judgements import Certainty, Criterion
from guidelines.projects.models import Project


class EvidenceProfile(Base):
    """What is known on the question of one recommendation, named by its id.

    `outcomes` is a list of `rules.Outcome` as plain values.
    """

    __tablename__ = "evidence_profile"
    __table_args__ = (
        UniqueConstraint("project_id", "key"),
        CheckConstraint("key <> ''", name="is_about_a_recommendation"),
    )

    id: Mapped[Key]
    project_id: Mapped[Ref] = mapped_column(ForeignKey("project.id"))
    key: Mapped[str] = mapped_column(String(200))
    question: Mapped[str] = mapped_column(String(1000), default="")
    population: Mapped[str] = mapped_column(String(1000), default="")
    intervention: Mapped[str] = mapped_column(String(1000), default="")
    comparator: Mapped[str] = mapped_column(String(1000), default="")
    certainty: Mapped[Certainty | None]
    outcomes: Mapped[list[Any]] = mapped_column(default=list)
    summary: Mapped[str] = mapped_column(String(8000), default="")
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(default=now)

    project: Mapped[Project] = relationship()
    judgements: Mapped[list["Judgement"]] = relationship(
        back_populates="profile", cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def network_id(self) -> str:
        """The network of the project."""
        return self.project.network_id


class Judgement(Base):
    """What the group thinks on one criterion on the way from evidence to decision."""

    __tablename__ = "judgement"
    __table_args__ = (
        UniqueConstraint("profile_id", "criterion"),
        CheckConstraint("judgement <> '' OR note <> ''", name="says_something"),
    )

    id: Mapped[Key]
    profile_id: Mapped[Ref] = mapped_column(ForeignKey("evidence_profile.id"))
    criterion: Mapped[Criterion]
    judgement: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(String(4000), default="")

    profile: Mapped[EvidenceProfile] = relationship(back_populates="judgements")
