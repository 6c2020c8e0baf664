"""Corrections: what was wrong in a published version, and what is right."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from guidelines.errors import Invalid, sentence
from guidelines.publishing.rules.comparing import Change

LONGEST = 1000
TOUCHED = frozenset({Change.NEW, Change.MODIFIED, Change.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Correction:
    """What the chair says of a version that corrects the one before: both texts in plain words.

    `since` is the day from which it was wrong; None means since the version came out.
    """

    wrong: str = ""
    right: str = ""
    since: date | None = None

    @property
    def is_stated(self) -> bool:
        """Whether anything is said at all."""
        return bool(self.wrong.strip() or self.right.strip())


def check_correction(stated: Correction, number: str, before: str, today: date) -> None:
    """Raise `Invalid` unless a correction is whole and belongs to a version such as 1.1."""
    mistakes: dict[str, str] = {}
    if not stated.wrong.strip():
        mistakes["wrong"] = sentence("Say what was wrong.")
    if not stated.right.strip():
        mistakes["right"] = sentence("Say what is right.")
    if max(len(stated.wrong), len(stated.right)) > LONGEST:
        mistakes["wrong"] = sentence("Write at most %(most)s characters.", most=LONGEST)
    if stated.since is not None and stated.since > today:
        mistakes["since"] = sentence("Choose a day that is past, or leave it empty.")
    if not before or number.partition(".")[0] != before.partition(".")[0]:
        mistakes["wrong"] = sentence(
            "Version %(number)s is a new version, not a correction. Ask for signatures on a small "
            "step, or say in “What is new” what changed.",
            number=number,
        )
    if mistakes:
        raise Invalid(mistakes)


def correction_of(
    stated: Correction, content: Mapping[str, Any] | None, came_out: date | None
) -> dict[str, Any]:
    """Return a correction as it is frozen, before it is known what it touches; empty without one.

    `content` is that of the version which is corrected, `came_out` its day.
    """
    if not stated.is_stated or content is None:
        return {}
    since = stated.since or came_out
    return {
        "of": str(content["number"]),
        "wrong": stated.wrong.strip(),
        "right": stated.right.strip(),
        "since": since.isoformat() if since else "",
        "recommendations": [],
    }


def touched_by(content: Mapping[str, Any]) -> list[str]:
    """Return the numbers of the recommendations that a version changes, for its correction.

    The comparison of both texts says so, not the people who correct.
    """
    lines = [
        str(line["number"]) for line in content["recommendations"] if line.get("change") in TOUCHED
    ]
    gone = [str(one["number"]) for one in content.get("withdrawn_recommendations", ())]
    return list(dict.fromkeys([*lines, *gone]))
