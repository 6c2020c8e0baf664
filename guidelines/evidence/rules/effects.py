"""Effects: relative measures, and what they mean for one thousand people.

Source: Cochrane Handbook for Systematic Reviews of Interventions 5.1, 12.5.4 (risk ratio, odds
ratio); for hazard ratios the risk at the end of the time for which the baseline risk is given,
1 − (1 − risk)^HR (Tierney et al., Trials 2007;8:16).
"""

import math
from dataclasses import dataclass
from enum import StrEnum


class Measure(StrEnum):
    """How an effect is expressed."""

    RISK_RATIO = "rr"
    ODDS_RATIO = "or"
    HAZARD_RATIO = "hr"
    RISK_DIFFERENCE = "rd"
    MEAN_DIFFERENCE = "md"
    STANDARDISED = "smd"


RATIOS = frozenset({Measure.RISK_RATIO, Measure.ODDS_RATIO, Measure.HAZARD_RATIO})
COUNTED = RATIOS | {Measure.RISK_DIFFERENCE}


@dataclass(frozen=True, slots=True)
class Absolute:
    """An effect in people per 1,000: without, with, and the difference with its limits."""

    without: int
    with_it: int
    difference: int
    lower: int | None = None
    upper: int | None = None


def risk_with(measure: Measure, effect: float, baseline: float) -> float:
    """Return the risk per 1,000 that an effect makes of a baseline risk per 1,000.

    A risk difference is in people per 1,000. The result lies between 0 and 1,000.
    """
    risk = baseline / 1000
    if measure is Measure.RISK_RATIO:
        found = risk * effect
    elif measure is Measure.ODDS_RATIO:
        found = effect * risk / (1 - risk + effect * risk)
    elif measure is Measure.HAZARD_RATIO:
        found = 1 - (1 - risk) ** effect
    elif measure is Measure.RISK_DIFFERENCE:
        found = risk + effect / 1000
    else:
        raise ValueError(f"{measure} says nothing about a risk")
    return min(max(found, 0.0), 1.0) * 1000


def absolute(
    measure: Measure,
    effect: float,
    baseline: float,
    lower: float | None = None,
    upper: float | None = None,
) -> Absolute:
    """Return an effect in people per 1,000, rounded to whole people."""
    without, found = _whole(baseline), _whole(risk_with(measure, effect, baseline))
    limits = [
        _whole(risk_with(measure, limit, baseline)) - without
        for limit in (lower, upper)
        if limit is not None
    ]
    if len(limits) < 2:
        return Absolute(without, found, found - without)
    return Absolute(without, found, found - without, min(limits), max(limits))


def _whole(value: float) -> int:
    """Round half up, as people do."""
    return math.floor(value + 0.5)
