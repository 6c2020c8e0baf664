"""What differs between two published versions of a guideline, for readers."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from guidelines.drafts.routes.compared import rows_shown
from guidelines.errors import Missing
from guidelines.library import queries
from guidelines.library.queries.places import edition_in, path_of
from guidelines.library.routes.blueprint import bp
from guidelines.publishing.queries.editions import public_editions
from guidelines.publishing.rules.comparing import Compared, compare, counts_of
from guidelines.text.comparison import compare as compare_texts
from guidelines.text.diff import words
from guidelines.text.markdown import plain_text
from guidelines.text.recommendations import parse
from guidelines.web.guard import public
from guidelines.web.public import answer, render, tag


@bp.get("/library/<network_slug>/<guideline_slug>/<number>/since/<earlier>/")
@public
def compare_editions(
    network_slug: str, guideline_slug: str, number: str, earlier: str
) -> ResponseReturnValue:
    """Show what became of each recommendation, and of the text, between two versions."""
    network, newer = edition_in(network_slug, guideline_slug, number)
    _network, older = edition_in(network_slug, guideline_slug, earlier)
    if (older.major, older.minor) >= (newer.major, newer.minor):
        raise Missing
    others = public_editions(newer)
    etag = tag("compare", older.id, newer.id, network.title, *(one.id for one in others))
    if request.if_none_match.contains(etag):
        return answer("", etag)
    before, after = queries.frozen_content(older.id), queries.frozen_content(newer.id)
    comparison = compare(before, str(after["body"]))
    groups = rows_shown(compare_texts(str(before["body"]), str(after["body"])).rows)
    html = render(
        "library/compare.html",
        owner=network,
        older=older,
        newer=newer,
        newer_url=path_of(network, newer),
        older_url=path_of(network, older),
        others=others,
        content=after,
        counts=counts_of(comparison),
        lines=[
            _line(one, comparison.lines[one["key"]], before)
            for one in after["recommendations"]
            if one["key"] in comparison.lines
        ],
        gone=comparison.gone,
        groups=groups,
        total=max((group.number for group in groups), default=0),
    )
    return answer(html, etag)


def _line(line: dict[str, Any], compared: Compared, before: dict[str, Any]) -> dict[str, Any]:
    """Return one recommendation as the page shows it: its words compared, its grading then."""
    was = next((one for one in before["recommendations"] if one["key"] == line["key"]), None)
    old = next((one for one in parse(str(before["body"])) if one.id == line["key"]), None)
    parts = (
        [(span.op.value, span.text) for span in words(plain_text(old.body), line["wording"])]
        if old is not None and "wording" in compared.parts
        else []
    )
    return {"now": line, "was": was, "compared": compared, "parts": parts}
