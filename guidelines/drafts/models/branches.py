"""Alternative drafts: a copy of a document in which a change is tried out."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.db import Base, Ref, now
from guidelines.drafts.models.documents import Document, Section, in_document
from guidelines.drafts.models.versions import SectionRevision
from guidelines.drafts.rules.branches import BranchState


class Branch(Base):
    """An alternative draft: document `document_id` began as version `start` of `main_id`.

    It has sections and versions of its own, so everything that can be done with a document can
    be done with it, but it is never voted on, signed or published. `updated` is the version of the
    main document that was last brought in, `taken` the one that it went into.
    """

    __tablename__ = "branch"
    __table_args__ = (
        in_document(),
        CheckConstraint("name <> ''", name="has_a_name"),
        CheckConstraint("document_id <> main_id", name="is_another_document"),
        CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="settled_at_a_moment"),
    )

    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True)
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    main_id: Mapped[Ref] = mapped_column(ForeignKey("document.id"), index=True)
    start: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(String(1000), default="")
    state: Mapped[BranchState] = mapped_column(default=BranchState.OPEN)
    updated: Mapped[int | None]
    taken: Mapped[int | None]
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    settled_at: Mapped[datetime | None]

    document: Mapped[Document] = relationship(foreign_keys=[document_id], viewonly=True)
    main: Mapped[Document] = relationship(foreign_keys=[main_id], viewonly=True)
    person: Mapped[Person | None] = relationship(viewonly=True)


class BranchSection(Base):
    """Which section of the main document a section of an alternative draft is.

    `base_id` is the text of the main document with which both began.
    """

    __tablename__ = "branch_section"
    __table_args__ = (
        ForeignKeyConstraint(
            ["main_section_id", "base_id"], ["section_revision.section_id", "section_revision.id"]
        ),
    )

    section_id: Mapped[str] = mapped_column(ForeignKey("section.id"), primary_key=True)
    document_id: Mapped[Ref] = mapped_column(ForeignKey("branch.document_id"), index=True)
    main_section_id: Mapped[Ref] = mapped_column(ForeignKey("section.id"))
    base_id: Mapped[Ref] = mapped_column(ForeignKey("section_revision.id"))

    section: Mapped[Section] = relationship(foreign_keys=[section_id], viewonly=True)
    main_section: Mapped[Section] = relationship(foreign_keys=[main_section_id], viewonly=True)
    base: Mapped[SectionRevision] = relationship(foreign_keys=[base_id], viewonly=True)
