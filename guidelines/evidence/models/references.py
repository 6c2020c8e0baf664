"""The references of a project, what was decided on twins among them, and how they are printed."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from guidelines.db import Base, Key, Ref, now
from guidelines.evidence.rules.shelf import Filed, filed
from guidelines.projects.models import Project


class Reference(Base):
    """One source in the library of a project: a CSL-JSON item under the key that texts cite.

    The columns from `doi` to `retracted` follow `csl` by themselves. A row with `merged_into_id`
    is the twin of another: it is shown nowhere, but its key still leads to that source.
    `corrected` and `offered` are of fields that somebody wrote by hand: see `rules.corrections`.
    """

    __tablename__ = "reference"
    __table_args__ = (
        UniqueConstraint("project_id", "key"),
        Index("ix_reference_doi", "project_id", "doi"),
        Index("ix_reference_pmid", "project_id", "pmid"),
        Index("ix_reference_twin", "project_id", "twin"),
        CheckConstraint("key <> ''", name="has_a_key"),
        CheckConstraint(
            "merged_into_id IS NULL OR merged_into_id <> id", name="is_no_twin_of_itself"
        ),
    )

    id: Mapped[Key]
    project_id: Mapped[Ref] = mapped_column(ForeignKey("project.id"))
    key: Mapped[str] = mapped_column(String(200))
    doi: Mapped[str] = mapped_column(String(300), default="")
    pmid: Mapped[str] = mapped_column(String(20), default="")
    kind: Mapped[str] = mapped_column(String(40), default="document")
    title: Mapped[str] = mapped_column(String(300), default="")
    people: Mapped[str] = mapped_column(String(100), default="")
    year: Mapped[int | None]
    search_text: Mapped[str] = mapped_column(Text, default="")
    twin: Mapped[str] = mapped_column(String(300), default="")
    retracted: Mapped[bool] = mapped_column(default=False)
    retracted_on: Mapped[str] = mapped_column(String(20), default="")
    retraction_source: Mapped[str] = mapped_column(String(300), default="")
    merged_into_id: Mapped[str | None] = mapped_column(ForeignKey("reference.id"), index=True)
    csl: Mapped[dict[str, Any]]
    corrected: Mapped[dict[str, Any]] = mapped_column(default=dict)
    offered: Mapped[dict[str, Any]] = mapped_column(default=dict)
    revision: Mapped[int] = mapped_column(default=1)
    added_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)

    project: Mapped[Project] = relationship()

    @validates("csl")
    def _file(self, _name: str, csl: dict[str, Any]) -> dict[str, Any]:
        place = filed(csl)
        for name in Filed.__dataclass_fields__:
            setattr(self, name, getattr(place, name))
        return csl

    @property
    def network_id(self) -> str:
        """The network of the project."""
        return self.project.network_id


class Verdict(StrEnum):
    """What a person decided on two references that look like one source."""

    APART = "apart"
    MERGED = "merged"


class ReferencePair(Base):
    """A decision on two references; `before` is the kept one's item before it was merged."""

    __tablename__ = "reference_pair"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id <> second_id", name="is_about_two"),
    )

    id: Mapped[Key]
    project_id: Mapped[Ref] = mapped_column(ForeignKey("project.id"), index=True)
    first_id: Mapped[Ref] = mapped_column(ForeignKey("reference.id"))
    second_id: Mapped[Ref] = mapped_column(ForeignKey("reference.id"), index=True)
    verdict: Mapped[Verdict]
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    merged_at_revision: Mapped[int] = mapped_column(default=0)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    project: Mapped[Project] = relationship()
    first: Mapped[Reference] = relationship(foreign_keys=[first_id])
    second: Mapped[Reference] = relationship(foreign_keys=[second_id])

    @property
    def network_id(self) -> str:
        """The network of the project."""
        return self.project.network_id


class CitationStyle(Base):
    """How a project prints its references: the name of a bundled style, or ``own``.

    `sample` are the lines that it makes of some references of the project; `failure` says why it
    makes none. Both are empty until it was tried.
    """

    __tablename__ = "citation_style"
    __table_args__ = (
        UniqueConstraint("project_id"),
        CheckConstraint("name <> 'own' OR source <> ''", name="an_own_style_has_a_source"),
    )

    id: Mapped[Key]
    project_id: Mapped[Ref] = mapped_column(ForeignKey("project.id"))
    name: Mapped[str] = mapped_column(String(100))
    own_title: Mapped[str] = mapped_column(String(300), default="")
    source: Mapped[str] = mapped_column(Text, default="")
    sample: Mapped[list[str]] = mapped_column(default=list)
    failure: Mapped[str] = mapped_column(String(500), default="")
    changed_at: Mapped[datetime] = mapped_column(default=now)

    project: Mapped[Project] = relationship()

    @property
    def network_id(self) -> str:
        """The network of the project."""
        return self.project.network_id
