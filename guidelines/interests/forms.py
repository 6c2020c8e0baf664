"""The forms of the interest pages, and the words of their choices."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, TextAreaField

from guidelines.interests.rules import Level, Measure, Topic

TOPIC_WORDS: Mapping[Topic, tuple[Any, Any]] = {
    Topic.FINANCIAL: (
        _l("Money and gifts"),
        _l(
            "From companies or others with a stake in the topic, in the last 36 months: grants, "
            "fees, lectures, advice, travel, shares, patents. Non-profit payers count as well."
        ),
    ),
    Topic.INTELLECTUAL: (
        _l("Views and standing"),
        _l(
            "A published opinion on the question, a method that carries your name, a school you "
            "stand for, income or training that depends on one procedure."
        ),
    ),
    Topic.OWN_TRIALS: (
        _l("Own studies"),
        _l("Studies and trials on the topic that you lead, plan or wrote."),
    ),
    Topic.PATIENT_ORGANISATION: (
        _l("Patient organisations and societies"),
        _l("Offices and paid or unpaid work in organisations with a view on the topic."),
    ),
    Topic.FAMILY: (
        _l("Family"),
        _l(
            "What a close relative has of the above. Write no names: this concerns somebody else. "
            "Only the fact is ever published, not your words."
        ),
    ),
}
LEVEL_WORDS: Mapping[Level, tuple[Any, Any]] = {
    Level.NONE: (_l("None"), _l("Has nothing to do with this recommendation.")),
    Level.LOW: (_l("Low"), _l("Takes part, but neither leads nor chairs on it.")),
    Level.MODERATE: (_l("Moderate"), _l("Abstains: votes, decides and signs nothing on it.")),
    Level.HIGH: (_l("High"), _l("Stays out: no vote, discussion, comment, suggestion or edit.")),
}
MEASURE_WORDS = {
    Measure.NONE: _l("Takes part"),
    Measure.NO_LEAD: _l("Neither leads nor chairs"),
    Measure.ABSTAINS: _l("Abstains because of an interest"),
    Measure.OUT: _l("Stays out because of an interest"),
}


class DeclarationForm(FlaskForm):  # type: ignore[misc]
    """A person's own declaration; its topics are named by `rules.Topic`."""

    nothing = BooleanField(_l("I have nothing to declare"))
    complete = BooleanField(
        _l("This is complete and correct to my knowledge. I shall declare changes.")
    )


class AssessmentForm(FlaskForm):  # type: ignore[misc]
    """What somebody's interests mean for one recommendation."""

    key = StringField(_l("Recommendation"))
    level = StringField(_l("How much could it sway this person?"))
    measure = StringField(_l("What follows"))
    reason = TextAreaField(_l("Reason"))


def texts_from(posted: Mapping[str, str]) -> dict[Topic, str]:
    """Return what was typed on each topic."""
    return {topic: posted.get(topic.value, "") for topic in Topic}
