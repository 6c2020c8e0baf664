"""An outcome of a question: how much it matters, what was found, and how sure that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from guidelines.errors import Invalid, sentence
from guidelines.evidence.rules.effects import COUNTED, Absolute, Measure, absolute
from guidelines.evidence.rules.grade import (
    Design,
    Lift,
    Overall,
    Reason,
    graded,
    importance_of,
    overall,
)
from guidelines.evidence.rules.judgements import Certainty, Importance

MOST_OUTCOMES = 30
_MIDDLES = {Importance.CRITICAL: 8.0, Importance.IMPORTANT: 5.0, Importance.LIMITED: 2.0}
_NUMBERS = ("studies", "participants", "estimate", "lower", "upper", "baseline")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome that matters for the question, with what was found.

    `rating` is its importance from 1 to 9. `estimate`, `lower` and `upper` are the effect with
    its interval; `baseline` the risk without the intervention per 1,000. `down` and `up` hold
    levels and the footnote for each reason. `settled` is a certainty that people gave it
    themselves, with the `reason` why it is not the one that follows by rule.
    """

    name: str
    rating: float = 5.0
    settled: Certainty | None = None
    finding: str = ""
    key: str = ""
    design: Design | None = None
    studies: int | None = None
    participants: int | None = None
    follow_up: str = ""
    measure: Measure | None = None
    estimate: float | None = None
    lower: float | None = None
    upper: float | None = None
    baseline: float | None = None
    down: Mapping[Reason, tuple[int, str]] = field(default_factory=dict)
    up: Mapping[Lift, tuple[int, str]] = field(default_factory=dict)
    reason: str = ""

    @property
    def importance(self) -> Importance:
        """The band of its rating."""
        return importance_of(self.rating)

    @property
    def by_rule(self) -> Certainty | None:
        """The certainty that follows from design and reasons; None without a design."""
        if self.design is None:
            return None
        return graded(
            self.design,
            {reason: levels for reason, (levels, _note) in self.down.items()},
            {lift: levels for lift, (levels, _note) in self.up.items()},
        )

    @property
    def certainty(self) -> Certainty | None:
        """The certainty that counts: the settled one, else the one by rule."""
        return self.settled or self.by_rule

    @property
    def per_thousand(self) -> Absolute | None:
        """The effect in people per 1,000, where effect and baseline risk are known."""
        if self.measure not in COUNTED or self.estimate is None or self.baseline is None:
            return None
        return absolute(self.measure, self.estimate, self.baseline, self.lower, self.upper)

    def plain(self) -> dict[str, Any]:
        """Return the values as they are stored, with the importance and certainty they have."""
        return {
            "key": self.key,
            "name": self.name,
            "rating": self.rating,
            "importance": self.importance.value,
            "certainty": self.certainty.value if self.certainty else None,
            "settled": self.settled.value if self.settled else None,
            "reason": self.reason,
            "finding": self.finding,
            "design": self.design.value if self.design else None,
            "follow_up": self.follow_up,
            "measure": self.measure.value if self.measure else None,
            **{name: getattr(self, name) for name in _NUMBERS},
            "down": {reason.value: list(value) for reason, value in self.down.items()},
            "up": {lift.value: list(value) for lift, value in self.up.items()},
        }


def outcome_of(plain: Mapping[str, Any]) -> Outcome:
    """Return an outcome from stored values; what is absent there is absent here."""
    known = plain.get
    weight = Importance(known("importance") or Importance.IMPORTANT)
    settled = known("settled", known("certainty"))
    design, measure = known("design"), known("measure")
    return Outcome(
        name=str(plain["name"]),
        rating=float(known("rating") or _MIDDLES[weight]),
        settled=Certainty(settled) if settled else None,
        finding=str(known("finding") or ""),
        key=str(known("key") or ""),
        design=Design(design) if design else None,
        follow_up=str(known("follow_up") or ""),
        measure=Measure(measure) if measure else None,
        reason=str(known("reason") or ""),
        down={Reason(name): (int(v[0]), str(v[1])) for name, v in (known("down") or {}).items()},
        up={Lift(name): (int(v[0]), str(v[1])) for name, v in (known("up") or {}).items()},
        **{name: known(name) for name in _NUMBERS},
    )


def overall_of(outcomes: Sequence[Outcome]) -> Overall:
    """Return the certainty over all critical outcomes, by rule."""
    return overall((one.name, one.importance, one.certainty) for one in outcomes)


def check_outcomes(outcomes: Sequence[Outcome]) -> None:
    """Raise `Invalid` for an outcome without a name, a name twice, or too many."""
    names = [outcome.name.strip().casefold() for outcome in outcomes]
    if not all(names):
        raise Invalid({"outcomes": sentence("Name every outcome, or clear its row.")})
    if len(set(names)) < len(names):
        raise Invalid({"outcomes": sentence("Each outcome can stand here once only.")})
    if len(names) > MOST_OUTCOMES:
        raise Invalid(
            {
                "outcomes": sentence(
                    "Keep to the %(most)s outcomes that matter most.", most=MOST_OUTCOMES
                )
            }
        )
