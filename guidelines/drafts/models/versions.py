"""What was written when: revisions of sections, their blocks, versions of the document."""

from datetime import datetime
from typing import Any

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
from guidelines.drafts.models.documents import Document, Section, in_document
from guidelines.drafts.rules.manifest import Manifest, from_json
from guidelines.text.blocks import Kind


def of_section() -> ForeignKeyConstraint:
    """Return the key that ties a row to a section of its own document."""
    return ForeignKeyConstraint(
        ["document_id", "section_id"], ["section.document_id", "section.id"]
    )


class SectionRevision(Base):
    """The text of a section, heading included, as somebody saved it; it never changes.

    `number` is that of the version it came with. `title` and `depth` are those of its first
    heading. `blocks` are the ids of its blocks in order.
    """

    __tablename__ = "section_revision"
    __frozen__ = True
    __table_args__ = (
        in_document(),
        of_section(),
        UniqueConstraint("section_id", "number"),
        UniqueConstraint("section_id", "id"),
        CheckConstraint("depth BETWEEN 0 AND 6", name="depth_of_a_heading"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref]
    section_id: Mapped[Ref] = mapped_column(ForeignKey("section.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    depth: Mapped[int]
    source: Mapped[str] = mapped_column(Text)
    sha256: Mapped[Sha]
    words: Mapped[int]
    blocks: Mapped[list[str]]
    author_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)

    section: Mapped[Section] = relationship(foreign_keys=[section_id], viewonly=True)
    author: Mapped[Person | None] = relationship(viewonly=True)


class Block(Base):
    """A paragraph, list item, table row or field of a section, kept as long as it is unchanged.

    A later revision names the same block again; a changed one is a new row with the `lineage` of
    the old. `plain` is what a reader reads of it. `since` is the number of the revision that
    brought it. All of it can be rebuilt from the revisions.
    """

    __tablename__ = "block"
    __table_args__ = (
        of_section(),
        CheckConstraint("since >= 1", name="since_counts_up"),
    )

    id: Mapped[Key]
    document_id: Mapped[Ref]
    section_id: Mapped[Ref] = mapped_column(index=True)
    lineage: Mapped[Ref]
    kind: Mapped[Kind]
    sha256: Mapped[Sha]
    plain: Mapped[str] = mapped_column(Text)
    since: Mapped[int]
    author_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))


class VersionLabel(Base):
    """A name that somebody gave to a version: "Sent to the panel"."""

    __tablename__ = "version_label"
    __table_args__ = (
        UniqueConstraint("document_id", "label"),
        CheckConstraint("label <> ''", name="has_words"),
    )

    version_id: Mapped[Ref] = mapped_column(ForeignKey("version.id"), primary_key=True)
    document_id: Mapped[Ref] = mapped_column(ForeignKey("document.id"))
    label: Mapped[str] = mapped_column(String(80))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)


class Version(Base):
    """The whole document at one moment: a manifest of sections and revisions; it never changes.

    `sha256` depends on the text alone (see `rules.manifest`). `parents` are the numbers of the
    versions it was made from: none for the first, two after a merge or a restoration.
    """

    __tablename__ = "version"
    __table_args__ = (
        in_document(),
        UniqueConstraint("document_id", "number"),
        CheckConstraint("number >= 1", name="numbers_count_up"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref]
    number: Mapped[int]
    sha256: Mapped[Sha]
    parents: Mapped[list[Any]]
    manifest: Mapped[list[Any]]
    message: Mapped[str] = mapped_column(String(300), default="")
    author_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)

    document: Mapped[Document] = relationship(viewonly=True)
    author: Mapped[Person | None] = relationship(viewonly=True)
    named: Mapped[VersionLabel | None] = relationship(viewonly=True, uselist=False)

    @property
    def entries(self) -> Manifest:
        """The sections of this version in order."""
        return from_json(self.manifest)

    @property
    def label(self) -> str:
        """The name somebody gave to this version, or an empty string."""
        return self.named.label if self.named is not None else ""

    @property
    def short_hash(self) -> str:
        """The first twelve hex digits, enough to tell two versions apart."""
        return self.sha256[:12]


class Clash(Base):
    """A text that could not be saved because somebody else changed the same passage.

    It keeps what the second person wrote until it is settled: `base` is what both began with,
    `theirs` what was saved then, `source` the text of the second person. `decisions` notes what
    is decided so far: by the name of a passage, which text is taken (see `text.settling`).
    """

    __tablename__ = "clash"
    __table_args__ = (
        in_document(),
        of_section(),
        ForeignKeyConstraint(
            ["section_id", "base_id"], ["section_revision.section_id", "section_revision.id"]
        ),
        ForeignKeyConstraint(
            ["section_id", "theirs_id"], ["section_revision.section_id", "section_revision.id"]
        ),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref]
    section_id: Mapped[Ref] = mapped_column(ForeignKey("section.id"), index=True)
    base_id: Mapped[Ref] = mapped_column(ForeignKey("section_revision.id"))
    theirs_id: Mapped[Ref] = mapped_column(ForeignKey("section_revision.id"))
    source: Mapped[str] = mapped_column(Text)
    message: Mapped[str] = mapped_column(String(300), default="")
    decisions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    author_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    settled_at: Mapped[datetime | None]

    section: Mapped[Section] = relationship(foreign_keys=[section_id], viewonly=True)
    base: Mapped[SectionRevision] = relationship(foreign_keys=[base_id], viewonly=True)
    theirs: Mapped[SectionRevision] = relationship(foreign_keys=[theirs_id], viewonly=True)
    author: Mapped[Person | None] = relationship(viewonly=True)
