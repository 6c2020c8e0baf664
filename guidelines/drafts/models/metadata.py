"""What a document says about itself: the condition, whom it is about, for whom, until when."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from guidelines.db import Base, Ref, now
from guidelines.drafts.models.documents import in_document


class DocumentMetadata(Base):
    """The metadata of a document; a document without a row has stated none yet.

    `conditions` are pairs of ORPHAcode and name, `no_code` the reason why no code fits. `parts`
    says for sections that a document of its kind needs where they are: by key of the part either
    `{"section": id}` or `{"reason": why it is not needed}`.
    """

    __tablename__ = "document_metadata"
    __table_args__ = (
        in_document(),
        CheckConstraint("revision >= 1", name="revision_counts_up"),
    )

    document_id: Mapped[Ref] = mapped_column(ForeignKey("document.id"), primary_key=True)
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    conditions: Mapped[list[Any]] = mapped_column(default=list)
    no_code: Mapped[str] = mapped_column(String(500), default="")
    population: Mapped[str] = mapped_column(String(2000), default="")
    users: Mapped[str] = mapped_column(String(2000), default="")
    review_by: Mapped[date | None] = mapped_column(Date)
    parts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    revision: Mapped[int] = mapped_column(default=1)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(default=now)
