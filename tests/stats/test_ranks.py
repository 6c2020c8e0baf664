"""Our ranks and signed ranks against SciPy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata, wilcoxon

from guidelines.stats.ranks import mid_ranks, signed_rank, tie_term

whole_numbers = st.lists(st.integers(-8, 8), min_size=1, max_size=40).map(np.array)


@given(values=whole_numbers)
def test_mid_ranks(values):
    assert mid_ranks(values) == pytest.approx(rankdata(values))


@pytest.mark.parametrize(("values", "term"), [([1, 2, 3], 0), ([1, 1, 2], 6), ([4, 4, 4], 24)])
def test_tie_term(values, term):
    assert tie_term(np.array(values)) == term


@given(differences=whole_numbers.filter(lambda d: d.any()))
def test_signed_rank(differences):
    known = wilcoxon(differences, zero_method="wilcox", correction=False, method="asymptotic")
    statistic, p = signed_rank(differences)
    assert statistic == pytest.approx(known.statistic)
    assert p == pytest.approx(known.pvalue)


def test_nothing_changed():
    assert signed_rank(np.array([0, 0])) == (0.0, 1.0)
