"""The library for other programs: read-only JSON, without a token, described by OpenAPI 3.1."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from guidelines.config import ROOT, current
from guidelines.errors import Invalid, Missing, sentence
from guidelines.library import queries
from guidelines.library.queries.places import address_of, edition_in, network_at
from guidelines.library.rules import recommendation_in
from guidelines.projects.models import Network
from guidelines.publishing.models import Edition
from guidelines.publishing.queries.editions import state_now
from guidelines.publishing.queries.notices import notices_on, offered, printed_notices
from guidelines.publishing.rules.documented import documented
from guidelines.web.guard import public
from guidelines.web.public import FILE_SECONDS, kept_until, make_public, tag

bp = Blueprint("library_api", __name__, url_prefix="/api/library/v1")


@bp.after_request
def keep_until_the_next(response: Response) -> Response:
    """Let no cache keep an answer beyond the moment at which a version comes out."""
    return kept_until(response, queries.next_moment())


bp.after_request(make_public)

PAGE = 50


@bp.get("/openapi.json")
@public
def describe() -> ResponseReturnValue:
    """Return the description of this interface."""
    return _json(_read("library.openapi.json") | {"servers": [{"url": current().public_url}]})


@bp.get("/edition.schema.json")
@public
def schema() -> ResponseReturnValue:
    """Return the description of a published version as JSON Schema."""
    return _json(_read("edition.schema.json"))


@cache
def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "exports" / name).read_text("utf-8"))
    return found


@bp.get("/editions")
@public
def list_editions() -> ResponseReturnValue:
    """Return what is published now, by network and title; `q`, `network`, `language`, `page`."""
    network = network_at(slug) if (slug := request.args.get("network", "")) else None
    page = request.args.get("page", "1")
    if not page.isdecimal() or not 1 <= int(page) <= 10_000:
        raise Invalid({"page": sentence("“page” is a number from 1.")})
    found = [
        (edition, owner)
        for edition, owner in queries.published(request.args.get("q", "")[:200], network)
        if edition.language.startswith(request.args.get("language", ""))
    ]
    start = (int(page) - 1) * PAGE
    return _json(
        {
            "total": len(found),
            "page": int(page),
            "editions": [_listed(one, owner) for one, owner in found[start : start + PAGE]],
        }
    )


@bp.get("/editions/<network_slug>/<guideline_slug>/<number>")
@public
def show_edition(network_slug: str, guideline_slug: str, number: str) -> ResponseReturnValue:
    """Return everything that a published version consists of."""
    network, edition = edition_in(network_slug, guideline_slug, number)
    content = queries.frozen_content(edition.id)
    more = {
        "state": state_now(edition).value,
        "safety_notices": printed_notices(notices_on(edition)),
        "files": [
            {
                "form": row.form.value,
                "media_type": row.media_type,
                "size": row.size,
                "sha256": row.sha256,
                "address": current().public_url
                + url_for(
                    "library.download",
                    network_slug=network.slug,
                    guideline_slug=edition.slug,
                    number=edition.number,
                    name=row.file_name,
                ),
            }
            for row in offered(edition)
            if row.sha256
        ],
    }
    return _json(documented(content, address=address_of(network, edition)) | more)


@bp.get("/editions/<network_slug>/<guideline_slug>/<number>/recommendations/<recommendation_key>")
@public
def show_recommendation(
    network_slug: str, guideline_slug: str, number: str, recommendation_key: str
) -> ResponseReturnValue:
    """Return one recommendation with the evidence it rests on."""
    network, edition = edition_in(network_slug, guideline_slug, number)
    found = recommendation_in(
        queries.frozen_content(edition.id),
        recommendation_key,
        address=address_of(network, edition),
    )
    if found is None:
        raise Missing
    notices = [one for one in notices_on(edition) if one.names(recommendation_key)]
    more = {"state": state_now(edition).value, "safety_notices": printed_notices(notices)}
    return _json(found | more)


def _listed(edition: Edition, network: Network) -> dict[str, Any]:
    return {
        "address": address_of(network, edition),
        "title": edition.title,
        "language": edition.language,
        "number": edition.number,
        "published_at": edition.published_at.isoformat(),
        "notice": edition.notice,
        "network": {"slug": network.slug, "title": network.title},
        "sha256": edition.sha256,
    }


def _json(value: Mapping[str, Any]) -> Response:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    response = Response(text, mimetype="application/json")
    response.headers["Cache-Control"] = f"public, max-age={FILE_SECONDS}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.set_etag(tag(text))
    response.make_conditional(request)
    return response
