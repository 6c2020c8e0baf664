"""The versions of a document: list, read, compare, restore, name."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.drafts import queries, service
from guidelines.drafts.models import Document, Version
from guidelines.drafts.routes.blueprint import bp
from guidelines.drafts.routes.shown import shown
from guidelines.errors import Invalid
from guidelines.permissions import Action
from guidelines.web.errors import translated
from guidelines.web.guard import asks, current_actor, fetch


@bp.get("/documents/<document_id>/versions")
@asks(Action.DOCUMENT_READ)
def list_versions(document_id: str) -> ResponseReturnValue:
    """Show all versions, newest first."""
    document = fetch(Document, document_id, Action.DOCUMENT_READ)
    return render_template(
        "drafts/versions.html", document=document, versions=queries.versions_of(document)
    )


@bp.get("/versions/<version_id>")
@asks(Action.DOCUMENT_READ)
def show_version(version_id: str) -> ResponseReturnValue:
    """Show the text of one version."""
    version = fetch(Version, version_id, Action.DOCUMENT_READ)
    document = version.document
    return render_template(
        "drafts/version.html",
        document=document,
        version=version,
        is_newest=version.number == document.newest,
        shown=shown(document, queries.source_of(version)),
    )


@bp.post("/versions/<version_id>/restore")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def restore_version(version_id: str) -> ResponseReturnValue:
    """Make an older version the newest again."""
    version = fetch(Version, version_id, Action.DOCUMENT_READ)
    number, document_id = version.number, version.document_id
    with transaction():
        newest = service.restore_version(
            current_actor(), version, message=_("Version %(number)s restored", number=number)
        )
    flash(
        _(
            "Version %(old)s is restored as version %(new)s. Nothing in between is lost.",
            old=number,
            new=newest.number,
        ),
        "success",
    )
    return redirect(url_for("drafts.list_versions", document_id=document_id), 303)


@bp.post("/versions/<version_id>/label")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def label_version(version_id: str) -> ResponseReturnValue:
    """Give a version a name."""
    version = fetch(Version, version_id, Action.DOCUMENT_READ)
    document_id = version.document_id
    try:
        with transaction():
            service.label_version(current_actor(), version, label=request.form.get("label", ""))
    except Invalid as invalid:
        flash(translated(invalid.message), "warning")
    return redirect(url_for("drafts.list_versions", document_id=document_id), 303)
