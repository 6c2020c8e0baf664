"""Quantiles by the definitions that statistical programs differ in, exact.

The types are those of Hyndman and Fan (The American Statistician 1996;50:361-365):
2 averages at steps (SAS), 6 is the habit of SPSS and Minitab, 7 of R and NumPy, 8 is
median-unbiased. On real panels the type changes verdicts, so it is always named. The
median is the same in all four.
"""

from fractions import Fraction
from math import floor
from typing import Protocol

TYPES = (2, 6, 7, 8)
QUARTER, HALF, THREE_QUARTERS = Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)


class Ranked(Protocol):
    """Values in ascending order: a tally of ratings, or numbers of any kind."""

    @property
    def n(self) -> int:
        """How many there are."""
        ...

    def ranked(self, rank: int) -> int | Fraction:
        """Return the value at `rank` in ascending order (the lowest is 1)."""
        ...


def quantile(tally: Ranked, p: Fraction, kind: int = 7) -> Fraction | None:
    """Return the exact `p` quantile of the ratings by type `kind`; None without ratings."""
    n = tally.n
    if kind not in TYPES:
        raise ValueError(f"quantile type {kind} is not one of {TYPES}")
    if not 0 <= p <= 1:
        raise ValueError(f"{p} is not between 0 and 1")
    if n == 0:
        return None
    if kind == 2:
        return _averaged_at_steps(tally, p)
    place = {
        6: (n + 1) * p,
        7: (n - 1) * p + 1,
        8: (n + Fraction(1, 3)) * p + Fraction(1, 3),
    }[kind]
    place = min(max(place, Fraction(1)), Fraction(n))
    below = floor(place)
    low = tally.ranked(below)
    high = tally.ranked(min(below + 1, n))
    return Fraction(low + (place - below) * (high - low))


def _averaged_at_steps(tally: Ranked, p: Fraction) -> Fraction:
    n, place = tally.n, tally.n * p
    rank = floor(place)
    if rank != place:
        return Fraction(tally.ranked(rank + 1))
    return Fraction(tally.ranked(max(rank, 1)) + tally.ranked(min(rank + 1, n))) / 2


def median(tally: Ranked) -> Fraction | None:
    """Return the median: the mean of the two middle ratings where their number is even."""
    return quantile(tally, HALF)
