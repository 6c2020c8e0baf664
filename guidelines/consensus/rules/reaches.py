"""How far coefficients of agreement reach: bootstrap intervals, each by its coefficient."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from guidelines.consensus.rules.definition import Rule
from guidelines.stats.reliability import METRICS, Weighting
from guidelines.stats.resampling import Drawings, alpha_interval, gwet_interval

GWET_NAMES = {
    Weighting.IDENTITY: "gwet_ac1",
    Weighting.LINEAR: "gwet_ac2_linear",
    Weighting.QUADRATIC: "gwet_ac2_quadratic",
}
Reaches = Mapping[str, tuple[float, float] | None]


def reaches(counts: NDArray[np.int64]) -> Reaches:
    """Return the intervals of alpha and AC; `counts` are statements by points of the scale."""
    drawings = Drawings.of(len(counts))
    return {
        **{f"krippendorff_alpha_{m}": alpha_interval(counts, m, drawings) for m in METRICS},
        **{name: gwet_interval(counts, w, drawings) for w, name in GWET_NAMES.items()},
    }


def reaches_of(rule: Rule, results: Mapping[str, Any]) -> Reaches:
    """Return the intervals for a closed round: they need only the published counts.

    Nothing where the round has no coefficients, as where hands were counted.
    """
    if not results.get("reliability"):
        return {}
    points = [str(point) for point in rule.scale.points]
    rows = [[one["counts"].get(point, 0) for point in points] for one in results["statements"]]
    return reaches(np.array(rows, dtype=np.int64))
