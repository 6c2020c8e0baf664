"""Which text cites which source: for the library of references, and for the authors of a text."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.drafts.models import Document
from guidelines.drafts.queries import documents_of, recommendations_of
from guidelines.drafts.queries.citations import Place, citations_in, citations_of
from guidelines.drafts.routes.blueprint import bp
from guidelines.drafts.routes.shown import unknown_keys
from guidelines.evidence.queries import count_references, csl_items
from guidelines.evidence.queries.library import known_keys, retracted_keys
from guidelines.permissions import Action, can
from guidelines.projects.models import Project
from guidelines.text.bibliography import reference_line
from guidelines.text.citations import is_retracted, keys_in, meant
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.navigation import fills

MOST_NAMED = 10
"""With more unknown keys than this a library is missing, and a longer list helps nobody."""


@bp.get("/documents/<document_id>/citations")
@asks(Action.DOCUMENT_READ)
def list_citations(document_id: str) -> ResponseReturnValue:
    """Show the sources that a document cites, and what is wrong with some of them."""
    document = fetch(Document, document_id, Action.DOCUMENT_READ)
    places = citations_of(document)
    items = {str(item["id"]): item for item in csl_items(document.project_id, places)}
    known: dict[str, dict[str, Any]] = {}
    for key, some in places.items():
        if key in items:
            source = meant(items, key)
            one = known.setdefault(source, {"item": items[key], "keys": [], "places": []})
            one["keys"].append(key)
            one["places"] += [place for place in some if place not in one["places"]]
    return render_template(
        "drafts/citations.html",
        document=document,
        sources=known,
        lines={key: reference_line(one["item"]) for key, one in known.items()},
        retracted=[key for key, one in known.items() if is_retracted(one["item"])],
        unknown=unknown_keys(document.project_id, [key for key in places if key not in items]),
        places=places,
        unused=count_references(document.project_id) - len(known),
    )


@fills("document.aside", 40)
def citation_figures(document: Document, **_given: object) -> tuple[str, Mapping[str, Any]] | None:
    """Show how many sources a document cites, and how many of them need a look."""
    places = citations_of(document)
    if not places:
        return None
    known = known_keys(document.project_id)
    cited = {known[key] for key in places if key in known}
    return "drafts/citation_figures.html", {
        "document": document,
        "cited": len(cited),
        "unknown": sum(key not in known for key in places),
        "retracted": len(cited & retracted_keys(document.project_id)),
    }


@fills("project.citations", 10)
def cited_by_texts(project: Project, **_given: object) -> dict[str, list[dict[str, Any]]] | None:
    """Return the sections of the newest versions that cite each key, and recommendations there."""
    if not can(current_actor(), Action.DOCUMENT_READ, project):
        return None
    numbers = {
        (document.id, one.key): one.ordinal
        for document in documents_of(project)
        for one in recommendations_of(document)
    }
    return {
        key: [_shown(place, numbers) for place in places]
        for key, places in citations_in(project).items()
    }


def _shown(place: Place, numbers: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    url = url_for("drafts.show_section", section_id=place.section.id)
    return {
        "document": place.document.title,
        "section": place.title,
        "url": url,
        "recommendations": [
            {"number": numbers[place.document.id, key], "url": f"{url}#{key}"}
            for key in place.recommendations
            if (place.document.id, key) in numbers
        ],
    }


def unknown_words(project_id: str, source: str, before: str) -> list[str]:
    """Return a sentence for each key that means no source, with what may be meant.

    Only paragraphs that were not in the text `before` are looked at: what was left as it was
    would be told again with every save.
    """
    words = []
    old = set(before.split("\n\n"))
    new = "\n\n".join(one for one in source.split("\n\n") if one not in old)
    unknown = unknown_keys(project_id, keys_in(new))
    for key, likely in islice(unknown.items(), MOST_NAMED):
        if likely:
            meant_keys = _(" or ").join(f"@{one}" for one in likely)
            words.append(
                _(
                    "There is no source @%(key)s in the references. Did you mean %(likely)s?",
                    key=key[:80],
                    likely=meant_keys,
                )
            )
        else:
            words.append(_("There is no source @%(key)s in the references.", key=key[:80]))
    return words
