"""Ranks with ties, and Wilcoxon's tests on them: signed ranks and the rank sum of two groups.

Ours, because importing `scipy.stats` for them costs each process 70 MB and seconds of start;
the tests hold them against SciPy.
"""

from math import erfc, sqrt

import numpy as np
from numpy.typing import NDArray


def mid_ranks(values: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the ranks from 1 of whole numbers; ties share the mean of their ranks."""
    _, place, sizes = np.unique(values, return_inverse=True, return_counts=True)
    ranks: NDArray[np.float64] = (np.cumsum(sizes) - (sizes - 1) / 2)[place]
    return ranks


def tie_term(values: NDArray[np.int64]) -> int:
    """Return the sum of t³ - t over groups of t equal values."""
    _, sizes = np.unique(values, return_counts=True)
    return int((sizes.astype(np.int64) ** 3 - sizes).sum())


def signed_rank(differences: NDArray[np.int64]) -> tuple[float, float]:
    """Return Wilcoxon's statistic (the smaller rank sum) and its two-sided p.

    Zeros are dropped; normal approximation with correction for ties, none for continuity.
    Where nothing differs, the statistic is 0 and p is 1.
    """
    moved = differences[differences != 0]
    n = len(moved)
    if n == 0:
        return 0.0, 1.0
    sizes = np.abs(moved)
    smaller = float(min(mid_ranks(sizes)[moved > 0].sum(), mid_ranks(sizes)[moved < 0].sum()))
    expected = n * (n + 1) / 4
    variance = n * (n + 1) * (2 * n + 1) / 24 - tie_term(sizes) / 48
    return smaller, min(1.0, erfc((expected - smaller) / sqrt(2 * variance)))


def rank_sum(here: NDArray[np.int64], there: NDArray[np.int64]) -> tuple[float, float] | None:
    """Return the rank-sum statistic U of two groups of people and its two-sided p.

    Normal approximation with correction for ties, none for continuity; U counts the pairs in
    which the first group stands higher, ties by half. None where a group is empty or nothing
    differs.
    """
    n, m = len(here), len(there)
    both = np.concatenate([here, there])
    ties = tie_term(both)
    total = n + m
    if not n or not m or ties == total**3 - total:
        return None
    u = float(mid_ranks(both)[:n].sum()) - n * (n + 1) / 2
    variance = n * m / 12 * (total + 1 - ties / (total * (total - 1)))
    return u, min(1.0, erfc(abs(u - n * m / 2) / sqrt(2 * variance)))
