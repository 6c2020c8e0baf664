"""Looking for something in the library: by words, by what it is about, by what it is."""

from dataclasses import dataclass, replace
from typing import Any

from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from guidelines.drafts.forms import KIND_WORDS
from guidelines.drafts.models import DocumentKind
from guidelines.drafts.queries.orphatree import children_of
from guidelines.drafts.routes.translations import language_words
from guidelines.library import queries
from guidelines.library.forms import Asking, asking_of
from guidelines.library.queries import diseases
from guidelines.library.queries.catalogue import STANDING, Facet, Status, catalogue
from guidelines.library.queries.guessing import guess
from guidelines.library.queries.places import network_at
from guidelines.library.queries.searching import Findings, search
from guidelines.library.routes.blueprint import bp
from guidelines.projects.models import Network
from guidelines.publishing.queries.notices import alarm
from guidelines.web.guard import public
from guidelines.web.public import ALONE, answer, kept, render, tag

PAGE = 20
FIRST_VERSIONS = 4  # of a search with words, before the recommendations
FIRST_RECOMMENDATIONS = 10
MOST_ROWS = 8

LABELS: dict[Facet, LazyString] = {
    Facet.DISEASE: _l("Disease"),
    Facet.TYPE: _l("Kind"),
    Facet.STATUS: _l("Status"),
    Facet.LANGUAGE: _l("Language"),
    Facet.NETWORK: _l("Network"),
    Facet.YEAR: _l("Year"),
}
STATUS_WORDS: dict[Status, LazyString] = {
    Status.CURRENT: _l("Current"),
    Status.REVIEW_DUE: _l("Due for review"),
    Status.SUPERSEDED: _l("Replaced by a newer one"),
    Status.WITHDRAWN: _l("Withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a list can be narrowed to: what it is called, how much it leaves, its link."""

    words: str
    count: int
    url: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """The values of a facet; those after the first few are folded away."""

    facet: Facet
    label: LazyString
    first: list[Choice]
    more: list[Choice]


@bp.get("/library/")
@public
@kept
def browse() -> ResponseReturnValue:
    """Show what is published; search in it, narrow it down."""
    return _browse(None)


@bp.get("/library/<network_slug>/")
@public
@kept
def browse_network(network_slug: str) -> ResponseReturnValue:
    """Show what one network has published."""
    return _browse(network_at(network_slug))


def _browse(network: Network | None) -> ResponseReturnValue:
    path = (
        url_for("library.browse_network", network_slug=network.slug)
        if network
        else url_for("library.browse")
    )
    asking = asking_of(path, request.args)
    warned = alarm()
    etag = tag(asking.address, warned.mark, *catalogue().mark)
    if request.if_none_match.contains(etag):
        return answer("", etag)
    chosen = dict(asking.values)
    if network:
        chosen[Facet.NETWORK] = [network.slug]
    found = search(asking.typed, chosen)
    alone = bool(current_app.config.get(ALONE))
    return answer(
        render(
            "library/browse.html",
            asking=asking,
            warned=warned,
            found=found,
            only=network,
            kinds=KIND_WORDS,
            status_words=STATUS_WORDS,
            narrowed=_narrowed(asking, found),
            facets=[] if alone else _facets(asking, found, network),
            named=diseases.meant(asking.typed, dict(found.counts[Facet.DISEASE])),
            **_hits(asking, found, everything=alone),
            **_advice(asking, found),
        ),
        etag,
        until=queries.next_moment(),
    )


def _hits(asking: Asking, found: Findings, *, everything: bool) -> dict[str, Any]:
    """Return the hits of this page: a few of both kinds, or a page of one."""
    n_versions, n_recommendations = len(found.versions), len(found.recommendations)
    if everything:
        return {"versions": found.version_hits(0, n_versions), "recommendations": [], "pages": 1}
    start, stop = (asking.page - 1) * PAGE, asking.page * PAGE
    if asking.show == "recommendations":
        return {
            "versions": [],
            "recommendations": found.recommendation_hits(start, stop),
            "pages": -(-n_recommendations // PAGE),
        }
    if asking.show == "guidelines" or not n_recommendations:
        return {
            "versions": found.version_hits(start, stop),
            "recommendations": [],
            "pages": -(-n_versions // PAGE),
        }
    return {
        "versions": found.version_hits(0, FIRST_VERSIONS),
        "recommendations": found.recommendation_hits(0, FIRST_RECOMMENDATIONS),
        "pages": 1,
    }


def _words(facet: Facet, value: str, found: Findings) -> str:
    """Return what the value of a facet is called."""
    if facet is Facet.TYPE and value in set(DocumentKind):
        return str(KIND_WORDS[DocumentKind(value)])
    if facet is Facet.STATUS and value in set(Status):
        return str(STATUS_WORDS[Status(value)])
    if facet is Facet.LANGUAGE:
        return language_words(value)
    if facet is Facet.NETWORK:
        return found.catalogue.network_titles.get(value, value)
    if facet is Facet.DISEASE:
        return diseases.disease(value).name
    return value


def _narrowed(asking: Asking, found: Findings) -> list[Choice]:
    """Return what the list is narrowed to; each link takes one of them away."""
    return [
        Choice(_words(facet, value, found), 0, asking.toggled(facet, value), chosen=True)
        for facet, value in asking.chosen
    ]


def _facets(asking: Asking, found: Findings, network: Network | None) -> list[Choices]:
    shown = [facet for facet in Facet if not (network and facet is Facet.NETWORK)]
    made = [
        _diseases(asking, found) if facet is Facet.DISEASE else _plain(facet, asking, found)
        for facet in shown
    ]
    return [one for one in made if len(one.first) > 1 or any(row.chosen for row in one.first)]


def _plain(facet: Facet, asking: Asking, found: Findings) -> Choices:
    counts = found.counts[facet]
    chosen = set(asking.values.get(facet, ()))
    rows = [
        Choice(_words(facet, value, found), counts.get(value, 0), asking.toggled(facet, value),
               value in chosen)
        for value in {**counts, **dict.fromkeys(chosen)}
    ]  # fmt: skip
    if facet is Facet.YEAR:
        rows.sort(key=lambda row: row.words, reverse=True)
    elif facet is Facet.STATUS:
        order = [str(words) for words in STATUS_WORDS.values()]
        rows.sort(key=lambda row: order.index(row.words) if row.words in order else 9)
    else:
        rows.sort(key=lambda row: (not row.chosen, -row.count, row.words))
    return Choices(facet, LABELS[facet], rows[:MOST_ROWS], rows[MOST_ROWS:])


def _diseases(asking: Asking, found: Findings) -> Choices:
    """Return the diseases to choose: those named most; below a chosen one, what is in it."""
    counts = dict(found.counts[Facet.DISEASE])
    among = found.catalogue.narrowed(asking.values, but=Facet.DISEASE)
    chosen = asking.values.get(Facet.DISEASE, [])
    rows = []
    for code in chosen:
        rows += [
            Choice(_words(Facet.DISEASE, one, found), counts.get(one, 0),
                   asking.instead("disease", "" if one == code else one), one == code)
            for one in diseases.way_to(code)
        ]  # fmt: skip
        rows += [
            Choice(one.name, one.count, asking.instead("disease", one.code))
            for one in diseases.by_name(children_of(code), counts)
        ]
    if not chosen:
        named = sorted(
            diseases.stated(found.catalogue, among), key=lambda one: (-one.count, one.name)
        )
        rows = [
            Choice(one.name, one.count, asking.instead("disease", one.code))
            for one in named
            if counts.get(one.code)
        ]
    return Choices(Facet.DISEASE, LABELS[Facet.DISEASE], rows[:MOST_ROWS], rows[MOST_ROWS:])


def _advice(asking: Asking, found: Findings) -> dict[str, Any]:
    """Return what helps somebody who found nothing: what other questions would have found."""
    if found.versions or asking.is_plain:
        return {"elsewhere": [], "unpublished": [], "meant": None}
    meant = guess(asking.typed, asking.values)
    elsewhere = []
    if asking.chosen:
        wider = search(asking.typed, {})
        elsewhere.append((_l("without narrowing it down"), asking.cleared, len(wider.versions)))
    if asking.typed and asking.chosen:
        elsewhere.append(
            (
                _l("without the words"),
                asking.without_words,
                len(search("", asking.values).versions),
            )
        )
    ended = sum(
        found.counts[Facet.STATUS].get(status.value, 0) for status in Status
        if status not in STANDING
    )  # fmt: skip
    if ended and not asking.values.get(Facet.STATUS):
        address = Asking(
            asking.path,
            asking.typed,
            (*asking.chosen, (Facet.STATUS, "superseded"), (Facet.STATUS, "withdrawn")),
        ).address
        elsewhere.append((_l("among what was replaced or withdrawn"), address, ended))
    counts = dict(found.catalogue.counts(Facet.DISEASE, found.catalogue.everything))
    return {
        "meant": (meant, replace(asking, typed=meant.typed, page=1).address) if meant else None,
        "elsewhere": [one for one in elsewhere if one[2]],
        "unpublished": diseases.without_guideline(asking.typed, counts) if asking.typed else [],
    }
