"""Pages of a section: read, add, remove."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from guidelines.db import transaction
from guidelines.drafts import queries, service
from guidelines.drafts.models import Document, Section
from guidelines.drafts.routes.blueprint import bp
from guidelines.drafts.routes.editing import section_now
from guidelines.drafts.routes.shown import shown
from guidelines.permissions import Action
from guidelines.web.guard import asks, current_actor, fetch


@bp.get("/sections/<section_id>")
@asks(Action.DOCUMENT_READ)
def show_section(section_id: str) -> ResponseReturnValue:
    """Show a section as readers see it, with its recommendations."""
    section = fetch(Section, section_id, Action.DOCUMENT_READ)
    item = section_now(section)
    document = section.document
    version = queries.current_version(document)
    order = [entry.section_id for entry in version.entries]
    at = order.index(section.id)
    return render_template(
        "drafts/section.html",
        document=document,
        section=section,
        item=item,
        version=version,
        shown=shown(document, item.revision.source, section_id=section.id),
        recommendations=[
            row for row in queries.recommendations_of(document) if row.section_id == section.id
        ],
        outcomes=queries.outcomes_of(document),
        locks=queries.locked_keys(document),
        before=order[at - 1] if at else None,
        after=order[at + 1] if at + 1 < len(order) else None,
    )


@bp.post("/documents/<document_id>/sections")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def add_section(document_id: str) -> ResponseReturnValue:
    """Add a section with a heading, and open it for writing."""
    document = fetch(Document, document_id, Action.DOCUMENT_READ)
    title = " ".join(request.form.get("title", "").split())[:300]
    level = 2 if request.form.get("level") == "2" else 1
    if not title:
        flash(_("Give the new section a heading."), "warning")
        return redirect(url_for("drafts.show_document", document_id=document.id), 303)
    with transaction():
        saved = service.add_section(
            current_actor(),
            document,
            source=f"{'#' * level} {title}\n",
            after=request.form.get("after") or None,
            message=_("Section “%(title)s” added", title=title[:200]),
        )
    return redirect(url_for("drafts.edit_section", section_id=saved.revision.section_id), 303)


@bp.post("/sections/<section_id>/remove")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def remove_section(section_id: str) -> ResponseReturnValue:
    """Take a section out of the document."""
    section = fetch(Section, section_id, Action.DOCUMENT_READ)
    document_id = section.document_id
    count = len(queries.recommendations_of(section.document))
    with transaction():
        service.remove_section(current_actor(), section, message=_("Section removed"))
    gone = count - len(queries.recommendations_of(section.document))
    flash(_("The section is taken out. Older versions still have it."), "success")
    if gone:
        flash(
            ngettext(
                "One recommendation went with it.",
                "%(num)s recommendations went with it.",
                gone,
            ),
            "warning",
        )
    return redirect(url_for("drafts.show_document", document_id=document_id), 303)
