"""Pages on which files and lists of references are handed in, and what came of them."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines import lookup
from guidelines.db import transaction
from guidelines.errors import Invalid, Sentence, TooLarge, Unavailable
from guidelines.evidence import queries, service
from guidelines.evidence.forms import ImportForm
from guidelines.evidence.importers.identifiers import is_list
from guidelines.evidence.models import ImportState, ReferenceImport
from guidelines.evidence.queries.duplicates import count_likely_twins
from guidelines.evidence.queries.references import offered_in
from guidelines.evidence.routes.words import bp
from guidelines.permissions import Action
from guidelines.projects.models import Project
from guidelines.storage import storage
from guidelines.web.errors import errors_of, translated
from guidelines.web.guard import asks, current_actor, fetch

FORMAT_WORDS = {
    "csl-json": "CSL-JSON",
    "ris": "RIS",
    "nbib": "PubMed",
    "bibtex": "BibTeX",
    "endnote-xml": "EndNote XML",
    "look-up": "DOI, PubMed",
}


@bp.get("/projects/<project_id>/references/import")
@asks(Action.EVIDENCE_EDIT)
def import_form(project_id: str) -> ResponseReturnValue:
    """Show the form that takes a file of references."""
    project = fetch(Project, project_id, Action.EVIDENCE_EDIT)
    return _import_page(project, {})


def _import_page(project: Project, errors: dict[str, str]) -> str:
    return render_template(
        "evidence/import.html",
        project=project,
        form=ImportForm(),
        errors=errors,
        imports=queries.imports_of(project.id),
        looks_up=lookup.is_open(),
    )


@bp.post("/projects/<project_id>/references/import")
@asks(Action.EVIDENCE_EDIT)
def hand_in_references(project_id: str) -> ResponseReturnValue:
    """Take a file of references, or their pasted text."""
    project = fetch(Project, project_id, Action.EVIDENCE_EDIT)
    upload = request.files.get("file")
    text = request.form.get("text", "")
    if upload is not None and upload.filename:
        content, name = upload.read(), upload.filename
    else:
        content, name = text.encode(), _("Pasted text")
    try:
        if not content.strip():
            raise Invalid({"file": _("Choose a file, or paste the references below.")})
        handed = _handed_in(project, content, name, text)
    except Invalid as invalid:
        return _import_page(project, errors_of(invalid)), 422
    except (TooLarge, Unavailable) as refused:
        return _import_page(project, {"text": translated(refused.message)}), 422
    return redirect(url_for("evidence.show_import", import_id=handed.id), 303)


def _handed_in(project: Project, content: bytes, name: str, text: str) -> ReferenceImport:
    """Take in a file, or a list of DOIs and PubMed numbers where it is no file of references."""
    try:
        reading = service.read_at_once(content)  # long files: before anybody has to wait
    except Invalid:
        if not is_list(text):
            raise
        with transaction():
            return service.hand_in_list(current_actor(), project, text=text)
    with transaction():
        return service.hand_in_references(
            current_actor(), project, content=content, filename=name, reading=reading
        )


@bp.get("/reference-imports/<import_id>")
@asks(Action.EVIDENCE_READ)
def show_import(import_id: str) -> ResponseReturnValue:
    """Show what came of a file of references."""
    handed = fetch(ReferenceImport, import_id, Action.EVIDENCE_READ)
    problems = [
        {**one, "reason": translated(Sentence(one["template"], one["values"]))}
        for one in handed.problems
    ]
    return render_template(
        "evidence/imported.html",
        project=handed.project,
        handed=handed,
        waiting=handed.state is ImportState.WAITING,
        left_out=[one for one in problems if one["left_out"]],
        merged=[one for one in problems if not one["left_out"]],
        again=storage().get(handed.sha256).decode() if handed.failure and handed.asked else "",
        twins=count_likely_twins(handed.project_id),
        offered=offered_in(handed.project_id),
        format_words=FORMAT_WORDS.get(handed.format, ""),
    )
