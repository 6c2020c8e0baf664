"""What translations put on the pages of documents and on the home page."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import ngettext

from guidelines.drafts import queries
from guidelines.drafts.models import Document, Recommendation
from guidelines.drafts.queries.translations import (
    lagging,
    progress_of_document,
    source_document,
)
from guidelines.permissions import Action, Actor, can
from guidelines.web.navigation import fills


@fills("document.aside", 30)
def how_far(document: Document, **_given: object) -> tuple[str, Mapping[str, Any]] | None:
    """Show beside a translation how far it is."""
    source = source_document(document)
    if source is None:
        return None
    progress = progress_of_document(document)
    return "drafts/translation_card.html", {
        "document": document,
        "source": source,
        "progress": progress,
    }


@fills("recommendation.below", 10)
def voted_there(
    recommendation: Recommendation, document: Document, **_given: object
) -> tuple[str, Mapping[str, Any]] | None:
    """Say at a translated recommendation what the vote on the original said."""
    source = source_document(document)
    there = queries.recommendation_in(source, recommendation.key) if source else None
    outcome = queries.outcomes_of(source).get(recommendation.key) if source else None
    if source is None or there is None or outcome is None:
        return None
    return "drafts/translation_vote.html", {"source": source, "there": there, "outcome": outcome}


@fills("home.needs", 30)
def needs(actor: Actor, **_given: object) -> list[dict[str, Any]]:
    """Return the translations whose original has changed, for those who write them."""
    found = []
    for document in lagging(actor.projects):
        if not can(actor, Action.DRAFT_SAVE, document):
            continue
        progress = progress_of_document(document)
        count = progress.changed + progress.new + progress.removed if progress else 0
        if count:
            found.append(
                {
                    "text": ngettext(
                        "The original of “%(title)s” has changed in one place",
                        "The original of “%(title)s” has changed in %(num)s places",
                        count,
                        title=document.title,
                    ),
                    "url": url_for("drafts.list_translations", document_id=document.id),
                    "project": document.project.title,
                    "urgent": False,
                }
            )
    return found
