"""What can still be said of a published version: its day while it waits, and its DOI."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from guidelines.db import transaction
from guidelines.errors import Invalid
from guidelines.permissions import Action
from guidelines.publishing import service
from guidelines.publishing.forms import DayForm, DoiForm
from guidelines.publishing.models import Edition
from guidelines.publishing.queries.approvals import project_of
from guidelines.publishing.routes.editions import list_page
from guidelines.publishing.routes.words import bp
from guidelines.publishing.rules.coming_out import moment_of
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch


def _back(edition: Edition) -> Response:
    place = f"edition-{edition.id}"
    return redirect(
        url_for("publishing.list_editions", document_id=edition.document_id, _anchor=place), 303
    )


@bp.post("/editions/<edition_id>/day")
@asks(Action.EDITION_READ, Action.EDITION_PUBLISH)
def date_edition(edition_id: str) -> ResponseReturnValue:
    """Give a version that waits for its day another one."""
    edition = fetch(Edition, edition_id, Action.EDITION_READ)
    form = DayForm()
    zone = project_of(edition.document).time_zone
    try:
        moment = moment_of(form.public_day.data or "", form.public_hour.data or "", zone)
        if moment is None:
            raise Invalid({"public_day": _("Choose a day.")})
        with transaction():
            service.date_edition(current_actor(), edition, moment)
    except Invalid as invalid:
        return list_page(edition.document, errors_of(invalid), 422)
    flash(_("The day is changed. The files are made anew, for it is printed in them."), "success")
    return _back(edition)


@bp.post("/editions/<edition_id>/let-out")
@asks(Action.EDITION_READ, Action.EDITION_PUBLISH)
def let_edition_out(edition_id: str) -> ResponseReturnValue:
    """Make a version public at once."""
    edition = fetch(Edition, edition_id, Action.EDITION_READ)
    with transaction():
        service.date_edition(current_actor(), edition, None)
    flash(_("Version %(number)s is public.", number=edition.number), "success")
    return _back(edition)


@bp.post("/editions/<edition_id>/doi")
@asks(Action.EDITION_READ, Action.EDITION_PUBLISH)
def identify_edition(edition_id: str) -> ResponseReturnValue:
    """Enter the DOI of a version and that of the guideline."""
    edition = fetch(Edition, edition_id, Action.EDITION_READ)
    form = DoiForm()
    try:
        with transaction():
            service.identify_edition(current_actor(), edition, doi=form.doi.data or "")
            service.identify_guideline(
                current_actor(), edition.document, doi=form.whole.data or ""
            )
    except Invalid as invalid:
        return list_page(edition.document, errors_of(invalid), 422)
    flash(_("The DOI is kept. Citations and the page for readers show it."), "success")
    return _back(edition)
