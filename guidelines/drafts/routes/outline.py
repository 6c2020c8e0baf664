"""The outline of a document: what goes on in each section, and a section that moves."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.drafts import queries, service
from guidelines.drafts.models import Document, Section
from guidelines.drafts.routes.blueprint import bp
from guidelines.drafts.routes.editing import section_now
from guidelines.drafts.rules.outline_edits import DEEPEST, Place, Step
from guidelines.errors import Conflict
from guidelines.permissions import Action
from guidelines.web.errors import translated
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.navigation import fillings


@bp.app_template_global("going_on_in")
def going_on_in(document: Document) -> dict[str, Any]:
    """Return what the outline shows by section: who writes, own texts, open comments."""
    me = current_actor().person_id
    comments: dict[str, int] = {}
    for counted in fillings("document.open_comments", document=document):
        comments.update(counted)
    return {
        "people": queries.people_in(document.id, but=me),
        "kept": queries.texts_kept_in(document, me or ""),
        "comments": comments,
    }


@bp.post("/sections/<section_id>/move")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def move_section(section_id: str) -> ResponseReturnValue:
    """Move a section with all below it: a step, or behind another section at a level."""
    section = fetch(Section, section_id, Action.DOCUMENT_READ)
    item = section_now(section)
    try:
        with transaction():
            version = service.arrange_section(
                current_actor(),
                section,
                to=_wanted(max(1, item.depth)),
                message=_("Section “%(title)s” moved", title=item.title[:200]),
            )
    except Conflict as refused:
        flash(translated(refused.message), "warning")
    else:
        if version is not None:
            flash(_("The section is moved: version %(number)s.", number=version.number), "success")
        else:
            flash(_("The section stands there already."), "info")
    address = url_for(
        "drafts.show_document", document_id=section.document_id, _anchor=f"section-{section.id}"
    )
    return redirect(address, 303)


def _wanted(level: int) -> Place | Step:
    """Return what the form asks for; a place without a level keeps the one it has."""
    form = request.form
    if "after" not in form:
        given = form.get("direction", "")
        return Step(given) if given in set(Step) else Step.DOWN
    asked = form.get("level", "")
    wanted = int(asked) if asked in {str(n) for n in range(1, DEEPEST + 1)} else level
    return Place(form["after"] or None, wanted)
