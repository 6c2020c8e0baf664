"""Small published tables, so that the numbers mean something on every machine.

Scores of trauma audit filters: Berg et al., BMJ Open 2022;12:e059948, CC BY 4.0.
Ratings before and after deliberation: deliberr, copyright deliberr authors, MIT licence.
Reliability data with known alpha: the worked example of Krippendorff, Computing
Krippendorff's Alpha-Reliability, 2011. Two raters with known AC1: Gwet, 2002.
"""

import numpy as np
import pytest
from scipy.stats import friedmanchisquare

from guidelines.stats.concordance import concordance
from guidelines.stats.descriptions import describe
from guidelines.stats.reliability import Weighting, gwet_ac, krippendorff_alpha
from guidelines.stats.stability import stability
from guidelines.stats.tallies import UNRATED, Tally, tally_rows

BEFORE = np.array(
    [
        [1, 1, 3, 2, 2, 2, 1, 2],
        [7, 7, 5, 6, 7, 6, 7, 7],
        [7, 7, 5, 7, 5, 5, 7, 7],
        [1, 2, 4, 2, 2, 3, 1, 2],
    ],
    dtype=np.int16,
)
AFTER_FIRST = np.array([1, 1, 2, 1, 1, 2, 1, 1], dtype=np.int16)
__ = UNRATED


@pytest.mark.parametrize(
    ("scores", "median"),
    [
        ([8, 6, 2, 7, 10, 5, 5, 10, 5, 8], 6.5),
        ([1, 7, 4, 5, 5, 10, 10, 10, 4, 6], 5.5),
        ([2, 5, 10, 5, 7, 5, 5, 8], 5.0),
        ([10, 10, 10, 6, 10, 10, 6, 9, 9], 10.0),
    ],
)
def test_medians_of_trauma_audit_filters(scores, median):
    assert describe(Tally.of(scores, 1, 10)).median == median


def test_stability_of_one_statement():
    found = stability(BEFORE[0], AFTER_FIRST, 1, 7)
    assert (found.pairs, found.changed, float(found.unchanged), float(found.within_one)) == (
        8,
        4,
        0.5,
        1.0,
    )
    assert (found.wilcoxon_statistic, found.wilcoxon_p) == (0, pytest.approx(0.0455002639))
    assert found.kappa == pytest.approx(0.1578947368)
    assert found.kappa_linear == pytest.approx(0.2727272727)
    assert found.kappa_quadratic == pytest.approx(0.4285714286)
    assert found.cv_change == pytest.approx(-0.03373297791)
    assert describe(Tally.of(map(int, AFTER_FIRST), 1, 7)).iqr == 0.25


def test_concordance_equals_friedman():
    found = concordance(BEFORE)
    assert found.chi2 == pytest.approx(friedmanchisquare(*BEFORE).statistic)
    assert found.w == pytest.approx(found.chi2 / (8 * 3))
    assert found.w_uncorrected < found.w < 1


FOUR_RATERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, __, __, __],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, __, 3],
    [__, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, __],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, __],
]
"""Twelve units, four raters, seven cells empty: the example of Krippendorff and of Gwet."""


@pytest.mark.parametrize(
    ("metric", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_alpha_of_the_worked_example(metric, alpha):
    counts = tally_rows(np.array(FOUR_RATERS, dtype=np.int16).T, 1, 5)
    assert krippendorff_alpha(counts, 1, metric) == pytest.approx(alpha, abs=5e-4)


def test_ac1_of_the_paradox_of_kappa():
    counts = np.array([[2, 0]] * 118 + [[1, 1]] * 7)
    assert gwet_ac(counts, Weighting.IDENTITY) == pytest.approx(0.9408, abs=5e-5)


def test_ac1_where_ratings_are_missing():
    """Gwet, Handbook of Inter-Rater Reliability, 2014, the example of four raters."""
    counts = tally_rows(np.array(FOUR_RATERS, dtype=np.int16).T, 1, 5)
    assert gwet_ac(counts, Weighting.IDENTITY) == pytest.approx(0.77544, abs=5e-6)
