"""What the library shows beside its own guidelines: those of others that networks endorse."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from guidelines.db import now
from guidelines.errors import Missing
from guidelines.library.routes.blueprint import bp
from guidelines.projects.queries import network_called
from guidelines.publishing.queries.external import endorsing_networks
from guidelines.web.guard import public
from guidelines.web.public import answer, render, tag


@bp.get("/library/endorsed/")
@public
def show_endorsed() -> ResponseReturnValue:
    """Show the guidelines of others that networks endorse."""
    return _page("")


@bp.get("/library/<network_slug>/endorsed/")
@public
def show_endorsed_by(network_slug: str) -> ResponseReturnValue:
    """Show the guidelines of others that one network endorses."""
    return _page(network_slug)


def _page(network_slug: str) -> ResponseReturnValue:
    networks = endorsing_networks()
    if network_slug:
        networks = [one for one in networks if one[0].slug == network_slug]
        if not networks or network_called(network_slug) is None:
            raise Missing
    today = now().date()
    parts = [
        f"{row.id} {row.title} {row.link} {row.expires_on} {row.statement} {row.appraisal}"
        for _network, rows in networks
        for row in rows
    ]
    etag = tag("endorsed", network_slug, today, *parts)
    if request.if_none_match.contains(etag):
        return answer("", etag)
    html = render(
        "library/endorsed.html",
        networks=networks,
        only=networks[0][0] if network_slug else None,
        today=today,
        path=request.path,
        library=url_for("library.browse"),
    )
    return answer(html, etag)
