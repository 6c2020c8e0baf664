"""What other tools for consensus got wrong, and this one must not.

Each test names a defect that was found in the code of a published tool, or a trap of the method.
"""

import json
from dataclasses import replace
from fractions import Fraction
from statistics import stdev

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from guidelines.consensus.commands import group
from guidelines.consensus.rules.analysis import analyse
from guidelines.consensus.rules.answers import Answer, OptOut
from guidelines.consensus.rules.ballots import Given
from guidelines.consensus.rules.presets import PRESETS, preset
from guidelines.consensus.rules.verdicts import Verdict, evaluate
from guidelines.errors import Invalid
from guidelines.stats.appropriateness import MedianConvention, spread
from guidelines.stats.quantiles import QUARTER, quantile
from guidelines.stats.tallies import Tally

COMPUTED = {Verdict.FOR, Verdict.AGAINST, Verdict.NEAR, Verdict.NONE}


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize(
    "answers",
    [
        [],
        [""] * 9,
        ["not-my-expertise"] * 9,
        ["unclear", "prefer-not", "skipped", "", "recused"],
    ],
)
def test_answered_but_without_a_rating_is_no_consensus(name, answers):
    """An item whose ratings were all empty had a range of 0 and was called agreed."""
    lines = [f"A,{i},{answer}" for i, answer in enumerate(answers)] or ["A,1,"]
    table = "\n".join(["statement,panelist,rating", *lines])
    done = CliRunner().invoke(group, ["analyse", "-", "--rule", name, "--json"], input=table)
    assert done.exit_code == 0, done.output
    [one] = json.loads(done.stdout)["statements"]
    assert one["verdict"] == "not-computable"
    for key in ("min", "q1", "median", "q3", "max", "iqr", "mean", "sd", "percent_in", "di"):
        assert one[key] is None, key
    for key in ("rand_class", "awmf_class", "disagreement", "agreement", "percent_out"):
        assert one[key] is None, key


@pytest.mark.parametrize("low", [1, 2, 3, 5])
def test_a_narrow_range_alone_is_no_agreement(low):
    """A low interquartile range counted at any place of the scale."""
    verdict = evaluate(preset("median-iqr"), [low] * 12).verdict
    assert verdict is (Verdict.AGAINST if low < 4 else Verdict.NONE)


def test_disagreement_of_three_quarters_is_not_agreement():
    """“At least 75 % agree or at least 75 % disagree” was one consensus."""
    assert evaluate(preset("agree-75"), [1] * 12).verdict is Verdict.AGAINST


def test_the_spread_is_of_the_30th_and_the_70th_percentile():
    """A public script computed IPRAS from the 10th and the 90th."""
    found = spread(Tally.of([1, 5, 5, 5, 5, 5, 5, 5, 9], 1, 9))
    assert (found.p30, found.p70, found.disagreement) == (5, 5, False)


def test_the_constant_is_two_point_three_five():
    """A published table prints 2.5."""
    assert spread(Tally.of([5] * 9, 1, 9)).ipras == Fraction("2.35")


@given(ratings=st.lists(st.integers(1, 9), min_size=2, max_size=30))
def test_the_deviation_is_that_of_a_sample(ratings):
    """SD was divided by n."""
    assert evaluate(preset("agree-75"), ratings).description.sd == pytest.approx(stdev(ratings))


def test_a_quartile_is_not_the_rating_at_n_by_4():
    """The quartile was the rating at floor(n / 4)."""
    assert quantile(Tally.of([1, 3, 5, 9], 1, 9), QUARTER) == Fraction(5, 2)


def test_a_rating_and_an_opt_out_cannot_be_one_answer():
    """In real data they stand side by side."""
    with pytest.raises(Invalid, match="not both"):
        Given(rating=9, code=OptOut.NOT_MY_EXPERTISE)


def test_cannot_judge_is_not_ten():
    """“Don't know” was stored as 10."""
    result = evaluate(preset("agree-75"), [9, 9, 9], [OptOut.NOT_MY_EXPERTISE])
    assert (result.description.maximum, result.description.mean, result.n) == (9, 9, 3)
    with pytest.raises(ValueError, match="10 is not on the scale"):
        evaluate(preset("agree-75"), [9, 10])


def test_one_rater_decides_nothing():
    for rule in PRESETS.values():
        best = rule.agreement.high
        assert evaluate(rule, [best]).verdict is Verdict.NOT_COMPUTABLE
        assert evaluate(rule, [best]).awmf_class is None


def test_a_vote_without_its_quorum_has_no_class():
    """“Strong consensus” stood beside a vote that was not valid."""
    rule = replace(preset("awmf"), quorum=Fraction(1, 2))
    few, enough = evaluate(rule, [1] * 9, n_eligible=20), evaluate(rule, [1] * 10, n_eligible=20)
    assert (few.verdict, few.awmf_class) == (Verdict.NOT_COMPUTABLE, None)
    assert (enough.verdict, enough.awmf_class) == (Verdict.FOR, "strong-consensus")


def test_stability_draws_no_verdict():
    """A round stops when ratings are stable, never because they agree; both are told apart."""
    answers = [Answer("A", str(p), 9, r) for p in range(6) for r in (1, 2)]
    document = analyse(preset("agree-75"), answers).document()
    assert document["stability"]["pooled"]["percent_unchanged"] == 100
    assert "verdict" not in json.dumps(document["stability"])
    split = [Answer("A", str(p), 1 + 8 * (p % 2), r) for p in range(6) for r in (1, 2)]
    other = analyse(preset("agree-75"), split)
    assert other.changes[0].stability.unchanged == 1
    assert other.statements[0].result.verdict is Verdict.NONE


def test_stability_is_of_the_same_people_only():
    before = [Answer("A", name, 1, 1) for name in "abc"]
    after = [Answer("A", name, 9, 2) for name in "xyz"]
    found = analyse(preset("agree-75"), [*before, *after])
    assert found.changes[0].stability.pairs == 0
    assert found.document()["stability"]["pooled"]["percent_unchanged"] is None


def test_a_median_between_two_thirds_is_printed_with_its_convention():
    ratings = [3, 4, 5, 6, 6, 7, 7, 8, 8, 9]
    for convention, verdict in (
        (MedianConvention.UPPER, Verdict.FOR),
        (MedianConvention.MIDDLE, Verdict.NONE),
    ):
        rule = replace(preset("rand-ucla-ipras"), median_convention=convention)
        result = evaluate(rule, ratings)
        assert (result.median, result.verdict) == (6.5, verdict)
        assert rule.document()["median_convention"] == convention


@given(
    ratings=st.lists(st.integers(1, 9), min_size=1, max_size=20),
    others=st.lists(st.sampled_from(list(OptOut)[:3]), max_size=8),
)
@pytest.mark.parametrize("name", ["agree-75", "comet-70-15", "aao-hnsf", "median-iqr"])
def test_who_cannot_judge_changes_no_result_unless_the_rule_counts_them(name, ratings, others):
    rule = preset(name)
    with_, without = evaluate(rule, ratings, others), evaluate(rule, ratings)
    assert with_.verdict is without.verdict
    assert with_.percent_in == without.percent_in
    assert (with_.verdict in COMPUTED) == (len(ratings) > 1)
