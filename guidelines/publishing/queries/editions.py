"""Reads about published versions and their downloads."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload, undefer

from guidelines import jobs
from guidelines.db import now, session
from guidelines.drafts.models import Document
from guidelines.publishing.models import Edition, GuidelineDoi, Rendering
from guidelines.publishing.rules.naming import DOWNLOADS, Form, parts_of
from guidelines.publishing.rules.states import EditionState


def editions_of(document: Document) -> Sequence[Edition]:
    """Return the published versions of a document, newest first."""
    return session.scalars(
        select(Edition)
        .where(Edition.document_id == document.id)
        .options(joinedload(Edition.publisher))
        .order_by(Edition.major.desc(), Edition.minor.desc())
    ).all()


def is_public(edition: Edition, at: datetime) -> bool:
    """Tell whether readers know of a version at a moment; before that it is not there for them."""
    return edition.is_public_at(at)


def public_at(moment: datetime, edition: type[Edition] = Edition) -> ColumnElement[bool]:
    """Return the condition that readers know of a version at a moment."""
    return or_(edition.public_from.is_(None), edition.public_from <= moment)


def standing_at(moment: datetime) -> ColumnElement[bool]:
    """Return the condition that a version is what readers should use at a moment.

    It is public, not withdrawn or superseded, and no newer version of it is public: one that
    waits for its day takes the place of this one only then, without anybody being online.
    """
    newer = aliased(Edition)
    after = or_(
        newer.major > Edition.major,
        and_(newer.major == Edition.major, newer.minor > Edition.minor),
    )
    replaced = exists().where(
        newer.document_id == Edition.document_id,
        newer.state != EditionState.WITHDRAWN,
        after,
        public_at(moment, newer),
    )
    return and_(Edition.state == EditionState.PUBLISHED, public_at(moment), ~replaced)


def standing_among(editions: Sequence[Edition]) -> frozenset[str]:
    """Return the ids of those versions that readers should use now."""
    ids = [one.id for one in editions]
    found = session.scalars(select(Edition.id).where(Edition.id.in_(ids), standing_at(now())))
    return frozenset(found)


def state_among(edition: Edition, standing: frozenset[str]) -> EditionState:
    """Return where a version stands for readers, given the ids of those that stand.

    A version that another one replaced this minute is superseded before that is written down.
    """
    if edition.state is EditionState.PUBLISHED and edition.id not in standing:
        return EditionState.SUPERSEDED
    return edition.state


def state_now(edition: Edition) -> EditionState:
    """Return where a version stands for readers at this moment."""
    return state_among(edition, standing_among([edition]))


def content_before(earlier: Sequence[Edition]) -> dict[str, Any] | None:
    """Return the frozen content of the newest of these versions, None without one.

    `earlier` are the versions of one document, newest first.
    """
    found = edition_with_content(earlier[0].id) if earlier else None
    return dict(found.content) if found is not None else None


def edition_with_content(edition_id: str) -> Edition | None:
    """Return a published version together with its frozen content."""
    return session.scalar(
        select(Edition).where(Edition.id == edition_id).options(undefer(Edition.content))
    )


def edition_at(network_id: str, slug: str, number: str) -> Edition | None:
    """Return the published version at an address that readers know of, whatever its state."""
    try:
        major, minor = parts_of(number)
    except ValueError:
        return None
    return session.scalar(
        select(Edition).where(
            Edition.network_id == network_id,
            Edition.slug == slug,
            Edition.major == major,
            Edition.minor == minor,
            public_at(now()),
        )
    )


def latest_edition(network_id: str, slug: str) -> Edition | None:
    """Return the newest version at an address that is not withdrawn, else the newest of all."""
    rows = session.scalars(
        select(Edition)
        .where(Edition.network_id == network_id, Edition.slug == slug, public_at(now()))
        .order_by(Edition.major.desc(), Edition.minor.desc())
    ).all()
    standing = [row for row in rows if row.state is not EditionState.WITHDRAWN]
    return next(iter(standing or rows), None)


def renderings_of(edition: Edition) -> dict[Form, Rendering]:
    """Return the forms of a published version, read anew."""
    rows = session.scalars(
        select(Rendering)
        .where(Rendering.edition_id == edition.id)
        .options(joinedload(Rendering.edition))
        .execution_options(populate_existing=True)
    )
    return {row.form: row for row in rows}


def downloads_of(edition: Edition) -> list[Rendering]:
    """Return the downloads of a published version that have a file, in their order."""
    found = renderings_of(edition)
    return [found[form] for form in DOWNLOADS if form in found and found[form].sha256]


def progress_of(edition: Edition) -> str:
    """Return what the worker last said about the downloads of a published version."""
    rows = jobs.of("publishing.render", edition_id=edition.id)
    return rows[-1].progress if rows else ""


def doi_of(document_id: str) -> str:
    """Return the DOI that stands for all versions of a guideline; empty without one."""
    found = session.scalar(select(GuidelineDoi.doi).where(GuidelineDoi.document_id == document_id))
    return found or ""


def public_editions(edition: Edition) -> Sequence[Edition]:
    """Return the versions of the same guideline that readers know of, newest first."""
    return session.scalars(
        select(Edition)
        .where(Edition.document_id == edition.document_id, public_at(now()))
        .order_by(Edition.major.desc(), Edition.minor.desc())
    ).all()
