"""Changes after the vote or the signatures, and objections to them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.db import Base, Key, Ref, Sha, now
from guidelines.drafts.models import Document
from guidelines.drafts.models.documents import in_document
from guidelines.publishing.rules.states import ChangeClass, ChangeState, ChangeSubject


class EditorialChange(Base):
    """A change after the vote, or of a text that was sent for signature; both wordings stay.

    People say of which class it is. An editorial one is confirmed by somebody who neither
    proposed nor made it (`made_by`), and stands when nobody objected until `objections_until`.
    A change of a text (`request_id`) names no recommendation: `voted_sha256` is then the hash
    that was to be signed, `wording_sha256` that of the changed text.
    """

    __tablename__ = "editorial_change"
    __table_args__ = (
        in_document(),
        CheckConstraint("reason <> ''", name="has_a_reason"),
        CheckConstraint("decided_by <> proposed_by", name="needs_two_persons"),
        CheckConstraint(
            "state IN ('proposed', 'vote-again') OR "
            "(decided_by IS NOT NULL AND decided_at IS NOT NULL)",
            name="decided_by_somebody",
        ),
        CheckConstraint(
            "change_class = 'editorial' OR state = 'vote-again'", name="else_a_vote_decides"
        ),
        CheckConstraint(
            "(subject = 'text') = (request_id IS NOT NULL)", name="of_a_text_or_a_vote"
        ),
        CheckConstraint(
            "state <> 'attested' OR objections_until IS NOT NULL", name="waits_for_objections"
        ),
        Index("ix_editorial_change_document", "document_id", "key"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref] = mapped_column(ForeignKey("document.id"))
    subject: Mapped[ChangeSubject] = mapped_column(default=ChangeSubject.RECOMMENDATION)
    request_id: Mapped[str | None] = mapped_column(ForeignKey("approval_request.id"))
    change_class: Mapped[ChangeClass] = mapped_column(default=ChangeClass.EDITORIAL)
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
    made_by: Mapped[list[str]] = mapped_column(default=list)
    objections_until: Mapped[datetime | None]
    ruled_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    ruled_at: Mapped[datetime | None]
    ruling: Mapped[str] = mapped_column(String(2000), default="")

    document: Mapped[Document] = relationship(foreign_keys=[document_id], viewonly=True)
    proposer: Mapped[Person] = relationship(foreign_keys=[proposed_by], viewonly=True)
    decider: Mapped[Person | None] = relationship(foreign_keys=[decided_by], viewonly=True)
    ruler: Mapped[Person | None] = relationship(foreign_keys=[ruled_by], viewonly=True)
    objections: Mapped[list["ChangeObjection"]] = relationship(
        order_by="ChangeObjection.at", viewonly=True
    )

    def stands_at(self, moment: datetime) -> bool:
        """Tell whether it was confirmed, and the days for objections are over without one."""
        if self.state is ChangeState.SETTLED:
            return True
        return (
            self.state is ChangeState.ATTESTED
            and self.objections_until is not None
            and self.objections_until <= moment
        )

    @property
    def stands_now(self) -> bool:
        """Whether it stands at this moment."""
        return self.stands_at(now())


class ChangeObjection(Base):
    """Somebody who voted or signed says that a change is no mere form; rows never change."""

    __tablename__ = "change_objection"
    __table_args__ = (
        UniqueConstraint("change_id", "person_id"),
        CheckConstraint("reason <> ''", name="has_a_reason"),
    )

    id: Mapped[Key]
    change_id: Mapped[Ref] = mapped_column(ForeignKey("editorial_change.id"))
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(2000))
    at: Mapped[datetime] = mapped_column(default=now)

    person: Mapped[Person] = relationship(viewonly=True)
