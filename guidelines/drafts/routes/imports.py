"""A file becomes a document by a job; what reads like a recommendation is confirmed."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from guidelines.db import transaction
from guidelines.drafts import forms, queries, service
from guidelines.drafts.forms import ImportForm
from guidelines.drafts.importers import form_of
from guidelines.drafts.models import Document, DocumentImport
from guidelines.drafts.queries import SectionInVersion
from guidelines.drafts.routes.blueprint import bp
from guidelines.drafts.routes.documents import chosen_kind, start_page
from guidelines.drafts.rules.recognition import Candidate, Confirmed, candidates
from guidelines.drafts.service.recognition import confirm_recommendations as confirm
from guidelines.errors import Invalid
from guidelines.permissions import Action
from guidelines.projects.models import Project
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch


@bp.post("/projects/<project_id>/document-imports")
@asks(Action.DOCUMENT_START)
def import_document(project_id: str) -> ResponseReturnValue:
    """Take a file; a job makes a document of it."""
    project = fetch(Project, project_id, Action.DOCUMENT_START)
    form = ImportForm()
    handed = request.files.get("file")
    try:
        content = handed.read() if handed else b""
        name = (handed.filename or "") if handed else ""
        form_of(content, name)
        kind = chosen_kind(form.kind.data)
        with transaction():
            row = service.request_import(
                current_actor(),
                project,
                filename=name,
                content=content,
                title=form.title.data or "",
                kind=kind,
                language=form.language.data or "en",
            )
    except Invalid as invalid:
        return start_page(project, import_form=form, errors=errors_of(invalid)), 422
    return redirect(url_for("drafts.show_import", document_import_id=row.id), 303)


@bp.get("/document-imports/<document_import_id>")
@asks(Action.DOCUMENT_READ)
def show_import(document_import_id: str) -> ResponseReturnValue:
    """Show how far a file is, and what was noticed in it."""
    row = fetch(DocumentImport, document_import_id, Action.DOCUMENT_READ)
    document = fetch(Document, row.document_id, Action.DOCUMENT_READ) if row.document_id else None
    return render_template(
        "drafts/import.html",
        handed=row,
        project=row.project,
        recognised=sum(len(found) for _item, found in _recognised(document)) if document else 0,
    )


def _recognised(document: Document) -> list[tuple[SectionInVersion, list[Candidate]]]:
    """Return the paragraphs that read like recommendations, by section."""
    found = [
        (item, candidates(item.revision.source, item.revision.blocks))
        for item in queries.sections_in(queries.current_version(document))
    ]
    return [(item, there) for item, there in found if there]


def _recognised_page(document: Document, errors: dict[str, str]) -> str:
    return render_template(
        "drafts/recognised.html",
        document=document,
        groups=_recognised(document),
        types=forms.TYPES,
        strengths=forms.STRENGTHS,
        directions=forms.DIRECTIONS,
        errors=errors,
        given=request.form,
    )


@bp.get("/documents/<document_id>/recognised")
@asks(Action.DRAFT_SAVE)
def show_recognised(document_id: str) -> ResponseReturnValue:
    """Show what reads like a recommendation, for an author to confirm."""
    return _recognised_page(fetch(Document, document_id, Action.DRAFT_SAVE), {})


@bp.post("/documents/<document_id>/recognised")
@asks(Action.DRAFT_SAVE)
def confirm_recommendations(document_id: str) -> ResponseReturnValue:
    """Make recommendations of the paragraphs that an author has ticked."""
    document = fetch(Document, document_id, Action.DRAFT_SAVE)
    chosen = [
        Confirmed(
            key,
            *(request.form.get(f"{name}-{key}", "") for name in ("type", "strength", "direction")),
        )
        for key in request.form.getlist("chosen")
    ]
    try:
        with transaction():
            count = confirm(current_actor(), document, chosen)
    except Invalid as invalid:
        return _recognised_page(document, errors_of(invalid)), 422
    flash(
        ngettext(
            "%(num)s recommendation is in the document.",
            "%(num)s recommendations are in the document.",
            count,
        ),
        "success",
    )
    return redirect(url_for("drafts.read_document", document_id=document_id), 303)
