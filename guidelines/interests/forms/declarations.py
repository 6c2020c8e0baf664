"""The form of a declaration: for each topic as many lines as somebody needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField

from guidelines.interests.rules import ICMJE, Band, Interest, Recipient, Topic

MONEY = frozenset({*ICMJE, Topic.OWN_TRIALS, Topic.PRACTICE})
"""The topics with somebody who pays; the others are words alone."""
MOST_LINES = 60
Choice = TypeVar("Choice", bound=StrEnum)


class DeclarationForm(FlaskForm):  # type: ignore[misc]
    """A person's own declaration; its lines are named by topic, number and part."""

    nothing = BooleanField(_l("I have nothing to declare"))
    complete = BooleanField(
        _l("This is complete and correct to my knowledge. I shall declare changes.")
    )


class ConfirmationForm(FlaskForm):  # type: ignore[misc]
    """The word that nothing has changed."""

    occasion = StringField(_l("For which meeting?"))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the form."""

    name: str
    interest: Interest


def lines_from(posted: Mapping[str, str]) -> list[Interest]:
    """Return the interests that were typed; a choice that is none counts as not said."""
    found = []
    for topic in Topic:
        for number in range(MOST_LINES):
            name = f"{topic.value}-{number}"
            if f"{name}-text" not in posted:
                break
            found.append(
                Interest(
                    topic,
                    " ".join(posted[f"{name}-text"].split()),
                    payer=" ".join(posted.get(f"{name}-payer", "").split()),
                    non_profit=f"{name}-non_profit" in posted,
                    recipient=_choice(Recipient, posted.get(f"{name}-recipient", "")),
                    band=_choice(Band, posted.get(f"{name}-band", "")),
                    period=" ".join(posted.get(f"{name}-period", "").split()),
                )
            )
    return [one for one in found if one.text or one.payer]


def lines_of(interests: Sequence[Interest], more: str = "") -> dict[Topic, list[Line]]:
    """Return the lines of the form by topic: those filled in, and one to write on.

    A topic that holds something has no empty line, unless it is the one that wants `more`.
    """
    found: dict[Topic, list[Line]] = {}
    for topic in Topic:
        own = [one for one in interests if one.topic is topic]
        if not own or topic.value == more:
            own = [*own, Interest(topic, "")]
        found[topic] = [Line(f"{topic.value}-{at}", one) for at, one in enumerate(own)]
    return found


def _choice(choices: type[Choice], value: str) -> Choice:
    return choices(value if value in list(choices) else "")
