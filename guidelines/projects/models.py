"""Networks, their guideline projects, and who belongs to them."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.db import Base, Key, Ref, now
from guidelines.permissions import Role


class Network(Base):
    """A clinical network. One installation serves several, invisible to each other."""

    __tablename__ = "network"
    __table_args__ = (
        UniqueConstraint("slug"),
        CheckConstraint("slug <> '' AND title <> ''", name="has_a_name"),
    )

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def network_id(self) -> str:
        """The network itself is what the policy asks about."""
        return self.id

    @property
    def project_id(self) -> None:
        """A network lies in no project."""


class NetworkMember(Base):
    """A role in the network as a whole: administrator, or reader of its project list."""

    __tablename__ = "network_member"
    __table_args__ = (
        CheckConstraint("role IN ('administrator', 'reader')", name="role_of_a_network"),
    )

    network_id: Mapped[Ref] = mapped_column(ForeignKey("network.id"), primary_key=True)
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(primary_key=True)

    person: Mapped[Person] = relationship()
    network: Mapped[Network] = relationship()


class Project(Base):
    """The work on one guideline: its members, its documents, its votes."""

    __tablename__ = "project"
    __table_args__ = (
        UniqueConstraint("network_id", "slug"),
        UniqueConstraint("network_id", "id"),
        CheckConstraint("slug <> '' AND title <> ''", name="has_a_name"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref] = mapped_column(ForeignKey("network.id"))
    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(300))
    scope: Mapped[str] = mapped_column(String(4000), default="")
    time_zone: Mapped[str] = mapped_column(String(60), default="UTC")
    created_at: Mapped[datetime] = mapped_column(default=now)

    network: Mapped[Network] = relationship()

    @property
    def project_id(self) -> str:
        """The project itself is what the policy asks about."""
        return self.id


class StakeholderGroup(Base):
    """A group of the panel: clinicians, patient representatives, the project's own."""

    __tablename__ = "stakeholder_group"
    __table_args__ = (
        UniqueConstraint("project_id", "title"),
        UniqueConstraint("project_id", "id"),
        CheckConstraint("title <> ''", name="has_a_title"),
    )

    id: Mapped[Key]
    project_id: Mapped[Ref] = mapped_column(ForeignKey("project.id"))
    title: Mapped[str] = mapped_column(String(80))


class Member(Base):
    """One role of one person in a project."""

    __tablename__ = "member"
    __table_args__ = (
        UniqueConstraint("project_id", "person_id", "role"),
        ForeignKeyConstraint(
            ["project_id", "group_id"], ["stakeholder_group.project_id", "stakeholder_group.id"]
        ),
        CheckConstraint("role NOT IN ('administrator', 'reader')", name="role_of_a_project"),
    )

    id: Mapped[Key]
    project_id: Mapped[Ref] = mapped_column(ForeignKey("project.id"))
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role]
    group_id: Mapped[str | None] = mapped_column(String(12))
    since: Mapped[datetime] = mapped_column(default=now)

    person: Mapped[Person] = relationship()
    project: Mapped[Project] = relationship()
    group: Mapped[StakeholderGroup | None] = relationship(viewonly=True)

    @property
    def network_id(self) -> str:
        """The network of the project."""
        return self.project.network_id
