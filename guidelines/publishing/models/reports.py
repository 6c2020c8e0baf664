"""Errors that readers report, and what was done about them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.db import Base, Key, Ref, enum_values, now
from guidelines.drafts.models import Document
from guidelines.drafts.models.documents import in_document
from guidelines.publishing.models.editions import Edition
from guidelines.publishing.rules.reports import (
    REPORT,
    ReportAnswer,
    ReportMove,
    ReportState,
    Urgency,
)


class ErrorReport(Base):
    """What a reader says is wrong in a published version.

    `key` is the recommendation it is about, `quote` the passage as the reader copied it; both may
    be empty. `email` is for the answer alone, and written to only once it is confirmed.
    `corrected_in` is the number of the version that no longer has the error.
    """

    __tablename__ = "error_report"
    __table_args__ = (
        in_document(),
        UniqueConstraint("document_id", "number"),
        CheckConstraint("body <> ''", name="says_something"),
        CheckConstraint(
            "(state = 'answered') = (outcome IS NOT NULL)", name="answered_with_an_outcome"
        ),
        CheckConstraint("outcome IS NULL OR answer <> ''", name="answered_in_words"),
        CheckConstraint(
            "state <> 'looking' OR in_charge_id IS NOT NULL", name="somebody_is_in_charge"
        ),
        CheckConstraint("email_confirmed_at IS NULL OR email <> ''", name="confirmed_an_address"),
        Index("ix_error_report_state", "project_id", "state"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref] = mapped_column(ForeignKey("document.id"))
    edition_id: Mapped[Ref] = mapped_column(ForeignKey("edition.id"))
    number: Mapped[int]
    urgency: Mapped[Urgency]
    key: Mapped[str] = mapped_column(String(80), default="")
    quote: Mapped[str] = mapped_column(String(1000), default="")
    body: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(String(254), default="")
    email_confirmed_at: Mapped[datetime | None]
    language: Mapped[str] = mapped_column(String(12), default="en")
    state: Mapped[ReportState] = mapped_column(default=ReportState.RECEIVED)
    in_charge_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date]
    outcome: Mapped[ReportAnswer | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    corrected_in: Mapped[str] = mapped_column(String(12), default="")
    received_at: Mapped[datetime] = mapped_column(default=now)
    answered_at: Mapped[datetime | None]

    document: Mapped[Document] = relationship(foreign_keys=[document_id], viewonly=True)
    edition: Mapped[Edition] = relationship(foreign_keys=[edition_id], viewonly=True)
    in_charge: Mapped[Person | None] = relationship(foreign_keys=[in_charge_id], viewonly=True)
    steps: Mapped[list["ReportStep"]] = relationship(
        back_populates="report", order_by="ReportStep.number"
    )

    @property
    def is_urgent(self) -> bool:
        """Whether the reader thinks that it could harm a patient."""
        return self.urgency is Urgency.HARM

    @property
    def is_held(self) -> bool:
        """Whether nobody is told of it yet, because its address is not confirmed."""
        return (
            bool(self.email)
            and self.email_confirmed_at is None
            and not self.is_urgent
            and self.state is ReportState.RECEIVED
        )


class ReportStep(Base):
    """One step in the life of a report; rows are only ever inserted."""

    __tablename__ = "report_step"
    __table_args__ = (
        UniqueConstraint("report_id", "number"),
        CheckConstraint(REPORT.as_check('"before"', '"move"', '"after"'), name="is_a_step"),
        CheckConstraint("\"move\" NOT IN ('note', 'answer') OR note <> ''", name="has_words"),
    )

    id: Mapped[Key]
    report_id: Mapped[Ref] = mapped_column(ForeignKey("error_report.id"))
    number: Mapped[int]
    before: Mapped[ReportState]
    move: Mapped[ReportMove]
    after: Mapped[ReportState] = mapped_column(
        Enum(
            ReportState,
            name="reportafter",
            values_callable=enum_values,
            native_enum=False,
            length=40,
            create_constraint=True,
        )
    )
    note: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    report: Mapped[ErrorReport] = relationship(back_populates="steps")
    person: Mapped[Person] = relationship(viewonly=True)
