"""What consensus tells in the story of a recommendation: when it was voted on, never by whom."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from guidelines.consensus.queries.story import rounds_about
from guidelines.drafts.models import Document
from guidelines.permissions import Action, Actor, can
from guidelines.web.navigation import fills


@fills("recommendation.story", 20)
def votes(document: Document, key: str, actor: Actor, **_given: object) -> list[dict[str, Any]]:
    """Return the rounds in which a recommendation was put to the panel."""
    if not can(actor, Action.PROCESS_READ, document):
        return []
    found = []
    for round_ in rounds_about(document, key):
        url = url_for("consensus.show_round", round_id=round_.id)
        link = _("Round %(number)s", number=round_.number)
        if round_.opened_at is not None:
            found.append(
                {
                    "at": round_.opened_at,
                    "icon": "vote",
                    "text": _("Put to the panel in “%(title)s”", title=round_.process.title),
                    "url": url,
                    "link": link,
                }
            )
        if round_.closed_at is not None:
            found.append(
                {
                    "at": round_.closed_at,
                    "icon": "vote",
                    "text": _("The round was closed"),
                    "url": url,
                    "link": link,
                }
            )
    return found
