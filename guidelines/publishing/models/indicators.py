"""Indicators of recommendations, and what published versions give to lists across guidelines."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.db import Base, Key, Ref, now
from guidelines.drafts.models import Document
from guidelines.drafts.models.documents import in_document
from guidelines.publishing.rules.findable import Findable
from guidelines.publishing.rules.indicators import Aim, IndicatorKind


class Indicator(Base):
    """How it is measured whether a recommendation is followed, and to what effect.

    `key` is the id of the recommendation, which is never given to another. `revision` counts its
    changes: who saves an older one is told.
    """

    __tablename__ = "indicator"
    __table_args__ = (
        in_document(),
        CheckConstraint("\"key\" <> '' AND \"name\" <> ''", name="has_a_name"),
        CheckConstraint("revision >= 1", name="revision_counts_up"),
        CheckConstraint("(aim = 'observe') = (target = '')", name="aims_at_a_number"),
        Index("ix_indicator_document", "document_id", "key"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref] = mapped_column(ForeignKey("document.id"))
    key: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(300))
    kind: Mapped[IndicatorKind]
    numerator: Mapped[str] = mapped_column(String(1000))
    denominator: Mapped[str] = mapped_column(String(1000))
    exclusions: Mapped[str] = mapped_column(String(1000), default="")
    aim: Mapped[Aim]
    target: Mapped[str] = mapped_column(String(20), default="")
    unit: Mapped[str] = mapped_column(String(40), default="%")
    data_source: Mapped[str] = mapped_column(String(500))
    method: Mapped[str] = mapped_column(String(1000), default="")
    interval: Mapped[str] = mapped_column(String(200), default="")
    standard: Mapped[str] = mapped_column(String(500), default="")
    revision: Mapped[int] = mapped_column(default=1)
    saved_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)

    document: Mapped[Document] = relationship(foreign_keys=[document_id], viewonly=True)


class PublishedItem(Base):
    """An indicator or a research gap of a published version, for lists across guidelines.

    It repeats what the frozen content says (`content`), so that a list need not read whole
    guidelines.
    """

    __tablename__ = "published_item"
    __frozen__ = True
    __table_args__ = (
        UniqueConstraint("edition_id", "kind", "place"),
        Index("ix_published_item_network", "network_id", "kind"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref] = mapped_column(ForeignKey("network.id"))
    project_id: Mapped[Ref] = mapped_column(ForeignKey("project.id"))
    edition_id: Mapped[Ref] = mapped_column(ForeignKey("edition.id"))
    kind: Mapped[Findable]
    place: Mapped[int]
    content: Mapped[dict[str, Any]]
