"""Remarks on the wording of recommendations: while a text is written, and beside what is saved."""

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify, request
from flask_babel import gettext as _

from guidelines.drafts.models import Document, SectionRevision
from guidelines.drafts.routes.blueprint import bp
from guidelines.errors import Sentence
from guidelines.evidence.queries import profiles_of
from guidelines.permissions import Action, can
from guidelines.text.wording import UNJUSTIFIED, Placed, remarks_in
from guidelines.web.errors import translated
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.navigation import fills


def remarks_of(document: Document, source: str) -> list[Placed]:
    """Return the remarks on a text; a reason given with the evidence counts as well."""
    found = remarks_in(source, language=document.language)
    if not any(one.remark.code == UNJUSTIFIED for one in found):
        return list(found)
    profiles = profiles_of(document.project_id)
    explained = {key for key, one in profiles.items() if one.conclusion.get("discordance")}
    return [one for one in found if one.remark.code != UNJUSTIFIED or one.key not in explained]


def words_of(one: Placed) -> str:
    """Return a remark as a sentence in the language of the page."""
    return translated(Sentence(one.remark.template, one.remark.values))


def utf16(text: str, at: int) -> int:
    """Return a place in code points as JavaScript counts it."""
    return len(text[:at].encode("utf-16-le")) // 2


@bp.post("/documents/<document_id>/wording")
@asks(Action.DRAFT_SAVE)
def remark_on_wording(document_id: str) -> Response:
    """Answer the editor with the remarks on a text that is being written; nothing is saved."""
    document = fetch(Document, document_id, Action.DRAFT_SAVE)
    text = request.form.get("text", "").replace("\r\n", "\n")
    return jsonify(
        remarks=[
            {
                "from": utf16(text, one.start),
                "to": utf16(text, one.end),
                "code": one.remark.code,
                "words": words_of(one),
                "instead": one.remark.instead,
            }
            for one in remarks_of(document, text)
        ]
    )


@fills("section.aside", 5)
def remarks_beside(
    document: Document, revision: SectionRevision, **_given: object
) -> tuple[str, Mapping[str, Any]] | None:
    """Show beside a section what could be said more clearly, to those who write."""
    if not can(current_actor(), Action.DRAFT_SAVE, document):
        return None
    found = remarks_of(document, revision.source)
    if not found:
        return None
    return "drafts/remarks.html", {
        "remarks": [(one.key, words_of(one)) for one in found],
        "title": _("Wording"),
    }
