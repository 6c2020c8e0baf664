"""What a declaration of interests holds, and what it must satisfy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from guidelines.errors import Invalid, sentence

LONGEST = 500
MOST = 40


class Topic(StrEnum):
    """What kind of interest it is."""

    FINANCIAL = "financial"
    INTELLECTUAL = "intellectual"
    OWN_TRIALS = "own-trials"
    PATIENT_ORGANISATION = "patient-organisation"
    FAMILY = "family"


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
