"""What publishing tells in the story of a recommendation: editorial changes and editions."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from guidelines.drafts.models import Document
from guidelines.permissions import Action, Actor, can
from guidelines.publishing.queries.changes import changes_of
from guidelines.publishing.queries.story import published_versions
from guidelines.publishing.rules.states import ChangeState
from guidelines.web.guard import current_actor
from guidelines.web.navigation import fills


@fills("recommendation.story", 40)
def published(
    document: Document, key: str, actor: Actor, **_given: object
) -> list[dict[str, Any]]:
    """Return what was called editorial, and the published versions of the document."""
    found = []
    if can(actor, Action.APPROVAL_READ, document):
        url = url_for("publishing.list_changes", document_id=document.id)
        decided = {
            ChangeState.ATTESTED: _("The change was confirmed as editorial: the vote stands"),
            ChangeState.REFUSED: _("The change was not confirmed as editorial"),
        }
        for change in changes_of(document):
            if change.key != key:
                continue
            found.append(
                {
                    "at": change.proposed_at,
                    "icon": "edit",
                    "text": _("Called an editorial change"),
                    "who": change.proposer.name,
                    "note": change.reason,
                    "url": url,
                }
            )
            if change.decided_at is not None and change.state in decided:
                found.append(
                    {
                        "at": change.decided_at,
                        "icon": "sign",
                        "text": decided[change.state],
                        "who": change.decider.name if change.decider else "",
                        "url": url,
                    }
                )
    if can(actor, Action.EDITION_READ, document):
        found += [
            {
                "at": edition.published_at,
                "icon": "book",
                "text": _("The document was published"),
                "url": url_for("publishing.list_editions", document_id=document.id),
                "link": f"{edition.major}.{edition.minor}",
            }
            for edition, _number in published_versions(document)
        ]
    return found


@fills("versions.published")
def versions_published(document: Document, **_given: object) -> list[dict[str, Any]]:
    """Return which versions were published, to be compared with; one list in a list."""
    if not can(current_actor(), Action.EDITION_READ, document):
        return []
    return [
        {
            "number": number,
            "label": _("Published as %(edition)s", edition=f"{edition.major}.{edition.minor}"),
        }
        for edition, number in published_versions(document)
    ]
