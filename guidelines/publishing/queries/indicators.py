"""Reads about indicators: of a draft, of a published version, across guidelines."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from guidelines.db import now, session
from guidelines.drafts import queries as drafts
from guidelines.drafts.models import Document
from guidelines.projects.models import Network, Project
from guidelines.publishing.models import Edition, Indicator, PublishedItem
from guidelines.publishing.queries.editions import standing_at
from guidelines.publishing.rules.findable import SAID_AGAIN, Findable, gap_of
from guidelines.publishing.rules.indicators import measure_of
from guidelines.text.markdown import plain_text


def indicators_of(document: Document) -> Sequence[Indicator]:
    """Return the indicators of a document, oldest first."""
    return session.scalars(
        select(Indicator)
        .where(Indicator.document_id == document.id)
        .order_by(Indicator.created_at, Indicator.id)
        .execution_options(populate_existing=True)
    ).all()


def indicators_by_key(document: Document) -> dict[str, list[Indicator]]:
    """Return the indicators of a document by recommendation."""
    found: dict[str, list[Indicator]] = {}
    for one in indicators_of(document):
        found.setdefault(one.key, []).append(one)
    return found


def printed_indicators(document: Document) -> list[dict[str, Any]]:
    """Return the indicators of a document as they are frozen, in the order of the text.

    One whose recommendation is not in the text any more is left out.
    """
    by_key = indicators_by_key(document)
    return [
        {
            "key": one.key,
            "number": str(one.ordinal),
            "recommendation": plain_text(one.wording),
            **measure_of(indicator).as_json(),
        }
        for one in drafts.recommendations_of(document)
        for indicator in by_key.get(one.key, ())
    ]


def published_items(
    kind: Findable, network: Network | None = None
) -> list[tuple[PublishedItem, Edition, Network]]:
    """Return what the published versions list, by network, title and place.

    Only versions that readers should use now.
    """
    query = (
        select(PublishedItem, Edition, Network)
        .join(Edition, Edition.id == PublishedItem.edition_id)
        .join(Network, Network.id == Edition.network_id)
        .where(PublishedItem.kind == kind, standing_at(now()))
        .order_by(Network.title, Edition.title, Edition.id, PublishedItem.place)
    )
    if network is not None:
        query = query.where(Edition.network_id == network.id)
    return [(item, edition, owner) for item, edition, owner in session.execute(query)]


def gaps_in_drafts(project: Project) -> list[tuple[Document, list[dict[str, str]]]]:
    """Return the research gaps that the drafts of a project name, by document.

    Translations and short versions say them again; they are left out.
    """
    found = []
    for document in drafts.documents_of(project):
        if document.kind.value in SAID_AGAIN:
            continue
        gaps = [
            {
                "key": one.key,
                "number": str(one.ordinal),
                "section": one.section_id,
                "recommendation": plain_text(one.wording),
                "gap": gap_of(one.type, one.wording, str(one.fields.get("research", ""))),
            }
            for one in drafts.recommendations_of(document)
        ]
        found.append((document, [one for one in gaps if one["gap"]]))
    return [(document, gaps) for document, gaps in found if gaps]
