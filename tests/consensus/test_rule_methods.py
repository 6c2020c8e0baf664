"""Each way of deciding, with the edge cases at which they differ."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.clauses import (
    BandName,
    Clause,
    Comparison,
    GroupClause,
    Groups,
    Outcome,
)
from guidelines.consensus.rules.counting import Counted
from guidelines.consensus.rules.deciding import majorities
from guidelines.consensus.rules.definition import Band, Rule, Scale
from guidelines.consensus.rules.policies import Method
from guidelines.consensus.rules.presets import PRESETS, preset
from guidelines.consensus.rules.scales import Dimension
from guidelines.consensus.rules.starters import starter
from guidelines.consensus.rules.verdicts import (
    Verdict,
    evaluate,
    evaluate_all,
    evaluate_estimates,
    evaluate_one,
)
from guidelines.stats.appropriateness import MedianConvention
from guidelines.stats.tallies import Tally

AAO, MEDIAN, APMO, GRID = (
    preset(name) for name in ("aao-hnsf", "median-iqr", "apmo", "grade-grid")
)
COMET, PER_GROUP = preset("comet-70-15"), preset("comet-70-15-groups")
nine_points = st.lists(st.integers(1, 9), max_size=25)
FOR, AGAINST, NEAR, NONE, NOT = (
    Verdict.FOR, Verdict.AGAINST, Verdict.NEAR, Verdict.NONE, Verdict.NOT_COMPUTABLE
)  # fmt: skip


def counted(*ratings: int, rule: Rule = COMET, **rest) -> Counted:
    return Counted(Tally.of(ratings, rule.scale.lowest, rule.scale.highest), **rest)


@pytest.mark.parametrize(
    ("ratings", "outliers", "verdict"),
    [
        ([7] * 9, 0, FOR),
        ([7] * 8 + [9, 5], 2, NEAR),  # mean exactly 7, but two outliers
        ([7] * 9 + [9], 0, FOR),  # mean 7.2: 9 is 1.8 away, and no outlier
        ([7, 7, 7, 7, 7, 7, 9, 5], 2, NEAR),
        ([8] * 9 + [1], 1, FOR),  # mean 7.3, one outlier
        ([8] * 8 + [1, 1], 2, NEAR),  # mean 6.6, two outliers
        ([8] * 7 + [1, 1, 1], 10, NONE),  # mean 5.9: now everybody is one
        ([6, 7], 0, NEAR),  # mean exactly 6.5
        ([6, 6, 7], 0, NONE),
        ([5, 9], 2, NEAR),  # mean 7, both exactly 2 away
        ([1] * 9, 0, NONE),  # the manual knows no consensus against
    ],
)
def test_outliers_are_two_points_or_more_from_the_mean(ratings, outliers, verdict):
    result = evaluate(AAO, ratings)
    assert (result.n_outliers, result.verdict) == (outliers, verdict)


@pytest.mark.parametrize(
    ("rule", "ratings", "verdict"),
    [
        (MEDIAN, [7, 7, 8, 9], FOR),
        (MEDIAN, [4, 4, 9, 9], NONE),  # median 6.5, and a range of 5
        (MEDIAN, [6, 6, 7, 7], NONE),  # 6.5 lies in neither band
        (replace(MEDIAN, median_convention=MedianConvention.UPPER), [6, 6, 7, 7], FOR),
        (MEDIAN, [3, 3, 4, 4], NONE),
        (replace(MEDIAN, median_convention=MedianConvention.UPPER), [3, 3, 4, 4], NONE),
        (MEDIAN, [1, 2, 3, 3], AGAINST),
        (MEDIAN, [1, 1, 7, 8, 8, 8, 9], NONE),  # the median is 8, the middle half spans 4
        (MEDIAN, [5, 5, 7, 8, 8, 8, 9], FOR),  # and here 2
    ],
)
def test_a_median_needs_a_narrow_range(rule, ratings, verdict):
    assert evaluate(rule, ratings).verdict is verdict


def test_the_type_of_quartile_can_turn_the_result():
    found = {
        kind: evaluate(replace(MEDIAN, quantile_type=kind), [4, 5, 7, 7, 9, 9, 9])
        for kind in (7, 6)
    }
    assert {kind: (one.description.iqr, one.verdict) for kind, one in found.items()} == {
        7: (3, FOR),
        6: (4, NONE),
    }


def test_majorities_are_the_limit_of_each_other():
    statements = [
        counted(*[9] * 8 + [5] * 2, rule=APMO),  # 8 of 10 on the side of the majority
        counted(*[1] * 6 + [9] * 4, rule=APMO),  # 6 of 10
        counted(*[9] * 5 + [5] * 5, rule=APMO),  # exactly half is no majority
        counted(rule=APMO),
    ]
    assert majorities(APMO, statements) == Fraction(14, 30)
    results = evaluate_all(APMO, statements)
    assert [one.verdict for one in results] == [FOR, AGAINST, NONE, NOT]
    assert results[0].document()["cutoff"] == pytest.approx(1400 / 30)


def test_a_majority_below_the_average_is_no_consensus():
    statements = [counted(*[9] * 9 + [5], rule=APMO), counted(*[9] * 6 + [5] * 4, rule=APMO)]
    assert majorities(APMO, statements) == Fraction(15, 20)
    assert [one.verdict for one in evaluate_all(APMO, statements)] == [FOR, NONE]


def test_majorities_need_company():
    [alone] = evaluate_all(APMO, [counted(9, 9, 9, rule=APMO)])
    assert alone.verdict is NOT
    assert "there are no others" in alone.reason
    assert evaluate(APMO, [9, 9, 9]).verdict is NOT


@pytest.mark.parametrize(
    ("answers", "verdict", "strength"),
    [
        ([2] * 7 + [1] * 3, FOR, "strong"),  # exactly 70 % strong
        ([2] * 6 + [1] * 4, FOR, "conditional"),
        ([1] * 5 + [0] * 5, FOR, "conditional"),  # exactly half one way, none the other
        ([1] * 5 + [0] * 3 + [-1] * 2, NONE, None),  # 20 % the other way is not fewer than 20 %
        ([1] * 4 + [0] * 6, NONE, None),
        ([-2] * 8 + [0, 1], AGAINST, "strong"),
        ([-1] * 8 + [0, 1], AGAINST, "conditional"),
        ([0] * 10, NONE, None),
        ([], NOT, None),
    ],
)
def test_direction_first_then_strength(answers, verdict, strength):
    result = evaluate(GRID, answers)
    assert (result.verdict, result.document().get("strength")) == (verdict, strength)


@pytest.mark.parametrize(
    ("groups", "verdict", "held"),
    [
        ({"a": [9] * 6, "b": [9] * 4}, FOR, True),
        ({"a": [9] * 8, "b": [9, 9, 5, 5]}, NONE, False),  # 10 of 12 overall, half of b
        ({"a": [9] * 8, "b": [1, 9]}, FOR, True),  # b is too small to be asked
        ({"a": [9] * 8, "b": []}, FOR, True),  # and an empty group asks nothing
        ({"a": [9, 9], "b": [9, 9]}, NOT, None),  # no group is large enough
        ({}, NOT, None),
    ],
)
def test_clauses_inside_groups(groups, verdict, held):
    everybody = [rating for ratings in groups.values() for rating in ratings] or [9] * 9
    one = counted(*everybody, groups={name: counted(*own) for name, own in groups.items()})
    result = evaluate_one(PER_GROUP, one)
    assert (result.verdict, result.groups_held[0]) == (verdict, held)
    if verdict is NOT:
        assert "no group has enough ratings" in result.reason
    assert evaluate_one(COMET, one).groups_held == ()


def test_rejection_by_groups_alone():
    """As in studies whose only way out is that no group finds it important."""
    few = Clause(BandName.AGREEMENT, Comparison.AT_MOST, Fraction(1, 2))
    rule = replace(
        COMET,
        rejected_when=(),
        group_clauses=(GroupClause(Outcome.REJECTED, few, smallest_group=2),),
    )
    low = {"a": counted(9, 5, 5), "b": counted(9, 5)}
    assert evaluate_one(rule, counted(9, 5, 5, 9, 5, groups=low)).verdict is AGAINST
    one_likes_it = {**low, "b": counted(9, 9)}
    assert evaluate_one(rule, counted(9, 5, 5, 9, 9, groups=one_likes_it)).verdict is NONE


def test_important_to_one_group_is_carried_on():
    most = Clause(BandName.AGREEMENT, Comparison.AT_LEAST, Fraction(4, 5))
    clause = GroupClause(Outcome.NEAR, most, Groups.ANY, smallest_group=2)
    rule = replace(COMET, group_clauses=(clause,))
    groups = {"patients": counted(9, 9, 9), "clinicians": counted(5, 5, 5, 5)}
    one = counted(9, 9, 9, 5, 5, 5, 5, groups=groups)
    assert evaluate_one(rule, one).verdict is NEAR
    named = replace(rule, group_clauses=(replace(clause, groups=("clinicians",)),))
    assert evaluate_one(named, one).verdict is NONE


def test_what_is_held_back_is_held_back():
    loud = Clause(BandName.DISAGREEMENT, Comparison.AT_LEAST, Fraction(1, 5))
    rule = replace(preset("agree-75"), undecided_when=(loud,))
    assert evaluate(rule, [9] * 8 + [1] * 2).verdict is NONE
    assert evaluate(rule, [9] * 9 + [1]).verdict is FOR


@pytest.mark.parametrize(("rated", "verdict"), [(11, NOT), (12, FOR)])
def test_a_quorum_is_of_all_who_may_answer(rated, verdict):
    rule = replace(preset("agree-75"), quorum=Fraction(1, 2))
    abstained = [OptOut.NOT_MY_EXPERTISE] * 10
    result = evaluate(rule, [9] * rated, [*abstained, OptOut.RECUSED], n_eligible=24)
    assert result.verdict is verdict
    if verdict is NOT:
        assert "12 of 24 must rate it; 11 did" in result.reason


FEASIBLE = Dimension(
    "feasibility",
    "Feasibility",
    "Could you do it?",
    Scale(1, 5, "no", "yes"),
    Band(1, 2),
    Band(4, 5),
)


def test_a_further_dimension_is_described_and_decides_only_where_a_clause_names_it():
    rule = replace(preset("agree-75"), dimensions=(FEASIBLE,))
    hard = Counted(Tally.of([1, 2, 2, 4], 1, 5))
    one = counted(9, 9, 9, 9, dimensions={"feasibility": hard})
    result = evaluate_one(rule, one)
    assert (rule.name, result.verdict) == ("agree-75", FOR)
    document = result.document()["dimensions"]["feasibility"]
    assert (document["median"], document["percent_in"], document["counts"]["2"]) == (2, 25, 2)
    assert "verdict" not in document
    asked = replace(
        rule,
        agreed_when=(
            *rule.agreed_when,
            Clause(BandName.AGREEMENT, Comparison.AT_LEAST, Fraction(1, 2), "feasibility"),
        ),
    )
    assert evaluate_one(asked, one).verdict is NONE
    assert evaluate_one(asked, counted(9, 9, 9, 9)).verdict is NONE  # nobody was asked


def test_places_count_from_the_first():
    rule = starter("ranking")
    assert evaluate(rule, [1, 2, 9]).verdict is NONE
    assert evaluate(rule, [1, 2, 3, 3, 3, 1, 2, 9, 9, 9]).verdict is FOR  # 7 of 10 in 1 to 3
    assert evaluate(rule, [8, 9, 10, 10]).verdict is NONE
    assert evaluate(rule, [1, 2]).awmf_class is None


def test_estimates_are_described_exactly():
    triples = [(Decimal("1.1"), Decimal("2.2"), 3), (0, Decimal("2.4"), 10), (2, 3, 4)]
    result = evaluate_estimates(starter("estimate"), triples, [OptOut.NOT_MY_EXPERTISE], 6)
    assert (result.n, result.median, result.n_missing) == (3, 2.4, 2)
    assert result.description.minimum == 2.2
    document = result.document()
    assert document["estimates"] == {
        "median_lowest": 1.1,
        "q1_lowest": 0.55,
        "q3_lowest": 1.55,
        "mean_lowest": pytest.approx(3.1 / 3),
        "min_lowest": 0,
        "max_lowest": 2,
        "median_highest": 4.0,
        "q1_highest": 3.5,
        "q3_highest": 7.0,
        "mean_highest": pytest.approx(17 / 3),
        "min_highest": 3,
        "max_highest": 10,
    }
    assert (result.verdict, document["percent_in"]) == (NOT, None)
    nobody = evaluate_estimates(starter("estimate"), [], n_eligible=4)
    assert (nobody.median, nobody.n_missing, str(nobody.reason)) == (
        None,
        4,
        "Nobody rated it.",
    )
    with pytest.raises(ValueError, match="lowest <= best"):
        evaluate_estimates(starter("estimate"), [(3, 2, 1)])


@pytest.mark.parametrize("name", PRESETS)
def test_near_only_where_the_preset_defines_it(name):
    assert name == "aao-hnsf" or not PRESETS[name].near_when


@given(ratings=nine_points, data=st.data())
@pytest.mark.parametrize("name", ["aao-hnsf", "median-iqr"])
def test_order_does_not_matter(name, ratings, data):
    assert evaluate(preset(name), ratings) == evaluate(
        preset(name), data.draw(st.permutations(ratings))
    )


@given(ratings=nine_points)
def test_outliers_are_what_the_definition_says(ratings):
    tally = Tally.of(ratings, 1, 9)
    mean = Fraction(sum(ratings), len(ratings)) if ratings else 0
    assert tally.outliers(Fraction(2)) == sum(abs(r - mean) >= 2 for r in ratings)


@given(ratings=nine_points, more=nine_points)
def test_inside_groups_nothing_is_agreed_that_is_not_agreed_overall(ratings, more):
    groups = {"a": counted(*ratings), "b": counted(*more)}
    one = counted(*ratings, *more, groups=groups)
    if evaluate_one(PER_GROUP, one).verdict is FOR:
        assert evaluate_one(COMET, one).verdict is FOR
        for group in groups.values():
            assert group.n < 3 or evaluate_one(COMET, group).verdict is FOR


@given(statements=st.lists(nine_points, min_size=2, max_size=8))
def test_the_average_of_majorities_never_excludes_everything(statements):
    rows = [counted(*one, rule=APMO) for one in statements]
    cutoff = majorities(APMO, rows)
    verdicts = {one.verdict for one in evaluate_all(APMO, rows)}
    if cutoff is not None and cutoff > 0 and all(one.n > 1 for one in rows):
        assert verdicts & {FOR, AGAINST}


def test_no_way_of_deciding_is_left_out():
    assert {rule.method for rule in PRESETS.values()} == set(Method) - {Method.DESCRIPTION}
