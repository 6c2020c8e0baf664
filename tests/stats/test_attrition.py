"""Who came back, and whether those who left had rated otherwise."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from guidelines.stats.attrition import leaving, turnout
from guidelines.stats.ranks import rank_sum
from guidelines.stats.stability import redistributed, stability
from guidelines.stats.tallies import UNRATED
from tests.stats.real_ratings import two_stages

groups = st.lists(st.integers(1, 9), min_size=1, max_size=15)


def test_a_published_panel():
    """ACCORD: 72 recruited, then 58, 54 and 51 (Gattrell et al., PLoS Med 2024)."""
    came = [[str(i) for i in range(n)] for n in (58, 54, 51)]
    found = turnout([72, 72, 72], came)
    assert [one.response for one in found] == [
        Fraction(58, 72),
        Fraction(54, 72),
        Fraction(51, 72),
    ]
    assert [one.retained for one in found] == [58, 54, 51]
    assert found[2].retention == Fraction(51, 58)


def test_a_late_joiner_is_no_returner():
    first, second = turnout([3, 3], [["a", "b"], ["b", "c", "c"]])
    assert (first.retained, second.answered, second.retained) == (2, 2, 1)
    assert turnout([], []) == []
    assert turnout([0], [[]])[0].response is None


@given(here=groups, there=groups)
def test_the_rank_sum_is_that_of_scipy(here, there):
    found = rank_sum(np.array(here), np.array(there))
    if len(set(here) | set(there)) == 1:
        assert found is None
        return
    known = mannwhitneyu(here, there, use_continuity=False, method="asymptotic")
    assert found == pytest.approx((known.statistic, known.pvalue), abs=1e-9)


def test_leavers_beside_stayers():
    before = np.array([[9, 9, 1, 2], [5, UNRATED, UNRATED, 5]], dtype=np.int16)
    stayed = np.array([True, True, False, False])
    first, second = leaving(before, stayed)
    assert (first.leavers, first.stayers, first.median_leavers, first.mean_stayers) == (
        2,
        2,
        1.5,
        9,
    )
    assert 0 < first.p < 0.2
    assert (second.leavers, second.stayers, second.p) == (1, 1, None)
    [alone] = leaving(before[:1], np.array([True] * 4))
    assert (alone.median_leavers, alone.mean_leavers, alone.p) == (None, None, None)


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ([1, 2, 3], [1, 2, 3], Fraction(0)),
        ([4, 0, 0], [0, 0, 4], Fraction(1)),
        ([3, 1, 0], [2, 1, 1], Fraction(1, 4)),
        ([2, 2], [1, 1], Fraction(0)),  # fewer people, the same distribution
        ([0, 0], [1, 1], None),
    ],
)
def test_how_much_of_a_distribution_moves(before, after, moved):
    assert redistributed(before, after) == moved


@given(pairs=st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=1, max_size=20))
def test_a_distribution_moves_no_more_than_its_people(pairs):
    before, after = (np.array(side, dtype=np.int16) for side in zip(*pairs, strict=True))
    found = stability(before, after, 1, 9)
    assert found.redistributed <= 1 - found.unchanged
    assert found.movement == Fraction(int(after.sum() - before.sum()), len(pairs))
    back = stability(after, before, 1, 9)
    assert back.redistributed == found.redistributed
    assert back.movement == -found.movement


def test_a_real_panel_moves_less_than_its_people():
    _, before, after = two_stages("Zukunft")
    found = stability(before.ravel(), after.ravel(), 1, 7)
    assert float(found.unchanged) == pytest.approx(0.4214285714)
    assert float(found.redistributed) < 0.15 < 1 - float(found.unchanged)
