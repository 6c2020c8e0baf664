"""The files of published versions."""

from flask import Response, request, send_file
from flask.typing import ResponseReturnValue

from guidelines.errors import Missing
from guidelines.library import queries
from guidelines.library.queries.places import edition_in, path_of
from guidelines.library.routes.blueprint import bp
from guidelines.library.routes.counting import DOWNLOADS, is_download
from guidelines.projects.models import Network
from guidelines.publishing.models import Edition
from guidelines.publishing.queries.fronts import Offered, offered
from guidelines.publishing.queries.notices import warned
from guidelines.storage import storage
from guidelines.web.guard import public
from guidelines.web.public import FILE_SECONDS, render

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"})
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@bp.get("/library/<network_slug>/<guideline_slug>/<number>/<name>")
@public
def download(
    network_slug: str, guideline_slug: str, number: str, name: str
) -> ResponseReturnValue:
    """Hand out a file of a published version."""
    network, edition = edition_in(network_slug, guideline_slug, number)
    row = next((row for row in offered(edition) if row.file_name == name), None)
    if row is None:
        raise Missing
    if not row.sha256:
        return _being_warned(network, edition, row)
    answer = send_file(
        storage().path(row.sha256),
        mimetype=row.media_type,
        as_attachment=True,
        download_name=name,
        etag=row.sha256,
        last_modified=row.made_at,
    )
    # whoever keeps a file asks before it is handed out again: it may have been withdrawn by then
    answer.headers["Cache-Control"] = "public, no-cache"
    if is_download(request, answer):
        DOWNLOADS.count(edition, row.form)
    return answer


def _being_warned(network: Network, edition: Edition, row: Offered) -> Response:
    """Show the safety notice instead of a file that does not carry it yet."""
    page = Response(
        render(
            "library/being_warned.html",
            owner=network,
            edition=edition,
            notices=warned(edition.id),
            form=row.form,
            edition_url=path_of(network, edition),
        ),
        503,
        mimetype="text/html",
    )
    page.headers["Retry-After"] = "60"
    page.headers["Cache-Control"] = "no-store"
    return page


@bp.get("/library/<network_slug>/<guideline_slug>/<number>/images/<path:name>")
@public
def show_image(
    network_slug: str, guideline_slug: str, number: str, name: str
) -> ResponseReturnValue:
    """Show an image of a published version."""
    _network, edition = edition_in(network_slug, guideline_slug, number)
    asset = queries.frozen_content(edition.id)["assets"].get(name)
    if asset is None or asset["media_type"] not in PICTURES:
        raise Missing
    answer = send_file(
        storage().path(asset["sha256"]),
        mimetype=asset["media_type"],
        etag=asset["sha256"],
        max_age=FILE_SECONDS,
    )
    answer.headers["Content-Security-Policy"] = PICTURE_POLICY
    return answer
