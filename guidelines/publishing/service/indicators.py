"""Say how it is measured whether a recommendation is followed; take that out again."""

from dataclasses import asdict

from guidelines import audit
from guidelines.db import lock_row, session
from guidelines.drafts.models import Document
from guidelines.drafts.queries import recommendation_in
from guidelines.errors import Conflict, Invalid, sentence
from guidelines.events import IndicatorRemoved, IndicatorSaved
from guidelines.permissions import Action, Actor, require
from guidelines.publishing.models import Edition, Indicator, PublishedItem
from guidelines.publishing.rules.findable import findable_in
from guidelines.publishing.rules.indicators import Measure


def add_indicator(actor: Actor, document: Document, *, key: str, measure: Measure) -> Indicator:
    """Add an indicator to a recommendation of a draft."""
    require(actor, Action.DRAFT_SAVE, document)

    lock_row(Document, document.id)
    if recommendation_in(document, key) is None:
        raise Invalid({"key": sentence("Choose a recommendation of this document.")})
    row = Indicator(
        network_id=document.network_id,
        project_id=document.project_id,
        document_id=document.id,
        key=key,
        saved_by=actor.person_id,
        **asdict(measure),
    )
    session.add(row)
    session.flush()
    _record(actor, row)
    return row


def change_indicator(
    actor: Actor, indicator: Indicator, *, measure: Measure, revision: int
) -> Indicator:
    """Change an indicator; `revision` is what the person saw, an older one is refused."""
    require(actor, Action.DRAFT_SAVE, indicator)

    row: Indicator = lock_row(Indicator, indicator.id)
    if row.revision != revision:
        raise Conflict(
            sentence(
                "Somebody changed this indicator meanwhile. Keep your text, look at the page "
                "again, then repeat."
            )
        )
    for name, value in asdict(measure).items():
        setattr(row, name, value)
    row.revision += 1
    row.saved_by = actor.person_id or ""
    session.flush()
    _record(actor, row)
    return row


def remove_indicator(actor: Actor, indicator: Indicator) -> None:
    """Take an indicator out of a draft; what is published keeps it."""
    require(actor, Action.DRAFT_SAVE, indicator)

    row: Indicator = lock_row(Indicator, indicator.id)
    session.delete(row)
    session.flush()
    audit.record(
        actor,
        IndicatorRemoved(
            network_id=row.network_id,
            project_id=row.project_id,
            document_id=row.document_id,
            indicator_id=row.id,
            key=row.key,
        ),
    )


def list_for_all(edition: Edition) -> None:
    """Put the indicators and research gaps of a new version where lists find them."""
    session.add_all(
        PublishedItem(
            network_id=edition.network_id,
            project_id=edition.project_id,
            edition_id=edition.id,
            kind=kind,
            place=place,
            content=dict(one),
        )
        for kind, found in findable_in(edition.content).items()
        for place, one in enumerate(found, 1)
    )


def _record(actor: Actor, row: Indicator) -> None:
    audit.record(
        actor,
        IndicatorSaved(
            network_id=row.network_id,
            project_id=row.project_id,
            document_id=row.document_id,
            indicator_id=row.id,
            key=row.key,
        ),
    )
