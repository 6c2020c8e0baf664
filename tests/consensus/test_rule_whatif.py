"""The same answers under other rules, and how few changed ratings would turn a result."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import combinations_with_replacement

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.clauses import BandName, Clause, Comparison
from guidelines.consensus.rules.counting import Counted
from guidelines.consensus.rules.deciding import decide, majorities
from guidelines.consensus.rules.definition import Denominator, Method
from guidelines.consensus.rules.presets import adapt, preset
from guidelines.consensus.rules.robustness import MOST_TRIED, robustness
from guidelines.consensus.rules.verdicts import Verdict, evaluate_all
from guidelines.consensus.rules.whatif import alternatives, applied, what_if
from guidelines.stats.tallies import Tally, tally_rows
from tests.stats.real_ratings import enlight, rows

NEAR = replace(
    preset("comet-70-15"),
    name="with near",
    near_when=(Clause(BandName.AGREEMENT, Comparison.AT_LEAST, Fraction(1, 2)),),
)
RULES = [
    preset("agree-75"),
    preset("agree-80"),
    NEAR,
    preset("rand-ucla"),
    preset("rand-ucla-ipras"),
    replace(preset("rand-ucla-ipras"), quantile_type=6),
    replace(preset("rand-ucla-ipras"), quantile_type=2),
    preset("median-iqr"),
    replace(preset("median-iqr"), quantile_type=8),
    preset("aao-hnsf"),
]


def of(rule, *ratings) -> Counted:
    return Counted(Tally.of(ratings, rule.scale.lowest, rule.scale.highest))


def tried(rule, statements, place, most):
    """Change up to `most` ratings in every possible way, the slow and certain one."""
    now = decide(rule, statements[place], _cutoff(rule, statements)).verdict
    tally = statements[place].tally
    points = range(len(tally.counts))
    for changes in range(1, most + 1):
        for taken in combinations_with_replacement(points, changes):
            for given_ in combinations_with_replacement(points, changes):
                new = list(tally.counts)
                for point in taken:
                    new[point] -= 1
                if min(new) < 0:
                    continue
                for point in given_:
                    new[point] += 1
                other = replace(statements[place], tally=Tally(tally.lowest, tuple(new)))
                every = [*statements[:place], other, *statements[place + 1 :]]
                if decide(rule, other, _cutoff(rule, every)).verdict is not now:
                    return changes
    return None


def _cutoff(rule, statements):
    return majorities(rule, statements) if rule.method is Method.APMO else None


@settings(max_examples=12, deadline=None)
@given(ratings=st.lists(st.integers(1, 9), min_size=8, max_size=11))
@pytest.mark.parametrize("rule", RULES, ids=lambda r: f"{r.name}-{r.quantile_type}")
def test_robustness_is_what_trying_everything_finds(rule, ratings):
    [found] = robustness(rule, [of(rule, *ratings)])
    certain = tried(rule, [of(rule, *ratings)], 0, 2)
    if certain is None:
        assert found.changes is None or found.changes > 2
    else:
        assert found.changes == certain
        assert found.becomes is not found.verdict


@settings(max_examples=8, deadline=None)
@given(
    first=st.lists(st.integers(1, 9), min_size=6, max_size=9),
    second=st.lists(st.integers(1, 9), min_size=6, max_size=9),
)
def test_a_limit_that_moves_with_the_ratings(first, second):
    rule = preset("apmo")
    statements = [of(rule, *first), of(rule, *second)]
    found = robustness(rule, statements)[0]
    certain = tried(rule, statements, 0, 2)
    assert found.changes == certain if certain else (found.changes is None or found.changes > 2)


@pytest.mark.parametrize(
    ("ratings", "changes", "becomes"),
    [
        ([9] * 18, 5, Verdict.NONE),  # 13 of 18 are 72 %
        ([9] * 14 + [5] * 4, 1, Verdict.NONE),
        ([9] * 13 + [5] * 5, 1, Verdict.FOR),
        ([5] * 18, 14, Verdict.FOR),
        ([1] * 18, 5, Verdict.NONE),
    ],
)
def test_the_fewest_changes_of_a_share(ratings, changes, becomes):
    [found] = robustness(preset("agree-75"), [of(preset("agree-75"), *ratings)])
    assert found.changes == changes
    assert found.becomes in (becomes, Verdict.AGAINST)  # from the middle both ends are as far


def test_no_result_has_nothing_to_turn():
    [found] = robustness(preset("agree-75"), [of(preset("agree-75"), 9)])
    assert (found.verdict, found.changes, found.becomes) == (Verdict.NOT_COMPUTABLE, None, None)


def test_where_the_mean_decides_only_few_changes_are_tried():
    [found] = robustness(preset("aao-hnsf"), [of(preset("aao-hnsf"), *[2] * 12)])
    assert (found.changes, found.tried) == (None, MOST_TRIED)
    [found] = robustness(preset("aao-hnsf"), [of(preset("aao-hnsf"), *[8] * 12)])
    assert (found.changes, found.becomes) == (2, Verdict.NEAR)


def test_a_whole_denominator_stays_whole():
    rule = adapt(preset("agree-75"), denominator=Denominator.ELIGIBLE)
    one = Counted(Tally.of([9] * 8, 1, 9), eligible=10)
    [found] = robustness(rule, [one])
    assert (found.verdict, found.changes) == (Verdict.FOR, 1)


def test_what_a_rule_becomes_on_other_answers():
    seven = adapt(preset("agree-75"), scale=(1, 7))
    names = {rule.name if not rule.based_on else rule.based_on for rule in alternatives(seven)}
    assert names == {"agree-80", "comet-70-15", "median-iqr", "apmo"}
    assert applied(seven, preset("agree-80")).name == "agree-80"
    assert applied(seven, preset("comet-70-15")).name == "custom"
    assert applied(seven, preset("rand-ucla")) is None
    assert applied(preset("awmf"), preset("agree-75")) is None
    assert alternatives(preset("awmf")) == []
    assert "comet-70-15-groups" in {
        rule.name for rule in alternatives(preset("agree-75"), groups=True)
    }


def test_one_real_panel_under_many_cut_offs():
    """On the same ratings ordinary rules agree on 20 to 51 items."""
    _, table = enlight()
    raw = table_of_opt_outs()
    counted = [
        Counted(Tally(1, tuple(row)), opt_outs)
        for row, opt_outs in zip(tally_rows(table, 1, 7).tolist(), raw, strict=True)
    ]
    found = {}
    for limit in ("1/2", "2/3", "7/10", "3/4", "4/5"):
        clause = Clause(BandName.AGREEMENT, Comparison.AT_LEAST, Fraction(limit))
        rules = [
            replace(
                adapt(preset("agree-75"), scale=(1, 7), denominator=denominator),
                name=limit,
                based_on="",
                agreed_when=(clause,),
            )
            for denominator in (Denominator.RATED_AND_OPTED_OUT, Denominator.RATED)
        ]
        with_, without = what_if(rules, counted)
        found[limit] = with_.tally[Verdict.FOR], without.tally[Verdict.FOR]
    assert found == {
        "1/2": (42, 51),
        "2/3": (30, 34),
        "7/10": (30, 34),
        "3/4": (24, 30),
        "4/5": (20, 25),
    }


def table_of_opt_outs():
    found: dict[str, Counter] = {}
    for row in rows("enlight_round1", "ratings_long.csv"):
        codes = found.setdefault(row["item_id"], Counter())
        codes[OptOut.NOT_MY_EXPERTISE] += row["rating"] == "X"
    return list(found.values())


def test_which_statements_another_rule_turns():
    rule = preset("agree-75")
    statements = [of(rule, *[9] * 3, 5), of(rule, *[9] * 4)]
    here, there = what_if([rule, preset("agree-80")], statements)
    assert there.changed(here) == (0,)
    assert here.results == tuple(evaluate_all(rule, statements))
