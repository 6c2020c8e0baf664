"""The forms of those who assess: a decision, a topic, the rules of the project."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField

from guidelines.errors import Invalid
from guidelines.interests.rules import LADDER, Level, Measure, Policy


class AssessmentForm(FlaskForm):  # type: ignore[misc]
    """What somebody's interests mean for recommendations."""

    key = StringField(_l("For what"))
    level = StringField(_l("How much could it sway this person?"))
    measure = StringField(_l("What follows"))
    reason = TextAreaField(_l("Reason"))


def level_from(value: str) -> Level:
    """Return the level that was chosen."""
    if value not in set(Level):
        raise Invalid({"level": _("Choose a level.")})
    return Level(value)


def measure_from(value: str, level: Level, ladder: Mapping[Level, Measure]) -> Measure:
    """Return the measure that was chosen; left open, what the level asks for."""
    if not value:
        return ladder[level]
    if value not in set(Measure):
        raise Invalid({"measure": _("Choose what follows.")})
    return Measure(value)


def policy_from(posted: Mapping[str, str]) -> Policy:
    """Return the rules that were typed; what is no number or no choice counts as the least."""
    ladder = {
        level: Measure(posted[level.value])
        if posted.get(level.value, "") in set(Measure)
        else LADDER[level]
        for level in Level
    }
    return Policy(
        ladder,
        _number(posted.get("renewal_months", ""), "renewal_months"),
        _number(posted.get("largest_share", ""), "largest_share"),
    )


def _number(typed: str, name: str) -> int:
    if not typed.strip().isdecimal() or len(typed.strip()) > 3:
        raise Invalid({name: _("Write a whole number.")})
    return int(typed)
