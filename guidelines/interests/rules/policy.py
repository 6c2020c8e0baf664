"""What a project asks for beyond the least: it may be stricter, never milder."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from guidelines.errors import Invalid, sentence
from guidelines.interests.rules.ladder import LADDER, Level, Measure, holds, strictest

LONGEST_VALID = 12
LARGEST_SHARE = 50
EARLY = timedelta(days=30)
_MONTH = timedelta(days=365 / 12)


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of a project on interests.

    `ladder` is what follows from each level at least; `renewal_months` for how long a declaration
    counts; `largest_share` how many of a hundred members of the panel may have an interest that
    makes them abstain.
    """

    ladder: Mapping[Level, Measure] = field(default_factory=lambda: LADDER)
    renewal_months: int = LONGEST_VALID
    largest_share: int = LARGEST_SHARE

    def plain(self) -> dict[str, Any]:
        """Return the values as they are stored."""
        return {
            "ladder": {level.value: measure.value for level, measure in self.ladder.items()},
            "renewal_months": self.renewal_months,
            "largest_share": self.largest_share,
        }

    @classmethod
    def from_plain(cls, stored: Mapping[str, Any]) -> "Policy":
        """Return the rules from what is stored of them."""
        ladder = {Level(level): Measure(measure) for level, measure in stored["ladder"].items()}
        return cls(
            MappingProxyType({level: holds(level, ladder[level]) for level in Level}),
            int(stored["renewal_months"]),
            int(stored["largest_share"]),
        )

    def expires(self, at: datetime) -> datetime:
        """Return until when a declaration of `at` counts."""
        return at + self.renewal_months * _MONTH

    def is_current(self, at: datetime, moment: datetime) -> bool:
        """Tell whether a declaration of `at` still counts."""
        return moment < self.expires(at)

    def is_due(self, at: datetime, moment: datetime) -> bool:
        """Tell whether it is time to renew a declaration of `at`."""
        return moment >= self.expires(at) - EARLY

    def held(self, level: Level, measure: Measure) -> Measure:
        """Return what holds for somebody: what was decided, but never less than the rules ask."""
        return holds(level, measure, self.ladder)


LEAST = Policy()


def check_policy(policy: Policy, reason: str) -> None:
    """Raise `Invalid` for rules that are milder than the least, or without a reason."""
    mistakes: dict[str, str] = {}
    steps = [policy.ladder[level] for level in Level]
    for level, before, step in zip(Level, [Measure.NONE, *steps], steps, strict=False):
        if strictest((step, LADDER[level])) is not step:
            mistakes[level.value] = sentence(
                "This is milder than what every project asks for. A project can only be stricter."
            )
        elif strictest((before, step)) is not step:
            mistakes[level.value] = sentence("A higher level cannot ask for less than a lower.")
    if not 1 <= policy.renewal_months <= LONGEST_VALID:
        mistakes["renewal_months"] = sentence(
            "Choose between 1 and %(most)s months.", most=LONGEST_VALID
        )
    if not 0 <= policy.largest_share <= LARGEST_SHARE:
        mistakes["largest_share"] = sentence(
            "Choose between 0 and %(most)s percent.", most=LARGEST_SHARE
        )
    if not reason.strip() or len(reason) > 2000:
        mistakes["reason"] = sentence("Give the reason in one sentence.")
    if mistakes:
        raise Invalid(mistakes)
