"""How far coefficients of agreement reach: bootstrap intervals over the statements.

Statements are drawn anew with replacement, people are not: the interval says how far the
coefficient depends on which statements happened to be asked. Every drawing is computed at once
from what each statement adds; the formulas are those of `reliability`, which the tests hold them
against.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from guidelines.stats.reliability import Counts, Metric, Weighting, weights

SAMPLES, SEED, LEVEL = 1000, 20250101, 0.95
_Array = NDArray[np.float64]
_Interval = tuple[float, float]
_MOST_CELLS = 4_000_000


@dataclass(frozen=True)
class Drawings:
    """How often each statement is in each drawing: drawings by statements."""

    times: _Array

    @classmethod
    def of(cls, statements: int, samples: int = SAMPLES, seed: int = SEED) -> "Drawings":
        """Draw `statements` of as many, `samples` times; the same seed draws the same."""
        if not statements:
            return cls(np.zeros((samples, 0)))
        evenly = np.full(statements, 1 / statements)
        drawn = np.random.default_rng(seed).multinomial(statements, evenly, size=samples)
        return cls(drawn.astype(np.float64))


def alpha_interval(counts: Counts, metric: Metric, drawings: Drawings) -> _Interval | None:
    """Return the interval of Krippendorff's alpha, or None where it is not computable."""
    return _middle(alphas(counts, metric, drawings.times)) if _can_vary(counts) else None


def gwet_interval(counts: Counts, weighting: Weighting, drawings: Drawings) -> _Interval | None:
    """Return the interval of Gwet's AC1 or AC2, or None where it is not computable."""
    return _middle(gwets(counts, weighting, drawings.times)) if _can_vary(counts) else None


def _can_vary(counts: Counts) -> bool:
    """Whether two statements were rated twice: one alone is the same in every drawing."""
    return int((counts.sum(axis=1) >= 2).sum()) >= 2


def alphas(counts: Counts, metric: Metric, times: _Array) -> _Array:
    """Return alpha of each drawing; not a number where nothing varies in it."""
    per_item = counts.sum(axis=1)
    paired = counts * (per_item >= 2)[:, None]
    if not paired.any():
        return np.full(len(times), np.nan)
    before = np.maximum(per_item - 1, 1)
    points = counts.shape[1]
    pairs = paired[:, :, None] * (paired[:, None, :] - np.eye(points)) / before[:, None, None]
    flat = pairs.reshape(len(counts), points**2)
    found = [
        _alphas(times[start : start + step] @ flat, times[start : start + step] @ paired, metric)
        for step in [max(1, _MOST_CELLS // points**2)]
        for start in range(0, len(times), step)
    ]
    return np.concatenate(found) if found else np.empty(0)


def _alphas(observed: _Array, totals: _Array, metric: Metric) -> _Array:
    points = totals.shape[1]
    apart = _distances(totals, metric)
    n = totals.sum(axis=1)
    seen = (observed.reshape(-1, points, points) * apart).sum(axis=(1, 2))
    chance = (totals[:, :, None] * totals[:, None, :] * apart).sum(axis=(1, 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        alpha: _Array = 1 - (n - 1) * seen / chance
    alpha[chance == 0] = np.nan
    return alpha


def _distances(totals: _Array, metric: Metric) -> _Array:
    """Return the squared distances of points for each drawing; ordinal ones depend on it."""
    points = totals.shape[1]
    if metric == "nominal":
        return np.broadcast_to(1 - np.eye(points), (len(totals), points, points))
    if metric == "interval":
        steps = np.arange(points)
        apart = (steps[:, None] - steps[None, :]) ** 2.0
        return np.broadcast_to(apart, (len(totals), points, points))
    middles = np.cumsum(totals, axis=1) - totals / 2
    squared: _Array = (middles[:, :, None] - middles[:, None, :]) ** 2
    return squared


def gwets(counts: Counts, weighting: Weighting, times: _Array) -> _Array:
    """Return AC1 or AC2 of each drawing; not a number where nothing is rated twice in it."""
    categories = counts.shape[1]
    credit = weights(categories, weighting)
    n = counts.sum(axis=1)
    paired, rated = n >= 2, n >= 1
    agreed = (counts * (counts @ credit - 1)).sum(axis=1) / np.maximum(n * (n - 1), 1)
    shares = counts / np.maximum(n, 1)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        observed = times @ (agreed * paired) / (times @ paired.astype(float))
        prevalence = times @ (shares * rated[:, None]) / (times @ rated.astype(float))[:, None]
        spread = (prevalence * (1 - prevalence)).sum(axis=1)
        chance = credit.sum() / (categories * (categories - 1)) * spread
        found: _Array = (observed - chance) / (1 - chance)
    return found


def _middle(values: _Array) -> _Interval | None:
    """Return the ends of the middle part of the drawings that are computable."""
    known = values[np.isfinite(values)]
    if len(known) < 2:
        return None
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
