"""What publishing tells in the story of a recommendation: changes, signatures, editions."""

from collections.abc import Iterable
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guidelines.drafts.models import Document
from guidelines.interests.rules import Measure
from guidelines.permissions import Action, Actor, can
from guidelines.projects.queries import names_of
from guidelines.publishing.queries.approvals import requests_of
from guidelines.publishing.queries.changes import changes_of
from guidelines.publishing.queries.endorsements import endorsements_of
from guidelines.publishing.queries.signing import validity_of
from guidelines.publishing.queries.story import (
    decisions_about,
    deviations_about,
    published_versions,
)
from guidelines.publishing.rules.states import (
    ApprovalState,
    ChangeClass,
    ChangeState,
    Decision,
)
from guidelines.text.diff import words
from guidelines.text.markdown import plain_text
from guidelines.web.guard import current_actor
from guidelines.web.navigation import fills

CALLED = {
    ChangeClass.EDITORIAL: _l("Called an editorial change"),
    ChangeClass.SUBSTANTIVE: _l("Called a substantive change: to be voted on again"),
    ChangeClass.STRENGTH: _l("Strength, direction or conditions changed: to be voted on again"),
}
KEPT_OUT = {
    Measure.NO_LEAD: _l("A member does not lead or chair on it because of an interest"),
    Measure.ABSTAINS: _l("A member abstains because of an interest"),
    Measure.OUT: _l("A member takes no part in it because of an interest"),
}


@fills("recommendation.story", 40)
def published(
    document: Document, key: str, actor: Actor, **_given: object
) -> list[dict[str, Any]]:
    """Return changes after the vote, signatures, endorsements and published versions."""
    found: list[dict[str, Any]] = []
    if can(actor, Action.APPROVAL_READ, document):
        found += [*_changes(document, key, actor), *_signatures(document)]
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


def _changes(document: Document, key: str, actor: Actor) -> Iterable[dict[str, Any]]:
    """Yield what people said of changes after the vote, who objected, and what was decided."""
    url = url_for("publishing.list_changes", document_id=document.id)
    sees_names = can(actor, Action.CHANGE_RULE, document)
    for change in changes_of(document):
        if change.key != key:
            continue
        yield {
            "at": change.proposed_at,
            "icon": "edit",
            "text": CALLED[change.change_class],
            "who": change.proposer.name,
            "note": change.reason,
            "parts": [
                (span.op.value, span.text)
                for span in words(plain_text(change.voted_wording), plain_text(change.wording))
            ],
            "url": url,
        }
        if change.decided_at is not None and change.decider is not None:
            refused = change.state is ChangeState.REFUSED
            yield {
                "at": change.decided_at,
                "icon": "sign",
                "text": _("The change was not confirmed as editorial")
                if refused
                else _("Confirmed as editorial; the panel had seven days to object"),
                "who": change.decider.name,
                "url": url,
            }
        for objection in change.objections:
            yield {
                "at": objection.at,
                "icon": "warning",
                "text": _("An objection to the change"),
                "who": objection.person.name if sees_names else "",
                "note": objection.reason,
                "url": url,
            }
        if change.ruled_at is not None and change.ruler is not None:
            again = change.state is ChangeState.VOTE_AGAIN
            yield {
                "at": change.ruled_at,
                "icon": "scale",
                "text": _("Decided: it is voted on again")
                if again
                else _("Decided: it goes back to the draft"),
                "who": change.ruler.name,
                "note": change.ruling,
                "url": url,
            }


def _signatures(document: Document) -> Iterable[dict[str, Any]]:
    """Yield who was asked to sign the text that holds it, who signed or returned it."""
    url = url_for("publishing.show_approval", document_id=document.id)
    for request in requests_of(document):
        link = request.number or _("Version %(number)s", number=request.version_number)
        yield {
            "at": request.requested_at,
            "icon": "send",
            "text": _("The text was sent for signature"),
            "who": request.requester.name,
            "url": url,
            "link": link,
        }
        standing = request.state is ApprovalState.PUBLISHED or validity_of(request).holds
        void = None if standing else {"words": _("Void: the text was changed"), "kind": "danger"}
        for one in request.signoffs:
            signed = one.decision is Decision.APPROVED
            yield {
                "badge": void if signed else None,
                "at": one.at,
                "icon": "sign" if signed else "undo",
                "text": _("The text was signed") if signed else _("The text was returned"),
                "who": f"{one.person.name}, {one.body}" if one.body else one.person.name,
                "note": one.statement,
                "url": url,
                "link": link,
            }
    for endorsement in endorsements_of(document):
        yield {
            "at": endorsement.recorded_at,
            "icon": "sign",
            "text": _("%(name)s endorses the text", name=endorsement.organisation),
            "url": url_for("publishing.list_endorsements", document_id=document.id),
            "link": endorsement.request.number,
        }


@fills("recommendation.story", 35)
def kept_out_and_deviating(
    document: Document, key: str, actor: Actor, **_given: object
) -> list[dict[str, Any]]:
    """Return who was kept out because of an interest, and what went otherwise than planned.

    Names are for those who may read interests; everybody else learns that somebody was.
    """
    found: list[dict[str, Any]] = []
    sees_names = can(actor, Action.INTEREST_READ, document)
    decisions = [one for one in decisions_about(document, key) if one.measure in KEPT_OUT]
    names = names_of({one.person_id for one in decisions}) if sees_names else {}
    if can(actor, Action.PROCESS_READ, document):
        found += [
            {
                "at": one.at,
                "icon": "people",
                "text": KEPT_OUT[one.measure],
                "who": names.get(one.person_id, ""),
                "note": one.reason if sees_names else "",
            }
            for one in decisions
        ]
        found += [
            {
                "at": one.decided_at,
                "icon": "history",
                "text": _("Decided otherwise than planned: %(what)s", what=one.what),
                "who": one.person.name if one.person else "",
                "note": one.why,
                "url": url_for("consensus.show_process", process_id=one.process_id),
            }
            for one in deviations_about(document, key)
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
