"""The blueprint of the interest pages, their tabs and filters."""

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guidelines.interests.forms import (
    BAND_WORDS,
    LEVEL_WORDS,
    MEASURE_WORDS,
    PAID_WORDS,
    TOPIC_WORDS,
)
from guidelines.interests.rules import Interest, Level, Measure, Topic
from guidelines.permissions import Action
from guidelines.web.navigation import Tab, add_tab

bp = Blueprint("interests", __name__)

add_tab(
    Tab(
        "project",
        60,
        _l("My interests"),
        "interests.declare_interests_form",
        "project_id",
        Action.INTEREST_DECLARE,
        prefix=("interests.declare_interests", "interests.confirm_interests"),
        group="people",
    )
)
add_tab(
    Tab(
        "project",
        65,
        _l("Interests"),
        "interests.list_interests",
        "project_id",
        Action.INTEREST_READ,
        prefix=("interests.show_", "interests.assess_", "interests.set_", "interests.save_"),
        group="people",
    )
)


@bp.app_template_filter("topic_words")
def topic_words(topic: Topic) -> str:
    """Return the word of the page for a kind of interest."""
    return str(TOPIC_WORDS[topic][0])


@bp.app_template_filter("level_words")
def level_words(level: Level) -> str:
    """Return the word of the page for the level of an interest."""
    return str(LEVEL_WORDS[level][0])


@bp.app_template_filter("measure_words")
def measure_words(measure: Measure) -> str:
    """Return the word of the page for what follows from an interest."""
    return str(MEASURE_WORDS[measure])


@bp.app_template_filter("interest_details")
def interest_details(one: Interest) -> str:
    """Return who paid whom how much and when, as one line; empty where nothing was said."""
    payer = _("%(payer)s (non-profit)", payer=one.payer) if one.non_profit else one.payer
    parts = [
        payer if one.payer else "",
        PAID_WORDS.get(one.recipient, ""),
        BAND_WORDS.get(one.band, ""),
        one.period,
    ]
    return "; ".join(str(part) for part in parts if part)
