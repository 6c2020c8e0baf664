"""What follows from interests: decisions, topics, and the rules of a project."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.db import Base, Key, Ref, now
from guidelines.interests.rules import Level, Measure, Policy
from guidelines.projects.models import Project


class InterestManagement(Base):
    """What somebody else decided on a person's interests for one recommendation or topic.

    `key` is the id of the recommendation, the `key` of a `RecommendationTopic`, or empty for all
    of them. The newest number counts. Rows are only ever added.
    """

    __tablename__ = "interest_management"
    __table_args__ = (
        UniqueConstraint("project_id", "person_id", "key", "number"),
        ForeignKeyConstraint(
            ["declaration_id", "person_id", "project_id"],
            [
                "interest_declaration.id",
                "interest_declaration.person_id",
                "interest_declaration.project_id",
            ],
            name="fk_interest_management_declaration",
        ),
        Index("ix_interest_management_person", "person_id", "measure"),
        CheckConstraint("person_id <> assessor_id", name="nobody_assesses_themselves"),
        CheckConstraint(
            "level IN ('none', 'low') OR measure IN ('abstains', 'out')", name="ladder"
        ),
        CheckConstraint(
            "measure IN ('none', 'no-lead') OR (reason <> '' AND key <> '')",
            name="abstaining_has_a_reason",
        ),
    )

    id: Mapped[Key]
    project_id: Mapped[Ref] = mapped_column(ForeignKey("project.id"))
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    declaration_id: Mapped[Ref] = mapped_column(index=True)
    key: Mapped[str] = mapped_column(String(200), default="")
    number: Mapped[int]
    level: Mapped[Level]
    measure: Mapped[Measure]
    reason: Mapped[str] = mapped_column(String(2000), default="")
    assessor_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    project: Mapped[Project] = relationship()

    @property
    def network_id(self) -> str:
        """The network of the project."""
        return self.project.network_id


class RecommendationTopic(Base):
    """Recommendations that belong together, such as those on one question, and who leads on them.

    What is decided for a topic holds for every recommendation that is in it at the moment.
    """

    __tablename__ = "recommendation_topic"
    __table_args__ = (
        UniqueConstraint("project_id", "title"),
        CheckConstraint("title <> ''", name="has_a_title"),
    )

    id: Mapped[Key]
    project_id: Mapped[Ref] = mapped_column(ForeignKey("project.id"))
    title: Mapped[str] = mapped_column(String(120))
    keys: Mapped[list[str]] = mapped_column(default=list)
    lead_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))

    project: Mapped[Project] = relationship()
    lead: Mapped[Person | None] = relationship()

    @property
    def network_id(self) -> str:
        """The network of the project."""
        return self.project.network_id

    @property
    def key(self) -> str:
        """What stands for the topic where else a recommendation stands; no id begins like it."""
        return f"@{self.id}"


class InterestPolicy(Base):
    """What a project asks for beyond the least; the newest number counts, rows are only added.

    `terms` are `rules.Policy` as plain values.
    """

    __tablename__ = "interest_policy"
    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        CheckConstraint("number >= 1", name="numbers_count_up"),
    )

    id: Mapped[Key]
    project_id: Mapped[Ref] = mapped_column(ForeignKey("project.id"))
    number: Mapped[int]
    terms: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(String(2000), default="")
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    @property
    def policy(self) -> Policy:
        """The terms as a value."""
        return Policy.from_plain(self.terms)
