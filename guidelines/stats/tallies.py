"""How many people chose each point of a scale: all that a distribution has to say."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

UNRATED = np.iinfo(np.int16).min
"""Marks, in a matrix of ratings, the cell of a person who gave no rating."""


@dataclass(frozen=True)
class Tally:
    """Counts per point of a whole-number scale that starts at `lowest`."""

    lowest: int
    counts: tuple[int, ...]

    @classmethod
    def of(cls, ratings: Iterable[int], lowest: int, highest: int) -> "Tally":
        """Count `ratings`; one outside the scale raises ValueError."""
        counts = [0] * (highest - lowest + 1)
        for rating in ratings:
            if not lowest <= rating <= highest:
                raise ValueError(f"{rating} is not on the scale from {lowest} to {highest}")
            counts[rating - lowest] += 1
        return cls(lowest, tuple(counts))

    @cached_property
    def highest(self) -> int:
        """The last point of the scale."""
        return self.lowest + len(self.counts) - 1

    @property
    def points(self) -> range:
        """Every point of the scale, chosen or not."""
        return range(self.lowest, self.highest + 1)

    @cached_property
    def reached(self) -> tuple[int, ...]:
        """How many chose each point or a lower one."""
        return tuple(accumulate(self.counts))

    @cached_property
    def n(self) -> int:
        """How many people rated."""
        return self.reached[-1]

    def within(self, low: int, high: int) -> int:
        """Return how many chose a point from `low` to `high`, both included."""
        inside = slice(max(low - self.lowest, 0), max(high - self.lowest + 1, 0))
        return sum(self.counts[inside])

    def ranked(self, rank: int) -> int:
        """Return the rating at `rank` of the ratings in ascending order (the lowest is 1)."""
        if not 1 <= rank <= self.n:
            raise ValueError(f"there is no rating of rank {rank} among {self.n}")
        return self.lowest + bisect_left(self.reached, rank)

    def mean(self) -> Fraction | None:
        """Return the exact mean, or None without ratings."""
        return Fraction(self.total, self.n) if self.n else None

    def variance(self) -> Fraction | None:
        """Return the exact variance with n - 1, or None with fewer than two ratings."""
        n = self.n
        if n < 2:
            return None
        squares = sum(c * p * p for p, c in zip(self.points, self.counts, strict=True))
        return Fraction(n * squares - self.total**2, n * (n - 1))

    @cached_property
    def total(self) -> int:
        """The sum of all ratings."""
        return sum(c * p for p, c in zip(self.points, self.counts, strict=True))

    def outliers(self, distance: Fraction) -> int:
        """Return how many rated at least `distance` points away from the exact mean."""
        n, total = self.n, self.total
        far, whole = distance.numerator * n, distance.denominator
        return sum(
            count
            for point, count in zip(self.points, self.counts, strict=True)
            if abs(point * n - total) * whole >= far
        )


@dataclass(frozen=True)
class Values:
    """Numbers of any kind in ascending order, exact."""

    values: tuple[Fraction, ...]

    @classmethod
    def of(cls, values: Iterable[Fraction]) -> "Values":
        """Sort `values`."""
        return cls(tuple(sorted(values)))

    @property
    def n(self) -> int:
        """How many there are."""
        return len(self.values)

    def ranked(self, rank: int) -> Fraction:
        """Return the number at `rank` in ascending order (the lowest is 1)."""
        if not 1 <= rank <= self.n:
            raise ValueError(f"there is no number of rank {rank} among {self.n}")
        return self.values[rank - 1]

    def mean(self) -> Fraction | None:
        """Return the exact mean, or None without numbers."""
        return sum(self.values, Fraction(0)) / self.n if self.n else None

    def variance(self) -> Fraction | None:
        """Return the exact variance with n - 1, or None with fewer than two numbers."""
        mean = self.mean()
        if mean is None or self.n < 2:
            return None
        return sum(((one - mean) ** 2 for one in self.values), Fraction(0)) / (self.n - 1)


def tally_rows(ratings: NDArray[np.int16], lowest: int, highest: int) -> NDArray[np.int64]:
    """Count each row of a matrix (statements by people, `UNRATED` where nobody rated).

    Returns statements by scale points, in one pass over the matrix.
    """
    rows, width = ratings.shape[0], highest - lowest + 1
    counts = np.empty((rows, width), np.int64)
    for place, row in enumerate(ratings):
        chosen = row[row != UNRATED].astype(np.intp) - lowest
        if chosen.size and (chosen.min() < 0 or chosen.max() >= width):
            raise ValueError(f"a rating is not on the scale from {lowest} to {highest}")
        counts[place] = np.bincount(chosen, minlength=width)
    return counts
