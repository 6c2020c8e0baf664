"""Reads about published versions and their downloads."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from guidelines import jobs
from guidelines.db import session
from guidelines.drafts.models import Document
from guidelines.publishing.models import Edition, Rendering
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


def edition_with_content(edition_id: str) -> Edition | None:
    """Return a published version together with its frozen content."""
    return session.scalar(
        select(Edition).where(Edition.id == edition_id).options(undefer(Edition.content))
    )


def edition_at(network_id: str, slug: str, number: str) -> Edition | None:
    """Return the published version at an address, whatever its state."""
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
        )
    )


def latest_edition(network_id: str, slug: str) -> Edition | None:
    """Return the newest version at an address that is not withdrawn, else the newest of all."""
    rows = session.scalars(
        select(Edition)
        .where(Edition.network_id == network_id, Edition.slug == slug)
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
