"""Pages of published versions: publish, see the downloads come, repeat what failed."""

from collections.abc import Iterable, Sequence
from datetime import date

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.config import current
from guidelines.db import now, transaction
from guidelines.drafts.models import Document
from guidelines.errors import Invalid, Missing
from guidelines.permissions import Action
from guidelines.publishing import service
from guidelines.publishing.forms import PublishForm
from guidelines.publishing.models import ApprovalRequest, Edition, Rendering
from guidelines.publishing.queries.approvals import newest_request, project_of
from guidelines.publishing.queries.before import before_publishing
from guidelines.publishing.queries.downloads import download_tables
from guidelines.publishing.queries.editions import (
    doi_of,
    editions_of,
    is_public,
    progress_of,
    renderings_of,
)
from guidelines.publishing.routes.triage import published_nav
from guidelines.publishing.routes.words import bp
from guidelines.publishing.rules.coming_out import moment_of
from guidelines.publishing.rules.corrections import Correction
from guidelines.publishing.rules.naming import (
    DOWNLOADS,
    FOR_AUTHORS,
    Form,
    Step,
    next_number,
    short_address_of,
)
from guidelines.publishing.rules.states import RenderingState
from guidelines.storage import storage
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.templating import moment as moment_words


def _card(edition: Edition) -> dict[str, object]:
    """Return what the page shows of one published version and its downloads."""
    rows = renderings_of(edition)
    states = {row.state for row in rows.values()}
    return {
        "edition": edition,
        "downloads": [rows[form] for form in DOWNLOADS if form in rows],
        "public": is_public(edition, now()),
        "manuscripts": [rows[form] for form in FOR_AUTHORS if form in rows],
        "waiting": [row.form for row in rows.values() if row.state is RenderingState.WAITING],
        "ready": sum(row.state is RenderingState.READY for row in rows.values()),
        "all": len(rows),
        "making": RenderingState.WAITING in states,
        "failed": RenderingState.FAILED in states,
        "failures": _failures(rows.values()),
        "warnings": list(dict.fromkeys(w for row in rows.values() for w in row.warnings)),
        "progress": progress_of(edition),
        "short_address": short_address_of(current().public_url, edition.code),
    }


def _failures(rows: Iterable[Rendering]) -> dict[str, list[Form]]:
    """Return why files could not be made, each reason once with the forms that it concerns."""
    found: dict[str, list[Form]] = {}
    for row in rows:
        if row.state is RenderingState.FAILED:
            found.setdefault(row.failure, []).append(row.form)
    return found


def _number_of(request: ApprovalRequest | None, taken: list[tuple[int, int]]) -> str:
    """Return the number that the next edition gets: the one that was signed."""
    if request is not None and request.number:
        return request.number
    return "{}.{}".format(*next_number(taken, Step.MAJOR))


def list_page(
    document: Document,
    errors: dict[str, str] | None = None,
    status: int = 200,
    form: PublishForm | None = None,
) -> ResponseReturnValue:
    """Return the page of a document's published versions, with what was typed and is wrong."""
    editions = editions_of(document)
    cards = [_card(edition) for edition in editions]
    taken = [(edition.major, edition.minor) for edition in editions]
    request = newest_request(document)
    lines = before_publishing(document).lines
    page = render_template(
        "publishing/editions.html",
        document=document,
        network=project_of(document).network,
        cards=cards,
        making=any(card["making"] for card in cards),
        blocked=[line for line in lines if line.blocks],
        is_out=request is not None and any(e.request_id == request.id for e in editions),
        number=_number_of(request, taken),
        form=form or PublishForm(formdata=None),
        zone=project_of(document).time_zone,
        today=now().date().isoformat(),
        corrects=_corrected(editions, _number_of(request, taken)),
        guideline_doi=doi_of(document.id),
        part_links=published_nav(document),
        counted=download_tables(editions, now().date()),
        errors=errors or {},
    )
    return page, status


def _corrected(editions: Sequence[Edition], number: str) -> str:
    """Return the number of the version that the next one may correct; empty for a large step."""
    newest = editions[0].number if editions else ""
    same = newest.partition(".")[0] == number.partition(".")[0]
    return newest if newest and same else ""


def _correction(form: PublishForm) -> Correction:
    """Return what the form says of a mistake; raise `Invalid` for a day that is none."""
    try:
        since = date.fromisoformat(form.since.data) if form.since.data else None
    except ValueError:
        raise Invalid({"since": _("Choose a day, such as 2026-03-31.")}) from None
    return Correction(form.wrong.data or "", form.right.data or "", since)


@bp.get("/documents/<document_id>/editions")
@asks(Action.EDITION_READ)
def list_editions(document_id: str) -> ResponseReturnValue:
    """Show the published versions of a document."""
    return list_page(fetch(Document, document_id, Action.EDITION_READ))


@bp.post("/documents/<document_id>/editions")
@asks(Action.EDITION_READ, Action.EDITION_PUBLISH)
def publish_edition(document_id: str) -> ResponseReturnValue:
    """Publish the approved text."""
    document = fetch(Document, document_id, Action.EDITION_READ)
    form = PublishForm()
    try:
        zone = project_of(document).time_zone
        moment = moment_of(form.public_day.data or "", form.public_hour.data or "", zone)
        with transaction():
            edition = service.publish_edition(
                current_actor(),
                document,
                change_note=form.change_note.data or "",
                public_from=moment,
                correction=_correction(form),
                doi=form.doi.data or "",
            )
    except Invalid as invalid:
        return list_page(document, errors_of(invalid), 422, form)
    if moment is None:
        flash(_("Version %(number)s is published. Its downloads follow.", number=edition.number))
    else:
        flash(
            _(
                "Version %(number)s is frozen. Readers get it on %(moment)s.",
                number=edition.number,
                moment=moment_words(moment, zone),
            )
        )
    return redirect(url_for("publishing.list_editions", document_id=document.id), 303)


@bp.get("/editions/<edition_id>/progress")
@asks(Action.EDITION_READ)
def show_progress(edition_id: str) -> ResponseReturnValue:
    """Show how far the downloads of a version are; the page asks for it again and again."""
    edition = fetch(Edition, edition_id, Action.EDITION_READ)
    return render_template(
        "publishing/progress.html",
        card=_card(edition),
        network=project_of(edition.document).network,
    )


@bp.get("/renderings/<rendering_id>")
@asks(Action.EDITION_READ)
def download_rendering(rendering_id: str) -> ResponseReturnValue:
    """Hand out a file of a version to the people of its project, also before it is public."""
    row = fetch(Rendering, rendering_id, Action.EDITION_READ)
    if row.sha256 is None:
        raise Missing
    return send_file(
        storage().path(row.sha256),
        mimetype=row.media_type,
        as_attachment=True,
        download_name=row.file_name,
        etag=row.sha256,
    )


@bp.post("/editions/<edition_id>/render")
@asks(Action.EDITION_READ, Action.EDITION_RENDER)
def retry_rendering(edition_id: str) -> ResponseReturnValue:
    """Make the downloads that failed once more."""
    edition = fetch(Edition, edition_id, Action.EDITION_READ)
    with transaction():
        service.retry_rendering(current_actor(), edition)
    flash(_("The downloads are being made once more."), "success")
    return redirect(url_for("publishing.list_editions", document_id=edition.document_id), 303)
