"""Files and lists of references that people handed in."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.db import Base, Key, Ref, Sha, now
from guidelines.projects.models import Project


class ImportState(StrEnum):
    """Where the reading of a file of references stands."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class ReferenceImport(Base):
    """A file of references that somebody handed in, or a list to look up, and what came of it.

    `asked` and `answered` count the entries of a list that is looked up elsewhere.
    """

    __tablename__ = "reference_import"
    __table_args__ = (
        CheckConstraint("state <> 'failed' OR failure <> ''", name="a_failure_has_a_reason"),
        CheckConstraint(
            "added >= 0 AND updated >= 0 AND unchanged >= 0", name="counts_are_counts"
        ),
        CheckConstraint("answered >= 0 AND answered <= asked", name="answers_were_asked_for"),
    )

    id: Mapped[Key]
    project_id: Mapped[Ref] = mapped_column(ForeignKey("project.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[Sha]
    state: Mapped[ImportState] = mapped_column(default=ImportState.WAITING)
    format: Mapped[str] = mapped_column(String(20), default="")
    asked: Mapped[int] = mapped_column(default=0)
    answered: Mapped[int] = mapped_column(default=0)
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
