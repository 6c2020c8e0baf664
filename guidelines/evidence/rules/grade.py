"""Certainty of the evidence by rule: where it starts, what takes it down, what lifts it.

Source: GRADE guidelines 3 and 5–9 (J Clin Epidemiol 2011;64) for the four levels, the five reasons
to rate down and the three to rate up; GRADE guidelines 18 (J Clin Epidemiol 2019;111) for studies
without randomisation that are assessed with ROBINS-I, which start high and may lose three levels.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from guidelines.evidence.rules.judgements import Certainty, Importance

LEVELS = (Certainty.VERY_LOW, Certainty.LOW, Certainty.MODERATE, Certainty.HIGH)


class Design(StrEnum):
    """What kind of studies the evidence on an outcome comes from."""

    RANDOMISED = "randomised"
    NON_RANDOMISED = "non-randomised"
    ROBINS_I = "robins-i"
    ACCURACY = "accuracy"
    PROGNOSTIC = "prognostic"
    CASES = "cases"
    EXPERTS = "experts"


class Reason(StrEnum):
    """Why certainty is rated down."""

    RISK_OF_BIAS = "risk-of-bias"
    INCONSISTENCY = "inconsistency"
    INDIRECTNESS = "indirectness"
    IMPRECISION = "imprecision"
    PUBLICATION_BIAS = "publication-bias"


class Lift(StrEnum):
    """Why certainty is rated up."""

    LARGE_EFFECT = "large-effect"
    DOSE_RESPONSE = "dose-response"
    CONFOUNDING = "confounding"


START: Mapping[Design, Certainty] = MappingProxyType(
    {
        Design.RANDOMISED: Certainty.HIGH,
        Design.NON_RANDOMISED: Certainty.LOW,
        Design.ROBINS_I: Certainty.HIGH,
        Design.ACCURACY: Certainty.HIGH,
        Design.PROGNOSTIC: Certainty.HIGH,
        Design.CASES: Certainty.LOW,
        Design.EXPERTS: Certainty.VERY_LOW,
    }
)
MOST_DOWN: Mapping[Reason, int] = MappingProxyType(
    {
        Reason.RISK_OF_BIAS: 3,
        Reason.INCONSISTENCY: 2,
        Reason.INDIRECTNESS: 2,
        Reason.IMPRECISION: 3,
        Reason.PUBLICATION_BIAS: 2,
    }
)
MOST_UP: Mapping[Lift, int] = MappingProxyType(
    {Lift.LARGE_EFFECT: 2, Lift.DOSE_RESPONSE: 1, Lift.CONFOUNDING: 1}
)


def graded(
    design: Design, down: Mapping[Reason, int] = MappingProxyType({}),
    up: Mapping[Lift, int] = MappingProxyType({}),
) -> Certainty:  # fmt: skip
    """Return the certainty that follows: start, less the levels down, plus those up, 1 to 4."""
    place = LEVELS.index(START[design]) - sum(down.values()) + sum(up.values())
    return LEVELS[min(max(place, 0), len(LEVELS) - 1)]


def importance_of(rating: float) -> Importance:
    """Return the band of a rating from 1 to 9: 7–9 critical, 4–6 important, 1–3 limited.

    A median between two bands counts for the lower one.
    """
    if rating >= 7:
        return Importance.CRITICAL
    return Importance.IMPORTANT if rating >= 4 else Importance.LIMITED


@dataclass(frozen=True, slots=True)
class Overall:
    """The certainty over all critical outcomes: by rule the lowest of them.

    `decided_by` names the outcomes that have it; `waiting` the critical ones not graded yet.
    """

    certainty: Certainty | None
    decided_by: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    critical: int = 0


def overall(outcomes: Iterable[tuple[str, Importance, Certainty | None]]) -> Overall:
    """Return the overall certainty of (name, importance, certainty) of each outcome.

    Only critical outcomes count; as long as one of them is not graded there is none.
    """
    critical = [one for one in outcomes if one[1] is Importance.CRITICAL]
    waiting = tuple(name for name, _weight, level in critical if level is None)
    levels = [level for _name, _weight, level in critical if level is not None]
    if not levels or waiting:
        return Overall(None, (), waiting, len(critical))
    lowest = min(levels, key=LEVELS.index)
    decided_by = tuple(name for name, _weight, level in critical if level is lowest)
    return Overall(lowest, decided_by, (), len(critical))
