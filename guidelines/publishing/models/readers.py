"""Kept beside published versions: checked doses, counted downloads, guidelines of others."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.db import Base, Key, Ref, Sha, now
from guidelines.drafts.models.documents import in_document


class DoseCheck(Base):
    """Somebody compared the doses and numbers of one exact sentence with their source.

    `sentence_sha256` is the hash of the sentence with what is in front of it in a table: another
    wording has another one, and is asked for again.
    """

    __tablename__ = "dose_check"
    __table_args__ = (in_document(), UniqueConstraint("document_id", "sentence_sha256"))

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref] = mapped_column(ForeignKey("document.id"))
    sentence_sha256: Mapped[Sha]
    source: Mapped[str] = mapped_column(String(300), default="")
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    person: Mapped[Person] = relationship(viewonly=True)


class DownloadCount(Base):
    """How often one form of a published version was downloaded on one day (UTC).

    Nothing else is kept: no address, no program, no moment.
    """

    __tablename__ = "download_count"
    __table_args__ = (
        UniqueConstraint("edition_id", "form", "day"),
        CheckConstraint("number > 0", name="counts_up"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    edition_id: Mapped[Ref] = mapped_column(ForeignKey("edition.id"))
    form: Mapped[str] = mapped_column(String(20))
    day: Mapped[date]
    number: Mapped[int]


class ExternalGuideline(Base):
    """A guideline of others that a network endorses, mostly for some years.

    `conditions` are pairs of an ORPHAcode and its words. It stands in the library until it is
    taken out, with a mark once `expires_on` has passed.
    """

    __tablename__ = "external_guideline"
    __table_args__ = (
        CheckConstraint("title <> '' AND publisher <> '' AND link <> ''", name="can_be_found"),
        CheckConstraint("expires_on > endorsed_on", name="ends_later"),
        CheckConstraint("ended_at IS NULL OR ended_why <> ''", name="ended_for_a_reason"),
        Index("ix_external_guideline_network", "network_id", "title"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref] = mapped_column(ForeignKey("network.id"))
    title: Mapped[str] = mapped_column(String(300))
    publisher: Mapped[str] = mapped_column(String(300))
    link: Mapped[str] = mapped_column(String(500))
    doi: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(12), default="en")
    year: Mapped[int]
    scope: Mapped[str] = mapped_column(String(1000), default="")
    conditions: Mapped[list[Any]] = mapped_column(default=list)
    endorsed_on: Mapped[date]
    endorsed_by: Mapped[str] = mapped_column(String(300))
    expires_on: Mapped[date]
    statement: Mapped[str] = mapped_column(Text, default="")
    appraisal: Mapped[str] = mapped_column(String(1000), default="")
    recorded_by: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str] = mapped_column(String(1000), default="")

    recorder: Mapped[Person] = relationship(viewonly=True)

    @property
    def project_id(self) -> str | None:
        """It belongs to a network, to none of its projects."""
        return None

    def is_expired(self, today: date) -> bool:
        """Tell whether its endorsement is over today."""
        return self.expires_on < today
