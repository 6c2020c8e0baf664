"""Safety notices on what is published, and the files that carry them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.db import Base, Key, Ref, Sha, now
from guidelines.drafts.models import Document
from guidelines.drafts.models.documents import in_document
from guidelines.publishing.models.editions import Edition
from guidelines.publishing.rules.notices import SHOWN, NoticeState, is_concerned


class SafetyNotice(Base):
    """A warning on the published versions of a document, until it is lifted.

    `keys` are the recommendations concerned; empty for all of the text. `since` is when readers
    saw it first, `until` when they saw it last. `corrected_in` is the number of the version that
    no longer has the error: it and later ones are not concerned. `confirmed_by` is the second
    person; while there is none, pages say so. `asked_by` asks for it to be lifted: whole, or with
    `asked_for` from that version on.
    """

    __tablename__ = "safety_notice"
    __table_args__ = (
        in_document(),
        UniqueConstraint("document_id", "number"),
        CheckConstraint("text <> ''", name="says_something"),
        CheckConstraint(
            "confirmed_by IS NULL OR confirmed_by <> proposed_by", name="two_persons_confirm"
        ),
        CheckConstraint("lifted_by IS NULL OR lifted_by <> asked_by", name="two_persons_lift"),
        CheckConstraint(
            "state NOT IN ('standing', 'lifting', 'lifted') OR since IS NOT NULL",
            name="shown_since_a_moment",
        ),
        CheckConstraint(
            "state <> 'lifted' OR (until IS NOT NULL AND lifted_by IS NOT NULL AND why <> '')",
            name="lifted_for_a_reason",
        ),
        CheckConstraint(
            "state <> 'lifting' OR (asked_by IS NOT NULL AND why <> '')",
            name="asked_with_a_reason",
        ),
        Index("ix_safety_notice_state", "document_id", "state"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref] = mapped_column(ForeignKey("document.id"))
    report_id: Mapped[str | None] = mapped_column(ForeignKey("error_report.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(String(1500))
    keys: Mapped[list[Any]] = mapped_column(default=list)
    state: Mapped[NoticeState] = mapped_column(default=NoticeState.PROPOSED)
    since: Mapped[datetime | None]
    until: Mapped[datetime | None]
    corrected_in: Mapped[str] = mapped_column(String(12), default="")
    proposed_by: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime] = mapped_column(default=now)
    confirmed_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    asked_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    asked_for: Mapped[str] = mapped_column(String(12), default="")
    why: Mapped[str] = mapped_column(String(1000), default="")
    lifted_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))

    document: Mapped[Document] = relationship(foreign_keys=[document_id], viewonly=True)
    proposer: Mapped[Person] = relationship(foreign_keys=[proposed_by], viewonly=True)
    confirmer: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by], viewonly=True)
    asker: Mapped[Person | None] = relationship(foreign_keys=[asked_by], viewonly=True)
    lifter: Mapped[Person | None] = relationship(foreign_keys=[lifted_by], viewonly=True)

    @property
    def is_shown(self) -> bool:
        """Whether readers see it."""
        return self.state in SHOWN

    @property
    def is_confirmed(self) -> bool:
        """Whether a second person has confirmed it."""
        return self.confirmed_by is not None

    def concerns(self, number: str) -> bool:
        """Tell whether readers of the published version `number` see it."""
        return self.is_shown and is_concerned(number, self.corrected_in)

    def names(self, key: str) -> bool:
        """Tell whether it concerns the recommendation `key`."""
        return not self.keys or key in self.keys


class NoticedFile(Base):
    """A form of a published version with the safety notices in front that stood at one time.

    `notices_sha256` is the hash of these notices. The plain file (see `Rendering`) is untouched:
    when the last notice is lifted, it is offered again, byte for byte.
    """

    __tablename__ = "noticed_file"
    __table_args__ = (
        UniqueConstraint("edition_id", "form", "notices_sha256"),
        CheckConstraint("size > 0", name="is_a_file"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    edition_id: Mapped[Ref] = mapped_column(ForeignKey("edition.id"))
    form: Mapped[str] = mapped_column(String(20))
    notices_sha256: Mapped[Sha]
    sha256: Mapped[Sha]
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(default=now)

    edition: Mapped[Edition] = relationship(viewonly=True)
