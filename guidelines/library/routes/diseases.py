"""Pages of diseases: what is published on each, where it stands among the others."""

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from guidelines.drafts.forms import KIND_WORDS
from guidelines.drafts.queries import orphatree
from guidelines.errors import Missing
from guidelines.library import queries
from guidelines.library.queries import diseases
from guidelines.library.queries.catalogue import Facet, catalogue
from guidelines.library.queries.searching import everything_on
from guidelines.library.routes.blueprint import bp
from guidelines.library.routes.browsing import PAGE, STATUS_WORDS
from guidelines.publishing.queries.notices import alarm
from guidelines.web.guard import public
from guidelines.web.public import ALONE, SHELF_SECONDS, answer, kept, render, tag


def _page() -> int:
    page = request.args.get("page", "1")
    return int(page[:4]) if page[:4].isdecimal() and int(page[:4]) else 1


@bp.get("/library/diseases/")
@public
@kept
def browse_diseases() -> ResponseReturnValue:
    """Show the diseases that something is published on: by name, and in their tree."""
    shelves = catalogue()
    etag = tag("diseases", *shelves.mark)
    if request.if_none_match.contains(etag):
        return answer("", etag)
    among = shelves.narrowed({})
    return answer(
        render(
            "library/diseases.html",
            stated=diseases.stated(shelves, among),
            tree=diseases.tree(shelves.counts(Facet.DISEASE, among)),
        ),
        etag,
        until=queries.next_moment(),
    )


@bp.get("/library/diseases/<orpha_code>/")
@public
@kept
def show_disease(orpha_code: str) -> ResponseReturnValue:
    """Show a disease: its names, its place among the others, what is published on it."""
    retired = orphatree.retired_code(orpha_code)
    if retired and retired.target:
        onward = redirect(url_for("library.show_disease", orpha_code=retired.target), 301)
        onward.headers["Cache-Control"] = f"public, max-age={SHELF_SECONDS}"
        return onward
    shelves = catalogue()
    counts = shelves.counts(Facet.DISEASE, shelves.narrowed({}))
    if not diseases.is_known(orpha_code) and orpha_code not in counts:
        raise Missing
    page = _page()
    warned = alarm()
    etag = tag("disease", orpha_code, page, warned.mark, *shelves.mark)
    if request.if_none_match.contains(etag):
        return answer("", etag)
    found = everything_on(orpha_code)
    start, stop = (page - 1) * PAGE, page * PAGE
    total = len(found.recommendations)
    if current_app.config.get(ALONE):
        start, stop = 0, total
    return answer(
        render(
            "library/disease.html",
            warned=warned,
            disease=diseases.disease(orpha_code, counts.get(orpha_code, 0)),
            kind=orphatree.kind_of(orpha_code),
            foreign=orphatree.foreign_names_of(orpha_code),
            alignments=orphatree.alignments_of(orpha_code),
            above=[diseases.disease(one, counts.get(one, 0))
                   for one in orphatree.parents_of(orpha_code)],
            below=[diseases.disease(one, counts.get(one, 0))
                   for one in orphatree.children_of(orpha_code)],
            versions=found.version_hits(0, len(found.versions)) if page == 1 else [],
            recommendations=found.recommendation_hits(start, stop),
            found=found,
            page=page,
            pages=1 if current_app.config.get(ALONE) else -(-total // PAGE),
            kinds=KIND_WORDS,
            status_words=STATUS_WORDS,
        ),
        etag,
        until=queries.next_moment(),
    )  # fmt: skip


@bp.get("/library/recommendations/")
@public
@kept
def browse_recommendations() -> ResponseReturnValue:
    """List every recommendation of what stands, guideline by guideline."""
    shelves = catalogue()
    page = _page()
    warned = alarm()
    etag = tag("recommendations", page, warned.mark, *shelves.mark)
    if request.if_none_match.contains(etag):
        return answer("", etag)
    found = everything_on("")
    total = len(found.versions)
    alone = bool(current_app.config.get(ALONE))
    start, stop = (0, total) if alone else ((page - 1) * PAGE, page * PAGE)
    return answer(
        render(
            "library/recommendations.html",
            warned=warned,
            guidelines=found.with_recommendations(start, stop),
            total=len(found.recommendations),
            page=page,
            pages=1 if alone else -(-total // PAGE),
            kinds=KIND_WORDS,
            status_words=STATUS_WORDS,
        ),
        etag,
        until=queries.next_moment(),
    )
