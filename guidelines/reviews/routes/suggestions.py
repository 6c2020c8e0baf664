"""Pages of suggestions: all of a document, as tracked changes; a new one; the decisions."""

from collections import defaultdict
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from guidelines.db import transaction
from guidelines.drafts.models import Document, Section
from guidelines.drafts.queries import current_version, last_revision, section_in, sections_in
from guidelines.errors import Conflict, Invalid, Missing
from guidelines.permissions import Action
from guidelines.reviews import queries, service
from guidelines.reviews.models import Suggestion
from guidelines.reviews.routes.blueprint import bp
from guidelines.reviews.rules import SuggestionState
from guidelines.text.anchors import project
from guidelines.text.blocks import Kind, split
from guidelines.web.errors import errors_of, translated
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.navigation import Tab, add_tab

add_tab(
    Tab(
        "document",
        45,
        _l("Suggestions"),
        "reviews.list_suggestions",
        "document_id",
        Action.COMMENT_READ,
        prefix=("reviews.make_suggestion", "reviews.list_word", "reviews.show_word", "reviews.h"),
        group="discuss",
    )
)

NOT_SUGGESTED = (Kind.BLANK, Kind.RULE, Kind.OPEN, Kind.CLOSE)


@bp.get("/documents/<document_id>/suggestions")
@asks(Action.COMMENT_READ)
def list_suggestions(document_id: str) -> ResponseReturnValue:
    """Show the suggestions on a document as tracked changes, by section."""
    document = fetch(Document, document_id, Action.COMMENT_READ)
    return _page(document, {})


def _page(document: Document, errors: dict[str, str]) -> str:
    show = request.values.get("show", "open")
    if show not in set(SuggestionState):
        show = "open"
    person = request.values.get("person", "")
    everything = queries.suggestions_of(document, current_actor())
    counts = {one.value: sum(row.state is one for row in everything) for one in SuggestionState}
    chosen = [row for row in everything if row.state == show]
    people: dict[str, int] = defaultdict(int)
    for row in chosen:
        people[row.proposer] += 1
    if person:
        chosen = [row for row in chosen if row.proposer == person]
    by_section: dict[str, list[Suggestion]] = defaultdict(list)
    for row in chosen:
        by_section[row.section_id].append(row)
    groups: list[tuple[str, str, list[queries.Shown]]] = []
    for item in sections_in(current_version(document)):
        if there := by_section.pop(item.section.id, []):
            title = f"{item.number} {item.title}".strip()
            groups.append((item.section.id, title, queries.shown(there, item.revision)))
    for section_id, there in by_section.items():  # sections that were taken out
        last = last_revision(there[0].section)
        groups.append((section_id, last.title if last else "", queries.shown(there, None)))
    return render_template(
        "reviews/suggestions.html",
        document=document,
        show=show,
        person=person,
        people=sorted(people.items()),
        groups=groups,
        counts=counts,
        number=len(chosen),
        me=current_actor().person_id,
        stale=sum(not one.fits for _id, _title, rows in groups for one in rows),
        errors=errors,
    )


def _said(outcome: service.Outcome) -> None:
    """Tell what became of accepting."""
    if outcome.accepted:
        flash(
            ngettext(
                "%(num)s suggestion is in the text.",
                "%(num)s suggestions are in the text.",
                outcome.accepted,
            ),
            "success",
        )
    if outcome.stale:
        flash(
            ngettext(
                "%(num)s suggestion no longer fits the text. It stays here with its words.",
                "%(num)s suggestions no longer fit the text. They stay here with their words.",
                outcome.stale,
            ),
            "warning",
        )
    if outcome.locked:
        flash(
            ngettext(
                "%(num)s suggestion would change a wording that is locked. It stays open.",
                "%(num)s suggestions would change a wording that is locked. They stay open.",
                outcome.locked,
            ),
            "warning",
        )


def _chosen(document: Document) -> list[Suggestion]:
    """Return the open suggestions that a form speaks of: of one person, or all."""
    person = request.form.get("person", "")
    return [
        row
        for row in queries.suggestions_of(document, current_actor(), SuggestionState.OPEN)
        if not person or row.proposer == person
    ]


def _accept(document_id: str, rows: list[Suggestion]) -> ResponseReturnValue:
    document = fetch(Document, document_id, Action.COMMENT_READ)
    try:
        with transaction():
            outcome = service.accept_suggestions(current_actor(), document, rows)
    except Conflict as conflict:
        flash(translated(conflict.message), "warning")
    else:
        _said(outcome)
    return redirect(_back(document_id), 303)


def _back(document_id: str) -> str:
    person = request.form.get("filter", "")
    return url_for("reviews.list_suggestions", document_id=document_id, person=person or None)


@bp.post("/documents/<document_id>/suggestions/accept")
@asks(Action.COMMENT_READ, Action.DRAFT_SAVE)
def accept_suggestions(document_id: str) -> ResponseReturnValue:
    """Take all open suggestions into the text, or all of one person."""
    document = fetch(Document, document_id, Action.COMMENT_READ)
    return _accept(document_id, _chosen(document))


