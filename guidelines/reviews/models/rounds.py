"""Rounds of review, who answers in them, and the people who write an answer together."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.db import Base, Key, Ref, now
from guidelines.drafts.models import Document, Version
from guidelines.reviews.models.keys import in_document
from guidelines.reviews.rules.rounds import (
    Answering,
    ReviewState,
    RoundKind,
    SubmissionState,
)


class ReviewRound(Base):
    """One time that people are asked what they think of a frozen version.

    `opens_on` and `closes_on` are days in the project's time zone, both inclusive. `questions`
    are asked beside the text. `blinded` hides reviewers and authors from each other; the chair
    sees both. `anyone` lets people answer without an invitation. `publish_answers` says that
    the comments and the answers to them become public; `summary` is the account for the public.
    """

    __tablename__ = "review_round"
    __table_args__ = (
        in_document(),
        CheckConstraint("title <> ''", name="has_a_title"),
        CheckConstraint(
            "opens_on IS NULL OR closes_on IS NULL OR opens_on <= closes_on",
            name="dates_in_order",
        ),
        CheckConstraint(
            "state NOT IN ('open', 'closed') OR opened_at IS NOT NULL",
            name="opened_at_a_moment",
        ),
        CheckConstraint("kind = 'external' OR NOT blinded", name="only_experts_are_blinded"),
        CheckConstraint("kind = 'public' OR NOT anyone", name="only_the_public_is_anyone"),
        Index("ix_review_round_state", "document_id", "state"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref] = mapped_column(index=True)
    document_id: Mapped[Ref]
    version_id: Mapped[Ref] = mapped_column(ForeignKey("version.id"))
    kind: Mapped[RoundKind]
    title: Mapped[str] = mapped_column(String(200))
    introduction: Mapped[str] = mapped_column(Text, default="")
    questions: Mapped[list[Any]] = mapped_column(default=list)
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    blinded: Mapped[bool] = mapped_column(default=False)
    anyone: Mapped[bool] = mapped_column(default=False)
    publish_answers: Mapped[bool] = mapped_column(default=False)
    state: Mapped[ReviewState] = mapped_column(default=ReviewState.DRAFT)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    summary: Mapped[str] = mapped_column(Text, default="")
    summarised_at: Mapped[datetime | None]
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)

    document: Mapped[Document] = relationship(
        primaryjoin="foreign(ReviewRound.document_id) == Document.id", viewonly=True
    )
    version: Mapped[Version] = relationship(foreign_keys=[version_id], viewonly=True)
    submissions: Mapped[list["Submission"]] = relationship(
        back_populates="round", order_by="Submission.number"
    )

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which its days are meant."""
        return ZoneInfo(self.document.project.time_zone)

    @property
    def opens_at(self) -> datetime | None:
        """The moment of its opening: the beginning of the first day."""
        if self.opens_on is None:
            return None
        return datetime.combine(self.opens_on, time(), self.zone)

    @property
    def closes_at(self) -> datetime | None:
        """The moment of its closing: the end of the last day."""
        if self.closes_on is None:
            return None
        return datetime.combine(self.closes_on + timedelta(days=1), time(), self.zone)


class Submission(Base):
    """One answer to a round: of a member, a reviewer, an organisation, or a person.

    `name` and `organisation` are what others may know of it: a blinded reviewer has none of
    both, their `number` gives the neutral name. Who wrote it, and their addresses, are known to
    its contributors alone; `person_id` is a member of the project. `confirmed_at` is when an
    address was proved; `is_named` says that a person's name may be printed.
    """

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        UniqueConstraint("round_id", "id"),
        CheckConstraint("number >= 1", name="numbers_count_up"),
        CheckConstraint("answering = 'reviewer' OR name <> ''", name="has_a_name"),
        CheckConstraint(
            "answering <> 'organisation' OR organisation <> ''", name="names_the_organisation"
        ),
        CheckConstraint(
            "(answering = 'member') = (person_id IS NOT NULL)", name="member_is_known"
        ),
        CheckConstraint("state <> 'refused' OR reason <> ''", name="refused_with_a_reason"),
        Index("ix_submission_state", "round_id", "state"),
    )

    id: Mapped[Key]
    round_id: Mapped[Ref] = mapped_column(ForeignKey("review_round.id"))
    number: Mapped[int]
    answering: Mapped[Answering]
    organisation: Mapped[str] = mapped_column(String(200), default="")
    name: Mapped[str] = mapped_column(String(120), default="")
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    language: Mapped[str] = mapped_column(String(12), default="en")
    is_invited: Mapped[bool] = mapped_column(default=False)
    is_named: Mapped[bool] = mapped_column(default=False)
    state: Mapped[SubmissionState] = mapped_column(default=SubmissionState.INVITED)
    interests: Mapped[str] = mapped_column(Text, default="")
    invited_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decider_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(2000), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)

    round: Mapped[ReviewRound] = relationship(back_populates="submissions")
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id], viewonly=True)
    contributors: Mapped[list["Contributor"]] = relationship(
        back_populates="submission", order_by="Contributor.created_at"
    )

    @property
    def network_id(self) -> str:
        """The network of the round."""
        return self.round.network_id

    @property
    def project_id(self) -> str:
        """The project of the round."""
        return self.round.project_id


class Contributor(Base):
    """Somebody who writes an answer by a personal link, without an account.

    The lead of an organisation invites the others. The link is a signature over the id; who is
    `removed_at` has none any more.
    """

    __tablename__ = "contributor"
    __table_args__ = (
        UniqueConstraint("submission_id", "email"),
        Index("ix_contributor_email", "email"),
        UniqueConstraint("submission_id", "id"),
        CheckConstraint("name <> ''", name="has_a_name"),
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
    )

    id: Mapped[Key]
    submission_id: Mapped[Ref] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    is_lead: Mapped[bool] = mapped_column(default=False)
    interests: Mapped[str] = mapped_column(Text, default="")
    confirmed_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)

    submission: Mapped[Submission] = relationship(back_populates="contributors")
