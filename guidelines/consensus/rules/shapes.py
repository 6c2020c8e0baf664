"""Every shape of a distribution that a result can hang on, and how far one is from each.

A result by the median or by quantiles hangs on the values at a few ranks, one by the RAND/UCLA
table also on the counts in its thirds. Both are bounds on how many ratings lie at or below each
point, and the fewest changes to meet such bounds are found for all shapes at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import NDArray

from guidelines.consensus.rules.counting import Counted
from guidelines.consensus.rules.deciding import Verdict, decide
from guidelines.consensus.rules.definition import Method, Rule
from guidelines.stats.appropriateness import RandClass, classify, panel_limits
from guidelines.stats.quantiles import HALF, QUARTER, THREE_QUARTERS, ranks_of
from guidelines.stats.tallies import Tally

_P30, _P70 = Fraction(3, 10), Fraction(7, 10)
_Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Shapes:
    """Shapes as columns: the least and the most ratings at or below each point, the results."""

    least: _Counts
    most: _Counts
    verdicts: tuple[Verdict, ...]


@lru_cache(maxsize=256)
def by_quantiles(rule: Rule, n: int) -> Shapes:
    """Return the shapes of `n` ratings that differ in the quantiles the rule looks at."""
    rand = rule.method is Method.RAND_IPRAS
    wanted = (_P30, HALF, _P70) if rand else (QUARTER, HALF, THREE_QUARTERS)
    kinds = (rule.quantile_type, 7, rule.quantile_type)
    ranks = sorted(
        {r for p, kind in zip(wanted, kinds, strict=True) for r in ranks_of(n, p, kind)}
    )
    columns = np.array(list(combinations_with_replacement(rule.scale.points, len(ranks))))
    anybody = replace(rule, quorum=None)
    verdicts = tuple(
        decide(anybody, Counted(_filled(column, ranks, n, rule))).verdict
        for column in columns.tolist()
    )
    return Shapes(*_bounds(columns, ranks, n, rule), verdicts)


def _filled(values: Sequence[int], ranks: Sequence[int], n: int, rule: Rule) -> Tally:
    """Return one distribution of `n` ratings with these values at these ranks."""
    steps = np.minimum(np.searchsorted(ranks, np.arange(1, n + 1)), len(ranks) - 1)
    return Tally.of((values[step] for step in steps), rule.scale.lowest, rule.scale.highest)


def _bounds(columns: _Counts, ranks: Sequence[int], n: int, rule: Rule) -> tuple[_Counts, _Counts]:
    points = np.array(rule.scale.points)
    least = np.zeros((len(points), len(columns)), np.int64)
    most = np.full((len(points), len(columns)), n, np.int64)
    for place, rank in enumerate(ranks):
        reached = points[:, None] >= columns[None, :, place]
        least = np.where(reached, np.maximum(least, rank), least)
        most = np.where(reached, most, np.minimum(most, rank - 1))
    return least, most


@lru_cache(maxsize=64)
def by_table(rule: Rule, n: int) -> Shapes:
    """Return the shapes that differ in the median or in how many rate 1 to 3 and 7 to 9."""
    ranks = ranks_of(n, HALF)
    each_end = panel_limits(n).least_at_each_end
    columns, low, high, verdicts = [], [], [], []
    for values in combinations_with_replacement(rule.scale.points, len(ranks)):
        middle = Fraction(sum(values), len(values))
        for below in range(n + 1):
            for above in range(n - below + 1):
                apart = min(below, above) >= each_end
                columns.append(values)
                low.append(below)
                high.append(n - above)
                verdicts.append(_OF_CLASS[classify(middle, apart, rule.median_convention)])
    least, most = _bounds(np.array(columns), ranks, n, rule)
    for point, exactly in ((2, np.array(low)), (5, np.array(high))):
        least[point] = np.maximum(least[point], exactly)
        most[point] = np.minimum(most[point], exactly)
    return Shapes(least, most, tuple(verdicts))


_OF_CLASS = {
    RandClass.APPROPRIATE: Verdict.FOR,
    RandClass.INAPPROPRIATE: Verdict.AGAINST,
    RandClass.UNCERTAIN: Verdict.NONE,
}


def fewest_changes(counts: Sequence[int], least: _Counts, most: _Counts) -> _Counts:
    """Return for each shape the fewest ratings that must move to another point.

    `counts` are ratings per point. Point by point the cost of every number of ratings at or below
    it is carried on; more ratings than there are means that no distribution has the shape.
    """
    n, shapes = sum(counts), least.shape[1]
    never = 4 * n + 4
    below = np.arange(n + 1)[:, None]
    cost = np.full((n + 1, shapes), never, np.int64)
    cost[0] = 0
    for point, here in enumerate(counts):
        # Of `here` ratings as many are kept as the step upwards is wide; each other one moves.
        stepped = _least_of_last(cost + below, here + 1) - below + here
        cost = np.minimum.accumulate(stepped, axis=0)
        cost[(below < least[point]) | (below > most[point])] = never
        np.minimum(cost, never, out=cost)
    reached: _Counts = cost[n]
    return reached


def _least_of_last(values: _Counts, window: int) -> _Counts:
    """Return the least of each value and those before it, `window` of them in all."""
    found, size = values.copy(), 1
    while size < window and size < len(values):
        step = min(size, window - size)
        found[step:] = np.minimum(found[step:], found[:-step])
        size += step
    return found
