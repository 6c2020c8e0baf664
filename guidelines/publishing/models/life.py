"""The life of a guideline, and the organisations that endorse it."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.db import Base, Key, Ref, enum_values, now
from guidelines.drafts.models import Document
from guidelines.drafts.models.documents import in_document
from guidelines.publishing.models.approvals import ApprovalRequest
from guidelines.publishing.rules.life import LIFE, Life, LifeMove


class GuidelineMove(Base):
    """One step in the life of a guideline; rows are only ever inserted.

    The database holds the whole table of steps: a row begins where the one before it (`previous`)
    ended, and its step is one of `rules.life.LIFE`.
    """

    __tablename__ = "guideline_move"
    __table_args__ = (
        in_document(),
        UniqueConstraint("document_id", "number"),
        UniqueConstraint("document_id", "number", "after"),
        ForeignKeyConstraint(
            ["document_id", "previous", "before"],
            ["guideline_move.document_id", "guideline_move.number", "guideline_move.after"],
            name="fk_guideline_move_begins_where_the_last_ended",
        ),
        CheckConstraint(LIFE.as_check('"before"', '"move"', '"after"'), name="is_a_step"),
        CheckConstraint(
            "(number = 1 AND previous IS NULL AND \"before\" = 'planned') "
            "OR (number > 1 AND previous IS NOT NULL AND previous = number - 1)",
            name="follows_the_last",
        ),
        CheckConstraint(
            "\"move\" NOT IN ('withdraw', 'supersede', 'begin') OR note <> ''",
            name="has_a_reason",
        ),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref] = mapped_column(ForeignKey("document.id"))
    number: Mapped[int]
    previous: Mapped[int | None]
    before: Mapped[Life]
    move: Mapped[LifeMove]
    after: Mapped[Life] = mapped_column(
        Enum(
            Life,
            name="lifeafter",
            values_callable=enum_values,
            native_enum=False,
            length=40,
            create_constraint=True,
        )
    )
    note: Mapped[str] = mapped_column(String(2000), default="")
    review_by: Mapped[date | None]
    successor: Mapped[str] = mapped_column(String(500), default="")
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    document: Mapped[Document] = relationship(foreign_keys=[document_id], viewonly=True)
    person: Mapped[Person | None] = relationship(viewonly=True)


class Endorsement(Base):
    """An organisation outside stands behind one exact text, mostly for some years."""

    __tablename__ = "endorsement"
    __table_args__ = (
        in_document(),
        CheckConstraint("organisation <> ''", name="has_a_name"),
        CheckConstraint("expires_on IS NULL OR expires_on > given_on", name="ends_later"),
        CheckConstraint("ended_at IS NULL OR ended_why <> ''", name="ended_for_a_reason"),
        CheckConstraint("(letter_sha256 IS NULL) = (letter_name = '')", name="a_letter_is_whole"),
        Index("ix_endorsement_document", "document_id", "given_on"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref] = mapped_column(ForeignKey("document.id"))
    request_id: Mapped[Ref] = mapped_column(ForeignKey("approval_request.id"))
    organisation: Mapped[str] = mapped_column(String(300))
    given_on: Mapped[date]
    expires_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(1000), default="")
    letter_sha256: Mapped[str | None] = mapped_column(String(64))
    letter_name: Mapped[str] = mapped_column(String(200), default="")
    letter_type: Mapped[str] = mapped_column(String(100), default="")
    recorded_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str] = mapped_column(String(1000), default="")

    document: Mapped[Document] = relationship(foreign_keys=[document_id], viewonly=True)
    request: Mapped[ApprovalRequest] = relationship(viewonly=True)
    recorder: Mapped[Person] = relationship(viewonly=True)

    def stands_on(self, day: date) -> bool:
        """Tell whether it holds on this day: not ended, not over."""
        return self.ended_at is None and (self.expires_on is None or day <= self.expires_on)