@bp.post("/suggestions/<suggestion_id>/accept")
@asks(Action.COMMENT_READ, Action.DRAFT_SAVE)
def accept_suggestion(suggestion_id: str) -> ResponseReturnValue:
    """Take one suggestion into the text."""
    row = _visible(suggestion_id)
    return _accept(row.document_id, [row])


@bp.post("/documents/<document_id>/suggestions/reject")
@asks(Action.COMMENT_READ, Action.DRAFT_SAVE)
def reject_suggestions(document_id: str) -> ResponseReturnValue:
    """Decline all open suggestions, or all of one person."""
    document = fetch(Document, document_id, Action.COMMENT_READ)
    return _reject(document_id, _chosen(document))


@bp.post("/suggestions/<suggestion_id>/reject")
@asks(Action.COMMENT_READ, Action.DRAFT_SAVE)
def reject_suggestion(suggestion_id: str) -> ResponseReturnValue:
    """Decline one suggestion, with the reason."""
    row = _visible(suggestion_id)
    return _reject(row.document_id, [row], field=f"reason-{row.id}")


@bp.post("/suggestions/<suggestion_id>/withdraw")
@asks(Action.COMMENT_READ, Action.COMMENT_MAKE)
def withdraw_suggestion(suggestion_id: str) -> ResponseReturnValue:
    """Take back an own suggestion that nobody has decided on."""
    row = _visible(suggestion_id)
    document_id = row.document_id
    try:
        with transaction():
            service.withdraw_suggestion(current_actor(), row)
    except Conflict as conflict:
        flash(translated(conflict.message), "warning")
    else:
        flash(_("Your suggestion is withdrawn."), "success")
    return redirect(_back(document_id), 303)


def _reject(
    document_id: str, rows: list[Suggestion], field: str = "reason"
) -> ResponseReturnValue:
    document = fetch(Document, document_id, Action.COMMENT_READ)
    try:
        with transaction():
            count = service.reject_suggestions(
                current_actor(), document, rows, reason=request.form.get("reason", "")
            )
    except Invalid as invalid:
        errors = errors_of(invalid)
        return _page(
            document, {field if name == "reason" else name: errors[name] for name in errors}
        ), 422
    except Conflict as conflict:
        flash(translated(conflict.message), "warning")
    else:
        flash(
            ngettext(
                "%(num)s suggestion is not taken over.",
                "%(num)s suggestions are not taken over.",
                count,
            ),
            "success",
        )
    return redirect(_back(document_id), 303)


def _visible(suggestion_id: str) -> Suggestion:
    """Return a suggestion unless a vote closes it to the visitor; then there is no such page."""
    row = fetch(Suggestion, suggestion_id, Action.COMMENT_READ)
    hidden = queries.Hidden(row.document, current_actor())
    if hidden.place(row.section_id, row.recommendation_key, whole_section=False):
        raise Missing
    return row


def _new_page(section: Section, errors: dict[str, str], **given: Any) -> str:
    item = section_in(current_version(section.document), section.id)
    if item is None:
        raise Missing
    hidden = queries.Hidden(section.document, current_actor())
    blocks = [
        {"id": key, "text": block.text, "plain": project(block), "kind": block.kind.value}
        for key, block in zip(item.revision.blocks, split(item.revision.source), strict=True)
        if block.kind not in NOT_SUGGESTED
    ]
    wanted = request.values.get("block", "")
    chosen = next((one for one in blocks if one["id"] == wanted), None)
    return render_template(
        "reviews/suggest.html",
        document=section.document,
        section=section,
        title=item.title,
        blocks=blocks,
        chosen=chosen,
        hidden=hidden.place(section.id, "", whole_section=True),
        errors=errors,
        given=given,
    )


@bp.get("/sections/<section_id>/suggestions/new")
@asks(Action.COMMENT_MAKE)
def make_suggestion_form(section_id: str) -> ResponseReturnValue:
    """Show the paragraphs of a section to choose one, then the one to change."""
    return _new_page(fetch(Section, section_id, Action.COMMENT_MAKE), {})


@bp.post("/sections/<section_id>/suggestions")
@asks(Action.COMMENT_MAKE)
def make_suggestion(section_id: str) -> ResponseReturnValue:
    """Propose another text for a paragraph."""
    section = fetch(Section, section_id, Action.COMMENT_MAKE)
    document_id = section.document_id
    text, note = request.form.get("text", ""), request.form.get("note", "")
    try:
        with transaction():
            row = service.make_suggestion(
                current_actor(),
                section,
                block_id=request.form.get("block", ""),
                text=text,
                note=note,
            )
    except Invalid as invalid:
        return _new_page(section, errors_of(invalid), text=text, note=note), 422
    flash(_("Your suggestion is there. The authors decide on it."), "success")
    page = url_for(
        "reviews.list_suggestions", document_id=document_id, _anchor=f"suggestion-{row.id}"
    )
    return redirect(page, 303)
