"""How far the same people changed their ratings of the same wording between two rounds.

Stability and consensus are two questions. A large p of the Wilcoxon test is no evidence
of stability, and cut-offs for a change of the coefficient of variation differ between
papers: these numbers are shown, no verdict is drawn from them here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from guidelines.stats.ranks import signed_rank
from guidelines.stats.reliability import Weighting, weights
from guidelines.stats.shares import share


@dataclass(frozen=True)
class Stability:
    """Pairs of ratings compared; None is "not computable"."""

    pairs: int
    unchanged: Fraction | None
    within_one: Fraction | None
    changed: int
    movement: Fraction | None
    """The later mean minus the earlier one, in points of the scale."""
    redistributed: Fraction | None
    """How much of the earlier distribution must move to give the later one, whoever moved; less
    than 15 % is called stable by Scheibe, Skutsch and Schofer, 1975."""
    wilcoxon_statistic: float | None
    wilcoxon_p: float | None
    kappa: float | None
    kappa_linear: float | None
    kappa_quadratic: float | None
    cv_before: float | None
    cv_after: float | None

    @property
    def cv_change(self) -> float | None:
        """The later coefficient of variation minus the earlier one."""
        if self.cv_before is None or self.cv_after is None:
            return None
        return self.cv_after - self.cv_before


def stability(
    before: NDArray[np.int16], after: NDArray[np.int16], lowest: int, highest: int
) -> Stability:
    """Compare two rounds; position i of both is the same person and statement.

    Kappa takes every point of the scale as a category. Wilcoxon drops the unchanged pairs
    and uses the normal approximation without a continuity correction; where nothing
    changed its p is 1.
    """
    if before.shape != after.shape or before.ndim != 1:
        raise ValueError("both rounds need one rating for each pair")
    first, second = before.astype(np.int64), after.astype(np.int64)
    apart = np.abs(second - first)
    pairs, changed = len(apart), int((apart > 0).sum())
    statistic, p = signed_rank(second - first) if pairs else (None, None)
    table = np.zeros((highest - lowest + 1,) * 2, dtype=np.int64)
    np.add.at(table, (first - lowest, second - lowest), 1)
    return Stability(
        pairs=pairs,
        unchanged=share(pairs - changed, pairs),
        within_one=share(int((apart <= 1).sum()), pairs),
        changed=changed,
        movement=Fraction(int((second - first).sum()), pairs) if pairs else None,
        redistributed=redistributed(table.sum(axis=1).tolist(), table.sum(axis=0).tolist()),
        wilcoxon_statistic=statistic,
        wilcoxon_p=p,
        kappa=_kappa(table, Weighting.IDENTITY),
        kappa_linear=_kappa(table, Weighting.LINEAR),
        kappa_quadratic=_kappa(table, Weighting.QUADRATIC),
        cv_before=variation(first),
        cv_after=variation(second),
    )


@dataclass(frozen=True)
class Revision:
    """Estimates of the same people compared, in the unit they were given in."""

    pairs: int
    unchanged: Fraction | None
    mean_change: float | None
    """How far an estimate moved on average, up or down."""


def revision(before: Sequence[Fraction], after: Sequence[Fraction]) -> Revision:
    """Compare two rounds of estimates; position i of both is the same person and statement."""
    if len(before) != len(after):
        raise ValueError("both rounds need one estimate for each pair")
    apart = [abs(new - old) for old, new in zip(before, after, strict=True)]
    return Revision(
        pairs=len(apart),
        unchanged=share(apart.count(Fraction(0)), len(apart)),
        mean_change=float(sum(apart, Fraction(0)) / len(apart)) if apart else None,
    )


def redistributed(before: Sequence[int], after: Sequence[int]) -> Fraction | None:
    """Return how much of one distribution must move to give the other, from 0 to 1, exact.

    Counts per point of the same scale; the two may have different totals. None where one of them
    is of nobody.
    """
    n, m = sum(before), sum(after)
    if not n or not m:
        return None
    apart = (abs(Fraction(a, n) - Fraction(b, m)) for a, b in zip(before, after, strict=True))
    return sum(apart, Fraction(0)) / 2


def variation(ratings: NDArray[np.int64]) -> float | None:
    """Return the coefficient of variation, SD (n - 1) by mean; None where there is none."""
    if len(ratings) < 2 or ratings.mean() == 0:
        return None
    return float(ratings.std(ddof=1) / ratings.mean())


def _kappa(table: NDArray[np.int64], weighting: Weighting) -> float | None:
    n = int(table.sum())
    if not n:
        return None
    loss = 1 - weights(len(table), weighting)
    by_chance = np.outer(table.sum(axis=1), table.sum(axis=0)) / n
    expected = float((loss * by_chance).sum())
    return 1 - float((loss * table).sum()) / expected if expected else None
