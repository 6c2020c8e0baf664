"""RAND/UCLA: the panel-size table, IPRAS and medians between two regions."""

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.stats.appropriateness import (
    MedianConvention,
    RandClass,
    Region,
    Spread,
    classify,
    judge_by_table,
    panel_limits,
    region,
    spread,
)
from guidelines.stats.quantiles import median
from guidelines.stats.tallies import Tally
from tests.real_data import real_data


@pytest.mark.parametrize(
    ("raters", "most_outside", "each_end"),
    [(n, 2, 3) for n in (8, 9, 10)]
    + [(n, 3, 4) for n in (11, 12, 13)]
    + [(n, 4, 5) for n in (14, 15, 16)],
)
def test_table_as_printed(raters, most_outside, each_end):
    limits = panel_limits(raters)
    assert (limits.most_outside, limits.least_at_each_end) == (most_outside, each_end)


@pytest.mark.parametrize("raters", [0, 1, 7, 17, 60])
def test_table_refuses_other_panels(raters):
    with pytest.raises(ValueError, match=f"not for {raters}; use IPRAS"):
        panel_limits(raters)


@pytest.mark.parametrize(
    ("middle", "upper", "strict"),
    [
        ("3", Region.LOW, Region.LOW),
        ("3.5", Region.MIDDLE, Region.MIDDLE),
        ("6", Region.MIDDLE, Region.MIDDLE),
        ("6.5", Region.HIGH, Region.MIDDLE),
        ("7", Region.HIGH, Region.HIGH),
    ],
)
def test_region_of_a_median(middle, upper, strict):
    assert region(Fraction(middle), MedianConvention.UPPER) == upper
    assert region(Fraction(middle), MedianConvention.MIDDLE) == strict


def test_other_scales_are_refused():
    with pytest.raises(ValueError, match="scale from 1 to 9, not to 1 to 7"):
        spread(Tally.of([1, 7], 1, 7))
    with pytest.raises(ValueError, match="scale from 1 to 9"):
        judge_by_table(Tally.of([4] * 9, 1, 7))


def test_disagreement_makes_any_median_uncertain():
    assert classify(Fraction(9), disagreement=True) == RandClass.UNCERTAIN
    assert classify(Fraction(9), disagreement=False) == RandClass.APPROPRIATE
    assert classify(Fraction(1), disagreement=False) == RandClass.INAPPROPRIATE


def test_an_exact_tie_is_no_disagreement():
    tie = Spread(Fraction("3.825"), Fraction("6.175"))
    assert (tie.ipr, tie.ipras, tie.disagreement) == (tie.ipras, Fraction("2.35"), False)
    assert tie.index == 1


@given(ratings=st.lists(st.integers(1, 9), min_size=8, max_size=16))
def test_agreement_and_disagreement_exclude_each_other(ratings):
    judged = judge_by_table(Tally.of(ratings, 1, 9))
    assert not (judged.agreement and judged.disagreement)


@given(ratings=st.lists(st.integers(1, 9), min_size=8, max_size=16))
def test_mirrored_ratings_disagree_as_much(ratings):
    here = spread(Tally.of(ratings, 1, 9))
    there = spread(Tally.of([10 - r for r in ratings], 1, 9))
    assert (here.ipr, here.ipras) == (there.ipr, there.ipras)


def test_synthetic_vectors():
    cases = json.loads(real_data("delphi", "synthetic_ram_cases.json").read_text())
    assert len(cases) == 17
    for name, case in cases.items():
        tally = Tally.of([r for r in case["ratings"] if r is not None], 1, 9)
        for kind, key in ((7, "expected_type7"), (6, "expected_type6_quantiles")):
            expected, found = case[key], spread(tally, kind)
            if tally.n == 0:
                assert found is None
                continue
            assert float(found.p30) == pytest.approx(expected["p30"]), name
            assert float(found.p70) == pytest.approx(expected["p70"]), name
            assert float(found.ipr) == pytest.approx(expected["ipr"], abs=1e-9), name
            assert float(found.ipras) == pytest.approx(expected["ipras"]), name
            assert float(found.index) == pytest.approx(expected["di"], abs=1e-9), name
            assert found.disagreement == expected["ipras_disagreement"], name
        expected = case["expected_type7"]
        if tally.n == 0:
            continue
        assert float(median(tally)) == expected["median"]
        assert region(median(tally)) == expected["region_of_median"], name
        assert classify(median(tally), spread(tally).disagreement) == expected["class_by_ipras"]
        if expected["table_agreement"] is None:
            with pytest.raises(ValueError, match="use IPRAS"):
                judge_by_table(tally)
        else:
            judged = judge_by_table(tally)
            assert judged.agreement == expected["table_agreement"], name
            assert judged.disagreement == expected["table_disagreement"], name
