"""Pages of a section: read, write, add, move, remove."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from guidelines.db import transaction
from guidelines.drafts import queries, service
from guidelines.drafts.models import Clash, Document, Section
from guidelines.drafts.queries import SectionInVersion
from guidelines.drafts.routes.blueprint import bp, notice_words
from guidelines.drafts.routes.shown import shown
from guidelines.errors import Conflict, Invalid, Missing
from guidelines.permissions import Action
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch


def section_now(section: Section) -> SectionInVersion:
    """Return a section as the newest version has it; a removed one has no page."""
    item = queries.section_in(queries.current_version(section.document), section.id)
    if item is None:
        raise Missing
    return item


def keep(section: Section, clashing: service.Clashing) -> Clash:
    """Keep the text of a refused save, in a transaction of its own."""
    with transaction():
        return service.keep_clash(current_actor(), section, clashing)


def tell(saved: service.Saved) -> None:
    """Say on the next page what became of a save."""
    if not saved.changed:
        flash(_("Nothing has changed, so there is no new version."), "info")
    elif saved.merged:
        flash(
            _(
                "Saved as version %(number)s, together with what others wrote meanwhile.",
                number=saved.version.number,
            ),
            "success",
        )
    else:
        flash(_("Saved as version %(number)s.", number=saved.version.number), "success")
    for notice in saved.notices:
        flash(notice_words(notice), "warning")


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
        shown=shown(document, item.revision.source),
        recommendations=[
            row for row in queries.recommendations_of(document) if row.section_id == section.id
        ],
        outcomes=queries.outcomes_of(document),
        locks=queries.locked_keys(document),
        before=order[at - 1] if at else None,
        after=order[at + 1] if at + 1 < len(order) else None,
    )


def editor(
    item: SectionInVersion,
    *,
    source: str | None = None,
    base: str = "",
    message: str = "",
    errors: dict[str, str] | None = None,
) -> str:
    """Return the page on which a section is written."""
    document = item.section.document
    text = item.revision.source if source is None else source
    return render_template(
        "drafts/edit.html",
        document=document,
        section=item.section,
        item=item,
        source=text,
        base=base or item.revision.id,
        message=message,
        errors=errors or {},
        shown=shown(document, text),
        locks={
            row.key: queries.locked_keys(document)[row.key]
            for row in queries.recommendations_of(document)
            if row.section_id == item.section.id and row.key in queries.locked_keys(document)
        },
    )


@bp.get("/sections/<section_id>/edit")
@asks(Action.DRAFT_SAVE)
def edit_section(section_id: str) -> ResponseReturnValue:
    """Show a section for writing."""
    return editor(section_now(fetch(Section, section_id, Action.DRAFT_SAVE)))


@bp.post("/sections/<section_id>")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def save_section(section_id: str) -> ResponseReturnValue:
    """Save the text of a section; a clash is shown with both texts."""
    section = fetch(Section, section_id, Action.DOCUMENT_READ)
    source, base = request.form.get("source", ""), request.form.get("base", "")
    message = request.form.get("message", "")
    try:
        with transaction():
            saved = service.save_section(
                current_actor(), section, source=source, base_revision_id=base, message=message
            )
    except service.Clashing as clashing:
        clash = keep(section, clashing)
        return redirect(url_for("drafts.show_clash", clash_id=clash.id), 303)
    except (Invalid, Conflict) as refused:
        errors = errors_of(refused, "source")
        page = editor(
            _item_or_last(section), source=source, base=base, message=message, errors=errors
        )
        return page, 422 if isinstance(refused, Invalid) else 409
    tell(saved)
    if request.form.get("then") == "stay":
        return redirect(url_for("drafts.edit_section", section_id=section.id), 303)
    return redirect(url_for("drafts.show_section", section_id=section.id), 303)


def _item_or_last(section: Section) -> SectionInVersion:
    """Return the section now, or as it was before somebody removed it."""
    item = queries.section_in(queries.current_version(section.document), section.id)
    if item is not None:
        return item
    last = queries.last_revision(section)
    if last is None:
        raise Missing
    return SectionInVersion(section, last, last.depth, "")


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


@bp.post("/sections/<section_id>/move")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def move_section(section_id: str) -> ResponseReturnValue:
    """Move a section one place up or down."""
    section = fetch(Section, section_id, Action.DOCUMENT_READ)
    document = section.document
    order = [e.section_id for e in queries.current_version(document).entries]
    if section.id not in order:
        raise Missing
    at = order.index(section.id)
    if request.form.get("direction") == "up":
        after = order[at - 2] if at >= 2 else None
    else:
        after = order[min(at + 1, len(order) - 1)]
    with transaction():
        service.move_section(current_actor(), section, after=after, message=_("Section moved"))
    return redirect(url_for("drafts.show_document", document_id=document.id), 303)


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
