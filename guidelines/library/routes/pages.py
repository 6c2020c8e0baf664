"""The public pages: what is published, to be read by anybody."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from guidelines.config import current
from guidelines.db import now
from guidelines.errors import Missing
from guidelines.library import queries
from guidelines.library.queries.family import Family, family_of, translations_of
from guidelines.library.queries.places import address_of, network_at, path_of
from guidelines.library.routes.blueprint import bp
from guidelines.library.rules import due_by, review_day
from guidelines.projects.models import Network
from guidelines.publishing.models import Edition
from guidelines.publishing.queries.currency import corrections_in, currency_of
from guidelines.publishing.queries.downloads import downloads_before
from guidelines.publishing.queries.editions import (
    edition_at,
    latest_edition,
    renderings_of,
    state_now,
)
from guidelines.publishing.queries.fronts import offered
from guidelines.publishing.queries.notices import Warned, warned
from guidelines.publishing.queries.public_life import PublicLife, public_life
from guidelines.publishing.rules.citing import MEDIA_TYPES, Style
from guidelines.publishing.rules.comparing import frozen_counts
from guidelines.publishing.rules.dois import doi_link
from guidelines.publishing.rules.linked import linked_data
from guidelines.publishing.rules.naming import Form, short_address_of
from guidelines.publishing.rules.reading import Page
from guidelines.web.guard import public
from guidelines.web.public import ALONE, SHELF_SECONDS, answer, kept, render, tag


@bp.get("/library/<network_slug>/<guideline_slug>/")
@public
def show_latest(network_slug: str, guideline_slug: str) -> ResponseReturnValue:
    """Lead to the latest version of a guideline; this address never changes."""
    network = network_at(network_slug)
    edition = latest_edition(network.id, guideline_slug)
    if edition is None:
        raise Missing
    onward = redirect(path_of(network, edition), 302)
    onward.headers["Cache-Control"] = f"public, max-age={SHELF_SECONDS}"
    return onward


@bp.get("/library/<network_slug>/<guideline_slug>/<number>/")
@public
@kept
def show_edition(network_slug: str, guideline_slug: str, number: str) -> ResponseReturnValue:
    """Show one published version for reading."""
    found = queries.found_at(network_slug, guideline_slug, number)
    if found is None:
        raise Missing
    life = public_life(found.edition_id)
    today = now().date()
    due = due_by(queries.frozen_content(found.newest_id), life.review_by)
    overdue = due is not None and due < today
    notices = warned(found.edition_id)
    downloaded = downloads_before(found.edition_id, today)
    family = family_of(found.edition_id)
    etag = tag(overdue, due, downloaded, *life.marks, *notices, *family.marks, *found.marks)
    known = request.if_none_match.contains(etag)
    html = (
        ""
        if known
        else _reading_page(
            etag, found, life, notices, family, due=due, today=today, downloaded=downloaded
        )
    )
    page = answer(html, etag, until=found.until)
    page.headers["Link"] = _signposts(request.base_url.removeprefix(request.host_url), found.doi)
    return page


def _signposts(path: str, doi: str) -> str:
    """Return where programs go on from a version (FAIR Signposting), as one Link header."""
    address = f"{current().public_url}/{path}"
    latest = f"{address.removesuffix('/').rpartition('/')[0]}/"
    datacite = "application/vnd.datacite.datacite+json"
    links = (
        (doi_link(doi) or address, 'rel="cite-as"'),
        (latest, 'rel="latest-version"'),
        ("https://schema.org/MedicalScholarlyArticle", 'rel="type"'),
        (f"{address}cite.json", f'rel="describedby"; type="{MEDIA_TYPES[Style.CSL]}"'),
        (f"{address}datacite.json", f'rel="describedby"; type="{datacite}"'),
    )
    return ", ".join(f"<{target}>; {what}" for target, what in links)


@lru_cache(maxsize=64)
def _reading_page(
    etag: str,
    found: queries.Found,
    life: PublicLife,
    notices: tuple[Warned, ...],
    family: Family,
    *,
    due: date | None,
    today: date,
    downloaded: int,
) -> str:
    """Render a version for reading; kept as long as nothing that its `etag` covers changes."""
    network, edition, newest = queries.rows_for(found)
    forms = renderings_of(edition)
    stored = forms[Form.PAGE].sha256 if Form.PAGE in forms else None
    content = queries.frozen_content(edition.id)
    before = queries.version_before(edition)
    alone = bool(current_app.config.get(ALONE))
    return render(
        "library/edition.html",
        owner=network,
        edition=edition,
        newest=newest,
        newest_url=path_of(network, newest),
        content=content,
        lines={line["key"]: line for line in content["recommendations"]},
        page=queries.page_stored_as(stored) if stored else Page((), (), ()),
        # a copy of the library is written also while a file is being made anew: without that file
        downloads=[row for row in offered(edition) if row.sha256 or not alone],
        currency=currency_of(edition, newest, life, due, today),
        corrections=[
            one for one in corrections_in(edition.document_id) if one.number == edition.number
        ],
        counts=frozen_counts(content),
        compared_url=_compared_url(network, edition, content),
        doi=found.doi,
        guideline_doi=found.guideline_doi,
        doi_link=doi_link,
        short_address=short_address_of(current().public_url, edition.code),
        life=life,
        family=family,
        translations=translations_of(edition.id) if newest.id == edition.id else [],
        notices=notices,
        downloaded=downloaded,
        review_by=due if newest.id == edition.id else review_day(content),
        linked=linked_data(
            content,
            address=address_of(network, edition),
            replaces=address_of(network, before) if before else "",
            notices=[(one.text, one.since.date().isoformat()) for one in notices],
            state=state_now(edition).value,
            doi=found.doi,
        ),
        address=address_of(network, edition),
    )


def _compared_url(network: Network, edition: Edition, content: Mapping[str, Any]) -> str:
    """Return where readers compare a version with the one before it; empty where they cannot."""
    before = str(content.get("compared_with", ""))
    if not before or edition_at(network.id, edition.slug, before) is None:
        return ""
    return url_for(
        "library.compare_editions",
        network_slug=network.slug,
        guideline_slug=edition.slug,
        number=edition.number,
        earlier=before,
    )
