"""Alternative drafts: try out a change, see what it changes, take it over or put it aside."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from guidelines.db import transaction
from guidelines.drafts import queries, service
from guidelines.drafts.models import Branch, Document
from guidelines.drafts.queries.blame import versions_numbered
from guidelines.drafts.queries.branches import (
    branch_of,
    branches_of,
    changes_of,
    takeover_of,
    update_of,
)
from guidelines.drafts.routes.blueprint import bp, notice_words
from guidelines.drafts.routes.compared import sections_shown
from guidelines.drafts.routes.comparison import recommendation_cards, summary
from guidelines.drafts.rules.branches import (
    NOT_A_BRANCH,
    BranchState,
    Step,
    StepKind,
    is_waiting,
)
from guidelines.drafts.service.updating import update_branch
from guidelines.errors import Conflict, Invalid
from guidelines.permissions import Action
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.navigation import fills

bp.app_template_global("branch_of")(branch_of)


def _branch(document: Document) -> Branch:
    """Return what makes a document an alternative draft; `Conflict` for any other document."""
    branch = branch_of(document)
    if branch is None:
        raise Conflict(NOT_A_BRANCH)
    return branch


def _list(
    document: Document, errors: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "drafts/branches.html",
        document=document,
        branches=branches_of(document),
        state_words=state_words,
        errors=errors or {},
        name=request.form.get("name", ""),
        reason=request.form.get("reason", ""),
    )
    return page, status


@bp.get("/documents/<document_id>/alternatives")
@asks(Action.DOCUMENT_READ)
def list_branches(document_id: str) -> ResponseReturnValue:
    """Show the alternative drafts of a document."""
    document = fetch(Document, document_id, Action.DOCUMENT_READ)
    branch = branch_of(document)
    return _list(branch.main if branch is not None else document)


@bp.post("/documents/<document_id>/alternatives")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def start_branch(document_id: str) -> ResponseReturnValue:
    """Begin to try out a change."""
    document = fetch(Document, document_id, Action.DOCUMENT_READ)
    try:
        with transaction():
            branch = service.start_branch(
                current_actor(),
                document,
                name=request.form.get("name", ""),
                reason=request.form.get("reason", ""),
            )
    except Invalid as invalid:
        return _list(document, errors_of(invalid), 422)
    flash(
        _(
            "This is your alternative draft. Change what you like; the main text stays as it is "
            "until you take the changes over."
        ),
        "success",
    )
    return redirect(url_for("drafts.show_document", document_id=branch.document_id), 303)


@bp.get("/documents/<document_id>/alternative")
@asks(Action.DOCUMENT_READ)
def show_branch(document_id: str) -> ResponseReturnValue:
    """Show what an alternative draft changes, and what taking it over means."""
    document = fetch(Document, document_id, Action.DOCUMENT_READ)
    branch = branch_of(document)
    if branch is None:
        return redirect(url_for("drafts.list_branches", document_id=document.id), 303)
    is_open = branch.state is BranchState.OPEN
    comparison = changes_of(branch)
    newer = update_of(branch).steps if is_open else []
    sections, count = sections_shown(comparison)
    return render_template(
        "drafts/branch.html",
        document=document,
        branch=branch,
        is_open=is_open,
        steps=[_step(step) for step in takeover_of(branch).steps] if is_open else [],
        newer=[_newer(step) for step in newer if is_waiting(step)],
        clashing=[step.title for step in newer if step.kind is StepKind.CLASHES],
        taken=queries.version_numbered(branch.main, branch.taken) if branch.taken else None,
        clashes=queries.open_clashes(branch.main) if not is_open else [],
        comparison=comparison,
        summary=summary(comparison),
        recommendations=recommendation_cards(comparison),
        locks=queries.locked_keys(branch.main),
        sections=sections,
        count=count,
        side=request.args.get("view") == "side",
    )


@bp.post("/documents/<document_id>/take-over")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def take_over(document_id: str) -> ResponseReturnValue:
    """Take chosen sections of an alternative draft over into the main text."""
    document = fetch(Document, document_id, Action.DOCUMENT_READ)
    branch = _branch(document)
    with transaction():
        done = service.take_over(
            current_actor(),
            branch,
            keys=request.form.getlist("section"),
            message=_("Taken over from “%(name)s”", name=branch.name),
        )
    if done.version is not None:
        flash(
            _("Taken over into the main text as version %(number)s.", number=done.version.number),
            "success",
        )
    for notice in done.notices:
        flash(notice_words(notice), "warning")
    if done.clashes:
        flash(
            ngettext(
                "One section was changed here and in the main text at the same place. Both texts "
                "are kept; decide what it shall say.",
                "%(num)s sections were changed here and in the main text at the same place. Both "
                "texts of each are kept; decide what they shall say.",
                len(done.clashes),
            ),
            "warning",
        )
        return redirect(url_for("drafts.show_clash", clash_id=done.clashes[0].id), 303)
    return redirect(url_for("drafts.show_document", document_id=branch.main_id), 303)


@bp.post("/documents/<document_id>/bring-up-to-date")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def update_branch_from_main(document_id: str) -> ResponseReturnValue:
    """Bring what changed in the main text into an alternative draft."""
    document = fetch(Document, document_id, Action.DOCUMENT_READ)
    branch = _branch(document)
    with transaction():
        done = update_branch(
            current_actor(),
            branch,
            message=_("The main text as of version %(number)s", number=branch.main.newest),
        )
    flash(_("This draft has everything new of the main text now."), "success")
    for notice in done.notices:
        flash(notice_words(notice), "warning")
    if done.left:
        flash(
            ngettext(
                "One section was changed here and in the main text at the same place. It stays "
                "as it is here; you decide when you take it over.",
                "%(num)s sections were changed here and in the main text at the same place. They "
                "stay as they are here; you decide when you take them over.",
                len(done.left),
            ),
            "warning",
        )
    return redirect(url_for("drafts.show_branch", document_id=document.id), 303)


@bp.post("/documents/<document_id>/put-aside")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def put_aside(document_id: str) -> ResponseReturnValue:
    """Close an alternative draft without taking it over."""
    document = fetch(Document, document_id, Action.DOCUMENT_READ)
    branch = _branch(document)
    with transaction():
        service.put_aside(current_actor(), branch)
    flash(_("Put aside. It can still be read and compared."), "success")
    return redirect(url_for("drafts.list_branches", document_id=branch.main_id), 303)


def state_words(branch: Branch) -> dict[str, str]:
    """Return in words where an alternative draft stands, and the colour of its badge."""
    return {
        BranchState.OPEN: {"words": _("Open"), "kind": "accent"},
        BranchState.TAKEN_OVER: {"words": _("Taken over"), "kind": "success"},
        BranchState.PUT_ASIDE: {"words": _("Put aside"), "kind": "neutral"},
    }[branch.state]


def _step(step: Step) -> dict[str, Any]:
    """Return a step as the page shows it: what happens to the section, and how sure that is."""
    words = {
        StepKind.WRITTEN: (_("The main text has not changed there."), "success"),
        StepKind.MERGED: (
            _("The main text has changed in other paragraphs; both changes go together."),
            "info",
        ),
        StepKind.CLASHES: (
            _("The main text has changed in the same place. Both are kept, you decide."),
            "warning",
        ),
        StepKind.ADDED: (_("A new section."), "success"),
        StepKind.REMOVED: (_("Taken out here, so it is taken out of the main text."), "warning"),
        StepKind.RETURNS: (
            _("Taken out of the main text meanwhile; it would come back."),
            "warning",
        ),
        StepKind.STAYS: (
            _("Taken out here, but changed in the main text meanwhile; there it stays."),
            "neutral",
        ),
        StepKind.ORDER: (_("The sections get the order they have here."), "success"),
    }
    said, kind = words[step.kind]
    return {
        "key": step.key,
        "title": step.title or (_("Order of the sections") if step.kind is StepKind.ORDER else ""),
        "words": said,
        "kind": kind,
        "stays": step.kind is StepKind.STAYS,
        "chosen": step.kind is not StepKind.RETURNS,
    }


def _newer(step: Step) -> dict[str, str]:
    """Return what waits in the main text for an alternative draft, in words."""
    words = {
        StepKind.WRITTEN: _("Changed there, not here."),
        StepKind.MERGED: _("Changed there and here in other paragraphs; both go together."),
        StepKind.ADDED: _("A new section."),
        StepKind.REMOVED: _("Taken out there."),
        StepKind.ORDER: _("The sections get the order they have there."),
    }
    title = step.title or _("Text before the first heading")
    return {
        "title": _("Order of the sections") if step.kind is StepKind.ORDER else title,
        "words": words[step.kind],
    }


@fills("version.why", 10)
def where_from(document: Document, versions: list[str], **_given: object) -> dict[str, Any]:
    """Say of versions where their words come from: the main text, or an alternative draft."""
    branch = branch_of(document)
    if branch is not None:
        text = _("The main text as of version %(number)s", number=branch.start)
        url = url_for("drafts.blame_document", document_id=branch.main_id, version=branch.start)
        told = {1: {"text": text, "url": url}}
    else:
        told = {
            one.taken: {
                "text": _("From the alternative draft “%(name)s”", name=one.name),
                "url": url_for("drafts.blame_document", document_id=one.document_id),
            }
            for one in branches_of(document)
            if one.taken is not None
        }
    found = versions_numbered(document, list(told)) if told else {}
    return {row.id: [told[number]] for number, row in found.items() if row.id in versions}
