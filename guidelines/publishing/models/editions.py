"""Published versions, their downloads, and the DOI of a guideline as a whole."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guidelines.accounts.models import Person
from guidelines.db import Base, Key, Ref, Sha, now
from guidelines.drafts.models import Document
from guidelines.drafts.models.documents import in_document
from guidelines.publishing.rules.naming import CODE_LENGTH, CODE_LETTERS, Form, file_name
from guidelines.publishing.rules.states import EditionState, RenderingState


def new_code() -> str:
    """Return a random code for a short address, of signs that nobody mistakes for others."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


class Edition(Base):
    """A published version: its content is frozen, its address never changes.

    `content` is everything that a reader gets (see `rules.content`), `sha256` the hash of its
    canonical JSON. `words` is its plain text in lower case, for searching. The address is made of
    the slug of the network, `slug` and `number`; `code` is that of its short address.

    With `public_from` it is known to nobody outside before that moment; `published_at` is always
    the moment at which it became public. `correction` says what was wrong in the version before
    (see `rules.corrections`), empty where it corrects nothing. `doi` may be entered later.
    """

    __tablename__ = "edition"
    __table_args__ = (
        in_document(),
        UniqueConstraint("document_id", "major", "minor"),
        UniqueConstraint("network_id", "slug", "major", "minor"),
        CheckConstraint("major >= 1 AND minor >= 0", name="numbers_count_up"),
        CheckConstraint("slug <> '' AND title <> ''", name="has_a_name"),
        CheckConstraint(
            "public_from IS NULL OR public_from = published_at", name="published_when_public"
        ),
        Index("ix_edition_public_from", "public_from"),
        # what the library asks each time: read without touching the frozen contents
        Index("ix_edition_known", "state", "published_at", "id"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref] = mapped_column(ForeignKey("document.id"))
    request_id: Mapped[Ref] = mapped_column(ForeignKey("approval_request.id"))
    slug: Mapped[str] = mapped_column(String(80))
    major: Mapped[int]
    minor: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(12))
    notice: Mapped[str] = mapped_column(String(300), default="")
    change_note: Mapped[str] = mapped_column(String(2000), default="")
    state: Mapped[EditionState] = mapped_column(default=EditionState.PUBLISHED)
    content: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    sha256: Mapped[Sha]
    words: Mapped[str] = mapped_column(Text, deferred=True)
    published_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime] = mapped_column(default=now)
    public_from: Mapped[datetime | None]
    code: Mapped[str] = mapped_column(String(7), unique=True, default=new_code)
    doi: Mapped[str] = mapped_column(String(200), default="")
    correction: Mapped[dict[str, Any]] = mapped_column(default=dict)

    document: Mapped[Document] = relationship(foreign_keys=[document_id], viewonly=True)
    publisher: Mapped[Person] = relationship(foreign_keys=[published_by], viewonly=True)

    @property
    def number(self) -> str:
        """The number as people write it: 1.0."""
        return f"{self.major}.{self.minor}"

    def is_public_at(self, moment: datetime) -> bool:
        """Tell whether readers know of it at a moment."""
        return self.public_from is None or self.public_from <= moment


class GuidelineDoi(Base):
    """The DOI that stands for all versions of a guideline; those of single ones are theirs."""

    __tablename__ = "guideline_doi"
    __table_args__ = (
        in_document(),
        UniqueConstraint("document_id"),
        CheckConstraint("doi <> ''", name="is_stated"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref] = mapped_column(ForeignKey("document.id"))
    doi: Mapped[str] = mapped_column(String(200))


class Rendering(Base):
    """One form of an edition: the stored file, or why there is none yet.

    After a failed repetition the last good file stays.
    """

    __tablename__ = "rendering"
    __table_args__ = (
        UniqueConstraint("edition_id", "form"),
        CheckConstraint(
            "state <> 'ready' OR (sha256 IS NOT NULL AND size > 0)", name="ready_has_a_file"
        ),
        CheckConstraint("state <> 'failed' OR failure <> ''", name="a_failure_has_a_reason"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    edition_id: Mapped[Ref] = mapped_column(ForeignKey("edition.id"))
    form: Mapped[Form]
    state: Mapped[RenderingState] = mapped_column(default=RenderingState.WAITING)
    sha256: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(default=0)
    media_type: Mapped[str] = mapped_column(String(100), default="")
    warnings: Mapped[list[Any]] = mapped_column(default=list)
    failure: Mapped[str] = mapped_column(String(2000), default="")
    rendered_at: Mapped[datetime | None]

    edition: Mapped[Edition] = relationship(viewonly=True)

    @property
    def file_name(self) -> str:
        """What the file is called when somebody downloads it."""
        return file_name(self.edition.slug, self.edition.number, self.form.value)
