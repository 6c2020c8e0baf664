"""A document that is being changed: under its lock, with what was read of it so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Row, bindparam, select

from guidelines.db import at_once, session
from guidelines.drafts.models import (
    Document,
    Recommendation,
    RecommendationKey,
    Version,
)
from guidelines.drafts.rules.manifest import Manifest, from_json
from guidelines.errors import Missing
from guidelines.text import recommendations as text
from guidelines.text.blocks import Kind
from guidelines.text.notices import Notice

_documents = Document.metadata.tables[Document.__tablename__]
_versions = Version.metadata.tables[Version.__tablename__]
_recommendations = Recommendation.metadata.tables[Recommendation.__tablename__]
_NEWEST = select(Version).where(
    Version.document_id == bindparam("document"), Version.number == bindparam("number")
)
_LOCKED = (
    select(
        _documents.c.id,
        _documents.c.network_id,
        _documents.c.project_id,
        _documents.c.newest,
        _versions.c.manifest,
    )
    .join_from(
        _documents,
        _versions,
        (_versions.c.document_id == _documents.c.id) & (_versions.c.number == _documents.c.newest),
        isouter=True,
    )
    .where(_documents.c.id == bindparam("document"))
    .with_for_update(of=_documents)
)
_STANDING = select(
    _recommendations.c.key,
    _recommendations.c.section_id,
    _recommendations.c.place,
    _recommendations.c.wording_sha256,
    _recommendations.c.block_sha256,
).where(_recommendations.c.document_id == bindparam("document"))


@dataclass
class Draft:
    """A document that is being changed, under its lock, and what has been read so far.

    `document` has its `id`, `network_id`, `project_id`, and `newest`, the number of the version
    `before` is the manifest of. `manifest` is what the next version will be. `read` holds the
    recommendations of the sections whose text changes, `had` those they had where their old text
    was at hand, `plain` what was read of blocks beforehand.
    """

    document: Document | Row[Any]
    before: Manifest
    manifest: Manifest
    author_id: str | None
    read: dict[str, tuple[text.Recommendation, ...]] = field(default_factory=dict)
    had: dict[str, tuple[text.Recommendation, ...]] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    plain: Mapping[tuple[Kind, str], str] = field(default_factory=dict)

    @cached_property
    def number(self) -> int:
        """The number the next version gets."""
        return self.document.newest + 1

    @cached_property
    def newest(self) -> Version | None:
        """The newest version; None for a document that is being started."""
        return session.scalar(
            _NEWEST, {"document": self.document.id, "number": self.document.newest}
        )

    @cached_property
    def standing(self) -> dict[str, Row[tuple[str, str, int, str, str]]]:
        """Where the recommendations of the newest version stand, with their hashes, by id."""
        found = at_once(_STANDING, {"document": self.document.id})
        return {row.key: row for row in found}

    @cached_property
    def rows(self) -> dict[str, Recommendation]:
        """The recommendations of the newest version by id."""
        found = session.scalars(
            select(Recommendation).where(Recommendation.document_id == self.document.id)
        )
        return {row.key: row for row in found}

    @cached_property
    def known(self) -> dict[str, RecommendationKey]:
        """All ids that recommendations of this document have or had."""
        found = session.scalars(
            select(RecommendationKey).where(RecommendationKey.document_id == self.document.id)
        )
        return {row.key: row for row in found}

    def keys_in(self, section_id: str) -> frozenset[str]:
        """Return the ids a section has in the newest version."""
        return frozenset(k for k, row in self.standing.items() if row.section_id == section_id)


def open_draft(document_id: str, author_id: str | None) -> Draft:
    """Lock a document until the commit, so that numbers follow without gaps, and read it anew."""
    session.flush()
    fresh = at_once(_LOCKED, {"document": document_id}).one_or_none()
    if fresh is None or fresh.manifest is None:
        # Whoever waited for the lock was joined with what was newest before it: now it is held.
        fresh = at_once(_LOCKED, {"document": document_id}).one_or_none()
    if fresh is None:
        raise Missing
    manifest = from_json(fresh.manifest or ())
    return Draft(fresh, manifest, manifest, author_id)
