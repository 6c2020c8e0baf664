"""Pages of comments: the tab of a document, and the forms for new ones."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from guidelines.db import transaction
from guidelines.drafts.models import Document, Section
from guidelines.drafts.queries import (
    current_version,
    last_revision,
    recommendations_of,
    section_in,
    sections_in,
)
from guidelines.errors import Conflict, Invalid, Missing, NotAllowed
from guidelines.interests.queries import barred_keys
from guidelines.interests.rules import Doing
from guidelines.permissions import Action
from guidelines.reviews import queries, service
from guidelines.reviews.forms import KIND_WORDS, CommentForm
from guidelines.reviews.models import CommentThread
from guidelines.reviews.queries.people import people_reading
from guidelines.reviews.queries.rounds import rounds_of
from guidelines.reviews.queries.seen import unread
from guidelines.reviews.routes.blueprint import bp
from guidelines.reviews.rules import CommentKind, ThreadState
from guidelines.web.errors import errors_of, status_of
from guidelines.web.guard import asks, current_actor, fetch

SHOWN = ("open", "answered", "all")
MINE = "mine"
NEW = "new"
REFUSALS = (Invalid, Conflict, NotAllowed)
"""After these the page comes again with what was written: nobody types a comment twice."""


@bp.get("/documents/<document_id>/comments")
@asks(Action.COMMENT_READ)
def list_comments(document_id: str) -> ResponseReturnValue:
    """Show the comments on a document, open ones first, in the order of the text."""
    document = fetch(Document, document_id, Action.COMMENT_READ)
    show = request.args.get("show", "open")
    show = show if show in SHOWN else "open"
    threads = queries.threads_of(document, current_actor())
    new = unread(current_actor(), threads)
    asked = {name: request.args.get(name, "") for name in ("kind", "whose", "round")}
    matching = [one for one in threads if _matches(one, asked, new)]
    chosen = [one for one in matching if show in {"all", one.state.value}]
    stood = queries.Places(current_version(document)).of(chosen)
    return render_template(
        "reviews/comments.html",
        document=document,
        show=show,
        asked=asked,
        rounds=rounds_of(document),
        kinds=list(KIND_WORDS.items()),
        groups=grouped(document, chosen, stood),
        stood=stood,
        new=new,
        total=len(threads),
        counts={
            "open": sum(one.state is ThreadState.OPEN for one in matching),
            "answered": sum(one.state is ThreadState.ANSWERED for one in matching),
            "all": len(matching),
        },
    )


def _matches(thread: CommentThread, asked: Mapping[str, str], new: frozenset[str]) -> bool:
    """Tell whether a thread is among those that are asked for."""
    whose = asked["whose"]
    return (
        (not asked["kind"] or thread.kind == asked["kind"])
        and (not asked["round"] or thread.round_id == asked["round"])
        and (whose != MINE or thread.assignee_id == current_actor().person_id)
        and (whose != NEW or thread.id in new)
    )


def grouped(
    document: Document, threads: Sequence[CommentThread], stood: Mapping[str, queries.Stood]
) -> list[tuple[str, str, list[CommentThread]]]:
    """Return threads by the section they are about now: its id, its title, the threads.

    Those on the whole document come first, those on sections that were taken out last.
    """
    by_section: dict[str, list[CommentThread]] = defaultdict(list)
    for thread in threads:
        place = stood.get(thread.id)
        by_section[(place.section_id if place else None) or thread.section_id or ""].append(thread)
    groups = []
    if whole := by_section.pop("", []):
        groups.append(("", _("On the whole document"), whole))
    groups += [
        (item.section.id, f"{item.number} {item.title}".strip(), _in_order(there, stood))
        for item in sections_in(current_version(document))
        if (there := by_section.pop(item.section.id, []))
    ]
    for section_id, there in by_section.items():
        last = last_revision(there[0].section) if there[0].section else None
        groups.append((section_id, last.title if last else "", there))
    return groups


def _in_order(
    threads: Sequence[CommentThread], stood: Mapping[str, queries.Stood]
) -> list[CommentThread]:
    """Return threads in the order of the text; what has no place comes first."""

    def at(thread: CommentThread) -> tuple[int, int, int]:
        place = stood.get(thread.id)
        there = place is not None and place.section_id is not None
        return (place.block, place.start, thread.number) if place and there else (-1, 0, 0)

    return sorted(threads, key=at)


@bp.post("/documents/<document_id>/comments/seen")
@asks(Action.COMMENT_READ, Action.COMMENT_FOLLOW)
def mark_all_seen(document_id: str) -> ResponseReturnValue:
    """Mark every discussion of a document as read."""
    document = fetch(Document, document_id, Action.COMMENT_READ)
    with transaction():
        threads = queries.threads_of(document, current_actor())
        new = unread(current_actor(), threads)
        for one in threads:
            if one.id in new:
                service.mark_seen(current_actor(), one)
    said = ngettext(
        "%(num)s discussion is marked as read.",
        "%(num)s discussions are marked as read.",
        len(new),
    )
    flash(said, "success")
    return redirect(url_for("reviews.list_comments", document_id=document_id), 303)


def about_in(form: CommentForm) -> service.About:
    """Return what a comment is about, as a form says."""
    return service.About(
        quote=form.quote.data or "",
        before=form.before.data or "",
        after=form.after.data or "",
        block_id=form.block.data or "",
        key=form.key.data or "",
    )


def kind_in(text: str | None) -> CommentKind:
    """Return the kind of comment that a form names; a general remark for anything else."""
    return CommentKind(text) if text in set(CommentKind) else CommentKind.GENERAL


def _comment_page(
    document: Document, section: Section | None, form: CommentForm, errors: dict[str, str]
) -> str:
    item = section_in(current_version(document), section.id) if section else None
    block = None
    if item is not None and form.block.data in item.revision.blocks:
        words = queries.blocks_of(item.revision)
        block = words[item.revision.blocks.index(form.block.data)]
    rows = recommendations_of(document)
    here = [row for row in rows if section is not None and row.section_id == section.id]
    barred = barred_keys(current_actor().person_id or "", document.project_id, Doing.COMMENT)
    return render_template(
        "reviews/new.html",
        document=document,
        section=section,
        title=item.title if item else "",
        form=form,
        block=block,
        kinds=list(KIND_WORDS.items()),
        people=_names(document),
        errors=errors,
        recommendations=[row for row in here if row.key not in barred],
        kept_out=[row for row in (here if section else rows) if row.key in barred],
    )


def _names(document: Document) -> list[str]:
    """Return who can be spoken to in a comment."""
    people = people_reading(document.project_id)
    return [one.name for key, one in people.items() if key != current_actor().person_id]


bp.add_app_template_global(_names, "people_to_mention")


@bp.get("/sections/<section_id>/comments/new")
@asks(Action.COMMENT_MAKE)
def make_comment_form(section_id: str) -> ResponseReturnValue:
    """Show the form for a comment."""
    section = fetch(Section, section_id, Action.COMMENT_MAKE)
    form = CommentForm(formdata=None)
    form.key.data = request.args.get("key", "")[:80]
    form.quote.data = request.args.get("quote", "")[:2000]
    form.before.data = request.args.get("before", "")[-80:]
    form.after.data = request.args.get("after", "")[:80]
    form.block.data = request.args.get("block", "")[:12]
    return _comment_page(section.document, section, form, {})


@bp.get("/sections/<section_id>/comments/paragraphs")
@asks(Action.COMMENT_MAKE)
def choose_block(section_id: str) -> ResponseReturnValue:
    """Show the paragraphs of a section, to choose the one to comment on."""
    section = fetch(Section, section_id, Action.COMMENT_MAKE)
    item = section_in(current_version(section.document), section.id)
    if item is None:
        raise Missing
    return render_template(
        "reviews/blocks.html",
        document=section.document,
        section=section,
        title=item.title,
        blocks=queries.blocks_of(item.revision),
    )


@bp.post("/sections/<section_id>/comments")
@asks(Action.COMMENT_MAKE)
def make_comment(section_id: str) -> ResponseReturnValue:
    """Comment on a passage, a paragraph, a recommendation or a whole section."""
    section = fetch(Section, section_id, Action.COMMENT_MAKE)
    form = CommentForm()
    given: dict[str, Any] = {"body": form.body.data or "", "kind": kind_in(form.kind.data)}
    try:
        with transaction():
            thread = service.make_comment(current_actor(), section, about=about_in(form), **given)
    except REFUSALS as refused:
        page = _comment_page(section.document, section, form, errors_of(refused))
        return page, status_of(refused)
    flash(_("Your comment is there."), "success")
    page = url_for("drafts.show_section", section_id=section_id, _anchor=f"thread-{thread.id}")
    return redirect(page, 303)


@bp.get("/documents/<document_id>/comments/new")
@asks(Action.COMMENT_MAKE)
def comment_on_document_form(document_id: str) -> ResponseReturnValue:
    """Show the form for a comment on a whole document."""
    document = fetch(Document, document_id, Action.COMMENT_MAKE)
    return _comment_page(document, None, CommentForm(formdata=None), {})


@bp.post("/documents/<document_id>/comments")
@asks(Action.COMMENT_MAKE)
def comment_on_document(document_id: str) -> ResponseReturnValue:
    """Comment on a whole document."""
    document = fetch(Document, document_id, Action.COMMENT_MAKE)
    form = CommentForm()
    try:
        with transaction():
            thread = service.make_comment(
                current_actor(), document, body=form.body.data or "", kind=kind_in(form.kind.data)
            )
    except REFUSALS as refused:
        return _comment_page(document, None, form, errors_of(refused)), status_of(refused)
    flash(_("Your comment is there."), "success")
    page = url_for("reviews.list_comments", document_id=document_id, _anchor=f"thread-{thread.id}")
    return redirect(page, 303)
