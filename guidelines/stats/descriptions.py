"""What a set of ratings of one statement looks like, in the usual numbers."""

from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from guidelines.stats.quantiles import QUARTER, THREE_QUARTERS, median, quantile
from guidelines.stats.tallies import Tally, Values


@dataclass(frozen=True)
class Description:
    """The numbers of one distribution; None is "not computable", which is never 0.

    All in points of the scale; `sd` is that of a sample (n - 1).
    """

    n: int
    minimum: float | None
    q1: float | None
    median: float | None
    q3: float | None
    maximum: float | None
    iqr: float | None
    mean: float | None
    sd: float | None


def describe(tally: Tally | Values, quantile_type: int = 7) -> Description:
    """Describe a distribution; the quartiles by the named type of quantile."""
    n, variance = tally.n, tally.variance()
    q1 = quantile(tally, QUARTER, quantile_type)
    q3 = quantile(tally, THREE_QUARTERS, quantile_type)
    return Description(
        n=n,
        minimum=plain(tally.ranked(1)) if n else None,
        q1=number(q1),
        median=number(median(tally)),
        q3=number(q3),
        maximum=plain(tally.ranked(n)) if n else None,
        iqr=None if q1 is None or q3 is None else float(q3 - q1),
        mean=number(tally.mean()),
        sd=None if variance is None else sqrt(variance),
    )


def number(value: Fraction | None) -> float | None:
    """Return an exact number as the nearest float; None stays None."""
    return None if value is None else float(value)


def plain(value: int | Fraction) -> float:
    """Return a whole number as one, any other as the nearest float."""
    return int(value) if value == int(value) else float(value)
