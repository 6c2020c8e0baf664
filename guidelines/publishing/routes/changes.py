"""Pages of changes after the vote: of which class, who confirms, who objects, what follows."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guidelines.db import transaction
from guidelines.drafts.models import Document
from guidelines.errors import Invalid, Missing, sentence
from guidelines.permissions import Action
from guidelines.publishing import service
from guidelines.publishing.forms import ChangeForm
from guidelines.publishing.models import EditorialChange
from guidelines.publishing.queries.changes import (
    Wording,
    change_known,
    changes_of,
    wording_once,
)
from guidelines.publishing.queries.readiness import stands_of
from guidelines.publishing.routes.signing import sections_nav
from guidelines.publishing.routes.words import bp
from guidelines.publishing.rules.states import ChangeClass, ChangeState, ChangeSubject
from guidelines.publishing.service.changes import STILL_OPEN
from guidelines.text.diff import words
from guidelines.text.markdown import plain_text
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.navigation import fills

CLASS_WORDS = {
    ChangeClass.EDITORIAL: _l("Editorial"),
    ChangeClass.SUBSTANTIVE: _l("Substantive"),
    ChangeClass.STRENGTH: _l("Strength or direction"),
}
NOT_SHOWN = frozenset({ChangeState.PROPOSED, ChangeState.REFUSED})


def _parts(before: str, after: str) -> list[tuple[str, str]]:
    """Return two wordings as one text, in runs of words with what happened to each."""
    return [(span.op.value, span.text) for span in words(before, after)]


def _core_changed(voted: Wording | None, document: Document, key: str, sha256: str) -> bool:
    """Tell whether strength, direction or another voted field differs beside the wording."""
    now_written = wording_once(document, key, sha256)
    return voted is None or now_written is None or voted.normative != now_written.normative


def _page(
    document: Document, errors: dict[str, str] | None = None, key: str = "", status: int = 200
) -> ResponseReturnValue:
    changed = []
    shown = set()
    for stand in stands_of(document):
        if stand.outcome is None or stand.facts.same_wording:
            continue
        if stand.change is not None:
            shown.add(stand.change.id)
        one = stand.recommendation
        voted = wording_once(document, one.key, stand.outcome.wording_sha256)
        before = plain_text(voted.body) if voted else ""
        after = plain_text(one.wording)
        changed.append(
            {
                "stand": stand,
                "parts": _parts(before, after),
                "core": _core_changed(voted, document, one.key, one.wording_sha256),
            }
        )
    page = render_template(
        "publishing/changes.html",
        document=document,
        part_links=sections_nav(document),
        changed=changed,
        earlier=[
            (change, _parts(plain_text(change.voted_wording), plain_text(change.wording)))
            for change in changes_of(document)
            if change.id not in shown
        ],
        me=current_actor().person_id,
        form=ChangeForm(formdata=None),
        errors=errors or {},
        error_key=key,
    )
    return page, status


@bp.app_template_filter("class_words")
def class_words(one: ChangeClass) -> str:
    """Return what a class of change is called."""
    return str(CLASS_WORDS[one])


@fills("wording.changed")
def change_since_the_vote(
    document_id: str, key: str, voted: str, wording: str, **_given: object
) -> dict[str, str] | None:
    """Return what is known of a change from the wording that was voted on; both as hashes."""
    change = change_known(document_id, key, voted, wording)
    if change is None:
        return None
    if change.stands_now:
        return {"words": _("Edited after the vote, confirmed as editorial"), "kind": "info"}
    said: dict[ChangeState, str] = {
        ChangeState.ATTESTED: _("Edited after the vote, the panel can still object"),
        ChangeState.OBJECTED: _("Edited after the vote, a panel member objects"),
        ChangeState.VOTE_AGAIN: _("Changed after the vote, to be voted on again"),
    }
    waiting = _("Edited after the vote, to be confirmed as editorial")
    return {"words": said.get(change.state, waiting), "kind": "warning"}


@bp.get("/documents/<document_id>/editorial-changes")
@asks(Action.APPROVAL_READ)
def list_changes(document_id: str) -> ResponseReturnValue:
    """Show which recommendations changed since they were voted on."""
    return _page(fetch(Document, document_id, Action.APPROVAL_READ))


@bp.post("/documents/<document_id>/editorial-changes")
@asks(Action.APPROVAL_READ, Action.DRAFT_SAVE)
def propose_editorial_change(document_id: str) -> ResponseReturnValue:
    """Call a change editorial."""
    document = fetch(Document, document_id, Action.APPROVAL_READ)
    form = ChangeForm()
    try:
        with transaction():
            change = service.propose_editorial_change(
                current_actor(),
                document,
                key=form.key.data or "",
                reason=form.reason.data or "",
                change_class=_class_of(form.change_class.data or ""),
            )
    except Invalid as invalid:
        return _page(document, errors_of(invalid), form.key.data or "", 422)
    if change.change_class is ChangeClass.EDITORIAL:
        flash(_("Proposed. Another person has to confirm it."), "success")
    else:
        flash(_("Noted. The panel has to vote on the new wording."), "success")
    return redirect(url_for("publishing.list_changes", document_id=document.id), 303)


@bp.post("/editorial-changes/<change_id>/attest")
@asks(Action.APPROVAL_READ, Action.DRAFT_SAVE)
def attest_editorial_change(change_id: str) -> ResponseReturnValue:
    """Confirm that a change is editorial."""
    change = fetch(EditorialChange, change_id, Action.APPROVAL_READ)
    with transaction():
        service.attest_editorial_change(current_actor(), change)
    flash(
        _("Confirmed. Those who voted or signed are told by mail, and have seven days to object."),
        "success",
    )
    return redirect(_back(change), 303)


@bp.post("/editorial-changes/<change_id>/refuse")
@asks(Action.APPROVAL_READ, Action.DRAFT_SAVE)
def refuse_editorial_change(change_id: str) -> ResponseReturnValue:
    """Say that a change touches the meaning."""
    change = fetch(EditorialChange, change_id, Action.APPROVAL_READ)
    with transaction():
        service.refuse_editorial_change(current_actor(), change)
    if change.subject is ChangeSubject.TEXT:
        flash(_("Not confirmed. The text needs new signatures or its old words."), "success")
    else:
        flash(
            _("Not confirmed. The recommendation needs a new vote or its old wording."), "success"
        )
    return redirect(_back(change), 303)


def _class_of(written: str) -> ChangeClass:
    """Return the class that somebody chose; people choose, nothing is chosen for them."""
    if written not in set(ChangeClass):
        raise Invalid({"change_class": sentence("Say of which class the change is.")})
    return ChangeClass(written)


def _back(change: EditorialChange) -> str:
    """Return the page on which a change stands."""
    text = change.subject is ChangeSubject.TEXT
    page = "publishing.show_approval" if text else "publishing.list_changes"
    return url_for(page, document_id=change.document_id)


def _change_page(
    change: EditorialChange, errors: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    """Return the page on which a panel member looks at a change of form."""
    actor = current_actor()
    if change.subject is ChangeSubject.TEXT or change.state in NOT_SHOWN:
        raise Missing
    page = render_template(
        "publishing/objection.html",
        change=change,
        document=change.document,
        parts=_parts(plain_text(change.voted_wording), plain_text(change.wording)),
        own=next((one for one in change.objections if one.person_id == actor.person_id), None),
        is_open=change.state in STILL_OPEN and not change.stands_now,
        errors=errors or {},
    )
    return page, status


@bp.get("/editorial-changes/<change_id>")
@asks(Action.CHANGE_OBJECT)
def show_change(change_id: str) -> ResponseReturnValue:
    """Show a change of form to a panel member, with both wordings."""
    return _change_page(fetch(EditorialChange, change_id, Action.CHANGE_OBJECT))


@bp.post("/editorial-changes/<change_id>/objections")
@asks(Action.CHANGE_OBJECT)
def object_to_change(change_id: str) -> ResponseReturnValue:
    """Object to a change, with a reason."""
    change = fetch(EditorialChange, change_id, Action.CHANGE_OBJECT)
    try:
        with transaction():
            service.object_to_change(
                current_actor(), change, reason=request.form.get("reason", "")
            )
    except Invalid as invalid:
        return _change_page(change, errors_of(invalid), 422)
    flash(_("Your objection is recorded. The chair decides what happens now."), "success")
    return redirect(url_for("publishing.show_change", change_id=change.id), 303)


@bp.post("/text-changes/<change_id>/objections")
@asks(Action.APPROVAL_READ, Action.APPROVAL_SIGN)
def object_to_text_change(change_id: str) -> ResponseReturnValue:
    """Object, as one who signed, to a change of the text."""
    change = fetch(EditorialChange, change_id, Action.APPROVAL_READ)
    with transaction():
        service.object_to_text_change(
            current_actor(), change, reason=request.form.get("reason", "")
        )
    flash(_("Your objection is recorded. The chair decides what happens now."), "success")
    return redirect(_back(change), 303)


@bp.post("/editorial-changes/<change_id>/ruling")
@asks(Action.APPROVAL_READ, Action.CHANGE_RULE)
def rule_on_change(change_id: str) -> ResponseReturnValue:
    """Decide on a change to which somebody objected."""
    change = fetch(EditorialChange, change_id, Action.APPROVAL_READ)
    with transaction():
        service.rule_on_change(
            current_actor(),
            change,
            substantive=request.form.get("then") != "draft",
            ruling=request.form.get("ruling", ""),
        )
    flash(_("Decided. Your words stand beside the change."), "success")
    return redirect(_back(change), 303)


@bp.post("/documents/<document_id>/text-changes")
@asks(Action.APPROVAL_READ, Action.DRAFT_SAVE)
def propose_text_change(document_id: str) -> ResponseReturnValue:
    """Say that a text was changed in form only since it was sent for signature."""
    document = fetch(Document, document_id, Action.APPROVAL_READ)
    with transaction():
        change = service.propose_text_change(
            current_actor(), document, reason=request.form.get("reason", "")
        )
    flash(_("Proposed. Somebody who did not make the change has to confirm it."), "success")
    return redirect(_back(change), 303)
