"""Whether a published version is current: what a reader of a printed copy wants to know first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from guidelines.publishing.rules.life import Life
from guidelines.publishing.rules.states import EditionState


class Verdict(StrEnum):
    """Whether one may use a published version, from the worst answer to the best."""

    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    REPLACED = "replaced"
    CORRECTED = "corrected"
    DUE = "review-due"
    UNDER_REVIEW = "under-review"
    CURRENT = "current"


HOLDS = frozenset({Verdict.CURRENT, Verdict.UNDER_REVIEW, Verdict.DUE})


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction that a later version made: its number, its day, and what was said."""

    number: str
    on: date
    of: str
    wrong: str
    right: str
    since: date | None
    recommendations: tuple[str, ...]

    @classmethod
    def of_version(cls, number: str, on: date, frozen: Mapping[str, Any]) -> "Corrected":
        """Return the correction that is frozen in a version."""
        return cls(
            number=number,
            on=on,
            of=str(frozen["of"]),
            wrong=str(frozen["wrong"]),
            right=str(frozen["right"]),
            since=date.fromisoformat(frozen["since"]) if frozen.get("since") else None,
            recommendations=tuple(frozen.get("recommendations", ())),
        )

    def as_json(self) -> dict[str, Any]:
        """Return it for other programs."""
        return {
            "number": self.number,
            "on": self.on.isoformat(),
            "of": self.of,
            "wrong": self.wrong,
            "right": self.right,
            "since": self.since.isoformat() if self.since else "",
            "recommendations": list(self.recommendations),
        }


@dataclass(frozen=True, slots=True)
class Currency:
    """Where one version stands today.

    `since` is the day from which the answer is this one, `why` the reason people gave, `instead`
    what takes the place of the whole guideline, `newest` the number of the version to read.
    """

    verdict: Verdict
    number: str
    newest: str
    since: date | None = None
    why: str = ""
    instead: str = ""
    review_by: date | None = None
    corrections: tuple[Corrected, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether this version is the one to use."""
        return self.verdict in HOLDS

    def as_json(self) -> dict[str, Any]:
        """Return it for other programs; what is not known is left out."""
        said = {
            "verdict": self.verdict.value,
            "current": self.holds,
            "newest": self.newest,
            "since": self.since.isoformat() if self.since else "",
            "why": self.why,
            "instead": self.instead,
            "review_by": self.review_by.isoformat() if self.review_by else "",
            "corrections": [one.as_json() for one in self.corrections],
        }
        return {name: value for name, value in said.items() if value not in ("", [])}


def verdict_of(
    *, state: EditionState, life: Life, is_newest: bool, is_corrected: bool, is_due: bool
) -> Verdict:
    """Return whether a version is current; of several answers the one that matters most.

    `is_corrected` says that only small versions followed and one of them corrects a mistake.
    """
    if state is EditionState.WITHDRAWN or life is Life.WITHDRAWN:
        return Verdict.WITHDRAWN
    if life is Life.SUPERSEDED:
        return Verdict.SUPERSEDED
    if not is_newest:
        return Verdict.CORRECTED if is_corrected else Verdict.REPLACED
    if is_due:
        return Verdict.DUE
    return Verdict.UNDER_REVIEW if life is Life.UNDER_REVIEW else Verdict.CURRENT
