"""Declarations of interests, and what follows from them; rows are only ever added."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.db import Base, Key, Ref, now
from guidelines.interests.rules import Interest, Level, Measure, Topic
from guidelines.projects.models import Project


class InterestDeclaration(Base):
    """What a person declared for a project; a later one replaces it and it stays.

    `interests` is a list of `rules.Interest` as plain values.
    """

    __tablename__ = "interest_declaration"
    __table_args__ = (
        UniqueConstraint("project_id", "person_id", "number"),
        CheckConstraint("number >= 1", name="numbers_count_up"),
    )

    id: Mapped[Key]
    project_id: Mapped[Ref] = mapped_column(ForeignKey("project.id"))
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"), index=True)
    number: Mapped[int]
    nothing: Mapped[bool] = mapped_column("nothing_to_declare")
    interests: Mapped[list[Any]] = mapped_column(default=list)
    at: Mapped[datetime] = mapped_column(default=now)

    project: Mapped[Project] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def network_id(self) -> str:
        """The network of the project."""
        return self.project.network_id

    @property
    def declared(self) -> list[Interest]:
        """The interests, in the order of their topics."""
        return [Interest(Topic(one["topic"]), one["text"]) for one in self.interests]


class InterestManagement(Base):
    """What somebody else decided on a person's interests for one recommendation.

    `key` is the id of the recommendation, empty for all of them. The newest number counts.
    """

    __tablename__ = "interest_management"
    __table_args__ = (
        UniqueConstraint("project_id", "person_id", "key", "number"),
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
    declaration_id: Mapped[Ref] = mapped_column(ForeignKey("interest_declaration.id"), index=True)
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
