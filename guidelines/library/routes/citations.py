"""How others cite a published version, for reference managers and for who registers a DOI."""

import json
from typing import Any

from flask import Response
from flask.typing import ResponseReturnValue

from guidelines.library import queries
from guidelines.library.queries.places import address_of, edition_in
from guidelines.library.routes.blueprint import bp
from guidelines.projects.models import Network
from guidelines.publishing.models import Edition
from guidelines.publishing.queries.editions import doi_of, public_editions
from guidelines.publishing.rules.citing import MEDIA_TYPES, Style, bibtex_of, csl_of, ris_of
from guidelines.publishing.rules.datacite import Relatives, datacite_of, datacite_xml
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
    doi = edition.doi or content.get("doi", "")
    if wanted is Style.CSL:
        cited = csl_of(content, address=address, doi=doi)
        text = json.dumps([cited], ensure_ascii=False, indent=1)
    else:
        text = (ris_of if wanted is Style.RIS else bibtex_of)(content, address=address, doi=doi)
    return _file(text, MEDIA_TYPES[wanted], f"{edition.slug}-{edition.number}.{style}")


@bp.get(f"{_EDITION}/datacite.json")
@public
def describe(network_slug: str, guideline_slug: str, number: str) -> ResponseReturnValue:
    """Hand out the metadata with which a DOI for a version is registered."""
    network, edition = edition_in(network_slug, guideline_slug, number)
    metadata = _metadata(network, edition)
    text = json.dumps(metadata, ensure_ascii=False, indent=1)
    return _file(text, "application/vnd.datacite.datacite+json", f"{edition.slug}-datacite.json")


@bp.get(f"{_EDITION}/datacite.xml")
@public
def describe_as_xml(network_slug: str, guideline_slug: str, number: str) -> ResponseReturnValue:
    """Hand out the same metadata as XML: the form in which DataCite takes them by hand."""
    network, edition = edition_in(network_slug, guideline_slug, number)
    text = datacite_xml(_metadata(network, edition)).decode()
    return _file(text, "application/vnd.datacite.datacite+xml", f"{edition.slug}-datacite.xml")


def _metadata(network: Network, edition: Edition) -> dict[str, Any]:
    """Return the metadata of a version with its relatives, by DOI where they have one."""
    known = public_editions(edition)
    place = next(at for at, one in enumerate(known) if one.id == edition.id)
    before = known[place + 1] if place + 1 < len(known) else None
    after = known[place - 1] if place else None
    content = queries.frozen_content(edition.id)
    return datacite_of(
        content,
        address=address_of(network, edition),
        doi=edition.doi or content.get("doi", ""),
        relatives=Relatives(
            replaces=_name(network, before),
            replaced_by=_name(network, after),
            whole=doi_of(edition.document_id),
        ),
    )


def _name(network: Network, edition: Edition | None) -> str:
    if edition is None:
        return ""
    return edition.doi or address_of(network, edition)


def _file(text: str, media_type: str, name: str) -> Response:
    response = Response(text, content_type=f"{media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["Cache-Control"] = f"public, max-age={FILE_SECONDS}"
    return response
