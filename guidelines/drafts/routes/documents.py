"""Pages of a project's documents: list, start, overview, reading view, preview."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.drafts import queries, service
from guidelines.drafts.forms import KIND_WORDS, LANGUAGES, DocumentForm, ImportForm
from guidelines.drafts.models import Asset, Document, DocumentKind
from guidelines.drafts.routes.blueprint import bp
from guidelines.drafts.routes.shown import shown
from guidelines.drafts.rules.products import GROUPS, PRODUCTS, outline_for
from guidelines.drafts.rules.products.parts import Say
from guidelines.drafts.rules.structure import is_unwritten
from guidelines.errors import Invalid, sentence
from guidelines.permissions import Action
from guidelines.projects.models import Project
from guidelines.storage import storage
from guidelines.web.errors import errors_of, translated
from guidelines.web.guard import asks, current_actor, fetch

SHOWN_IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


def chosen_kind(value: str | None) -> DocumentKind:
    """Return the kind somebody chose, or raise `Invalid`."""
    try:
        return DocumentKind(value or "")
    except ValueError:
        raise Invalid({"kind": sentence("Choose a kind from the list.")}) from None


def in_language(language: str) -> Say:
    """Return what puts the words of a skeleton into the language of a document."""

    def say(text: str) -> str:
        with force_locale(language.replace("-", "_")):
            return translated(text)

    return say


@bp.get("/projects/<project_id>/documents")
@asks(Action.DOCUMENT_READ)
def list_documents(project_id: str) -> ResponseReturnValue:
    """Show the documents of a project."""
    project = fetch(Project, project_id, Action.DOCUMENT_READ)
    documents = queries.documents_of(project)
    newest = queries.newest_versions(documents)
    return render_template(
        "drafts/documents.html", project=project, documents=documents, newest=newest
    )


def start_page(
    project: Project,
    form: DocumentForm | None = None,
    import_form: ImportForm | None = None,
    errors: dict[str, str] | None = None,
) -> str:
    """Return the page on which a document is started, empty or from a file."""
    return render_template(
        "drafts/start.html",
        project=project,
        form=form or DocumentForm(formdata=None),
        import_form=import_form or ImportForm(formdata=None),
        is_import=import_form is not None,
        kinds=[(kind.value, words) for kind, words in KIND_WORDS.items()],
        groups=GROUPS,
        products=PRODUCTS,
        languages=LANGUAGES,
        errors=errors or {},
    )


@bp.get("/projects/<project_id>/documents/new")
@asks(Action.DOCUMENT_START)
def start_document_form(project_id: str) -> ResponseReturnValue:
    """Ask for a title, or for a file."""
    return start_page(fetch(Project, project_id, Action.DOCUMENT_START))


@bp.post("/projects/<project_id>/documents")
@asks(Action.DOCUMENT_START)
def start_document(project_id: str) -> ResponseReturnValue:
    """Start a document with the usual sections of its kind."""
    project = fetch(Project, project_id, Action.DOCUMENT_START)
    form = DocumentForm()
    try:
        kind = chosen_kind(form.kind.data)
        with transaction():
            document = service.start_document(
                current_actor(),
                project,
                title=form.title.data or "",
                kind=kind,
                language=form.language.data or "en",
                sections=outline_for(kind, in_language(form.language.data or "en")),
            )
    except Invalid as invalid:
        return start_page(project, form, errors=errors_of(invalid)), 422
    flash(_("The document is started. Open a section and write."), "success")
    return redirect(url_for("drafts.show_document", document_id=document.id), 303)


@bp.get("/documents/<document_id>")
@asks(Action.DOCUMENT_READ)
def show_document(document_id: str) -> ResponseReturnValue:
    """Show the contents of a document, its recommendations and where it stands."""
    document = fetch(Document, document_id, Action.DOCUMENT_READ)
    version = queries.current_version(document)
    return render_template(
        "drafts/overview.html",
        document=document,
        version=version,
        sections=(sections := queries.sections_in(version)),
        unwritten={item.section.id for item in sections if is_unwritten(item.revision.source)},
        recommendations=queries.recommendations_of(document),
        outcomes=queries.outcomes_of(document),
        locks=queries.locked_keys(document),
        clashes=queries.open_clashes(document),
    )


@bp.get("/documents/<document_id>/text")
@asks(Action.DOCUMENT_READ)
def read_document(document_id: str) -> ResponseReturnValue:
    """Show the whole text as its readers will see it."""
    document = fetch(Document, document_id, Action.DOCUMENT_READ)
    version = queries.current_version(document)
    return render_template(
        "drafts/text.html",
        document=document,
        version=version,
        sections=queries.sections_in(version),
        shown=shown(document, queries.source_of(version), whole=True),
    )


@bp.post("/documents/<document_id>/preview")
@asks(Action.DRAFT_SAVE)
def preview_text(document_id: str) -> ResponseReturnValue:
    """Render the text of a section that is being written; nothing is saved."""
    document = fetch(Document, document_id, Action.DRAFT_SAVE)
    text, section_id = request.form.get("text", ""), request.args.get("section", "")
    return render_template(
        "drafts/preview.html", shown=shown(document, text, section_id=section_id)
    )


@bp.get("/assets/<asset_id>")
@asks(Action.DOCUMENT_READ)
def show_asset(asset_id: str) -> ResponseReturnValue:
    """Send an attachment; what is no picture is only ever downloaded."""
    asset = fetch(Asset, asset_id, Action.DOCUMENT_READ)
    is_image = asset.media_type in SHOWN_IMAGES
    response = Response(
        storage().get(asset.sha256),
        mimetype=asset.media_type if is_image else "application/octet-stream",
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if not is_image:
        response.headers["Content-Disposition"] = "attachment"
    return response
