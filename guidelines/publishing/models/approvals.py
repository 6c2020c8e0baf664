"""Requests for approval with their signatures, and editorial changes after the vote."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.db import Base, Key, Ref, Sha, now
from guidelines.drafts.models import Document
from guidelines.drafts.models.documents import in_document
from guidelines.publishing.rules.states import ApprovalState, ChangeState, Decision


class ApprovalRequest(Base):
    """The chair asks named approvers to sign one exact text.

    `manifest` is what they sign (see `rules.hashes`), `sha256` its hash. `asked` are the ids of
    the approvers. Only `state` ever changes.
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
    asked: Mapped[list[str]]
    note: Mapped[str] = mapped_column(String(2000), default="")
    state: Mapped[ApprovalState] = mapped_column(default=ApprovalState.WAITING)
    requested_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    requested_at: Mapped[datetime] = mapped_column(default=now)

    document: Mapped[Document] = relationship(foreign_keys=[document_id], viewonly=True)
    requester: Mapped[Person] = relationship(foreign_keys=[requested_by], viewonly=True)
    signoffs: Mapped[list["SignOff"]] = relationship(
        order_by="SignOff.at", lazy="selectin", viewonly=True
    )


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


class EditorialChange(Base):
    """A change of wording after the vote that two persons call editorial; both wordings stay."""

    __tablename__ = "editorial_change"
    __table_args__ = (
        in_document(),
        CheckConstraint("reason <> ''", name="has_a_reason"),
        CheckConstraint("decided_by <> proposed_by", name="needs_two_persons"),
        CheckConstraint(
            "state = 'proposed' OR (decided_by IS NOT NULL AND decided_at IS NOT NULL)",
            name="decided_by_somebody",
        ),
        Index("ix_editorial_change_document", "document_id", "key"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref] = mapped_column(ForeignKey("document.id"))
    key: Mapped[str] = mapped_column(String(80))
    voted_wording: Mapped[str] = mapped_column(Text)
    voted_sha256: Mapped[Sha]
    wording: Mapped[str] = mapped_column(Text)
    wording_sha256: Mapped[Sha]
    reason: Mapped[str] = mapped_column(String(2000))
    state: Mapped[ChangeState] = mapped_column(default=ChangeState.PROPOSED)
    proposed_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime] = mapped_column(default=now)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]

    document: Mapped[Document] = relationship(foreign_keys=[document_id], viewonly=True)
    proposer: Mapped[Person] = relationship(foreign_keys=[proposed_by], viewonly=True)
    decider: Mapped[Person | None] = relationship(foreign_keys=[decided_by], viewonly=True)
