"""Quantiles by the definitions that statistical programs differ in, exact.

The types are those of Hyndman and Fan (The American Statistician 1996;50:361-365):
2 averages at steps (SAS), 6 is the habit of SPSS and Minitab, 7 of R and NumPy, 8 is
median-unbiased. On real panels the type changes verdicts, so it is always named. The
median is the same in all four.
"""

from fractions import Fraction
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
    rank, rest, steps = _place(n, p, kind)
    if kind == 2:
        low, high = (tally.ranked(one) for one in (max(rank, 1), min(rank + 1, n)))
        return Fraction(high) if rest or low == high else Fraction(low + high) / 2
    low = tally.ranked(rank)
    high = tally.ranked(rank + 1) if rest else low
    return Fraction(low) if low == high else Fraction(low * steps + rest * (high - low), steps)


def ranks_of(n: int, p: Fraction, kind: int = 7) -> tuple[int, ...]:
    """Return the ranks among `n` values on which a quantile hangs: one, or two neighbours."""
    rank, rest, _ = _place(n, p, kind)
    if kind == 2:
        both = (rank + 1,) if rest else (max(rank, 1), min(rank + 1, n))
    else:
        both = (rank, rank + 1) if rest else (rank,)
    return tuple(sorted(set(both)))


def _place(n: int, p: Fraction, kind: int) -> tuple[int, int, int]:
    """Return the rank below a quantile, and how many of so many steps lie above it."""
    part, whole = p.numerator, p.denominator
    above, steps = {
        2: (n * part, whole),
        6: ((n + 1) * part, whole),
        7: ((n - 1) * part + whole, whole),
        8: ((3 * n + 1) * part + whole, 3 * whole),
    }[kind]
    if kind != 2:
        above = min(max(above, steps), n * steps)
    rank, rest = divmod(above, steps)
    return rank, rest, steps


def median(tally: Ranked) -> Fraction | None:
    """Return the median: the mean of the two middle ratings where their number is even."""
    return quantile(tally, HALF)
