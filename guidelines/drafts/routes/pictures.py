"""The pictures of a document: added, described, and where its text uses them."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from guidelines.db import transaction
from guidelines.drafts import queries, service
from guidelines.drafts.models import Asset, Document
from guidelines.drafts.routes.blueprint import bp
from guidelines.drafts.rules.pictures import as_markdown, check_alternative
from guidelines.errors import Invalid, TooLarge
from guidelines.permissions import Action
from guidelines.web.errors import errors_of, status_of, wants_json
from guidelines.web.guard import asks, current_actor, fetch


def _page(
    document: Document, errors: dict[str, str] | None = None, *, alternative: str = ""
) -> str:
    return render_template(
        "drafts/pictures.html",
        document=document,
        pictures=queries.pictures_used(document),
        errors=errors or {},
        alternative=alternative,
    )


@bp.get("/documents/<document_id>/pictures")
@asks(Action.DOCUMENT_READ)
def list_pictures(document_id: str) -> ResponseReturnValue:
    """Show the pictures of a document, their words, and where they are used."""
    return _page(fetch(Document, document_id, Action.DOCUMENT_READ))


@bp.post("/documents/<document_id>/pictures")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def add_picture(document_id: str) -> ResponseReturnValue:
    """Take in a picture; scripts get the Markdown that shows it."""
    document = fetch(Document, document_id, Action.DOCUMENT_READ)
    handed = request.files.get("file")
    alternative = request.form.get("alternative", "")
    try:
        words = check_alternative(alternative)
        picture = service.read_picture(handed.read() if handed else b"")
        with transaction():
            asset = service.add_picture(
                current_actor(),
                document,
                picture,
                filename=(handed.filename or "") if handed else "",
                alternative=alternative,
            )
    except (Invalid, TooLarge) as refused:
        errors = errors_of(refused, "file")
        if wants_json():
            said = {"message": next(iter(errors.values())), "fields": errors}
            return jsonify(said), status_of(refused)
        return _page(document, errors, alternative=alternative), status_of(refused)
    markdown = as_markdown(asset.name, words)
    if wants_json():
        address = url_for("drafts.show_asset", asset_id=asset.id)
        return jsonify(name=asset.name, url=address, markdown=markdown)
    flash(_("The picture is added. In the text it is written %(text)s", text=markdown), "success")
    return redirect(url_for("drafts.list_pictures", document_id=document.id), 303)


@bp.post("/assets/<asset_id>")
@asks(Action.DOCUMENT_READ, Action.DRAFT_SAVE)
def describe_picture(asset_id: str) -> ResponseReturnValue:
    """Change the words that stand for a picture."""
    asset = fetch(Asset, asset_id, Action.DOCUMENT_READ)
    document = fetch(Document, asset.document_id, Action.DOCUMENT_READ)
    alternative = request.form.get("alternative", "")
    try:
        with transaction():
            described = service.describe_picture(
                current_actor(),
                asset,
                document,
                alternative=alternative,
                message=_("Words for the picture %(name)s", name=asset.name),
            )
    except Invalid as refused:
        flash(errors_of(refused)["alternative"], "warning")
        return redirect(url_for("drafts.list_pictures", document_id=document.id), 303)
    flash(_("The words for %(name)s are saved.", name=asset.name), "success")
    if described.changed:
        flash(
            ngettext(
                "They stand in the text of one section now.",
                "They stand in the text of %(num)s sections now.",
                described.changed,
            ),
            "info",
        )
    for title in described.left:
        flash(_("In “%(title)s” they could not be changed.", title=title), "warning")
    return redirect(url_for("drafts.list_pictures", document_id=document.id), 303)
