"""What templates know: assets, dates, rights, and HTML that was sanitised once."""

import contextlib
import hashlib
import inspect
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from flask import Flask, url_for
from flask_babel import format_date, format_datetime, format_decimal, get_locale
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from guidelines.audit import AuditEntry
from guidelines.config import ROOT, Settings
from guidelines.errors import Sentence
from guidelines.events import BY_NAME
from guidelines.permissions import Action, Subject, can
from guidelines.stats.shares import printed
from guidelines.text.markdown import lowered
from guidelines.web.drawing import (
    before_and_after,
    distribution,
    estimated_span,
    flow_chart,
    small_distribution,
)
from guidelines.web.errors import translated
from guidelines.web.guard import current_actor
from guidelines.web.navigation import fillings, grouped, slot, tabs

ASSETS = ROOT / "static" / "dist"


@cache
def _version(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.exists() else "0"


def asset(name: str) -> str:
    """Return the address of a built asset; it changes with the content, so it can be cached."""
    return url_for("static", filename=f"dist/{name}", v=_version(ASSETS / name))


def day(moment: date | datetime | str | None, zone: str = "UTC") -> str:
    """Return a day as people write it, that of a moment in a time zone: 3 March 2026.

    A day may be given as 2026-03-03 too, and as a month (2026-03) or a year where no more is
    known; other words stay as they are.
    """
    if isinstance(moment, str):
        return _day_written(moment)
    if isinstance(moment, datetime):
        moment = moment.astimezone(ZoneInfo(zone)).date()
    return format_date(moment, "d MMMM y") if moment else ""


def _day_written(words: str) -> str:
    for pattern, shown in (("%Y-%m-%d", "d MMMM y"), ("%Y-%m", "LLLL y")):
        with contextlib.suppress(ValueError):
            return str(format_date(datetime.strptime(words, pattern).date(), shown))  # noqa: DTZ007
    return words


def moment(value: datetime | None, zone: str = "UTC") -> str:
    """Return a day and time with the zone in which it is told: 3 March 2026, 14:05 UTC."""
    if value is None:
        return ""
    there = value.astimezone(ZoneInfo(zone))
    return f"{format_datetime(there, 'd MMMM y, HH:mm', rebase=False)} {zone.replace('_', ' ')}"


def number(value: float | None, digits: int = 1) -> str:
    """Return a number with at most `digits` decimals, or a dash."""
    if value is None:
        return "–"
    return str(format_decimal(round(value, digits)))


def country(code: str) -> str:
    """Return the name of a country in the language of the reader; what is no code stays."""
    locale = get_locale() or Locale("en")
    return str(locale.territories.get(code, code))


def percentage(value: float | None) -> str:
    """Return a percentage (0 to 100) without its sign, never rounded across a limit."""
    if value is None:
        return "–"
    return str(format_decimal(printed(float(value)), "#,##0.######"))


def may(action: str, subject: Subject) -> bool:
    """Tell a template whether the visitor may do `action` (``draft:save``) to `subject`."""
    return can(current_actor(), Action(action), subject)


def sanitised(html: Any) -> Markup:
    """Mark HTML that `text.markdown` rendered and sanitised; nothing else may come here."""
    return Markup(html.html)  # noqa: S704 - a Rendered value, never a string


def below_title(html: Any) -> Markup:
    """Mark sanitised HTML as `sanitised` does, its headings below the title of the page."""
    return Markup(lowered(html.html, 1))  # noqa: S704 - a Rendered value, never a string


def event_words(entry: AuditEntry) -> str:
    """Return what happened, in the words of the event itself."""
    kind = BY_NAME.get(entry.event)
    return str(_(inspect.getdoc(kind) or entry.event)) if kind else entry.event


EVENT_ICONS = {
    "consensus": "vote",
    "drafts": "document",
    "evidence": "scale",
    "people": "people",
    "publishing": "sign",
    "reviews": "comment",
    "rounds": "comment",
}
"""The icon of an event, by the module of the events in which it stands."""


def event_icon(entry: AuditEntry) -> str:
    """Return the icon for the kind of thing that happened; what is unknown has a tick."""
    kind = BY_NAME.get(entry.event)
    if kind is None:
        return "check"
    if kind.__name__.startswith(("Edition", "Rendering")):
        return "book"
    return EVENT_ICONS.get(kind.__module__.rpartition(".")[2], "check")


def month(moment: date) -> str:
    """Return a month as people write it: March 2026."""
    return str(format_date(moment, "LLLL y"))


def init_templating(app: Flask, settings: Settings) -> None:
    """Give templates their words."""
    environment = app.jinja_env
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.add_extension("jinja2.ext.do")
    environment.filters.update(
        below_title=below_title,
        country=country,
        day=day,
        moment=moment,
        number=number,
        percentage=percentage,
        sanitised=sanitised,
        sentence=_said,
        event_icon=event_icon,
        event_words=event_words,
        month=month,
    )
    environment.globals.update(
        asset=asset,
        before_and_after=before_and_after,
        can=may,
        distribution=distribution,
        estimated_span=estimated_span,
        fillings=fillings,
        flow_chart=flow_chart,
        get_locale=get_locale,
        slot=slot,
        small_distribution=small_distribution,
        tabs=tabs,
        grouped=grouped,
    )

    @app.context_processor
    def visitor() -> dict[str, Any]:
        person = current_user if current_user.is_authenticated else None
        return {"current_person": person, "demonstration": settings.demonstration}


def _said(message: str | Sentence) -> str:
    return translated(message)
