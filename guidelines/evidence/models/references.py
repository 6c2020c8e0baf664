"""The references of a project, and the files that they came in."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.db import Base, Key, Ref, Sha, now
from guidelines.projects.models import Project


class Reference(Base):
    """One source in the library of a project: a CSL-JSON item under the key that texts cite."""

    __tablename__ = "reference"
    __table_args__ = (
        UniqueConstraint("project_id", "key"),
        Index("ix_reference_doi", "project_id", "doi"),
        CheckConstraint("key <> ''", name="has_a_key"),
    )

    id: Mapped[Key]
    project_id: Mapped[Ref] = mapped_column(ForeignKey("project.id"))
    key: Mapped[str] = mapped_column(String(200))
    doi: Mapped[str] = mapped_column(String(300), default="")
    csl: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(default=1)
    added_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)

    project: Mapped[Project] = relationship()

    @property
    def network_id(self) -> str:
        """The network of the project."""
        return self.project.network_id


class ImportState(StrEnum):
    """Where the reading of a file of references stands."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class ReferenceImport(Base):
    """A file of references that somebody handed in, and what came of it."""

    __tablename__ = "reference_import"
    __table_args__ = (
        CheckConstraint("state <> 'failed' OR failure <> ''", name="a_failure_has_a_reason"),
        CheckConstraint(
            "added >= 0 AND updated >= 0 AND unchanged >= 0", name="counts_are_counts"
        ),
    )

    id: Mapped[Key]
    project_id: Mapped[Ref] = mapped_column(ForeignKey("project.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[Sha]
    state: Mapped[ImportState] = mapped_column(default=ImportState.WAITING)
    format: Mapped[str] = mapped_column(String(20), default="")
    added: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    problems: Mapped[list[Any]] = mapped_column(default=list)
    failure: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(default=now)

    project: Mapped[Project] = relationship()

    @property
    def network_id(self) -> str:
        """The network of the project."""
        return self.project.network_id
