"""What readers are shown where nothing stands: the way to what they most likely look for."""

from flask import Response, request
from flask.typing import ResponseReturnValue

from guidelines.errors import Missing
from guidelines.library.queries.editions import has_published
from guidelines.library.queries.places import path_of
from guidelines.library.routes.blueprint import bp
from guidelines.projects.queries import network_called
from guidelines.publishing.queries.editions import latest_edition
from guidelines.web.errors import problem, translated, wants_json
from guidelines.web.public import render


@bp.errorhandler(Missing)
def show_missing(error: Missing) -> ResponseReturnValue:
    """Say that there is no such page, and lead on; nothing that is not public is told."""
    if wants_json():
        return problem(404, translated(error.message))
    where = request.view_args or {}
    network = network_called(str(where.get("network_slug", "")))
    if network is not None and not has_published(network):
        network = None
    slug = str(where.get("guideline_slug", ""))
    edition = latest_edition(network.id, slug) if network and slug else None
    page = Response(
        render(
            "library/missing.html",
            network=network,
            edition=edition,
            edition_url=path_of(network, edition) if network and edition else "",
            number=where.get("number", ""),
            key=where.get("recommendation_key", ""),
            code=where.get("code", ""),
            words="" if edition else slug.replace("-", " ")[:300],
        ),
        404,
        mimetype="text/html",
    )
    page.headers["Cache-Control"] = "no-cache"
    page.headers["Vary"] = "Accept-Language"
    return page
