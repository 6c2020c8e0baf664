"""Add a module to a document: several sections at once, each with a note to its author."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.drafts import queries, service
from guidelines.drafts.models import Document
from guidelines.drafts.routes.blueprint import bp
from guidelines.drafts.routes.documents import in_language
from guidelines.drafts.rules.products import MODULES, named
from guidelines.errors import Invalid, sentence
from guidelines.permissions import Action
from guidelines.web.errors import errors_of, translated
from guidelines.web.guard import asks, current_actor, fetch

LONGEST_TITLE = 200


def _chapters(document: Document) -> list[tuple[str, str]]:
    """Return the last section of each chapter with the words of the chapter, for "behind"."""
    found: list[tuple[str, str]] = []
    sections = queries.sections_in(queries.current_version(document))
    highest = min((item.depth for item in sections if item.depth), default=1)
    for item in sections:
        if item.depth > highest and found:
            found[-1] = (item.section.id, found[-1][1])
        else:
            words = f"{item.number} {item.title}".strip()
            found.append((item.section.id, words or _("Text before the first heading")))
    return found


def _page(document: Document, errors: dict[str, str] | None = None) -> str:
    chapters = _chapters(document)
    return render_template(
        "drafts/modules.html",
        document=document,
        modules=MODULES,
        chapters=chapters,
        chosen=request.form.get("module", "question"),
        after=request.form.get("after", chapters[-1][0]),
        title=request.form.get("title", ""),
        errors=errors or {},
    )


@bp.get("/documents/<document_id>/modules/new")
@asks(Action.DRAFT_SAVE)
def add_module_form(document_id: str) -> ResponseReturnValue:
    """Show the modules there are, each with the sections it brings."""
    return _page(fetch(Document, document_id, Action.DRAFT_SAVE))


@bp.post("/documents/<document_id>/modules")
@asks(Action.DRAFT_SAVE)
def add_module(document_id: str) -> ResponseReturnValue:
    """Add the sections of a module behind a chapter."""
    document = fetch(Document, document_id, Action.DRAFT_SAVE)
    title = " ".join(request.form.get("title", "").split())
    try:
        module = MODULES.get(request.form.get("module", ""))
        if module is None:
            raise Invalid({"module": sentence("Choose a module from the list.")})
        if len(title) > LONGEST_TITLE:
            raise Invalid({"title": sentence("Use at most 200 characters for the heading.")})
        with transaction():
            service.add_sections(
                current_actor(),
                document,
                sources=named(module, title, in_language(document.language)),
                after=request.form.get("after") or None,
                message=_("Added: %(title)s", title=title or translated(module.title)),
            )
    except Invalid as invalid:
        return _page(document, errors_of(invalid)), 422
    flash(_("The module is added. Each section says what belongs into it."), "success")
    return redirect(url_for("drafts.show_document", document_id=document.id), 303)
