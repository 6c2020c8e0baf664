"""What people write at this moment: texts that are no version yet, and who is in a section."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.db import Base, Ref, now
from guidelines.drafts.models.documents import Section, in_document
from guidelines.drafts.models.versions import SectionRevision, of_section


class WorkingCopy(Base):
    """What one person wrote in one section and has not saved as a version; only they see it.

    `base` is the revision it was written on. `editor` names the open page that wrote it and
    `counter` counts what that page sent, so that a copy that comes late changes nothing.
    `source` is None once the text was saved or thrown away: the row then only remembers how far
    that page had counted. `fields` is what stood in the fields of the page of a translation, of
    which `source` was made; None for a text that was written as a whole.
    """

    __tablename__ = "working_copy"
    __table_args__ = (
        in_document(),
        of_section(),
        ForeignKeyConstraint(
            ["section_id", "base_id"], ["section_revision.section_id", "section_revision.id"]
        ),
        CheckConstraint("counter >= 0", name="counts_up"),
    )

    person_id: Mapped[str] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    section_id: Mapped[Ref] = mapped_column(ForeignKey("section.id"), primary_key=True)
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref]
    base_id: Mapped[Ref]
    source: Mapped[str | None] = mapped_column(Text)
    fields: Mapped[dict[str, Any] | None]
    editor: Mapped[str] = mapped_column(String(64))
    counter: Mapped[int]
    saved_at: Mapped[datetime] = mapped_column(default=now, index=True)

    section: Mapped[Section] = relationship(foreign_keys=[section_id], viewonly=True)
    base: Mapped[SectionRevision] = relationship(
        primaryjoin="foreign(WorkingCopy.base_id) == SectionRevision.id", viewonly=True
    )

    @property
    def mark(self) -> str:
        """What tells this text from every other that was kept here."""
        return f"{self.editor}.{self.counter}"


class Presence(Base):
    """A person has a section open for writing; the row goes when they fall silent."""

    __tablename__ = "presence"
    __table_args__ = (of_section(),)

    person_id: Mapped[str] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    section_id: Mapped[Ref] = mapped_column(ForeignKey("section.id"), primary_key=True)
    document_id: Mapped[Ref] = mapped_column(index=True)
    seen_at: Mapped[datetime] = mapped_column(default=now, index=True)
