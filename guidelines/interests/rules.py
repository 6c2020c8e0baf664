"""What a declaration of interests and its assessment must satisfy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from guidelines.errors import Invalid, NotAllowed, sentence

LONGEST = 500
MOST = 40


class Topic(StrEnum):
    """What kind of interest it is."""

    FINANCIAL = "financial"
    INTELLECTUAL = "intellectual"
    OWN_TRIALS = "own-trials"
    PATIENT_ORGANISATION = "patient-organisation"
    FAMILY = "family"


class Level(StrEnum):
    """How much an interest could sway a person on one recommendation."""

    NONE = "none"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class Measure(StrEnum):
    """What follows from it."""

    NONE = "none"
    ABSTAINS = "abstains"


# The mildest measure that a level allows; a project may be stricter, never milder.
LADDER: Mapping[Level, Measure] = MappingProxyType(
    {
        Level.NONE: Measure.NONE,
        Level.LOW: Measure.NONE,
        Level.MODERATE: Measure.ABSTAINS,
        Level.HIGH: Measure.ABSTAINS,
    }
)


@dataclass(frozen=True, slots=True)
class Interest:
    """One interest in a person's own words."""

    topic: Topic
    text: str

    def plain(self) -> dict[str, Any]:
        """Return the values as they are stored."""
        return {"topic": self.topic.value, "text": self.text}

    @property
    def is_public(self) -> bool:
        """Tell whether its words may be printed; those on a family are about somebody else."""
        return self.topic is not Topic.FAMILY


def interests_from(texts: Mapping[Topic, str]) -> list[Interest]:
    """Return the interests of a form: one on each line of each topic."""
    return [
        Interest(topic, line)
        for topic in Topic
        for line in (" ".join(row.split()) for row in texts.get(topic, "").splitlines())
        if line
    ]


def check_declaration(interests: Sequence[Interest], *, nothing: bool, complete: bool) -> None:
    """Raise `Invalid` unless a declaration says something, one thing only, and is confirmed."""
    mistakes: dict[str, str] = {}
    if nothing and interests:
        mistakes["nothing"] = sentence(
            "You ticked that there is nothing to declare, and declared something. Do one of both."
        )
    if not nothing and not interests:
        mistakes["nothing"] = sentence(
            "Declare your interests above, or tick that there is nothing to declare."
        )
    for interest in interests:
        if len(interest.text) > LONGEST:
            mistakes[interest.topic.value] = sentence(
                "Keep each line to %(most)s characters.", most=LONGEST
            )
    if len(interests) > MOST:
        mistakes["nothing"] = sentence("Keep to %(most)s lines in all.", most=MOST)
    if not complete:
        mistakes["complete"] = sentence("Confirm that your declaration is complete.")
    if mistakes:
        raise Invalid(mistakes)


def check_assessment(level: Level, measure: Measure, *, key: str, reason: str) -> None:
    """Raise `Invalid` for a measure milder than the level asks for, or without a reason."""
    mistakes: dict[str, str] = {}
    if LADDER[level] is Measure.ABSTAINS and measure is Measure.NONE:
        mistakes["measure"] = sentence(
            "With a moderate or high interest the person abstains on this recommendation."
        )
    if measure is Measure.ABSTAINS and not key:
        mistakes["key"] = sentence("Choose the recommendation on which the person abstains.")
    if (level is not Level.NONE or measure is Measure.ABSTAINS) and not reason:
        mistakes["reason"] = sentence("Give the reason in one sentence.")
    if len(reason) > 2000:
        mistakes["reason"] = sentence("Keep this to %(most)s characters.", most=2000)
    if len(key) > 200:
        mistakes["key"] = sentence("Choose a recommendation.")
    if mistakes:
        raise Invalid(mistakes)


def check_somebody_else(assessor_id: str | None, person_id: str) -> None:
    """Raise `NotAllowed` when people would judge their own interests."""
    if assessor_id is None or assessor_id == person_id:
        raise NotAllowed(
            sentence("Nobody assesses their own interests. Ask another chair or methodologist.")
        )
