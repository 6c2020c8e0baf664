"""Numeric estimates with a lowest, a best and a highest number: described, never decided."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from guidelines.stats.descriptions import describe
from guidelines.stats.spans import Span
from guidelines.stats.tallies import Values

Number = Decimal | Fraction | int
Estimated = tuple[Number, Number, Number]
"""Lowest, best, highest."""


def best_of(estimates: Sequence[Estimated]) -> Values:
    """Return the best estimates, exact; raises ValueError where one is out of order."""
    if any(not lower <= best <= upper for lower, best, upper in map(_exact, estimates)):
        raise ValueError("an estimate needs lowest <= best <= highest")
    return Values.of(_exact(one)[1] for one in estimates)


def ends_of(estimates: Sequence[Estimated], quantile_type: int = 7) -> dict[str, float | None]:
    """Return medians, quartiles, means and ranges of the lowest and of the highest numbers."""
    found: dict[str, float | None] = {}
    for place, name in ((0, "lowest"), (2, "highest")):
        numbers = describe(Values.of(_exact(one)[place] for one in estimates), quantile_type)
        found |= {
            f"median_{name}": numbers.median,
            f"q1_{name}": numbers.q1,
            f"q3_{name}": numbers.q3,
            f"mean_{name}": numbers.mean,
            f"min_{name}": numbers.minimum,
            f"max_{name}": numbers.maximum,
        }
    return found


def span_of(entry: Mapping[str, Any], own: Sequence[Number] | None = None) -> Span | None:
    """Return what was estimated about a statement as it is drawn; None where nobody did.

    `entry` is its result as plain values, `own` the reader's lowest, best and highest number.
    """
    ends = entry.get("estimates") or {}
    if entry["median"] is None or not ends:
        return None
    usual = float(ends["median_lowest"]), float(ends["median_highest"])
    lowest, best, highest = map(float, own) if own else (0.0, 0.0, 0.0)
    return Span(
        median=entry["median"],
        q1=entry["q1"],
        q3=entry["q3"],
        usual=usual,
        whole=(  # older results do not have the ends of all answers
            ends.get("min_lowest", min(entry["min"], usual[0])),
            ends.get("max_highest", max(entry["max"], usual[1])),
        ),
        own=(lowest, best, highest) if own else None,
    )


def _exact(one: Estimated) -> tuple[Fraction, Fraction, Fraction]:
    lowest, best, highest = (Fraction(value) for value in one)
    return lowest, best, highest
