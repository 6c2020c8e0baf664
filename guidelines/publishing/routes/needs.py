"""What approval and publication need from a person, for the start page."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from guidelines.db import now
from guidelines.drafts.models import Document
from guidelines.permissions import Action, Actor, Place, can
from guidelines.publishing.models import ApprovalRequest, EditorialChange
from guidelines.publishing.queries.approvals import (
    newest_request,
    requests_in_state,
    requests_waiting_for,
)
from guidelines.publishing.queries.changes import changes_in_state
from guidelines.publishing.queries.editions import editions_of
from guidelines.publishing.queries.reviews_due import reviews_due_in
from guidelines.publishing.queries.signing import validity_of
from guidelines.publishing.rules.reviewing import is_near
from guidelines.publishing.rules.states import ApprovalState, ChangeState, Gate
from guidelines.web.guard import current_actor
from guidelines.web.navigation import fills
from guidelines.web.templating import day


def _may(actor: Actor, action: Action) -> list[str]:
    return [key for key in actor.projects if can(actor, action, Place(None, key))]


def _need(row: ApprovalRequest | EditorialChange, text: str, page: str) -> dict[str, Any]:
    return {
        "text": text,
        "url": url_for(page, document_id=row.document_id),
        "project": row.document.project.title,
        "urgent": False,
    }


@fills("document.path", 40)
def approving(document: Document, **_given: object) -> dict[str, str] | None:
    """Return how far the approval of a document has come."""
    if not can(current_actor(), Action.APPROVAL_READ, document):
        return None
    row = newest_request(document)
    step = {"label": _("Approval"), "state": "todo", "note": ""}
    if row is None:
        return step
    version = _("version %(number)s", number=row.version_number)
    if row.state is ApprovalState.WAITING:
        return step | {"state": "current", "note": _("asked for %(what)s", what=version)}
    if row.state is ApprovalState.RETURNED:
        return step | {"state": "current", "note": _("returned")}
    return step | {"state": "done", "note": _("for %(what)s", what=version)}


@fills("document.path", 50)
def publishing(document: Document, **_given: object) -> dict[str, str]:
    """Return which version of a document is published."""
    editions = editions_of(document)
    if not editions:
        return {"label": _("Published"), "state": "todo", "note": ""}
    number = _("Version %(number)s", number=editions[0].number)
    return {"label": _("Published"), "state": "done", "note": number}


@fills("home.needs", 60)
def needs(actor: Actor, **_given: object) -> list[dict[str, Any]]:
    """Return what waits for this person: a signature, a publication, a second opinion."""
    found = [
        _need(
            row,
            _("Sign the plan of “%(title)s”, or return it", title=row.document.title)
            if row.gate is Gate.PLAN
            else _("Sign “%(title)s”, or return it", title=row.document.title),
            "publishing.show_plan" if row.gate is Gate.PLAN else "publishing.show_approval",
        )
        for row in requests_waiting_for(actor.person_id or "", _may(actor, Action.APPROVAL_SIGN))
    ]
    publishes = _may(actor, Action.EDITION_PUBLISH)
    for row in requests_in_state(publishes, ApprovalState.APPROVED):
        void = not validity_of(row).holds
        text = (
            _("“%(title)s” changed after it was signed: ask again", title=row.document.title)
            if void
            else _("All have signed: publish “%(title)s”", title=row.document.title)
        )
        page = "publishing.show_approval" if void else "publishing.list_editions"
        found.append(_need(row, text, page))
    found += [
        _need(
            row,
            _("Returned at approval: mend “%(title)s”", title=row.document.title),
            "publishing.show_approval",
        )
        for row in requests_in_state(publishes, ApprovalState.RETURNED)
    ]
    today = now().date()
    found += [
        {
            "text": _("The review of “%(title)s” is overdue", title=one.document.title)
            if one.due < today
            else _(
                "“%(title)s” is to be reviewed by %(day)s",
                title=one.document.title,
                day=day(one.due),
            ),
            "url": url_for("publishing.show_life", document_id=one.document.id),
            "project": one.document.project.title,
            "urgent": one.due < today,
        }
        for one in reviews_due_in(_may(actor, Action.LIFE_MOVE))
        if is_near(one.due, today)
    ]
    found += [
        _need(
            change,
            _("Confirm an editorial change in “%(title)s”", title=change.document.title),
            "publishing.list_changes",
        )
        for change in changes_in_state(_may(actor, Action.DRAFT_SAVE), ChangeState.PROPOSED)
        if actor.person_id not in {change.proposed_by, *change.made_by}
    ]
    found += [
        _need(
            change,
            _("Somebody objects to a change in “%(title)s”: decide", title=change.document.title),
            "publishing.list_changes",
        )
        for change in changes_in_state(_may(actor, Action.CHANGE_RULE), ChangeState.OBJECTED)
    ]
    return found
