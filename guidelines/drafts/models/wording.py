"""Recommendations as the text has them now, and what people decided about their wording."""

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
from sqlalchemy.orm import Mapped, mapped_column

from guidelines.db import Base, Key, Ref, Sha, now
from guidelines.drafts.models.documents import in_document
from guidelines.drafts.models.versions import of_section

VOID = "void"
"""The verdict of a vote that does not count: on no wording, so that none can change it."""


class RecommendationKey(Base):
    """An id that a recommendation of this document has or had; it is never given to another.

    `wording_sha256` is the wording it was last seen with: a passage that is cut here and pasted
    there keeps its id, another text does not get it.
    """

    __tablename__ = "recommendation_key"
    __table_args__ = (CheckConstraint("key <> ''", name="has_letters"),)

    document_id: Mapped[Ref] = mapped_column(ForeignKey("document.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    wording_sha256: Mapped[Sha]
    first_version: Mapped[int]


class Recommendation(Base):
    """A recommendation as the newest version has it, read from the text at every save.

    `ordinal` is its number in the document, from 1; `place` its number in its section.
    `wording` is the Markdown of its body without the long parts, which are in `fields` by their
    name. `attributes` are all short fields as written. Votes bind to `wording_sha256`;
    `block_sha256` is that of the whole block.
    """

    __tablename__ = "recommendation"
    __table_args__ = (
        in_document(),
        of_section(),
        ForeignKeyConstraint(
            ["document_id", "key"], ["recommendation_key.document_id", "recommendation_key.key"]
        ),
        UniqueConstraint("document_id", "key"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref]
    section_id: Mapped[Ref] = mapped_column(index=True)
    key: Mapped[str] = mapped_column(String(80))
    ordinal: Mapped[int]
    place: Mapped[int]
    type: Mapped[str] = mapped_column(String(60), default="")
    strength: Mapped[str] = mapped_column(String(60), default="")
    direction: Mapped[str] = mapped_column(String(60), default="")
    certainty: Mapped[str] = mapped_column(String(60), default="")
    wording: Mapped[str] = mapped_column(Text)
    attributes: Mapped[dict[str, Any]]
    fields: Mapped[dict[str, Any]]
    wording_sha256: Mapped[Sha]
    block_sha256: Mapped[Sha]


class WordingLock(Base):
    """A wording that may not change at the moment, and why: people are voting on it."""

    __tablename__ = "wording_lock"
    __table_args__ = (
        in_document(),
        ForeignKeyConstraint(
            ["document_id", "key"], ["recommendation_key.document_id", "recommendation_key.key"]
        ),
    )

    document_id: Mapped[Ref] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    wording_sha256: Mapped[Sha]
    reason: Mapped[str] = mapped_column(String(300))
    locked_at: Mapped[datetime] = mapped_column(default=now)


class Outcome(Base):
    """What a vote said about one wording of a recommendation; it never changes.

    A later vote adds another row with the next `number`. `summary` holds the counts.
    """

    __tablename__ = "outcome"
    __table_args__ = (
        in_document(),
        ForeignKeyConstraint(
            ["document_id", "key"], ["recommendation_key.document_id", "recommendation_key.key"]
        ),
        UniqueConstraint("document_id", "key", "number"),
    )

    id: Mapped[Key]
    network_id: Mapped[Ref]
    project_id: Mapped[Ref]
    document_id: Mapped[Ref]
    key: Mapped[str] = mapped_column(String(80))
    number: Mapped[int]
    wording_sha256: Mapped[Sha]
    verdict: Mapped[str] = mapped_column(String(40))
    summary: Mapped[dict[str, Any]]
    placed_at: Mapped[datetime] = mapped_column(default=now)

    def stands(self, recommendation: Recommendation) -> bool:
        """Tell whether the recommendation still has the wording that was voted on."""
        return self.is_void or self.wording_sha256 == recommendation.wording_sha256

    @property
    def is_void(self) -> bool:
        """Whether the vote was declared void."""
        return self.verdict == VOID
