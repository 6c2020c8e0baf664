"""What those who follow the library hear of: what came out, and what no longer holds."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import defer

from guidelines.db import now, session
from guidelines.projects.models import Network
from guidelines.publishing.models import Edition, GuidelineMove
from guidelines.publishing.queries.editions import public_at
from guidelines.publishing.rules.life import Life

MOST_LISTED = 100
MOST_ENDED = 20
_ENDS = (Life.SUPERSEDED, Life.WITHDRAWN)

Shelf = Sequence[tuple[Edition, Network]]


class Ended(NamedTuple):
    """How a guideline ended: when, why, and what takes its place, if anything does."""

    at: datetime
    why: str
    instead: str


def latest_published(network: Network | None = None, slug: str = "") -> Shelf:
    """Return the newest published versions, superseded ones of one guideline included.

    Withdrawn ones are in it as well, also those that came out long ago: who follows a guideline
    has to hear of that.
    """
    query = (
        select(Edition, Network)
        .join(Network, Network.id == Edition.network_id)
        .where(public_at(now()))
        .options(defer(Edition.content), defer(Edition.words))
        .order_by(Edition.published_at.desc(), Edition.id)
    )
    if network is not None:
        query = query.where(Edition.network_id == network.id)
    if slug:
        query = query.where(Edition.slug == slug)
    lately = (
        select(GuidelineMove.document_id)
        .where(GuidelineMove.after.in_(_ENDS))
        .order_by(GuidelineMove.at.desc())
        .limit(MOST_ENDED)
    )
    rows = [
        *session.execute(query.limit(MOST_LISTED)),
        *session.execute(query.where(Edition.document_id.in_(lately)).limit(MOST_LISTED)),
    ]
    return list({edition.id: (edition, found) for edition, found in rows}.values())


def ended(document_ids: Collection[str]) -> dict[str, Ended]:
    """Return how those guidelines ended that have ended; by document."""
    found: dict[str, Ended] = {}
    for one in session.scalars(
        select(GuidelineMove)
        .where(GuidelineMove.document_id.in_(document_ids))
        .order_by(GuidelineMove.number)
    ):
        found.pop(one.document_id, None)
        if one.after in _ENDS:
            found[one.document_id] = Ended(one.at, one.note, one.successor)
    return found
