"""Where features meet on a page without knowing each other: tabs, and slots that others fill."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from guidelines.permissions import Action, Subject, can
from guidelines.web.guard import current_actor

Filling = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab of an area (``project``, ``document``); `argument` names its URL parameter.

    It is the current one on its own page and where the endpoint begins with a `prefix`. Tabs of
    one `group` (a key of `GROUPS`) share a place in the first line, and stand in a second one.
    """

    area: str
    order: int
    label: Any
    endpoint: str
    argument: str
    action: Action
    prefix: str | tuple[str, ...] = ""
    group: str = ""


GROUPS: Mapping[str, Any] = {
    "evidence": _l("Evidence"),
    "people": _l("People"),
    "write": _l("Write"),
    "discuss": _l("Discuss"),
    "publish": _l("Publish"),
}
"""What people do on the pages of a group of tabs."""

_tabs: list[Tab] = []
_fillings: dict[str, list[tuple[int, Filling]]] = {}


def add_tab(tab: Tab) -> None:
    """Put a tab into its area; called by routes when they are imported."""
    if tab not in _tabs:
        _tabs.append(tab)


def tabs(area: str, subject: Subject, key: str) -> list[dict[str, Any]]:
    """Return the tabs of `area` that the visitor may open, in order."""
    here = request.endpoint or ""
    return [
        {
            "label": tab.label,
            "endpoint": tab.endpoint,
            "url": url_for(tab.endpoint, **{tab.argument: key}),  # type: ignore[arg-type]
            "current": here == tab.endpoint or bool(tab.prefix and here.startswith(tab.prefix)),
            "group": tab.group,
        }
        for tab in sorted(_tabs, key=lambda tab: tab.order)
        if tab.area == area and can(current_actor(), tab.action, subject)
    ]


def grouped(items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return tabs with those of a group as one, which leads to the first of its `parts`.

    A group of which the visitor sees one tab alone is that tab.
    """
    places: dict[str, list[Mapping[str, Any]]] = {}
    for item in items:
        places.setdefault(item["group"] or item["endpoint"], []).append(item)
    return [
        dict(parts[0], parts=[])
        if len(parts) == 1
        else {
            "label": GROUPS[name],
            "url": parts[0]["url"],
            "current": any(one["current"] for one in parts),
            "parts": parts,
        }
        for name, parts in places.items()
    ]


def fills(slot: str, order: int = 50) -> Callable[[Filling], Filling]:
    """Let a function of a higher feature fill `slot` of a lower feature's page.

    It gets what the page gives to the slot and returns a template and its values, or None.
    """

    def register(filling: Filling) -> Filling:
        _fillings.setdefault(slot, []).append((order, filling))
        return filling

    return register


def slot(name: str, **given: Any) -> Markup:
    """Return what other features put into the slot `name`."""
    return Markup("").join(_filled(name, given))


def fillings(name: str, **given: Any) -> list[Any]:
    """Return the plain values that other features put into the slot `name` (not pages)."""
    found = (filling(**given) for _order, filling in sorted(_fillings.get(name, []), key=_rank))
    return [value for value in found if value is not None]


def _rank(entry: tuple[int, Filling]) -> int:
    return entry[0]


def _filled(name: str, given: Mapping[str, Any]) -> Iterable[Markup]:
    for _order, filling in sorted(_fillings.get(name, []), key=_rank):
        answer = filling(**given)
        if answer is not None:
            template, values = answer
            yield Markup(render_template(template, **values))  # noqa: S704 - escaped by the template
