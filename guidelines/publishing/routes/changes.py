"""Pages of editorial changes: what was voted on, what is printed, who confirms."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.drafts.models import Document
from guidelines.errors import Invalid
from guidelines.permissions import Action
from guidelines.publishing import service
from guidelines.publishing.forms import ChangeForm
from guidelines.publishing.models import EditorialChange
from guidelines.publishing.queries.changes import change_known, changes_of, wording_once
from guidelines.publishing.queries.readiness import stands_of
from guidelines.publishing.routes.words import bp
from guidelines.publishing.rules.states import ChangeState
from guidelines.text.diff import words
from guidelines.text.markdown import plain_text
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.navigation import fills


def _parts(before: str, after: str) -> list[tuple[str, str]]:
    """Return two wordings as one text, in runs of words with what happened to each."""
    return [(span.op.value, span.text) for span in words(before, after)]


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
        voted = wording_once(document, stand.recommendation.key, stand.outcome.wording_sha256)
        before = plain_text(voted.body) if voted else ""
        after = plain_text(stand.recommendation.wording)
        changed.append({"stand": stand, "parts": _parts(before, after)})
    page = render_template(
        "publishing/changes.html",
        document=document,
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


@fills("wording.changed")
def change_since_the_vote(
    document_id: str, key: str, voted: str, wording: str, **_given: object
) -> dict[str, str] | None:
    """Return what is known of a change from the wording that was voted on; both as hashes."""
    change = change_known(document_id, key, voted, wording)
    if change is None:
        return None
    if change.state is ChangeState.ATTESTED:
        return {"words": _("Edited after the vote, confirmed as editorial"), "kind": "info"}
    return {"words": _("Edited after the vote, to be confirmed as editorial"), "kind": "warning"}


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
            service.propose_editorial_change(
                current_actor(), document, key=form.key.data or "", reason=form.reason.data or ""
            )
    except Invalid as invalid:
        return _page(document, errors_of(invalid), form.key.data or "", 422)
    flash(_("Proposed. Another person has to confirm it."), "success")
    return redirect(url_for("publishing.list_changes", document_id=document.id), 303)


@bp.post("/editorial-changes/<change_id>/attest")
@asks(Action.APPROVAL_READ, Action.DRAFT_SAVE)
def attest_editorial_change(change_id: str) -> ResponseReturnValue:
    """Confirm that a change is editorial."""
    change = fetch(EditorialChange, change_id, Action.APPROVAL_READ)
    with transaction():
        service.attest_editorial_change(current_actor(), change)
    flash(_("Confirmed. The vote stands, with a note beside it."), "success")
    return redirect(url_for("publishing.list_changes", document_id=change.document_id), 303)


@bp.post("/editorial-changes/<change_id>/refuse")
@asks(Action.APPROVAL_READ, Action.DRAFT_SAVE)
def refuse_editorial_change(change_id: str) -> ResponseReturnValue:
    """Say that a change touches the meaning."""
    change = fetch(EditorialChange, change_id, Action.APPROVAL_READ)
    with transaction():
        service.refuse_editorial_change(current_actor(), change)
    flash(_("Not confirmed. The recommendation needs a new vote or its old wording."), "success")
    return redirect(url_for("publishing.list_changes", document_id=change.document_id), 303)
