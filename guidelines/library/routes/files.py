"""The files of published versions."""

from flask import send_file
from flask.typing import ResponseReturnValue

from guidelines.errors import Missing
from guidelines.library import queries
from guidelines.library.queries.places import edition_in
from guidelines.library.routes.blueprint import bp
from guidelines.publishing.queries.editions import downloads_of
from guidelines.storage import storage
from guidelines.web.guard import public
from guidelines.web.public import FILE_SECONDS

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"})
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@bp.get("/library/<network_slug>/<guideline_slug>/<number>/<name>")
@public
def download(
    network_slug: str, guideline_slug: str, number: str, name: str
) -> ResponseReturnValue:
    """Hand out a file of a published version."""
    _network, edition = edition_in(network_slug, guideline_slug, number)
    row = next((row for row in downloads_of(edition) if row.file_name == name), None)
    if row is None or row.sha256 is None:
        raise Missing
    return send_file(
        storage().path(row.sha256),
        mimetype=row.media_type,
        as_attachment=True,
        download_name=name,
        etag=row.sha256,
        last_modified=row.rendered_at,
        max_age=FILE_SECONDS,
    )


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
