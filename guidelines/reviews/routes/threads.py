"""The page of one discussion, and what people do there."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.drafts.queries import (
    current_version,
    last_revision,
    sections_in,
    version_numbered,
)
from guidelines.errors import Invalid, Missing
from guidelines.permissions import Action
from guidelines.reviews import queries, service
from guidelines.reviews.forms import (
    DECISION_WORDS,
    KIND_WORDS,
    STATUS_WORDS,
    ResponseForm,
    SortForm,
)
from guidelines.reviews.models import CommentThread
from guidelines.reviews.queries.people import people_in_charge
from guidelines.reviews.queries.seen import unread
from guidelines.reviews.routes.blueprint import bp
from guidelines.reviews.routes.comments import REFUSALS, kind_in
from guidelines.reviews.rules import Decision, Handling
from guidelines.reviews.rules.vocabulary import BY_HAND, WITHOUT_ANSWER
from guidelines.web.errors import errors_of, status_of
from guidelines.web.guard import asks, current_actor, fetch

AND_THEN = (
    Handling.APPLIED,
    Handling.TO_CHANGE,
    Handling.NO_CHANGE,
    Handling.DEFERRED,
    Handling.DUPLICATE,
)


def visible(thread_id: str, action: Action) -> CommentThread:
    """Return a thread unless a vote closes it to the visitor; then there is no such page."""
    thread = fetch(CommentThread, thread_id, action)
    if queries.Hidden(thread.document, current_actor()).thread(thread):
        raise Missing
    return thread


def _page(thread: CommentThread, errors: dict[str, str]) -> str:
    version = current_version(thread.document)
    there = {one.section.id: one for one in sections_in(version)}
    stood = queries.Places(version).of([thread]).get(thread.id)
    item = there.get((stood.section_id if stood else None) or thread.section_id or "")
    revision = last_revision(thread.section) if thread.section else None
    return render_template(
        "reviews/thread.html",
        document=thread.document,
        thread=thread,
        section_id=item.section.id if item else None,
        title=item.title if item else revision.title if revision else "",
        is_in_text=item is not None or thread.section_id is None,
        stood=stood,
        made_in=version_numbered(thread.document, thread.version),
        form=ResponseForm() if errors else ResponseForm(formdata=None),
        sorting=SortForm() if errors else SortForm(formdata=None),
        decisions=list(DECISION_WORDS.items()),
        kinds=list(KIND_WORDS.items()),
        statuses=[(one, STATUS_WORDS[one]) for one in BY_HAND],
        settled=[(one, STATUS_WORDS[one]) for one in WITHOUT_ANSWER],
        and_then=[(one, STATUS_WORDS[one]) for one in AND_THEN],
        people=people_in_charge(thread.project_id),
        is_new=bool(unread(current_actor(), [thread])),
        errors=errors,
    )


def _back(thread_id: str) -> ResponseReturnValue:
    return redirect(url_for("reviews.show_thread", thread_id=thread_id), 303)


@bp.get("/threads/<thread_id>")
@asks(Action.COMMENT_READ)
def show_thread(thread_id: str) -> ResponseReturnValue:
    """Show a discussion, with its answers."""
    return _page(visible(thread_id, Action.COMMENT_READ), {})


@bp.post("/threads/<thread_id>/seen")
@asks(Action.COMMENT_READ, Action.COMMENT_FOLLOW)
def mark_seen(thread_id: str) -> ResponseReturnValue:
    """Mark a discussion as read; a script asks for it as soon as the page is there."""
    thread = visible(thread_id, Action.COMMENT_READ)
    with transaction():
        service.mark_seen(current_actor(), thread)
    return _back(thread_id)


@bp.post("/threads/<thread_id>/replies")
@asks(Action.COMMENT_READ, Action.COMMENT_MAKE)
def reply_to_comment(thread_id: str) -> ResponseReturnValue:
    """Reply to a comment."""
    thread = visible(thread_id, Action.COMMENT_READ)
    try:
        with transaction():
            service.reply_to_comment(current_actor(), thread, body=request.form.get("body", ""))
    except REFUSALS as refused:
        return _page(thread, errors_of(refused)), status_of(refused)
    return _back(thread_id)


@bp.post("/threads/<thread_id>/answer")
@asks(Action.COMMENT_READ, Action.COMMENT_RESOLVE)
def resolve_comment(thread_id: str) -> ResponseReturnValue:
    """Answer a comment: what was decided, and why."""
    thread = visible(thread_id, Action.COMMENT_READ)
    then = request.form.get("status", "")
    try:
        with transaction():
            service.resolve_comment(
                current_actor(),
                thread,
                decision=_decision(request.form.get("decision", "")),
                response=request.form.get("response", ""),
                status=Handling(then) if then in AND_THEN else None,
            )
    except REFUSALS as refused:
        return _page(thread, errors_of(refused)), status_of(refused)
    flash(_("The comment is answered."), "success")
    return _back(thread_id)


def _decision(value: str) -> Decision:
    if value not in set(Decision):
        raise Invalid({"decision": _("Choose a decision.")})
    return Decision(value)


@bp.post("/threads/<thread_id>/close")
@asks(Action.COMMENT_READ, Action.COMMENT_RESOLVE)
def close_comment(thread_id: str) -> ResponseReturnValue:
    """Close a comment without an answer."""
    thread = visible(thread_id, Action.COMMENT_READ)
    wanted = request.form.get("settled", "")
    try:
        with transaction():
            if wanted not in set(Handling):
                raise Invalid({"settled": _("Choose how it is settled.")})
            service.close_comment(current_actor(), thread, status=Handling(wanted))
    except REFUSALS as refused:
        return _page(thread, errors_of(refused)), status_of(refused)
    flash(_("The comment is closed."), "success")
    return _back(thread_id)


@bp.post("/threads/<thread_id>/reopen")
@asks(Action.COMMENT_READ, Action.COMMENT_MAKE)
def reopen_comment(thread_id: str) -> ResponseReturnValue:
    """Open an answered comment again."""
    thread = visible(thread_id, Action.COMMENT_READ)
    try:
        with transaction():
            service.reopen_comment(current_actor(), thread, body=request.form.get("body", ""))
    except REFUSALS as refused:
        return _page(thread, errors_of(refused)), status_of(refused)
    flash(_("The comment is open again."), "success")
    return _back(thread_id)


@bp.post("/threads/<thread_id>/sort")
@asks(Action.COMMENT_READ, Action.COMMENT_RESOLVE)
def sort_comment(thread_id: str) -> ResponseReturnValue:
    """Say what kind a comment is, where it stands, who sees to it until when."""
    thread = visible(thread_id, Action.COMMENT_READ)
    status = request.form.get("status", "")
    try:
        with transaction():
            service.sort_comment(
                current_actor(),
                thread,
                kind=kind_in(request.form.get("kind")),
                status=Handling(status) if status in set(Handling) else None,
                assignee_id=request.form.get("assignee") or None,
                due_on=_day(request.form.get("due_on", "")),
            )
    except REFUSALS as refused:
        return _page(thread, errors_of(refused)), status_of(refused)
    flash(_("Noted."), "success")
    return _back(thread_id)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid({"due_on": _("Write the day as 2026-03-31.")}) from None
