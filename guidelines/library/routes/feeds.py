"""What tells others that something was published: Atom feeds, a map of the site, robots.txt."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from lxml import etree

from guidelines.config import current
from guidelines.errors import Missing
from guidelines.library import queries
from guidelines.library.queries.catalogue import Facet, catalogue
from guidelines.library.queries.following import Shelf, ended
from guidelines.library.queries.places import address_of, network_at
from guidelines.library.queries.searching import everything_on
from guidelines.library.routes.blueprint import bp
from guidelines.projects.models import Network
from guidelines.publishing.models import Edition, SafetyNotice
from guidelines.publishing.queries.editions import standing_among, state_among
from guidelines.publishing.queries.notices import noticed_documents
from guidelines.publishing.rules.notices import is_concerned
from guidelines.publishing.rules.states import EditionState
from guidelines.web.guard import public
from guidelines.web.public import FILE_SECONDS, SHELF_SECONDS

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
ATOM = "http://www.w3.org/2005/Atom"
MOST_MAPPED = 2000  # a map holds at most 50,000 addresses
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


@bp.get("/library/feed.xml")
@public
def feed() -> ResponseReturnValue:
    """Tell what was published lately."""
    return _atom("Concord", url_for("library.browse"), queries.latest_published())


@bp.get("/library/<network_slug>/feed.xml")
@public
def feed_network(network_slug: str) -> ResponseReturnValue:
    """Tell what one network published lately."""
    network = network_at(network_slug)
    home = url_for("library.browse_network", network_slug=network.slug)
    return _atom(network.title, home, queries.latest_published(network))


@bp.get("/library/<network_slug>/<guideline_slug>/feed.xml")
@public
def feed_guideline(network_slug: str, guideline_slug: str) -> ResponseReturnValue:
    """Tell of the versions of one guideline."""
    network = network_at(network_slug)
    shelf = queries.latest_published(network, guideline_slug)
    if not shelf:
        raise Missing
    home = url_for("library.show_latest", network_slug=network.slug, guideline_slug=guideline_slug)
    return _atom(shelf[0][0].title, home, shelf)


@bp.get("/sitemap.xml")
@public
def sitemap() -> ResponseReturnValue:
    """Tell search engines of what stands: lists, diseases, versions and their recommendations."""
    site = current().public_url
    shelves = catalogue()
    standing = shelves.narrowed({})
    root = _root(SITEMAP, "urlset")
    lists = ("library.browse", "library.browse_diseases", "library.browse_recommendations")
    codes = sorted(shelves.counts(Facet.DISEASE, standing), key=lambda code: (len(code), code))
    diseases = (url_for("library.show_disease", orpha_code=code) for code in codes)
    for path in (*map(url_for, lists), *diseases):
        _say(_say(root, "url"), "loc", site + path)
    found = everything_on("")
    for hit, recommendations in found.with_recommendations(0, MOST_MAPPED):
        for path in (hit.listed.path, *(one.path for one in recommendations)):
            page = _say(root, "url")
            _say(page, "loc", site + path)
            _say(page, "lastmod", _moment(hit.listed.published_at))
    return _xml(root, "application/xml")


@bp.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """Tell robots that the library is theirs to read and the rest is not."""
    lines = (
        "User-agent: *",
        "Allow: /library/",
        "Allow: /is/",
        "Allow: /static/",
        "Disallow: /",
        f"Sitemap: {current().public_url}{url_for('library.sitemap')}",
    )
    response = Response("\n".join(lines) + "\n", mimetype="text/plain")
    response.headers["Cache-Control"] = f"public, max-age={FILE_SECONDS}"
    return response


def _atom(title: str, home: str, shelf: Shelf) -> Response:
    site = current().public_url
    root = _root(ATOM, "feed")
    _say(root, "title", title)
    _say(root, "id", site + home)
    _say(root, "link", href=site + home, rel="alternate", type="text/html")
    _say(root, "link", href=f"{site}{home}feed.xml", rel="self", type="application/atom+xml")
    entries = sorted((*_warnings(shelf), *_versions(shelf)), key=lambda one: one.at, reverse=True)
    newest = entries[0].at if entries else datetime.fromtimestamp(0, UTC)
    _say(root, "updated", _moment(newest))
    for one in entries:
        entry = _say(root, "entry")
        _say(entry, "title", one.title)
        _say(entry, "id", one.id)
        _say(entry, "link", href=one.address, rel="alternate", type="text/html")
        _say(entry, "updated", _moment(one.at))
        _say(_say(entry, "author"), "name", one.author)
        _say(entry, "summary", one.summary)
    return _xml(root, "application/atom+xml")


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a feed tells; readers of feeds show it anew when `at` changes."""

    at: datetime
    title: str
    id: str
    address: str
    author: str
    summary: str


