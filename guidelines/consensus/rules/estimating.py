"""Numeric estimates with a lowest, a best and a highest number: described, never decided."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from guidelines.stats.descriptions import number
from guidelines.stats.quantiles import median
from guidelines.stats.tallies import Values

Number = Decimal | Fraction | int
Estimated = tuple[Number, Number, Number]
"""Lowest, best, highest."""


def best_of(estimates: Sequence[Estimated]) -> Values:
    """Return the best estimates, exact; raises ValueError where one is out of order."""
    if any(not lower <= best <= upper for lower, best, upper in map(_exact, estimates)):
        raise ValueError("an estimate needs lowest <= best <= highest")
    return Values.of(_exact(one)[1] for one in estimates)


def ends_of(estimates: Sequence[Estimated]) -> dict[str, float | None]:
    """Return medians and means of the lowest and of the highest numbers."""
    lowest, highest = (Values.of(_exact(one)[place] for one in estimates) for place in (0, 2))
    return {
        "median_lowest": number(median(lowest)),
        "median_highest": number(median(highest)),
        "mean_lowest": number(lowest.mean()),
        "mean_highest": number(highest.mean()),
    }


def _exact(one: Estimated) -> tuple[Fraction, Fraction, Fraction]:
    lowest, best, highest = (Fraction(value) for value in one)
    return lowest, best, highest
