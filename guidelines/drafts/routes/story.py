"""The story of one recommendation: all that happened to it, in order, on one page."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.drafts import queries
from guidelines.drafts.models import Document, Outcome
from guidelines.drafts.queries.blame import versions_numbered
from guidelines.drafts.queries.story import (
    is_known,
    outcomes_for,
    recorded_about,
    tellings_of,
)
from guidelines.drafts.routes.blame import why
from guidelines.drafts.routes.blueprint import bp, verdict_words
from guidelines.drafts.routes.wording import field_words, value_words
from guidelines.drafts.rules.comparison import changed_fields
from guidelines.drafts.rules.history import Deed
from guidelines.drafts.rules.story import Telling
from guidelines.errors import Missing
from guidelines.permissions import Action
from guidelines.projects.queries import names_of
from guidelines.text.diff import words
from guidelines.text.recommendations import Recommendation
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.navigation import fillings


@bp.get("/documents/<document_id>/story")
@asks(Action.DOCUMENT_READ)
def show_story(document_id: str) -> ResponseReturnValue:
    """Show all that happened to one recommendation, oldest first."""
    document = fetch(Document, document_id, Action.DOCUMENT_READ)
    key = request.args.get("key", "")
    if not key and (rows := queries.recommendations_of(document)):
        key = rows[0].key
    if not is_known(document, key):
        raise Missing
    row = queries.recommendation_in(document, key)
    entries = [*_wordings(document, key), *_results(document, key), *_recorded(document, key)]
    for more in fillings(
        "recommendation.story", document=document, key=key, actor=current_actor()
    ):
        entries += more
    entries.sort(key=lambda entry: entry["at"])
    return render_template(
        "drafts/story.html",
        document=document,
        key=key,
        row=row,
        others=queries.recommendations_of(document),
        entries=entries,
        outcome=queries.outcomes_of(document).get(key),
        locked=queries.locked_keys(document).get(key),
    )


def _wordings(document: Document, key: str) -> list[dict[str, Any]]:
    """Return what the versions did to it, with the words that changed."""
    found = tellings_of(document, key)
    versions = versions_numbered(document, [telling.number for telling in found])
    reasons = why(document, versions.values())
    entries = []
    for telling in found:
        version = versions[telling.number]
        entries.append(
            {
                "at": version.created_at,
                "icon": "edit",
                "text": _deed(telling),
                "who": version.author.name if version.author else _("The operator"),
                "note": version.message,
                "label": version.label,
                "url": url_for(
                    "drafts.compare_versions",
                    document_id=document.id,
                    before=max(telling.number - 1, 1),
                    after=telling.number,
                    recommendation=key,
                ),
                "link": _("Version %(number)s", number=telling.number),
                "void": telling.deed is Deed.WORDING,
                "reasons": reasons.get(version.id, []),
                **_changes(telling.before, telling.after),
            }
        )
    return entries


def _deed(telling: Telling) -> str:
    said: dict[Deed, str] = {
        Deed.ADDED: _("Came into the text"),
        Deed.REMOVED: _("Taken out of the text"),
        Deed.WORDING: _("Wording changed"),
        Deed.MOVED: _("Moved to another section"),
        Deed.WRITTEN: _("Text beside the wording changed"),
    }
    return said[telling.deed]


def _changes(before: Recommendation | None, after: Recommendation | None) -> dict[str, Any]:
    """Return the words of a wording with what changed in them, and its other fields."""
    was, now = before.body if before else "", after.body if after else ""
    if before is not None and after is not None and was == now:
        parts = []
    else:
        parts = [(span.op.value, span.text) for span in words(was or now, now or was)]
    return {
        "parts": parts,
        "fields": [
            {
                "name": field_words(field.name),
                "parts": [(s.op.value, value_words(field.name, s.text)) for s in field.spans],
            }
            for field in changed_fields(before, after)
        ],
    }


def _results(document: Document, key: str) -> list[dict[str, Any]]:
    row = queries.recommendation_in(document, key)
    return [
        {
            "at": outcome.placed_at,
            "icon": "check",
            "text": _("Result of a vote: %(verdict)s", verdict=verdict_words(outcome.verdict)),
            "note": _share(outcome),
            "badge": None
            if row is None
            else {"words": _("For the present wording"), "kind": "success"}
            if outcome.stands(row)
            else {"words": _("For an earlier wording"), "kind": "warning"},
        }
        for outcome in outcomes_for(document, key)
    ]


def _share(outcome: Outcome) -> str:
    percent, rated = outcome.summary.get("percent_in"), outcome.summary.get("n_rated")
    if percent is None or rated is None:
        return ""
    said = _("%(percent)s %% in agreement, %(rated)s rated", percent=round(percent), rated=rated)
    return str(said)


def _recorded(document: Document, key: str) -> list[dict[str, Any]]:
    """Return what the record says about its evidence and the locks of its wording."""
    found = recorded_about(document, key)
    people = names_of({entry.actor_id for entry in found if entry.actor_id})
    return [
        {
            "at": entry.at,
            "icon": "lock" if entry.event.startswith("wording") else "document",
            "entry": entry,
            "who": people.get(entry.actor_id or "", "Concord"),
            "note": entry.detail.get("reason", ""),
        }
        for entry in found
    ]
