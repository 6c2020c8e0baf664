"""Who signs: bodies and their members, requests for approval, signatures, who got which text."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.db import Base, Key, Ref, Sha, now
from guidelines.drafts.models import Document
from guidelines.drafts.models.documents import in_document
from guidelines.projects.models import Project
from guidelines.publishing.rules.quorum import Electorate, Quorum, electorate_from
from guidelines.publishing.rules.states import ApprovalState, Decision, Delivery, Gate


class ApprovalBody(Base):
    """A body that signs: a steering group, the board of a society. It may be dissolved."""

    __tablename__ = "approval_body"
    __table_args__ = (
        ForeignKeyConstraint(["network_id", "project_id"], ["project.network_id", "project.id"]),
        CheckConstraint("title <> ''", name="has_a_title"),
        CheckConstraint("signs_plan OR signs_text", name="signs_something"),
        CheckConstraint("quorum <> 'at-least' OR at_least >= 1", name="at_least_one"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(String(200))
    signs_plan: Mapped[bool] = mapped_column(default=True)
    signs_text: Mapped[bool] = mapped_column(default=True)
    quorum: Mapped[Quorum] = mapped_column(default=Quorum.MAJORITY)
    at_least: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]

    project: Mapped[Project] = relationship(viewonly=True)
    seats: Mapped[list["ApprovalSeat"]] = relationship(
        cascade="all, delete-orphan", order_by="ApprovalSeat.since, ApprovalSeat.id"
    )

    def signs(self, gate: Gate) -> bool:
        """Tell whether this body signs the plan, or the text."""
        return self.signs_plan if gate is Gate.PLAN else self.signs_text


class ApprovalSeat(Base):
    """The seat of one person in a body."""

    __tablename__ = "approval_seat"
    __table_args__ = (UniqueConstraint("body_id", "person_id"),)

    id: Mapped[Key]
    body_id: Mapped[Ref] = mapped_column(ForeignKey("approval_body.id"))
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[datetime] = mapped_column(default=now)

    person: Mapped[Person] = relationship(viewonly=True)


class ApprovalRequest(Base):
    """The chair asks bodies and persons to sign one exact plan, or one exact text.

    `manifest` is what they sign: the plan itself (`rules.plans`), or what the text consists of
    (`rules.hashes`); `sha256` its hash. `asked` are the ids of all who may sign, `electorate`
    the bodies and persons as they were (`rules.quorum`). `number` is that of the edition which
    the text becomes. Only `state` ever changes.
    """

    __tablename__ = "approval_request"
    __table_args__ = (
        in_document(),
        CheckConstraint("version_number >= 1", name="of_a_version"),
        Index("ix_approval_request_document", "document_id", "requested_at"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref] = mapped_column(ForeignKey("document.id"))
    version_number: Mapped[int]
    manifest: Mapped[dict[str, Any]]
    sha256: Mapped[Sha]
    gate: Mapped[Gate] = mapped_column(default=Gate.TEXT)
    number: Mapped[str] = mapped_column(String(12), default="")
    asked: Mapped[list[str]]
    electorate: Mapped[dict[str, Any]] = mapped_column(default=dict)
    note: Mapped[str] = mapped_column(String(2000), default="")
    state: Mapped[ApprovalState] = mapped_column(default=ApprovalState.WAITING)
    requested_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    requested_at: Mapped[datetime] = mapped_column(default=now)

    document: Mapped[Document] = relationship(foreign_keys=[document_id], viewonly=True)
    requester: Mapped[Person] = relationship(foreign_keys=[requested_by], viewonly=True)
    signoffs: Mapped[list["SignOff"]] = relationship(
        order_by="SignOff.at", lazy="selectin", viewonly=True
    )

    @property
    def voters(self) -> Electorate:
        """The bodies and persons who were asked."""
        return electorate_from(self.electorate, self.asked)


class SignOff(Base):
    """What one approver decided on one exact text; rows are only ever inserted."""

    __tablename__ = "sign_off"
    __table_args__ = (
        UniqueConstraint("request_id", "person_id"),
        CheckConstraint("decision <> 'returned' OR statement <> ''", name="returned_has_a_reason"),
    )

    id: Mapped[Key]
    request_id: Mapped[Ref] = mapped_column(ForeignKey("approval_request.id"))
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str] = mapped_column(String(200), default="")
    decision: Mapped[Decision]
    statement: Mapped[str] = mapped_column(String(4000), default="")
    sha256: Mapped[Sha]
    at: Mapped[datetime] = mapped_column(default=now)

    person: Mapped[Person] = relationship(viewonly=True)


class TextDelivery(Base):
    """A text that was sent for signature reached one person; rows are only ever inserted."""

    __tablename__ = "text_delivery"
    __table_args__ = (Index("ix_text_delivery_request", "request_id", "at"),)

    id: Mapped[Key]
    request_id: Mapped[Ref] = mapped_column(ForeignKey("approval_request.id"))
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    how: Mapped[Delivery]
    sha256: Mapped[Sha]
    at: Mapped[datetime] = mapped_column(default=now)

    person: Mapped[Person] = relationship(viewonly=True)
