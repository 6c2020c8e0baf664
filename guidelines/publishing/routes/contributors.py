"""Who did what for a document: the roles of CRediT, as journals ask for them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.drafts.models import Document
from guidelines.errors import Invalid
from guidelines.permissions import Action
from guidelines.publishing import service
from guidelines.publishing.queries.contributions import contributions_of, possible_contributors
from guidelines.publishing.routes.words import bp
from guidelines.typesetting.credit import ROLES
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch


def _page(
    document: Document, errors: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    rows = contributions_of(document)
    page = render_template(
        "publishing/contributors.html",
        document=document,
        people=possible_contributors(document),
        roles=list(ROLES.items()),
        given={row.person_id: row.roles for row in rows},
        rows=rows,
        errors=errors or {},
    )
    return page, status


@bp.get("/documents/<document_id>/contributors")
@asks(Action.EDITION_READ)
def list_contributors(document_id: str) -> ResponseReturnValue:
    """Show who did what."""
    return _page(fetch(Document, document_id, Action.EDITION_READ))


@bp.post("/documents/<document_id>/contributors")
@asks(Action.EDITION_READ, Action.DRAFT_SAVE)
def name_contributors(document_id: str) -> ResponseReturnValue:
    """Write who did what, in the order of the numbers beside the names."""
    document = fetch(Document, document_id, Action.EDITION_READ)
    people = [one.id for one in possible_contributors(document)]
    places = {one: request.form.get(f"place-{one}", "").strip() for one in people}
    # without a number in the order of the page
    people.sort(key=lambda one: int(places[one]) if places[one].isdigit() else len(people) + 1)
    try:
        with transaction():
            service.name_contributors(
                current_actor(),
                document,
                {one: request.form.getlist(f"roles-{one}") for one in people},
            )
    except Invalid as invalid:
        return _page(document, errors_of(invalid), 422)
    flash(_("Saved: it is printed with the next version."), "success")
    return redirect(url_for("publishing.list_contributors", document_id=document.id), 303)
