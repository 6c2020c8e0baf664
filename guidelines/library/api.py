"""The library for other programs: read-only JSON, without a token, described by OpenAPI 3.1."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from guidelines.config import ROOT, current
from guidelines.db import now
from guidelines.drafts.queries import orphatree
from guidelines.drafts.queries.orphacodes import condition_coded
from guidelines.errors import Invalid, Missing, sentence
from guidelines.library import queries
from guidelines.library.forms import asking_of
from guidelines.library.queries.catalogue import Facet, Listed, catalogue
from guidelines.library.queries.family import family_of
from guidelines.library.queries.places import address_of, edition_in, network_at
from guidelines.library.queries.searching import Findings, search
from guidelines.library.rules import due_by, recommendation_in
from guidelines.publishing.models import Edition
from guidelines.publishing.queries.currency import currency_of
from guidelines.publishing.queries.editions import doi_of, latest_edition, state_now
from guidelines.publishing.queries.fronts import offered
from guidelines.publishing.queries.notices import Alarm, alarm, notices_on, printed_notices
from guidelines.publishing.queries.public_life import public_life
from guidelines.publishing.rules.currency import Currency
from guidelines.publishing.rules.documented import documented
from guidelines.text.searching import Piece
from guidelines.web.guard import public
from guidelines.web.public import SHELF_SECONDS, kept_until, make_public, tag

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
    """Return what is published, the newest first; narrowed like a search."""
    page, found = _asked()
    start = (page - 1) * PAGE
    warned = alarm()
    return _json(
        {
            "total": len(found.versions),
            "page": page,
            "editions": [
                _listed(hit.listed, warned) for hit in found.version_hits(start, start + PAGE)
            ],
        }
    )


@bp.get("/search")
@public
def search_library() -> ResponseReturnValue:
    """Return published versions and recommendations that were found, and how many of each kind."""
    page, found = _asked()
    start = (page - 1) * PAGE
    warned = alarm()
    return _json(
        {
            "page": page,
            "editions": {
                "total": len(found.versions),
                "found": [
                    _listed(hit.listed, warned) | {"passage": _marked(hit.passage)}
                    for hit in found.version_hits(start, start + PAGE)
                ],
            },
            "recommendations": {
                "total": len(found.recommendations),
                "found": [
                    {
                        "address": current().public_url + hit.path,
                        "key": hit.key,
                        "wording": "".join(piece.words for piece in hit.wording),
                        **hit.line,
                        "edition": current().public_url + hit.listed.path,
                        "safety_notice": warned.on(
                            hit.listed.document_id, hit.listed.number, hit.key
                        ),
                    }
                    for hit in found.recommendation_hits(start, start + PAGE)
                ],
            },
            "facets": {facet.value: dict(counts) for facet, counts in found.counts.items()},
        }
    )


def _asked() -> tuple[int, Findings]:
    """Return the page that is asked for and what was found; a language is meant exactly."""
    page = request.args.get("page", "1")
    if not page.isdecimal() or not 1 <= int(page[:6]) <= 10_000:
        raise Invalid({"page": sentence("“page” is a number from 1.")})
    if slug := request.args.get("network", ""):
        network_at(slug)
    asking = asking_of(request.path, request.args)
    return int(page), search(asking.typed, asking.values)


def _marked(pieces: Sequence[Piece]) -> str:
    """Return a passage as plain text, what was searched for between asterisks."""
    return "".join(f"*{one.words}*" if one.found else one.words for one in pieces)


@bp.get("/editions/<network_slug>/<guideline_slug>/<number>")
@public
def show_edition(network_slug: str, guideline_slug: str, number: str) -> ResponseReturnValue:
    """Return everything that a published version consists of."""
    network, edition = edition_in(network_slug, guideline_slug, number)
    content = queries.frozen_content(edition.id)
    more = {
        "state": state_now(edition).value,
        "standing": _standing(edition).as_json(),
        "identifiers": {
            "doi": edition.doi or content.get("doi", ""),
            "guideline_doi": doi_of(edition.document_id),
        },
        "safety_notices": printed_notices(notices_on(edition)),
        "family": family_of(edition.id).as_json(current().public_url),
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
    more = {
        "state": state_now(edition).value,
        "standing": _standing(edition).as_json(),
        "safety_notices": printed_notices(notices),
    }
    return _json(found | more)


@bp.get("/diseases/<orpha_code>")
@public
def show_disease(orpha_code: str) -> ResponseReturnValue:
    """Return the names of a disease, its groups, and its codes in other lists."""
    known = condition_coded(orpha_code)
    if known is None:
        raise Missing
    shelves = catalogue()
    return _json(
        {
            "orphacode": known.code,
            "name": known.name,
            "synonyms": known.synonyms,
            "names": orphatree.foreign_names_of(known.code),
            "groups": [
                {"orphacode": code, "name": orphatree.name_of(code)}
                for code in orphatree.parents_of(known.code)
            ],
            "alignments": [asdict(one) for one in orphatree.alignments_of(known.code)],
            "editions": shelves.counts(Facet.DISEASE, shelves.narrowed({})).get(known.code, 0),
            "source": "Orphadata, Orphanet, © INSERM 1999, https://www.orphadata.com (CC BY 4.0)",
        }
    )


def _listed(one: Listed, warned: Alarm) -> dict[str, Any]:
    return {
        "address": current().public_url + one.path,
        "title": one.title,
        "kind": one.kind,
        "language": one.language,
        "number": one.number,
        "status": one.status.value,
        "published_at": one.published_at.isoformat(),
        "review_by": one.review_by.isoformat() if one.review_by else "",
        "notice": one.notice,
        "safety_notice": warned.on(one.document_id, one.number),
        "diseases": [{"orphacode": code, "name": orphatree.name_of(code)} for code in one.codes],
        "network": {"slug": one.network_slug, "title": one.network_title},
        "sha256": one.sha256,
    }


def _standing(edition: Edition) -> Currency:
    """Return whether a version is current, and what to use where it is not."""
    newest = latest_edition(edition.network_id, edition.slug) or edition
    life = public_life(edition.id)
    due = due_by(queries.frozen_content(newest.id), life.review_by)
    return currency_of(edition, newest, life, due, now().date())


def _json(value: Mapping[str, Any]) -> Response:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    response = Response(text, mimetype="application/json")
    response.headers["Cache-Control"] = f"public, max-age={SHELF_SECONDS}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.set_etag(tag(text))
    response.make_conditional(request)
    return response
