"""From answers to a result: thresholds, denominators, classes, and never too much."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.definition import (
    BandName,
    Clause,
    Comparison,
    Denominator,
)
from guidelines.consensus.rules.presets import PRESETS, adapt, preset
from guidelines.consensus.rules.verdicts import Verdict, evaluate
from guidelines.stats.appropriateness import MedianConvention
from tests.real_data import real_data

AGREE_75, COMET, AWMF = preset("agree-75"), preset("comet-70-15"), preset("awmf")
SHARE_RULES = ["agree-75", "agree-80", "comet-70-15"]
nine_points = st.lists(st.integers(1, 9), max_size=30)


def strictly(limit: str):
    return replace(
        AGREE_75,
        name="strict",
        agreed_when=(Clause(BandName.AGREEMENT, Comparison.MORE_THAN, Fraction(limit)),),
    )


@pytest.mark.parametrize(
    ("rule", "ratings", "verdict"),
    [
        (AGREE_75, [9, 9, 9, 1], Verdict.FOR),  # 3/4 is at least 75 %
        (strictly("3/4"), [9, 9, 9, 1], Verdict.NONE),  # and not more than 75 %
        (strictly("95/100"), [9] * 19 + [1], Verdict.NONE),  # 19/20 is not more than 95 %
        (strictly("95/100"), [9] * 20 + [1], Verdict.FOR),
        (AGREE_75, [1, 2, 3, 9], Verdict.AGAINST),
        (AGREE_75, [5, 5, 5, 5], Verdict.NONE),
        (AGREE_75, [7, 7, 7, 6], Verdict.FOR),
        (COMET, [9] * 7 + [4] * 2 + [1], Verdict.FOR),  # exactly 70 %, 10 % below
        (COMET, [9] * 17 + [1] * 3, Verdict.NONE),  # 85 %, but 15 % is not fewer than 15 %
        (COMET, [9] * 18 + [1] * 2, Verdict.FOR),
        (COMET, [1] * 9 + [9], Verdict.AGAINST),
        (AWMF, [1, 1, 1, 0], Verdict.NONE),
        (AWMF, [1, 1, 1, 1, 0], Verdict.FOR),
        (AWMF, [0, 0, 0, 0, 1], Verdict.AGAINST),
    ],
)
def test_thresholds_are_exact(rule, ratings, verdict):
    assert evaluate(rule, ratings).verdict == verdict


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize(
    ("ratings", "opt_outs"),
    [
        ([], []),
        ([], [OptOut.NOT_MY_EXPERTISE] * 9),
        ([], [OptOut.RECUSED] * 3),
        ([1], []),
        ([1], [OptOut.UNCLEAR]),
    ],
)
def test_too_few_ratings_are_never_consensus(name, ratings, opt_outs):
    result = evaluate(preset(name), ratings, opt_outs, n_eligible=12)
    assert result.verdict is Verdict.NOT_COMPUTABLE
    assert result.reason
    if not ratings:
        for value in (
            result.median,
            result.q1,
            result.percent_in,
            result.percent_out,
            result.awmf_class,
            result.rand_class,
            result.disagreement,
            result.description.iqr,
        ):
            assert value is None


def test_everybody_is_counted_once():
    opt_outs = [OptOut.NOT_MY_EXPERTISE, OptOut.SKIPPED, OptOut.RECUSED, OptOut.NOT_MY_EXPERTISE]
    result = evaluate(AGREE_75, [9, 8, 7, 2], opt_outs, n_eligible=10)
    assert (result.n, result.n_opted_out, result.n_recused, result.n_missing) == (4, 3, 1, 3)
    assert result.opt_outs == {
        OptOut.NOT_MY_EXPERTISE: 2,
        OptOut.RECUSED: 1,
        OptOut.SKIPPED: 1,
    }
    assert (result.counts[9], result.counts[5]) == (1, 0)
    with pytest.raises(ValueError, match="7 answers of 6 eligible people"):
        evaluate(AGREE_75, [9, 8, 7, 2], opt_outs, n_eligible=6)


@pytest.mark.parametrize(
    ("denominator", "whole", "verdict"),
    [
        (Denominator.RATED, 4, Verdict.FOR),
        (Denominator.RATED_AND_OPTED_OUT, 5, Verdict.NONE),
        (Denominator.ELIGIBLE, 8, Verdict.NONE),
    ],
)
def test_the_denominator_decides_and_recused_people_are_in_none(denominator, whole, verdict):
    rule = adapt(AGREE_75, denominator=denominator)
    result = evaluate(rule, [9, 9, 9, 1], [OptOut.UNCLEAR, OptOut.RECUSED], n_eligible=8)
    assert (result.denominator, result.verdict) == (whole, verdict)
    assert result.percent_in == pytest.approx(300 / whole)


def test_no_share_without_a_rating_whatever_the_denominator():
    for denominator in Denominator:
        rule = adapt(AGREE_75, denominator=denominator)
        result = evaluate(rule, [], [OptOut.UNCLEAR] * 5, n_eligible=9)
        assert (result.percent_in, result.percent_out) == (None, None)
        assert result.verdict is Verdict.NOT_COMPUTABLE


def test_abstentions_are_not_counted_in_a_vote():
    result = evaluate(AWMF, [1] * 20 + [0], [OptOut.ABSTAIN] * 9)
    assert (result.denominator, result.awmf_class) == (21, "strong-consensus")
    assert not result.awmf_derived
    assert evaluate(AGREE_75, [9] * 21).awmf_derived
    strict = adapt(AWMF, denominator=Denominator.ELIGIBLE)
    result = evaluate(strict, [1] * 3, [OptOut.ABSTAIN] * 3)
    assert (result.awmf_class, result.verdict) == ("strong-consensus", Verdict.NONE)


def test_for_and_against_at_once_is_no_consensus():
    half = Clause(BandName.AGREEMENT, Comparison.AT_LEAST, Fraction(1, 2))
    rule = replace(
        AGREE_75,
        name="half",
        agreed_when=(half,),
        rejected_when=(replace(half, band=BandName.DISAGREEMENT),),
    )
    assert evaluate(rule, [1, 1, 9, 9]).verdict is Verdict.NONE
    assert evaluate(replace(rule, near_when=(half,)), [1, 1, 9, 9]).verdict is Verdict.NONE


def test_near_only_where_the_rule_defines_it():
    near = (Clause(BandName.AGREEMENT, Comparison.AT_LEAST, Fraction(65, 100)),)
    rule = replace(AGREE_75, name="with near", near_when=near)
    assert evaluate(rule, [9] * 7 + [5] * 3).verdict is Verdict.NEAR
    assert evaluate(rule, [9] * 8 + [5] * 2).verdict is Verdict.FOR
    assert evaluate(rule, [9] * 6 + [5] * 4).verdict is Verdict.NONE
    assert evaluate(AGREE_75, [9] * 7 + [5] * 3).verdict is Verdict.NONE


@pytest.mark.parametrize(
    ("convention", "rand_class", "verdict"),
    [
        (MedianConvention.UPPER, "appropriate", Verdict.FOR),
        (MedianConvention.MIDDLE, "uncertain", Verdict.NONE),
    ],
)
def test_a_median_between_regions_follows_the_rule(convention, rand_class, verdict):
    rule = replace(preset("rand-ucla"), median_convention=convention)
    result = evaluate(rule, [3, 4, 5, 6, 6, 7, 7, 8, 8, 9])
    assert (result.median, result.rand_class, result.verdict) == (6.5, rand_class, verdict)


def test_rand_by_table_refuses_other_panels():
    two_opted_out = evaluate(
        preset("rand-ucla"), [7, 7, 8, 8, 9, 9, 9], [OptOut.UNCLEAR] * 2, n_eligible=9
    )
    assert two_opted_out.verdict is Verdict.NOT_COMPUTABLE
    assert two_opted_out.rand_class is None
    assert "8 to 16 ratings; there are 7. Use RAND/UCLA with IPRAS" in str(two_opted_out.reason)


def test_disagreement_is_told_under_any_rule_that_has_nine_points():
    split = [1] * 10 + [9] * 10
    assert evaluate(preset("agree-75"), split).disagreement is True
    assert evaluate(preset("agree-75"), split).rand_class == "uncertain"
    assert evaluate(preset("agree-75"), [8] * 20).rand_class == "appropriate"
    assert evaluate(preset("rand-ucla"), split).disagreement is None
    assert evaluate(adapt(preset("agree-75"), scale=(1, 7)), [7] * 20).disagreement is None


def test_disagreement_of_a_panel_too_small_for_the_table_is_told_by_ipras():
    split = [1, 2, 6, 7, 8, 9, 9]
    for kind, disagreement, rand_class in ((7, False, "appropriate"), (6, True, "uncertain")):
        few = evaluate(adapt(preset("agree-75"), quantile_type=kind), split)
        assert (few.disagreement, few.rand_class) == (disagreement, rand_class)
        assert few.agreement is None
    assert evaluate(preset("rand-ucla"), split).disagreement is None
    assert evaluate(preset("agree-75"), [9]).disagreement is None


def test_uncertain_is_no_result_of_consensus():
    split = evaluate(preset("rand-ucla"), [1, 1, 1, 1, 9, 9, 9, 9, 9])
    assert (split.rand_class, split.disagreement, split.verdict) == (
        "uncertain",
        True,
        Verdict.NONE,
    )
    low = evaluate(preset("rand-ucla"), [1, 1, 2, 2, 2, 3, 3, 3, 5])
    assert (low.rand_class, low.verdict) == ("inappropriate", Verdict.AGAINST)


def test_rand_classes_of_the_synthetic_vectors():
    cases = json.loads(real_data("delphi", "synthetic_ram_cases.json").read_text())
    for name, case in cases.items():
        ratings = [r for r in case["ratings"] if r is not None]
        opt_outs = [OptOut.UNCLEAR] * (len(case["ratings"]) - len(ratings))
        known = case["expected_type7"]
        by_ipras = evaluate(preset("rand-ucla-ipras"), ratings, opt_outs)
        assert by_ipras.rand_class == known.get("class_by_ipras"), name
        assert by_ipras.disagreement == known.get("ipras_disagreement"), name
        by_table = evaluate(preset("rand-ucla"), ratings, opt_outs)
        assert by_table.agreement == known.get("table_agreement"), name
        assert by_table.disagreement == known.get("table_disagreement"), name
        assert (by_table.verdict is Verdict.NOT_COMPUTABLE) == (not 8 <= len(ratings) <= 16)


@given(ratings=nine_points, data=st.data())
@pytest.mark.parametrize("name", ["agree-75", "comet-70-15", "rand-ucla", "rand-ucla-ipras"])
def test_order_does_not_matter(name, ratings, data):
    shuffled = data.draw(st.permutations(ratings))
    assert evaluate(preset(name), ratings) == evaluate(preset(name), shuffled)


@given(ratings=nine_points.filter(len), data=st.data())
@pytest.mark.parametrize("name", SHARE_RULES)
def test_one_more_agreeing_voice_never_loses_agreement(name, ratings, data):
    rule = preset(name)
    changed = data.draw(st.integers(0, len(ratings) - 1))
    better = [9 if i == changed else r for i, r in enumerate(ratings)]
    if evaluate(rule, ratings).verdict is Verdict.FOR:
        assert evaluate(rule, better).verdict is Verdict.FOR
        assert evaluate(rule, [*ratings, 9]).verdict is Verdict.FOR
    if evaluate(rule, better).verdict is Verdict.AGAINST:
        assert evaluate(rule, ratings).verdict is Verdict.AGAINST


@given(ratings=nine_points)
@pytest.mark.parametrize("name", SHARE_RULES)
def test_the_mirror_of_consensus_for_is_consensus_against(name, ratings):
    mirror = {Verdict.FOR: Verdict.AGAINST, Verdict.AGAINST: Verdict.FOR}
    here = evaluate(preset(name), ratings).verdict
    there = evaluate(preset(name), [10 - r for r in ratings]).verdict
    assert there == mirror.get(here, here)


@given(inside=st.integers(0, 500), outside=st.integers(0, 500), limit=st.fractions(0, 1))
def test_a_limit_is_compared_as_whole_numbers(inside, outside, limit):
    whole = inside + outside
    clause = Clause(BandName.AGREEMENT, Comparison.AT_LEAST, limit)
    exact = whole > 0 and inside * limit.denominator >= whole * limit.numerator
    assert clause.holds(inside, whole) == exact
    assert replace(clause, comparison=Comparison.LESS_THAN).holds(inside, whole) == (
        whole > 0 and not exact
    )


@given(ratings=nine_points, opted_out=st.integers(0, 5), missing=st.integers(0, 5))
def test_a_wider_denominator_never_raises_a_share(ratings, opted_out, missing):
    shares = [
        evaluate(
            adapt(AGREE_75, denominator=denominator),
            ratings,
            [OptOut.PREFER_NOT] * opted_out,
            len(ratings) + opted_out + missing,
        ).percent_in
        or 0
        for denominator in Denominator
    ]
    assert shares == sorted(shares, reverse=True)
