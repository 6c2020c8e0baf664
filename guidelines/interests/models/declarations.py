"""Declarations of interests; rows are only ever added."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.db import Base, Key, Ref, now
from guidelines.interests.rules import Interest
from guidelines.projects.models import Project


class InterestDeclaration(Base):
    """What a person declared for a project; a later one replaces it and it stays.

    `interests` is a list of `rules.Interest` as plain values. One that only says that nothing has
    changed holds the same again; `confirms_id` is the declaration in which it was first said, and
    what was decided on that one holds on. `occasion` is why it was said: a meeting, a renewal.
    """

    __tablename__ = "interest_declaration"
    __table_args__ = (
        UniqueConstraint("project_id", "person_id", "number"),
        UniqueConstraint("id", "person_id", "project_id"),
        CheckConstraint("number >= 1", name="numbers_count_up"),
    )

    id: Mapped[Key]
    project_id: Mapped[Ref] = mapped_column(ForeignKey("project.id"))
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"), index=True)
    number: Mapped[int]
    nothing: Mapped[bool] = mapped_column("nothing_to_declare")
    interests: Mapped[list[Any]] = mapped_column(default=list)
    confirms_id: Mapped[str | None] = mapped_column(ForeignKey("interest_declaration.id"))
    occasion: Mapped[str] = mapped_column(String(200), default="")
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
        return [Interest.from_plain(one) for one in self.interests]

    @property
    def said_in(self) -> str:
        """The id of the declaration in which this was first said."""
        return self.confirms_id or self.id
