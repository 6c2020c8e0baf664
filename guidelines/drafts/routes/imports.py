"""A file becomes a document: Markdown at once, Word by a job."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from guidelines.db import transaction
from guidelines.drafts import service
from guidelines.drafts.forms import ImportForm
from guidelines.drafts.importers import form_of
from guidelines.drafts.models import DocumentImport
from guidelines.drafts.routes.blueprint import bp
from guidelines.drafts.routes.documents import chosen_kind, start_page
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
    return redirect(url_for("drafts.show_import", import_id=row.id), 303)


@bp.get("/document-imports/<import_id>")
@asks(Action.DOCUMENT_READ)
def show_import(import_id: str) -> ResponseReturnValue:
    """Show how far a file is, and what was noticed in it."""
    row = fetch(DocumentImport, import_id, Action.DOCUMENT_READ)
    return render_template("drafts/import.html", handed=row, project=row.project)
