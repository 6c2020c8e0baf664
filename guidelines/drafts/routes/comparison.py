"""The page that compares two versions: all of it, one section, or one recommendation."""

from collections.abc import Callable
from dataclasses import replace
from itertools import chain
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from guidelines.drafts import queries
from guidelines.drafts.models import Document, Version
from guidelines.drafts.queries.comparison import parts_of, texts_of, versions_offered
from guidelines.drafts.queries.working import texts_kept_in
from guidelines.drafts.routes.blueprint import bp
from guidelines.drafts.routes.compared import rows_shown, sections_shown
from guidelines.drafts.routes.wording import field_words, value_words
from guidelines.drafts.rules.comparison import (
    RecommendationChange,
    SectionKind,
    Touch,
    VersionComparison,
    compare_block,
    compare_parts,
)
from guidelines.drafts.rules.manifest import is_version_number
from guidelines.errors import Missing
from guidelines.permissions import Action
from guidelines.web.guard import asks, current_actor, fetch
from guidelines.web.navigation import fillings

MINE = "mine"


@bp.get("/documents/<document_id>/compare")
@asks(Action.DOCUMENT_READ)
def compare_versions(document_id: str) -> ResponseReturnValue:
    """Show what differs between two versions, word by word."""
    document = fetch(Document, document_id, Action.DOCUMENT_READ)
    mine = request.args.get("after") == MINE
    after = document.newest if mine else number_given("after") or document.newest
    before = number_given("before") or (after if mine else max(after - 1, 1))
    old = queries.version_numbered(document, before)
    new = queries.version_numbered(document, after)
    if old is None or new is None:
        raise Missing
    kept = texts_kept_in(document, current_actor().person_id or "")
    texts = {key: row.source or "" for key, row in kept.items()}
    comparison = _compared(old, new, texts if mine else {})
    key = request.args.get("recommendation", "")
    one = next((change for change in comparison.recommendations if change.key == key), None)
    groups = rows_shown(compare_block(one).rows) if one is not None else []
    sections, count = sections_shown(comparison, request.args.get("section", ""))
    if one is not None:
        sections, count = [], sum(group.number > 0 for group in groups)
    return render_template(
        "drafts/compare.html",
        document=document,
        old=old,
        new=new,
        mine=mine,
        has_mine=bool(kept),
        comparison=comparison,
        summary=summary(comparison),
        recommendations=recommendation_cards(comparison, _one_only),
        one=_card(one, _one_only) if one else None,
        story=url_for("drafts.show_story", document_id=document.id, key=one.key) if one else "",
        groups=groups,
        sections=sections,
        section=request.args.get("section", ""),
        count=count,
        side=request.args.get("view") == "side",
        versions=versions_offered(document, before, after),
        published=list(chain.from_iterable(fillings("versions.published", document=document))),
        address=_address,
    )


def _compared(old: Version, new: Version, mine: dict[str, str]) -> VersionComparison:
    """Compare two versions; `mine` are texts of the newer one that are not saved yet."""
    texts = texts_of(old, new)
    parts = [
        replace(part, source=mine[part.key]) if part.key in mine else part
        for part in parts_of(new, texts)
    ]
    return compare_parts(parts_of(old, texts), parts)


def number_given(name: str) -> int:
    """Return the number of a version from the address; 0 where it says none."""
    text = request.args.get(name, "")
    if text and not is_version_number(text):
        raise Missing
    return int(text or 0)


def _address(**changes: str) -> str:
    """Return the address of this page with some of its questions changed; empty ones go."""
    given: dict[str, Any] = {
        name: request.args[name]
        for name in ("before", "after", "view", "section", "recommendation")
        if request.args.get(name)
    }
    given.update(changes)
    wanted = {name: value for name, value in given.items() if value}
    return url_for("drafts.compare_versions", **(request.view_args or {}), **wanted)


def summary(comparison: VersionComparison) -> list[str]:
    """Return in words what changed, in few sentences."""
    changed = len(comparison.of_kind(SectionKind.CHANGED))
    added = len(comparison.of_kind(SectionKind.ADDED))
    removed = len(comparison.of_kind(SectionKind.REMOVED))
    moved = sum(section.moved for section in comparison.sections)
    found = [
        ngettext("%(num)s section changed", "%(num)s sections changed", changed)
        if changed
        else "",
        ngettext("%(num)s section added", "%(num)s sections added", added) if added else "",
        ngettext("%(num)s section taken out", "%(num)s sections taken out", removed)
        if removed
        else "",
        ngettext("%(num)s section moved", "%(num)s sections moved", moved) if moved else "",
    ]
    return [words for words in found if words]


def touch_words(change: RecommendationChange) -> dict[str, str]:
    """Return in words what happened to a recommendation, and the colour of its badge."""
    return {
        Touch.ADDED: {"words": _("New"), "kind": "success"},
        Touch.REMOVED: {"words": _("Taken out"), "kind": "danger"},
        Touch.WORDING: {"words": _("Wording changed"), "kind": "warning"},
        Touch.EDITORIAL: {"words": _("Wording the same"), "kind": "info"},
        Touch.MOVED: {"words": _("Moved, wording the same"), "kind": "info"},
    }[change.touch]


def _one_only(key: str) -> str:
    """Return the address of this page for one recommendation."""
    return _address(recommendation=key, section="")


def recommendation_cards(
    comparison: VersionComparison, address: Callable[[str], str] = lambda _key: ""
) -> list[dict[str, Any]]:
    """Return the recommendations that were touched; `address` is the page of one, if any."""
    return [_card(change, address) for change in comparison.recommendations]


def _card(change: RecommendationChange, address: Callable[[str], str]) -> dict[str, Any]:
    """Return a recommendation of a comparison as the page shows it."""
    was, now = change.number_before, change.number_after
    return {
        "key": change.key,
        "number": now or was,
        "was": was if now and was and now != was else None,
        "gone": now is None,
        "badge": touch_words(change),
        "void": change.touch is Touch.WORDING,
        "stands": change.touch in (Touch.EDITORIAL, Touch.MOVED),
        "wording": [(span.op.value, span.text) for span in change.wording],
        "fields": [
            {
                "name": field_words(field.name),
                "parts": [
                    (span.op.value, value_words(field.name, span.text)) for span in field.spans
                ],
                "in_core": field.in_core,
            }
            for field in change.fields
        ],
        "section": change.section,
        "url": address(change.key),
    }