def _warnings(shelf: Shelf) -> Iterator[_Entry]:
    """Yield the safety notices on a shelf."""
    for notice, edition, network, at in _notices_on(shelf):
        address = address_of(network, edition)
        what = "SAFETY NOTICE" if notice.until is None else "Safety notice lifted"
        yield _Entry(
            at=at,
            title=f"{what}: {edition.title}",
            id=f"{address}#safety-notice-{notice.number}",
            address=address,
            author=network.title,
            summary=notice.text,
        )


def _versions(shelf: Shelf) -> Iterator[_Entry]:
    """Yield the versions on a shelf; when a guideline ends they are told anew, with the reason."""
    standing = standing_among([edition for edition, _n in shelf])
    ends = ended({edition.document_id for edition, _n in shelf})
    for edition, network in shelf:
        state = state_among(edition, standing)
        end = ends.get(edition.document_id)
        words = "" if state is EditionState.PUBLISHED else f", {state.value}"
        told = (
            (end.why, f"Use instead: {end.instead}" if end.instead else "") if end else (),
            (edition.notice, _corrected(edition), edition.change_note),
        )
        yield _Entry(
            at=max(edition.published_at, end.at) if end else edition.published_at,
            title=f"{edition.title} ({edition.number}{words})",
            id=address_of(network, edition),
            address=address_of(network, edition),
            author=network.title,
            summary="\n".join(text for texts in told for text in texts if text) or edition.title,
        )


def _notices_on(shelf: Shelf) -> list[tuple[SafetyNotice, Edition, Network, datetime]]:
    """Return the safety notices on a shelf, each with the newest version that it is about.

    Those that were lifted are among them, with the moment of that.
    """
    documents = {edition.document_id for edition, _n in shelf}
    found = noticed_documents(documents, lifted=True)
    newest: dict[str, tuple[SafetyNotice, Edition, Network, datetime]] = {}
    for edition, network in shelf:
        for one in found.get(edition.document_id, ()):
            at = one.until or one.since
            if at is not None and is_concerned(edition.number, one.corrected_in):
                newest.setdefault(one.id, (one, edition, network, at))
    return sorted(newest.values(), key=lambda line: line[3], reverse=True)


def _corrected(edition: Edition) -> str:
    """Return what a version corrects, in words; empty where it corrects nothing."""
    stated = edition.correction
    if not stated:
        return ""
    return f"Corrects {stated['of']}. Wrong: {stated['wrong']} Right: {stated['right']}"


def _root(namespace: str, name: str) -> etree._Element:
    return etree.Element(f"{{{namespace}}}{name}", nsmap=cast("dict[str, str]", {None: namespace}))


def _say(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    """Put an element with plain words into another; signs that XML forbids are left out."""
    tag = etree.QName(etree.QName(parent).namespace, name)
    one = etree.SubElement(parent, tag, dict(attributes))
    one.text = _FORBIDDEN.sub("", text) or None
    return one


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _xml(root: etree._Element, media_type: str) -> Response:
    written = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    response = Response(written, content_type=f"{media_type}; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={SHELF_SECONDS}"
    response.add_etag()
    response.make_conditional(request)
    return response
