"""Lists across guidelines: how networks measure their care, and what research should answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from guidelines.errors import Missing
from guidelines.library import queries
from guidelines.library.queries.places import address_of, edition_in, network_at, path_of
from guidelines.library.routes.blueprint import bp
from guidelines.projects.models import Network
from guidelines.publishing.models import Edition, PublishedItem
from guidelines.publishing.queries.indicators import published_items
from guidelines.publishing.queries.table_files import table_file
from guidelines.publishing.rules.findable import Findable
from guidelines.publishing.rules.indicators import rows_of
from guidelines.publishing.rules.table_files import FORMATS, MEDIA_TYPES
from guidelines.web.guard import public
from guidelines.web.public import SHELF_SECONDS, answer, render, tag

_EDITION = "/library/<network_slug>/<guideline_slug>/<number>"
_OF = ("network", "guideline", "version", "language", "published", "address")
_GAPS = (*_OF, "number", "recommendation", "gap", "certainty", "last_search", "key")
_PAGES = {
    Findable.INDICATOR: ("library/indicators.html", "indicators"),
    Findable.RESEARCH_GAP: ("library/research_gaps.html", "research_gaps"),
}
_Found = Sequence[tuple[PublishedItem, Edition, Network]]


@bp.get("/library/indicators/")
@public
def browse_indicators() -> ResponseReturnValue:
    """Show the indicators of all published guidelines."""
    return _page(Findable.INDICATOR, None)


@bp.get("/library/<network_slug>/indicators/")
@public
def browse_indicators_of(network_slug: str) -> ResponseReturnValue:
    """Show the indicators of the guidelines of one network."""
    return _page(Findable.INDICATOR, network_at(network_slug))


@bp.get(f"/library/indicators.<any({FORMATS}):ending>")
@public
def download_indicators(ending: str) -> ResponseReturnValue:
    """Hand out the indicators of all published guidelines as a table or JSON."""
    return _list_file(Findable.INDICATOR, None, ending)


@bp.get(f"/library/<network_slug>/indicators.<any({FORMATS}):ending>")
@public
def download_indicators_of(network_slug: str, ending: str) -> ResponseReturnValue:
    """Hand out the indicators of one network as a table or JSON."""
    return _list_file(Findable.INDICATOR, network_at(network_slug), ending)


@bp.get("/library/research-gaps/")
@public
def browse_gaps() -> ResponseReturnValue:
    """Show what all published guidelines say is not known."""
    return _page(Findable.RESEARCH_GAP, None)


@bp.get("/library/<network_slug>/research-gaps/")
@public
def browse_gaps_of(network_slug: str) -> ResponseReturnValue:
    """Show what the guidelines of one network say is not known."""
    return _page(Findable.RESEARCH_GAP, network_at(network_slug))


@bp.get(f"/library/research-gaps.<any({FORMATS}):ending>")
@public
def download_gaps(ending: str) -> ResponseReturnValue:
    """Hand out what all published guidelines say is not known as a table or JSON."""
    return _list_file(Findable.RESEARCH_GAP, None, ending)


@bp.get(f"/library/<network_slug>/research-gaps.<any({FORMATS}):ending>")
@public
def download_gaps_of(network_slug: str, ending: str) -> ResponseReturnValue:
    """Hand out what the guidelines of one network say is not known as a table or JSON."""
    return _list_file(Findable.RESEARCH_GAP, network_at(network_slug), ending)


@bp.get(f"{_EDITION}/indicators.<any({FORMATS}):ending>")
@public
def download_edition_indicators(
    network_slug: str, guideline_slug: str, number: str, ending: str
) -> ResponseReturnValue:
    """Hand out the indicators of one published version as a table or JSON."""
    network, edition = edition_in(network_slug, guideline_slug, number)
    found = queries.frozen_content(edition.id).get("indicators", ())
    if not found:
        raise Missing
    plain = {"guideline": _of(edition, network), "indicators": list(found)}
    return _file(rows_of(found), plain, ending, f"{edition.slug}-{edition.number}-indicators")


def _page(kind: Findable, only: Network | None) -> ResponseReturnValue:
    found = published_items(kind, only)
    template, _key = _PAGES[kind]
    etag = tag(
        template,
        only.title if only else "",
        *(f"{item.id} {edition.title} {network.title}" for item, edition, network in found),
    )
    if request.if_none_match.contains(etag):
        return answer("", etag)
    groups: dict[str, dict[str, Any]] = {}
    for item, edition, network in found:
        group = groups.setdefault(
            edition.id,
            {"edition": edition, "owner": network, "url": path_of(network, edition), "items": []},
        )
        group["items"].append(item.content)
    return answer(
        render(template, groups=list(groups.values()), count=len(found), only=only), etag
    )


def _of(edition: Edition, network: Network) -> dict[str, str]:
    """Return of which guideline something is, as the columns of a table."""
    return {
        "network": network.title,
        "guideline": edition.title,
        "version": edition.number,
        "language": edition.language,
        "published": edition.published_at.date().isoformat(),
        "address": address_of(network, edition),
    }


def _list_file(kind: Findable, only: Network | None, ending: str) -> Response:
    found: _Found = published_items(kind, only)
    told = [{**_of(edition, network), **item.content} for item, edition, network in found]
    _template, key = _PAGES[kind]
    lines = (
        rows_of(told, _OF)
        if kind is Findable.INDICATOR
        else [list(_GAPS), *([str(one.get(name, "")) for name in _GAPS] for one in told)]
    )
    name = key.replace("_", "-")
    return _file(lines, {key: told}, ending, f"{only.slug}-{name}" if only else name)


def _file(
    lines: Sequence[Sequence[str]], plain: Mapping[str, Any], ending: str, name: str
) -> Response:
    content = table_file(lines, plain, ending, title=name)
    response = Response(content, mimetype=MEDIA_TYPES[ending])
    response.headers["Content-Disposition"] = f"attachment; filename={name}.{ending}"
    response.headers["Cache-Control"] = f"public, max-age={SHELF_SECONDS}"
    if ending == "json":
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response
