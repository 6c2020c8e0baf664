"""Bootstrap intervals: the formulas agree with the coefficients themselves, the seed holds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelines.stats.reliability import METRICS, Weighting, gwet_ac, krippendorff_alpha
from guidelines.stats.resampling import (
    Drawings,
    alpha_interval,
    alphas,
    gwet_interval,
    gwets,
)
from guidelines.stats.tallies import tally_rows
from tests.stats.real_ratings import enlight

tables = st.lists(st.lists(st.integers(0, 6), min_size=5, max_size=5), min_size=2, max_size=8).map(
    np.array
)


@settings(deadline=None)
@given(counts=tables)
def test_drawing_every_statement_once_gives_the_coefficient(counts):
    once = np.ones((1, len(counts)))
    for metric in METRICS:
        known = krippendorff_alpha(counts, 1, metric)
        found = alphas(counts, metric, once)[0]
        assert np.isnan(found) if known is None else found == pytest.approx(known, abs=1e-9)
    for weighting in Weighting:
        known = gwet_ac(counts, weighting)
        found = gwets(counts, weighting, once)[0]
        if known is not None and np.isfinite(known):
            assert found == pytest.approx(known, abs=1e-9)


@settings(deadline=None)
@given(counts=tables)
def test_drawing_a_statement_twice_is_having_it_twice(counts):
    times = np.ones((1, len(counts)))
    times[0, 0] = 2
    longer = np.vstack([counts, counts[:1]])
    for metric in METRICS:
        known = krippendorff_alpha(longer, 1, metric)
        found = alphas(counts, metric, times)[0]
        assert np.isnan(found) if known is None else found == pytest.approx(known, abs=1e-9)


def test_the_seed_decides_and_the_level_holds():
    counts = np.array([[0, 1, 5, 3, 2], [4, 4, 1, 0, 0], [0, 0, 2, 6, 1], [3, 3, 3, 1, 0]])
    first, again = (alpha_interval(counts, "ordinal", Drawings.of(len(counts))) for _ in range(2))
    other = alpha_interval(counts, "ordinal", Drawings.of(len(counts), seed=7))
    assert first == again != other
    assert first[0] < krippendorff_alpha(counts, 1, "ordinal") < first[1]


@pytest.mark.parametrize(
    "counts",
    [
        np.zeros((0, 5), int),
        np.zeros((3, 5), int),
        np.eye(5, dtype=int),
        np.array([[3, 1, 0, 0, 5]]),
        np.array([[3, 1, 0, 0, 5], [0, 0, 0, 1, 0]]),
    ],
)
def test_nothing_to_draw_has_no_interval(counts):
    drawings = Drawings.of(len(counts))
    assert alpha_interval(counts, "interval", drawings) is None
    assert gwet_interval(counts, Weighting.LINEAR, drawings) is None


def test_real_intervals_hold_the_coefficients():
    counts = tally_rows(enlight()[1], 1, 7)
    drawings = Drawings.of(len(counts))
    for metric in METRICS:
        low, high = alpha_interval(counts, metric, drawings)
        assert low < krippendorff_alpha(counts, 1, metric) < high
    low, high = gwet_interval(counts, Weighting.QUADRATIC, drawings)
    assert low < 0.7314 < high < 0.8
