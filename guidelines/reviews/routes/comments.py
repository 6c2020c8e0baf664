"""Pages of comments: the tab of a document, one thread, the form for a new one."""

from collections import defaultdict

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.drafts.models import Document, Section
from guidelines.drafts.queries import (
    current_version,
    last_revision,
    recommendations_of,
    sections_in,
    version_numbered,
)
from guidelines.errors import Invalid, Missing
from guidelines.permissions import Action
from guidelines.reviews import queries, service
from guidelines.reviews.forms import DECISION_WORDS, CommentForm, ResponseForm
from guidelines.reviews.models import CommentThread
from guidelines.reviews.routes.blueprint import bp
from guidelines.reviews.rules import Decision, ThreadState
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch


@bp.get("/documents/<document_id>/comments")
@asks(Action.COMMENT_READ)
def list_comments(document_id: str) -> ResponseReturnValue:
    """Show the comments on a document, open ones first, by section."""
    document = fetch(Document, document_id, Action.COMMENT_READ)
    show = request.args.get("show", "open")
    if show not in {"open", "answered", "all"}:
        show = "open"
    threads = queries.threads_of(document, current_actor())
    chosen = [one for one in threads if show in {"all", one.state.value}]
    version = current_version(document)
    stood = queries.Places(version).of(chosen)
    by_section: dict[str | None, list[CommentThread]] = defaultdict(list)
    for thread in chosen:
        place = stood.get(thread.id)
        by_section[(place.section_id if place else None) or thread.section_id].append(thread)
    groups = []
    if whole := by_section.pop(None, []):
        groups.append(("", _("On the whole document"), whole))
    groups += [
        (item.section.id, f"{item.number} {item.title}".strip(), there)
        for item in sections_in(version)
        if (there := by_section.pop(item.section.id, []))
    ]
    for section_id, there in by_section.items():  # sections that were taken out
        last = last_revision(there[0].section) if there[0].section else None
        groups.append((section_id or "", last.title if last else "", there))
    return render_template(
        "reviews/comments.html",
        document=document,
        show=show,
        groups=groups,
        stood=stood,
        counts={
            "open": sum(one.state is ThreadState.OPEN for one in threads),
            "answered": sum(one.state is ThreadState.ANSWERED for one in threads),
            "all": len(threads),
        },
    )


def _comment_page(section: Section, form: CommentForm, errors: dict[str, str]) -> str:
    revision = last_revision(section)
    return render_template(
        "reviews/new.html",
        document=section.document,
        section=section,
        title=revision.title if revision else "",
        form=form,
        errors=errors,
        recommendations=[
            row for row in recommendations_of(section.document) if row.section_id == section.id
        ],
    )


@bp.get("/sections/<section_id>/comments/new")
@asks(Action.COMMENT_MAKE)
def make_comment_form(section_id: str) -> ResponseReturnValue:
    """Show the form for a comment."""
    section = fetch(Section, section_id, Action.COMMENT_MAKE)
    form = CommentForm(formdata=None)
    form.key.data = request.args.get("key", "")[:80]
    form.quote.data = request.args.get("quote", "")[:2000]
    return _comment_page(section, form, {})


@bp.post("/sections/<section_id>/comments")
@asks(Action.COMMENT_MAKE)
def make_comment(section_id: str) -> ResponseReturnValue:
    """Comment on a passage, a recommendation or a whole section."""
    section = fetch(Section, section_id, Action.COMMENT_MAKE)
    form = CommentForm()
    try:
        with transaction():
            thread = service.make_comment(
                current_actor(),
                section,
                body=form.body.data or "",
                quote=form.quote.data or "",
                key=form.key.data or "",
            )
    except Invalid as invalid:
        return _comment_page(section, form, errors_of(invalid)), 422
    flash(_("Your comment is there."), "success")
    page = url_for("drafts.show_section", section_id=section_id, _anchor=f"thread-{thread.id}")
    return redirect(page, 303)


def _visible(thread_id: str, action: Action) -> CommentThread:
    """Return a thread unless a vote closes it to the visitor; then there is no such page."""
    thread = fetch(CommentThread, thread_id, action)
    if queries.Hidden(thread.document, current_actor()).thread(thread):
        raise Missing
    return thread


def _thread_page(thread: CommentThread, errors: dict[str, str]) -> str:
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
        decisions=list(DECISION_WORDS.items()),
        errors=errors,
    )


@bp.get("/threads/<thread_id>")
@asks(Action.COMMENT_READ)
def show_thread(thread_id: str) -> ResponseReturnValue:
    """Show a discussion, with its answers."""
    return _thread_page(_visible(thread_id, Action.COMMENT_READ), {})


@bp.post("/threads/<thread_id>/replies")
@asks(Action.COMMENT_READ, Action.COMMENT_MAKE)
def reply_to_comment(thread_id: str) -> ResponseReturnValue:
    """Reply to a comment."""
    thread = _visible(thread_id, Action.COMMENT_READ)
    try:
        with transaction():
            service.reply_to_comment(current_actor(), thread, body=request.form.get("body", ""))
    except Invalid as invalid:
        return _thread_page(thread, errors_of(invalid)), 422
    return redirect(url_for("reviews.show_thread", thread_id=thread_id), 303)


@bp.post("/threads/<thread_id>/answer")
@asks(Action.COMMENT_READ, Action.COMMENT_RESOLVE)
def resolve_comment(thread_id: str) -> ResponseReturnValue:
    """Answer a comment: what was decided, and why."""
    thread = _visible(thread_id, Action.COMMENT_READ)
    try:
        with transaction():
            service.resolve_comment(
                current_actor(),
                thread,
                decision=_decision(request.form.get("decision", "")),
                response=request.form.get("response", ""),
            )
    except Invalid as invalid:
        return _thread_page(thread, errors_of(invalid)), 422
    flash(_("The comment is answered."), "success")
    return redirect(url_for("reviews.show_thread", thread_id=thread_id), 303)


def _decision(value: str) -> Decision:
    if value not in set(Decision):
        raise Invalid({"decision": _("Choose a decision.")})
    return Decision(value)


@bp.post("/threads/<thread_id>/reopen")
@asks(Action.COMMENT_READ, Action.COMMENT_MAKE)
def reopen_comment(thread_id: str) -> ResponseReturnValue:
    """Open an answered comment again."""
    thread = _visible(thread_id, Action.COMMENT_READ)
    try:
        with transaction():
            service.reopen_comment(current_actor(), thread, body=request.form.get("body", ""))
    except Invalid as invalid:
        return _thread_page(thread, errors_of(invalid)), 422
    flash(_("The comment is open again."), "success")
    return redirect(url_for("reviews.show_thread", thread_id=thread_id), 303)
