"""What a translation or a patient version was made from, paragraph by paragraph."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.db import Base, Key, Ref, Sha, now
from guidelines.drafts.models.documents import in_document
from guidelines.drafts.models.versions import SectionRevision, of_section


class SectionBasis(Base):
    """A section of a document that was made from a section of another one.

    A translation has one row for each of its sections; a patient version may draw on several.
    `source_key` narrows it to one recommendation there; it is empty for the whole section.
    `revision_id` is the text of the source when somebody last said that the section fits it.
    """

    __tablename__ = "section_basis"
    __table_args__ = (
        in_document(),
        of_section(),
        ForeignKeyConstraint(
            ["source_section_id", "revision_id"],
            ["section_revision.section_id", "section_revision.id"],
        ),
        UniqueConstraint("section_id", "source_section_id", "source_key"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref] = mapped_column(index=True)
    section_id: Mapped[Ref]
    source_section_id: Mapped[Ref] = mapped_column(ForeignKey("section.id"))
    source_key: Mapped[str] = mapped_column(String(80), default="")
    revision_id: Mapped[Ref]
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime] = mapped_column(default=now)

    revision: Mapped[SectionRevision] = relationship(
        primaryjoin="foreign(SectionBasis.revision_id) == SectionRevision.id", viewonly=True
    )
    person: Mapped[Person | None] = relationship(viewonly=True)


class BlockBasis(Base):
    """A paragraph of a translation and the paragraph of the source that it says.

    Both are named by their lineage, so that the row holds while either is edited. `source_text`
    is what the source said when it was translated, `source_sha256` its hash. Without a `lineage`
    somebody left the paragraph out. Without `settled_at` it is still the text of the source.
    """

    __tablename__ = "block_basis"
    __table_args__ = (
        in_document(),
        UniqueConstraint("document_id", "source_lineage"),
        CheckConstraint(
            "lineage IS NOT NULL OR settled_at IS NOT NULL", name="left_out_by_a_person"
        ),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref]
    source_lineage: Mapped[Ref]
    lineage: Mapped[str | None] = mapped_column(String(12))
    source_sha256: Mapped[Sha]
    source_text: Mapped[str] = mapped_column(Text)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None]
