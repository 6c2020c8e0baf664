"""How others cite a published version, for reference managers and for who registers a DOI."""

import json

from flask import Response
from flask.typing import ResponseReturnValue

from guidelines.library import queries
from guidelines.library.queries.places import address_of, edition_in
from guidelines.library.routes.blueprint import bp
from guidelines.publishing.rules.citing import MEDIA_TYPES, Style, bibtex_of, csl_of, ris_of
from guidelines.publishing.rules.linked import datacite_of
from guidelines.web.guard import public
from guidelines.web.public import FILE_SECONDS

_EDITION = "/library/<network_slug>/<guideline_slug>/<number>"


@bp.get(f"{_EDITION}/cite.<any(json, ris, bib):style>")
@public
def cite(network_slug: str, guideline_slug: str, number: str, style: str) -> ResponseReturnValue:
    """Hand out the citation of a version: CSL-JSON, RIS or BibTeX."""
    network, edition = edition_in(network_slug, guideline_slug, number)
    content = queries.frozen_content(edition.id)
    address = address_of(network, edition)
    wanted = Style(style)
    if wanted is Style.CSL:
        text = json.dumps([csl_of(content, address=address)], ensure_ascii=False, indent=1)
    else:
        text = (ris_of if wanted is Style.RIS else bibtex_of)(content, address=address)
    return _file(text, MEDIA_TYPES[wanted], f"{edition.slug}-{edition.number}.{style}")


@bp.get(f"{_EDITION}/datacite.json")
@public
def describe(network_slug: str, guideline_slug: str, number: str) -> ResponseReturnValue:
    """Hand out the metadata with which a DOI for a version is registered."""
    network, edition = edition_in(network_slug, guideline_slug, number)
    before = queries.version_before(edition)
    metadata = datacite_of(
        queries.frozen_content(edition.id),
        address=address_of(network, edition),
        replaces=address_of(network, before) if before else "",
    )
    text = json.dumps(metadata, ensure_ascii=False, indent=1)
    return _file(text, "application/vnd.datacite.datacite+json", f"{edition.slug}-datacite.json")


def _file(text: str, media_type: str, name: str) -> Response:
    response = Response(text, content_type=f"{media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["Cache-Control"] = f"public, max-age={FILE_SECONDS}"
    return response
