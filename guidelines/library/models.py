"""What the library looks things up in: rows made from published versions, rebuildable at any time.

The words themselves lie in the table `library_words`, which is SQLite's or PostgreSQL's own (see
`queries.words`).
"""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.db import Base, Key, Ref, Sha
from guidelines.publishing.models import Edition


class Volume(Base):
    """A published version as the library has it on its shelves.

    `place` numbers the volumes: sets of volumes are numbers with a bit for each. `codes` are the
    ORPHAcodes it is about, `review_by` the day that its text states, `sha256` its proof. `body` is
    its plain text, from which passages are shown; it comes last, so that lists need not read past
    it.
    """

    __tablename__ = "library_volume"
    __table_args__ = (
        UniqueConstraint("edition_id"),
        UniqueConstraint("place"),
        CheckConstraint("place > 0", name="places_count_up"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref] = mapped_column(ForeignKey("document.id"), index=True)
    edition_id: Mapped[Ref] = mapped_column(ForeignKey("edition.id"))
    place: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(40))
    codes: Mapped[list[Any]]
    review_by: Mapped[date | None]
    sha256: Mapped[Sha]
    body: Mapped[str] = mapped_column(Text, deferred=True)

    edition: Mapped[Edition] = relationship(viewonly=True)


class VolumeRecommendation(Base):
    """A recommendation in a volume: `shown` is what a list says of it beside its wording."""

    __tablename__ = "library_recommendation"
    __table_args__ = (
        UniqueConstraint("volume_id", "ordinal"),
        UniqueConstraint("volume_id", "key"),
        CheckConstraint("ordinal > 0", name="ordinals_count_up"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    volume_id: Mapped[Ref] = mapped_column(ForeignKey("library_volume.id"))
    ordinal: Mapped[int]
    key: Mapped[str] = mapped_column(String(100))
    wording: Mapped[str] = mapped_column(Text)
    shown: Mapped[dict[str, Any]]

    volume: Mapped[Volume] = relationship(viewonly=True)
