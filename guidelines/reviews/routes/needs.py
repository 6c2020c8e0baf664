"""The reviews that wait for a person, on their page of what needs them."""

from typing import Any

from flask import url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from guidelines.permissions import Actor
from guidelines.reviews.queries.news import asked_of
from guidelines.web.navigation import fills


@fills("home.needs", order=38)
def reviews_needed(actor: Actor, **_given: object) -> list[dict[str, Any]]:
    """Return the open reviews that wait for the visitor, and answers they have to look at."""
    found = []
    for one in asked_of(actor):
        text = _("Review %(title)s", title=one.round.document.title)
        if one.waiting:
            text = ngettext(
                "Look at %(num)s answer to %(title)s",
                "Look at %(num)s answers to %(title)s",
                one.waiting,
                title=one.round.title,
            )
        elif one.closes_on is not None:
            day = format_date(one.closes_on, "d MMMM y")
            text = _("Review %(title)s until %(day)s", title=one.round.document.title, day=day)
        found.append(
            {
                "text": text,
                "url": url_for("reviews.show_round", review_round_id=one.round.id),
                "project": one.round.document.project.title,
                "urgent": one.is_pressing,
            }
        )
    return found
