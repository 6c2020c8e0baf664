"""Is this current? The short address that stands on every page of a printed version."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from guidelines.db import now
from guidelines.errors import Missing
from guidelines.library import queries
from guidelines.library.queries.family import family_of
from guidelines.library.queries.places import network_of, path_of
from guidelines.library.routes.blueprint import bp
from guidelines.library.rules import due_by
from guidelines.publishing.queries.currency import currency_of, edition_coded
from guidelines.publishing.queries.editions import latest_edition
from guidelines.publishing.queries.notices import warned
from guidelines.publishing.queries.public_life import public_life
from guidelines.publishing.rules.comparing import compare, counts_of
from guidelines.web.guard import public
from guidelines.web.public import answer, render, tag


@bp.get("/is/<code>")
@public
def show_currency(code: str) -> ResponseReturnValue:
    """Say at first sight whether a printed version is current, and what is if not."""
    edition = edition_coded(code)
    if edition is None:
        raise Missing
    if code != edition.code:
        return redirect(url_for("library.show_currency", code=edition.code), 301)
    network = network_of(edition)
    newest = latest_edition(network.id, edition.slug) or edition
    life = public_life(edition.id)
    content = queries.frozen_content(newest.id)
    found = currency_of(edition, newest, life, due_by(content, life.review_by), now().date())
    notices = warned(edition.id)
    family = family_of(edition.id)
    marks = (*notices, *family.marks)
    etag = tag("is", edition.id, found, newest.id, network.title, *marks, now().date())
    if request.if_none_match.contains(etag):
        return answer("", etag, until=queries.next_moment())
    since = (
        None
        if newest.id == edition.id
        else counts_of(compare(queries.frozen_content(edition.id), str(content["body"])))
    )
    html = render(
        "library/currency.html",
        owner=network,
        edition=edition,
        newest=newest,
        newest_url=path_of(network, newest),
        edition_url=path_of(network, edition),
        found=found,
        life=life,
        notices=notices,
        family=family,
        lines={one["key"]: one for one in queries.frozen_content(edition.id)["recommendations"]},
        since=since,
    )
    return answer(html, etag, until=queries.next_moment())
