"""Reads of the public library: published versions only, never a draft or a round."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import defer

from guidelines.db import now, session
from guidelines.projects.models import Network
from guidelines.publishing.models import Edition, GuidelineDoi, Rendering
from guidelines.publishing.queries.editions import (
    edition_with_content,
    public_at,
    standing_at,
)
from guidelines.publishing.rules.naming import parts_of
from guidelines.publishing.rules.reading import Page, from_json
from guidelines.publishing.rules.states import EditionState
from guidelines.storage import storage


def published(
    search: str = "", network: Network | None = None
) -> Sequence[tuple[Edition, Network]]:
    """Return what is published now with its network, by network and title.

    Each word of `search` must occur in the title or the text.
    """
    query = (
        select(Edition, Network)
        .join(Network, Network.id == Edition.network_id)
        .where(standing_at(now()))
        .options(defer(Edition.content), defer(Edition.words))
        .order_by(Network.title, Edition.title, Edition.id)
    )
    if network is not None:
        query = query.where(Edition.network_id == network.id)
    for word in search.casefold().split()[:10]:
        query = query.where(Edition.words.contains(word, autoescape=True))
    return [(edition, found) for edition, found in session.execute(query)]


def ever_published() -> Sequence[tuple[Edition, Network]]:
    """Return every version with its network, whatever became of it: its address stays."""
    query = (
        select(Edition, Network)
        .join(Network, Network.id == Edition.network_id)
        .where(public_at(now()))
        .options(defer(Edition.content), defer(Edition.words))
        .order_by(Edition.published_at, Edition.id)
    )
    return [(edition, found) for edition, found in session.execute(query)]


def version_before(edition: Edition) -> Edition | None:
    """Return the version that came before this one; None for the first."""
    earlier = or_(
        Edition.major < edition.major,
        and_(Edition.major == edition.major, Edition.minor < edition.minor),
    )
    return session.scalar(
        select(Edition)
        .where(Edition.document_id == edition.document_id, earlier, public_at(now()))
        .order_by(Edition.major.desc(), Edition.minor.desc())
        .limit(1)
    )


def has_published(network: Network) -> bool:
    """Tell whether a network has ever published something: only then it is shown."""
    first = session.scalar(
        select(Edition.id).where(Edition.network_id == network.id, public_at(now())).limit(1)
    )
    return first is not None


@lru_cache(maxsize=32)
def frozen_content(edition_id: str) -> dict[str, Any]:
    """Return the frozen content of a version; kept, because it never changes."""
    edition = edition_with_content(edition_id)
    return dict(edition.content) if edition is not None else {}


@lru_cache(maxsize=32)
def page_stored_as(sha256: str) -> Page:
    """Return the public page that lies in storage under this hash; kept, as files never change."""
    return from_json(json.loads(storage().get(sha256)))


# Built once: putting a statement together takes as long as running it.
VERSIONS_AT = (
    select(
        Network.id,
        Network.title,
        Edition.id,
        Edition.major,
        Edition.minor,
        Edition.state,
        Edition.public_from,
        Edition.doi,
        GuidelineDoi.doi.label("guideline_doi"),
        Rendering.form,
        Rendering.sha256,
    )
    .join(Edition, Edition.network_id == Network.id)
    .outerjoin(Rendering, Rendering.edition_id == Edition.id)
    .outerjoin(GuidelineDoi, GuidelineDoi.document_id == Edition.document_id)
    .where(Network.slug == bindparam("network"), Edition.slug == bindparam("guideline"))
    .order_by(Edition.major.desc(), Edition.minor.desc(), Rendering.form)
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a public page is made of: all that its tag covers, and the ids of its rows.

    `until` is the moment at which the next version becomes public: no cache keeps it longer.
    """

    network_id: str
    edition_id: str
    newest_id: str
    marks: tuple[str, ...]
    until: datetime | None = None
    doi: str = ""
    guideline_doi: str = ""


def found_at(network_slug: str, guideline_slug: str, number: str) -> Found | None:
    """Return the published version at an address, by one query; None where there is none."""
    try:
        wanted = parts_of(number)
    except ValueError:
        return None
    every = session.execute(
        VERSIONS_AT, {"network": network_slug, "guideline": guideline_slug}
    ).all()
    at = now()
    waiting = [row.public_from for row in every if row.public_from and row.public_from > at]
    rows = [row for row in every if not row.public_from or row.public_from <= at]
    here = [row for row in rows if (row.major, row.minor) == wanted]
    if not here:
        return None
    network_id, title, edition_id, *_ = here[0]
    standing = [row for row in rows if row.state is not EditionState.WITHDRAWN]
    newest_id = (standing or rows)[0][2]
    files = [f"{row.form} {row.sha256}" for row in here]
    dois = (here[0].doi, here[0].guideline_doi or "")
    marks = (edition_id, here[0].state, newest_id, title, *dois, *files)
    return Found(network_id, edition_id, newest_id, marks, min(waiting, default=None), *dois)


def next_moment() -> datetime | None:
    """Return when the next version of any guideline becomes public, None without one."""
    return session.scalar(select(func.min(Edition.public_from)).where(Edition.public_from > now()))


def rows_for(found: Found) -> tuple[Network, Edition, Edition]:
    """Return the rows behind a public page, which are known to exist."""
    network = session.get(Network, found.network_id)
    edition = session.get(Edition, found.edition_id)
    newest = session.get(Edition, found.newest_id)
    if network is None or edition is None or newest is None:
        raise LookupError(f"no public page for {found.edition_id}")
    return network, edition, newest
