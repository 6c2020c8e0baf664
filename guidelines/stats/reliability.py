"""Coefficients of agreement between raters: reliability, never "consensus".

All take a table of counts (statements by scale points). Points nobody used count as
categories offered. Alpha comes from the `krippendorff` package; AC1 and AC2 follow Gwet,
Handbook of Inter-Rater Reliability, and British Journal of Mathematical and Statistical
Psychology 2008;61:29-48. On skewed panels the two differ wildly: compare neither with
the other.
"""

from enum import StrEnum
from typing import Literal

import krippendorff
import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]


Metric = Literal["nominal", "ordinal", "interval"]
"""How Krippendorff's alpha measures the distance of two ratings."""


METRICS: tuple[Metric, ...] = ("nominal", "ordinal", "interval")


class Weighting(StrEnum):
    """How much credit a near miss gets: none is AC1, the others are AC2."""

    IDENTITY = "identity"
    LINEAR = "linear"
    QUADRATIC = "quadratic"


def krippendorff_alpha(counts: Counts, lowest: int, metric: Metric) -> float | None:
    """Return alpha, or None where no statement has two ratings or nothing varies."""
    paired = counts[counts.sum(axis=1) >= 2]
    if (paired.sum(axis=0) > 0).sum() < 2:
        return None
    points = np.arange(lowest, lowest + counts.shape[1])
    return float(
        krippendorff.alpha(value_counts=paired, value_domain=points, level_of_measurement=metric)
    )


def weights(categories: int, weighting: Weighting) -> NDArray[np.float64]:
    """Return the matrix of credits between so many scale points (1 on the diagonal)."""
    if weighting is Weighting.IDENTITY or categories < 2:
        return np.eye(categories)
    steps = np.arange(categories)
    apart: NDArray[np.float64] = np.abs(steps[:, None] - steps[None, :]) / (categories - 1)
    return 1.0 - (apart if weighting is Weighting.LINEAR else apart**2)


def gwet_ac(counts: Counts, weighting: Weighting) -> float | None:
    """Return Gwet's AC1 (identity) or AC2, or None where no statement has two ratings."""
    per_item = counts.sum(axis=1)
    rated, paired = counts[per_item > 0], counts[per_item >= 2]
    categories = counts.shape[1]
    if not len(paired) or categories < 2:
        return None
    credit = weights(categories, weighting)
    n = paired.sum(axis=1)
    observed = float(((paired * (paired @ credit - 1)).sum(axis=1) / (n * (n - 1))).mean())
    prevalence = (rated / rated.sum(axis=1)[:, None]).mean(axis=0)
    spread = float((prevalence * (1 - prevalence)).sum())
    chance = float(credit.sum()) / (categories * (categories - 1)) * spread
    return float((observed - chance) / (1 - chance))
