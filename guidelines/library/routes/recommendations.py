"""One recommendation by itself: an address to quote, and a card for the pages of others."""

from collections.abc import Mapping
from typing import Any

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from guidelines.db import now
from guidelines.errors import Missing
from guidelines.library import queries
from guidelines.library.queries.places import address_of, network_at, path_of
from guidelines.library.routes.blueprint import bp
from guidelines.library.rules import due_by
from guidelines.publishing.models import Edition
from guidelines.publishing.queries.currency import currency_of
from guidelines.publishing.queries.editions import (
    latest_edition,
    public_editions,
    renderings_of,
)
from guidelines.publishing.queries.notices import warned
from guidelines.publishing.queries.public_life import public_life
from guidelines.publishing.rules.comparing import Change, compare
from guidelines.publishing.rules.naming import Form
from guidelines.publishing.rules.reading import Page, Part
from guidelines.web.guard import public
from guidelines.web.headers import POLICY
from guidelines.web.public import SHELF_SECONDS, answer, kept, render, tag

_GUIDELINE = "/library/<network_slug>/<guideline_slug>"
# A card is made to stand in the pages of others; it holds nothing to press but links.
_CARD_POLICY = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")


@bp.get(f"{_GUIDELINE}/recommendations/<recommendation_key>/")
@public
def show_latest_recommendation(
    network_slug: str, guideline_slug: str, recommendation_key: str
) -> ResponseReturnValue:
    """Lead to a recommendation in the latest version; this address never changes."""
    network = network_at(network_slug)
    edition = latest_edition(network.id, guideline_slug)
    if edition is None:
        raise Missing
    if recommendation_key not in _lines(edition.id):
        # what was withdrawn keeps its address: the page says so
        edition = _last_with(edition, recommendation_key)
    onward = redirect(
        url_for(
            "library.show_recommendation",
            network_slug=network.slug,
            guideline_slug=edition.slug,
            number=edition.number,
            recommendation_key=recommendation_key,
        )
    )
    onward.headers["Cache-Control"] = f"public, max-age={SHELF_SECONDS}"
    return onward


@bp.get(f"{_GUIDELINE}/<number>/recommendations/<recommendation_key>/")
@public
@kept
def show_recommendation(
    network_slug: str, guideline_slug: str, number: str, recommendation_key: str
) -> ResponseReturnValue:
    """Show one recommendation of a published version with its reasons, evidence and votes."""
    return _page(
        "library/recommendation.html", network_slug, guideline_slug, number, recommendation_key
    )


@bp.get(f"{_GUIDELINE}/<number>/recommendations/<recommendation_key>/card.html")
@public
@kept
def show_card(
    network_slug: str, guideline_slug: str, number: str, recommendation_key: str
) -> ResponseReturnValue:
    """Show one recommendation as a card that other sites can embed."""
    card = _page("library/card.html", network_slug, guideline_slug, number, recommendation_key)
    card.headers["Content-Security-Policy"] = _CARD_POLICY
    card.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return card


def _page(
    template: str, network_slug: str, guideline_slug: str, number: str, key: str
) -> Response:
    found = queries.found_at(network_slug, guideline_slug, number)
    if found is None:
        raise Missing
    lines = _lines(found.edition_id)
    if key not in lines:
        raise Missing
    content = queries.frozen_content(found.edition_id)
    life = public_life(found.edition_id)
    due = due_by(queries.frozen_content(found.newest_id), life.review_by)
    today = now().date()
    overdue = due is not None and due < today
    notices = [one for one in warned(found.edition_id) if one.names(key)]
    etag = tag(template, key, overdue, due, *life.marks, *notices, *found.marks)
    if request.if_none_match.contains(etag):
        return answer("", etag, until=found.until)
    network, edition, newest = queries.rows_for(found)
    html = render(
        template,
        owner=network,
        edition=edition,
        newest=newest,
        newest_url=url_for(
            "library.show_recommendation",
            network_slug=network.slug,
            guideline_slug=edition.slug,
            number=newest.number,
            recommendation_key=key,
        )
        if key in _lines(newest.id)
        else path_of(network, newest),
        content=content,
        lines=lines,
        line=lines[key],
        currency=currency_of(edition, newest, life, due, today),
        later="" if newest.id == edition.id else _later(content, newest, key),
        life=life,
        notices=notices,
        part=_part(edition, key, path_of(network, edition)),
        edition_url=path_of(network, edition),
        address=f"{address_of(network, edition)}recommendations/{key}/",
        lasting=f"{address_of(network, edition).removesuffix(f'{edition.number}/')}"
        f"recommendations/{key}/",
    )
    return answer(html, etag, until=found.until)


def _last_with(edition: Edition, key: str) -> Edition:
    """Return the newest version that has a recommendation."""
    for one in public_editions(edition):
        if key in _lines(one.id):
            return one
    raise Missing


def _later(content: Mapping[str, Any], newest: Edition, key: str) -> str:
    """Return what the newest version made of a recommendation, as a word of `Change`."""
    lines = compare(content, str(queries.frozen_content(newest.id)["body"])).lines
    return str((lines[key].change if key in lines else Change.WITHDRAWN).value)


def _lines(edition_id: str) -> dict[str, Any]:
    return {one["key"]: one for one in queries.frozen_content(edition_id)["recommendations"]}


def _part(edition: Edition, key: str, path: str) -> Part:
    """Return the recommendation as the page of the version shows it; empty before that is made.

    Its links and pictures lead to that page, at `path`.
    """
    forms = renderings_of(edition)
    stored = forms[Form.PAGE].sha256 if Form.PAGE in forms else None
    page = queries.page_stored_as(stored) if stored else Page((), (), ())
    part = next((part for part in page.parts if part.key == key), Part("", key))
    return Part(_led_to(part.html, path), key, _led_to(part.more, path))


def _led_to(html: str, path: str) -> str:
    return html.replace('href="#', f'href="{path}#').replace('src="images/', f'src="{path}images/')
