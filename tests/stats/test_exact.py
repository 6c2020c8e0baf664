"""Shares, strength and quantiles: what must be exact, is."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from guidelines.stats.descriptions import describe
from guidelines.stats.quantiles import TYPES, median, quantile
from guidelines.stats.shares import percent, printed, share
from guidelines.stats.strength import ConsensusStrength, dissent_tolerated, strength
from guidelines.stats.tallies import UNRATED, Tally, tally_rows

nine_points = st.lists(st.integers(1, 9), min_size=1, max_size=40)
NUMPY_NAME = {2: "averaged_inverted_cdf", 6: "weibull", 7: "linear", 8: "median_unbiased"}


def test_share_of_nobody_is_not_computable():
    assert share(0, 0) is None
    assert percent(share(0, 0)) is None
    assert percent(share(3, 4)) == 75.0
    with pytest.raises(ValueError, match="5 cannot be a part of 4"):
        share(5, 4)


@pytest.mark.parametrize(
    ("percentage", "shown"),
    [(6.25, 6.3), (31.25, 31.3), (200 / 3, 66.7), (74.96, 74.96), (75.04, 75.04), (100.0, 100.0)],
)
def test_a_half_is_printed_upwards_and_no_limit_is_crossed(percentage, shown):
    assert printed(percentage) == shown


@pytest.mark.parametrize(
    ("yes", "votes", "expected"),
    [
        (0, 0, None),
        (0, 9, ConsensusStrength.NONE),
        (5, 10, ConsensusStrength.NONE),  # exactly half is no majority
        (6, 10, ConsensusStrength.MAJORITY),
        (3, 4, ConsensusStrength.MAJORITY),  # exactly 75 % is not more than 75 %
        (4, 5, ConsensusStrength.CONSENSUS),
        (19, 20, ConsensusStrength.CONSENSUS),  # exactly 95 % is not more than 95 %
        (20, 20, ConsensusStrength.STRONG),
        (20, 21, ConsensusStrength.STRONG),
    ],
)
def test_strength_by_class(yes, votes, expected):
    assert strength(yes, votes) == expected


@pytest.mark.parametrize(
    ("votes", "needed"), [(5, 4), (10, 8), (12, 10), (15, 12), (20, 16), (25, 19), (30, 23)]
)
def test_least_votes_for_consensus(votes, needed):
    assert votes - dissent_tolerated(votes)[ConsensusStrength.CONSENSUS] == needed


@given(votes=st.integers(1, 400))
def test_dissent_tolerated_is_the_edge_of_each_class(votes):
    order = list(ConsensusStrength)
    for name, most in dissent_tolerated(votes).items():
        assert most is not None
        assert order.index(strength(votes - most, votes)) <= order.index(name)
        assert order.index(strength(votes - most - 1, votes)) > order.index(name)


def test_twenty_or_fewer_reach_strong_consensus_only_unanimously():
    strong = [dissent_tolerated(n)[ConsensusStrength.STRONG] for n in (8, 20, 21, 41)]
    assert strong == [0, 0, 1, 2]


@given(ratings=nine_points, p=st.sampled_from([0.1, 0.25, 0.3, 0.5, 0.7, 0.75, 1.0]))
@pytest.mark.parametrize("kind", TYPES)
def test_quantile_equals_numpy(kind, ratings, p):
    steps = len(ratings) * Fraction(str(p))
    assume(len(ratings) * p == steps or steps.denominator != 1)  # where floats hit the step
    exact = quantile(Tally.of(ratings, 1, 9), Fraction(str(p)), kind)
    assert float(exact) == pytest.approx(np.quantile(ratings, p, method=NUMPY_NAME[kind]))


@given(ratings=nine_points)
def test_median_is_the_same_by_every_type(ratings):
    tally = Tally.of(ratings, 1, 9)
    assert {quantile(tally, Fraction(1, 2), kind) for kind in TYPES} == {median(tally)}


def test_quantile_refuses_what_it_does_not_know():
    tally = Tally.of([1, 2], 1, 9)
    with pytest.raises(ValueError, match="quantile type 5"):
        quantile(tally, Fraction(1, 4), 5)
    with pytest.raises(ValueError, match="between 0 and 1"):
        quantile(tally, Fraction(30), 7)


def test_interpercentile_range_depends_on_the_type():
    tally = Tally.of([1, 2, 6, 7, 8, 9, 9], 1, 9)
    p30, p70 = Fraction(3, 10), Fraction(7, 10)
    assert quantile(tally, p70, 7) - quantile(tally, p30, 7) == 3
    assert quantile(tally, p70, 6) - quantile(tally, p30, 6) == 5


def test_no_ratings_is_not_computable():
    empty = describe(Tally.of([], 1, 9))
    assert (empty.n, empty.median, empty.iqr, empty.mean, empty.sd) == (0, None, None, None, None)
    assert (empty.minimum, empty.maximum) == (None, None)


def test_one_rating_has_no_spread():
    one = describe(Tally.of([7], 1, 9))
    assert (one.n, one.median, one.iqr, one.mean, one.sd) == (1, 7.0, 0.0, 7.0, None)


@given(ratings=nine_points.filter(lambda r: len(r) > 1), data=st.data())
def test_description_equals_numpy_in_any_order(ratings, data):
    found = describe(Tally.of(data.draw(st.permutations(ratings)), 1, 9))
    assert found.mean == pytest.approx(np.mean(ratings))
    assert found.sd == pytest.approx(np.std(ratings, ddof=1))
    assert (found.minimum, found.maximum) == (min(ratings), max(ratings))
    assert found.q1 == pytest.approx(np.quantile(ratings, 0.25))


def test_rating_off_the_scale_is_refused():
    with pytest.raises(ValueError, match="8 is not on the scale from 1 to 7"):
        Tally.of([8], 1, 7)
    with pytest.raises(ValueError, match="scale from 1 to 7"):
        tally_rows(np.array([[8]], dtype=np.int16), 1, 7)


@given(
    rows=st.lists(
        st.lists(st.sampled_from([UNRATED, *range(1, 8)]), min_size=4, max_size=4), min_size=1
    )
)
def test_a_matrix_is_counted_as_its_rows_are(rows):
    counts = tally_rows(np.array(rows, dtype=np.int16), 1, 7)
    for row, counted in zip(rows, counts, strict=True):
        assert Tally.of([r for r in row if r != UNRATED], 1, 7).counts == tuple(counted)
