"""The list of abbreviations: found in the text, confirmed by an author, written into the text."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.drafts import queries, service
from guidelines.drafts.models import Document
from guidelines.drafts.queries.abbreviations import abbreviations_in
from guidelines.drafts.routes.blueprint import bp
from guidelines.drafts.routes.documents import in_language
from guidelines.drafts.routes.editing import tell
from guidelines.errors import Conflict, sentence
from guidelines.permissions import Action
from guidelines.text.abbreviations import Abbreviation, with_list
from guidelines.web.errors import translated
from guidelines.web.guard import asks, current_actor, fetch

LONGEST = 300
MOST = 500
HEADING = sentence("Abbreviations")


def _given() -> list[Abbreviation]:
    """Return what was ticked and has a meaning; the marks of a list cannot be typed into it."""
    pairs = list(zip(request.form.getlist("short"), request.form.getlist("meaning"), strict=False))
    kept = set(request.form.getlist("keep"))
    found = {}
    for short, meaning in pairs[:MOST]:
        short, meaning = (" ".join(text.split())[:LONGEST] for text in (short, meaning))
        if short in kept and meaning and not short.startswith(":"):
            found[short] = Abbreviation(short, meaning)
    return list(found.values())


@bp.get("/documents/<document_id>/abbreviations")
@asks(Action.DRAFT_SAVE)
def list_abbreviations(document_id: str) -> ResponseReturnValue:
    """Show the abbreviations that were found, and what the list holds."""
    document = fetch(Document, document_id, Action.DRAFT_SAVE)
    sections = queries.sections_in(queries.current_version(document))
    return render_template(
        "drafts/abbreviations.html", document=document, found=abbreviations_in(sections)
    )


@bp.post("/documents/<document_id>/abbreviations")
@asks(Action.DRAFT_SAVE)
def save_abbreviations(document_id: str) -> ResponseReturnValue:
    """Write the list of abbreviations into the text, in a section of its own at first."""
    document = fetch(Document, document_id, Action.DRAFT_SAVE)
    back = redirect(url_for("drafts.list_abbreviations", document_id=document.id), 303)
    given = _given()
    if not given:
        flash(_("Choose at least one abbreviation and give its meaning."), "warning")
        return back
    holder = abbreviations_in(queries.sections_in(queries.current_version(document))).section
    message = _("List of abbreviations written")
    try:
        with transaction():
            if holder is None:
                heading = in_language(document.language)(HEADING)
                version = service.add_sections(
                    current_actor(),
                    document,
                    sources=[with_list(f"# {heading} {{.unnumbered}}\n", given)],
                    message=message,
                )
                section_id = version.entries[-1].section_id
            else:
                saved = service.save_section(
                    current_actor(),
                    holder.section,
                    source=with_list(holder.revision.source, given),
                    base_revision_id=holder.revision.id,
                    message=message,
                )
                section_id = holder.section.id
    except Conflict as refused:
        flash(translated(refused.message), "warning")
        return back
    if holder is not None:
        tell(saved)
    else:
        flash(
            _("The list of abbreviations is now a section at the end of the document."), "success"
        )
    return redirect(url_for("drafts.show_section", section_id=section_id), 303)
