"""Searches for evidence: strategies, the flow of records, screening, and risk of bias."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.db import Base, Key, Ref, now
from guidelines.evidence.rules.bias import Tool
from guidelines.evidence.rules.flow import Flow, flow_of
from guidelines.evidence.rules.screening import Decision, Stage
from guidelines.projects.models import Project


class EvidenceSearch(Base):
    """One systematic search: what was asked of which databases, and what came of it.

    `flow` is a `rules.flow.Flow` as plain values.
    """

    __tablename__ = "evidence_search"
    __table_args__ = (CheckConstraint("title <> ''", name="has_a_title"),)

    id: Mapped[Key]
    project_id: Mapped[Ref] = mapped_column(ForeignKey("project.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    criteria: Mapped[str] = mapped_column(String(4000), default="")
    note: Mapped[str] = mapped_column(String(4000), default="")
    living: Mapped[bool] = mapped_column(default=False)
    flow: Mapped[dict[str, Any]] = mapped_column(default=dict)
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(default=now)

    project: Mapped[Project] = relationship()
    strategies: Mapped[list["SearchStrategy"]] = relationship(
        back_populates="search",
        cascade="all, delete-orphan",
        lazy="selectin",
        order_by="SearchStrategy.searched_on.desc(), SearchStrategy.database",
    )
    records: Mapped[list["ScreenedRecord"]] = relationship(
        back_populates="search", cascade="all, delete-orphan", order_by="ScreenedRecord.title"
    )
    tables: Mapped[list["BiasTable"]] = relationship(
        back_populates="search", cascade="all, delete-orphan", order_by="BiasTable.title"
    )

    @property
    def network_id(self) -> str:
        """The network of the project."""
        return self.project.network_id

    @property
    def numbers(self) -> Flow:
        """The flow as values that can compute."""
        return flow_of(self.flow)

    @property
    def last_search(self) -> date | None:
        """The day on which every database had last been searched: the oldest newest day."""
        newest: dict[str, date] = {}
        for one in self.strategies:
            name = one.database.casefold()
            newest[name] = max(one.searched_on, newest.get(name, one.searched_on))
        return min(newest.values(), default=None)

    @property
    def hits(self) -> int | None:
        """The records that all strategies found, or None while one of them has no number."""
        counts = [one.hits for one in self.strategies]
        known = [count for count in counts if count is not None]
        return sum(known) if known and len(known) == len(counts) else None


class _InSearch:
    """What belongs to a search lies in its project."""

    if TYPE_CHECKING:
        search: Mapped[EvidenceSearch]

    @property
    def project_id(self) -> str:
        """The project of the search."""
        return self.search.project_id

    @property
    def network_id(self) -> str:
        """The network of the project."""
        return self.search.network_id


class SearchStrategy(_InSearch, Base):
    """What was asked of one database on one day, word for word."""

    __tablename__ = "search_strategy"
    __table_args__ = (CheckConstraint("hits IS NULL OR hits >= 0", name="hits_are_a_number"),)

    id: Mapped[Key]
    search_id: Mapped[Ref] = mapped_column(ForeignKey("evidence_search.id"), index=True)
    database: Mapped[str] = mapped_column(String(200))
    platform: Mapped[str] = mapped_column(String(200), default="")
    searched_on: Mapped[date]
    query: Mapped[str] = mapped_column(Text, default="")
    limits: Mapped[str] = mapped_column(String(1000), default="")
    hits: Mapped[int | None]
    revision: Mapped[int] = mapped_column(default=1)

    search: Mapped[EvidenceSearch] = relationship(back_populates="strategies")


class ScreenedRecord(_InSearch, Base):
    """A record that was judged: taken in or not, at which stage, and why not."""

    __tablename__ = "screened_record"

    id: Mapped[Key]
    search_id: Mapped[Ref] = mapped_column(ForeignKey("evidence_search.id"), index=True)
    title: Mapped[str] = mapped_column(String(1000))
    authors: Mapped[str] = mapped_column(String(1000), default="")
    year: Mapped[str] = mapped_column(String(10), default="")
    source: Mapped[str] = mapped_column(String(500), default="")
    doi: Mapped[str] = mapped_column(String(300), default="")
    stage: Mapped[Stage]
    decision: Mapped[Decision]
    reason: Mapped[str] = mapped_column(String(300), default="")

    search: Mapped[EvidenceSearch] = relationship(back_populates="records")


class BiasTable(_InSearch, Base):
    """Risk of bias of the included studies, by domain of one tool.

    `rows` is a list of studies as `rules.bias.checked_studies` returns them.
    """

    __tablename__ = "bias_table"

    id: Mapped[Key]
    search_id: Mapped[Ref] = mapped_column(ForeignKey("evidence_search.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    tool: Mapped[Tool]
    domains: Mapped[list[Any]] = mapped_column(default=list)
    rows: Mapped[list[Any]] = mapped_column(default=list)
    revision: Mapped[int] = mapped_column(default=1)

    search: Mapped[EvidenceSearch] = relationship(back_populates="tables")
