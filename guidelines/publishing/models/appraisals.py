"""Appraisals of a version by several people, each on their own, and what they rated."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.db import Base, Key, Ref, now
from guidelines.drafts.models import Document
from guidelines.drafts.models.documents import in_document
from guidelines.publishing.rules.checklists.choices import AppraisalState, AppraiserState


class Appraisal(Base):
    """Several people rate one version by one instrument.

    `suitability` asks the further rating of AGREE-REX: how well it fits the place of use.
    """

    __tablename__ = "appraisal"
    __table_args__ = (
        in_document(),
        CheckConstraint("state <> 'closed' OR closed_at IS NOT NULL", name="closed_at_a_moment"),
        Index("ix_appraisal_document", "document_id", "opened_at"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref] = mapped_column(index=True)
    document_id: Mapped[Ref] = mapped_column(ForeignKey("document.id"))
    version_number: Mapped[int]
    instrument: Mapped[str] = mapped_column(String(40))
    suitability: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(2000), default="")
    wanted_by: Mapped[date | None]
    state: Mapped[AppraisalState] = mapped_column(default=AppraisalState.OPEN)
    opened_by: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]

    document: Mapped[Document] = relationship(foreign_keys=[document_id], viewonly=True)
    opener: Mapped[Person] = relationship(foreign_keys=[opened_by], viewonly=True)
    appraisers: Mapped[list["Appraiser"]] = relationship(
        back_populates="appraisal", order_by="Appraiser.invited_at, Appraiser.id"
    )


class Appraiser(Base):
    """One who was asked: a member of the project by `person_id`, or somebody from outside."""

    __tablename__ = "appraiser"
    __table_args__ = (
        UniqueConstraint("appraisal_id", "email"),
        CheckConstraint("name <> '' AND email = lower(email)", name="has_name_and_address"),
        CheckConstraint(
            "state <> 'handed-in' OR handed_in_at IS NOT NULL", name="handed_in_at_a_moment"
        ),
    )

    id: Mapped[Key]
    appraisal_id: Mapped[Ref] = mapped_column(ForeignKey("appraisal.id"))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    affiliation: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(12), default="en")
    state: Mapped[AppraiserState] = mapped_column(default=AppraiserState.INVITED)
    interests: Mapped[str] = mapped_column(String(2000), default="")
    invited_at: Mapped[datetime] = mapped_column(default=now)
    handed_in_at: Mapped[datetime | None]

    appraisal: Mapped[Appraisal] = relationship(back_populates="appraisers")
    scores: Mapped[list["AppraisalScore"]] = relationship(
        order_by="AppraisalScore.item", viewonly=True
    )

    @property
    def network_id(self) -> str:
        """The network of the appraisal."""
        return self.appraisal.network_id

    @property
    def project_id(self) -> str:
        """The project of the appraisal."""
        return self.appraisal.project_id


class AppraisalScore(Base):
    """What one appraiser answered to one item in one dimension, with a comment.

    `answer` is a point of the scale, a word of an overall question, ``skipped``, or empty where
    there is a comment only.
    """

    __tablename__ = "appraisal_score"
    __table_args__ = (CheckConstraint("answer <> '' OR comment <> ''", name="says_something"),)

    appraiser_id: Mapped[Ref] = mapped_column(ForeignKey("appraiser.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(20), primary_key=True)
    dimension: Mapped[str] = mapped_column(String(20), primary_key=True, default="quality")
    answer: Mapped[str] = mapped_column(String(20), default="")
    comment: Mapped[str] = mapped_column(String(4000), default="")
    at: Mapped[datetime] = mapped_column(default=now)
