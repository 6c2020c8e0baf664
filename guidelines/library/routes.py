"""The public pages: what is published, to be read and taken away by anybody.

They are the same for every visitor: no session is touched, so any cache may keep them.
"""

import hashlib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from flask import Blueprint, Response, current_app, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.datastructures import Headers

from guidelines.config import ROOT, current
from guidelines.errors import Missing
from guidelines.library import queries
from guidelines.projects.models import Network
from guidelines.projects.queries import network_called
from guidelines.publishing.models import Edition
from guidelines.publishing.queries.editions import (
    downloads_of,
    edition_at,
    latest_edition,
    renderings_of,
)
from guidelines.publishing.rules.findings import effect, studied
from guidelines.publishing.rules.naming import Form
from guidelines.publishing.rules.reading import Page
from guidelines.storage import storage
from guidelines.web.guard import public

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

bp = Blueprint("library", __name__)
bp.app_template_filter("studied")(studied)
bp.app_template_filter("frozen_effect")(effect)

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"})
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
SHELF_SECONDS = 60
FILE_SECONDS = 300


class PublicAnswer(Response):
    """An answer that is the same for every visitor: no cookie changes it or comes with it."""

    def get_wsgi_headers(self, environ: "WSGIEnvironment") -> Headers:
        """Take back what the handling of sessions adds to every answer."""
        headers = super().get_wsgi_headers(environ)
        headers.pop("Set-Cookie", None)
        headers["Vary"] = "Accept-Language"
        return headers


@bp.after_request
def make_public(response: Response) -> Response:
    """Let shared caches keep what succeeded; an error page belongs to its visitor."""
    if response.status_code >= 400:
        return response
    return cast("Response", PublicAnswer.force_type(response))


@cache
def _face() -> str:
    """Return a hash of what these pages are made of: they change when it does."""
    found = hashlib.sha256()
    for folder in ("templates", "static/dist"):
        for path in sorted(Path(ROOT, folder).rglob("*.*")):
            found.update(path.read_bytes())
    return found.hexdigest()[:12]


def _render(template: str, **values: Any) -> str:
    """Render a page that is the same for everybody, without touching the session."""
    home = url_for("home.start")
    site = {
        "home_url": home,
        "library_url": url_for("library.browse"),
        "sign_in_url": home,
        "footer_links": [{"label": _("Library"), "url": url_for("library.browse")}],
    }
    return current_app.jinja_env.get_template(template).render(
        site=site,
        current_person=None,
        demonstration=current().demonstration,
        csrf_token=lambda: "",
        get_flashed_messages=lambda **_options: [],
        **values,
    )


def _answer(html: str, etag: str) -> Response:
    response = Response(html, mimetype="text/html")
    response.headers["Cache-Control"] = f"public, max-age={SHELF_SECONDS}"
    response.set_etag(etag)
    response.make_conditional(request)
    return response


def _tag(*parts: object) -> str:
    text = "\n".join(str(part) for part in (_face(), get_locale(), *parts))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _known_network(slug: str) -> Network:
    network = network_called(slug)
    if network is None or not queries.has_published(network):
        raise Missing
    return network


def _edition(network_slug: str, guideline_slug: str, number: str) -> tuple[Network, Edition]:
    network = _known_network(network_slug)
    edition = edition_at(network.id, guideline_slug, number)
    if edition is None:
        raise Missing
    return network, edition


def _shelf(network: Network | None) -> ResponseReturnValue:
    search = request.args.get("q", "").strip()[:200]
    found = queries.published(search, network)
    shelves: dict[str, dict[str, Any]] = {}
    for edition, owner in found:
        shelf = shelves.setdefault(owner.id, {"network": owner, "editions": []})
        shelf["editions"].append(edition)
    html = _render(
        "library/browse.html",
        shelves=list(shelves.values()),
        found=len(found),
        search=search,
        only=network,
    )
    etag = _tag(search, network.title if network else "", *(edition.id for edition, _n in found))
    return _answer(html, etag)


@bp.get("/library/")
@public
def browse() -> ResponseReturnValue:
    """Show what is published, by network; search in it."""
    return _shelf(None)


@bp.get("/library/<network_slug>/")
@public
def browse_network(network_slug: str) -> ResponseReturnValue:
    """Show what one network has published."""
    return _shelf(_known_network(network_slug))


@bp.get("/library/<network_slug>/<guideline_slug>/")
@public
def show_latest(network_slug: str, guideline_slug: str) -> ResponseReturnValue:
    """Lead to the latest version of a guideline; this address never changes."""
    network = _known_network(network_slug)
    edition = latest_edition(network.id, guideline_slug)
    if edition is None:
        raise Missing
    answer = redirect(_address(network, edition), 302)
    answer.headers["Cache-Control"] = f"public, max-age={SHELF_SECONDS}"
    return answer


def _address(network: Network, edition: Edition) -> str:
    return url_for(
        "library.show_edition",
        network_slug=network.slug,
        guideline_slug=edition.slug,
        number=edition.number,
    )


@bp.get("/library/<network_slug>/<guideline_slug>/<number>/")
@public
def show_edition(network_slug: str, guideline_slug: str, number: str) -> ResponseReturnValue:
    """Show one published version for reading."""
    found = queries.found_at(network_slug, guideline_slug, number)
    if found is None:
        raise Missing
    etag = _tag(*found.marks)
    if request.if_none_match.contains(etag):
        return _answer("", etag)
    return _answer(_reading_page(etag, found.network_id, found.edition_id, found.newest_id), etag)


@lru_cache(maxsize=64)
def _reading_page(etag: str, network_id: str, edition_id: str, newest_id: str) -> str:
    """Render a version for reading; kept as long as nothing that its `etag` covers changes."""
    network, edition, newest = queries.rows_for(network_id, edition_id, newest_id)
    forms = renderings_of(edition)
    stored = forms[Form.PAGE].sha256 if Form.PAGE in forms else None
    content = queries.frozen_content(edition.id)
    address = current().public_url + _address(network, edition)
    return _render(
        "library/edition.html",
        owner=network,
        edition=edition,
        newest=newest,
        newest_url=_address(network, newest),
        content=content,
        lines={line["key"]: line for line in content["recommendations"]},
        page=queries.page_stored_as(stored) if stored else Page((), (), ()),
        downloads=downloads_of(edition),
        address=address,
    )


@bp.get("/library/<network_slug>/<guideline_slug>/<number>/<name>")
@public
def download(
    network_slug: str, guideline_slug: str, number: str, name: str
) -> ResponseReturnValue:
    """Hand out a file of a published version."""
    _network, edition = _edition(network_slug, guideline_slug, number)
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
    _network, edition = _edition(network_slug, guideline_slug, number)
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
