"""The sentence with blanks: what stands in it comes back, and mistakes are told by blank."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.consensus.rules.blank_texts import blanks_of
from guidelines.consensus.rules.blanks import filled, fits
from guidelines.consensus.rules.clauses import (
    BandName,
    Clause,
    Comparison,
    GroupClause,
    Groups,
    Outcome,
)
from guidelines.consensus.rules.conditions import conditions_of
from guidelines.consensus.rules.criteria import Asked, keeping_criteria, with_criteria
from guidelines.consensus.rules.definition import Band, Rule
from guidelines.consensus.rules.meaning import meaning_for, power
from guidelines.consensus.rules.phrases import number_in_words, percent_of
from guidelines.consensus.rules.policies import Conflicted, StopWhen
from guidelines.consensus.rules.presets import PRESETS, preset
from guidelines.consensus.rules.scales import Quantity
from guidelines.consensus.rules.starters import STARTERS, starter
from guidelines.consensus.rules.verdicts import Verdict, evaluate
from guidelines.consensus.rules.wording import in_words
from guidelines.errors import Invalid

AGREE = preset("agree-75")


@pytest.mark.parametrize("name", STARTERS)
def test_every_beginning_fits_the_sentence_and_keeps_its_name(name):
    rule = starter(name)
    assert fits(rule)
    assert filled(rule, blanks_of(rule)) == rule
    assert Rule.parse(rule.canonical()) == rule


@pytest.mark.parametrize(
    ("blanks", "words"),
    [
        ({"in_limit": "80"}, "at least 80 %"),
        ({"in_limit": "2/3", "in_comparison": ">"}, "more than 2 in 3"),
        ({"in_limit": "66,7 %"}, "at least 66.7 %"),
        ({"other_limit": "15"}, "and fewer than 15 % chose 1 to 3. It is rejected when"),
        ({"rejected": "never"}, "chose 7 to 9."),
        ({"rejected": "few", "few_limit": "50"}, "rejected when at most 50 % of those who rated"),
        ({"near_limit": "60"}, "near agreement when at least 60 %"),
        ({"groups": "every", "smallest_group": "12"}, "group with at least 12 ratings"),
        ({"quorum": "60"}, "ratings from at least 60 % of all who may answer"),
        ({"scale": "1-5"}, "chose 4 to 5"),
        ({"scale": "0-10"}, "chose 7 to 10"),
        ({"in_low": "8"}, "chose 8 to 9"),
        ({"population": "all-rounds"}, "took part in every round"),
    ],
)
def test_a_blank_changes_what_it_says(blanks, words):
    rule = filled(AGREE, blanks)
    assert words in in_words(rule)
    assert fits(rule)
    assert rule.name == ("agree-75" if blanks in ({"scale": "1-5"},) else "custom")


def test_choices_that_no_preset_lays_down_keep_its_name():
    rule = filled(
        AGREE,
        {
            "conflicted": "double-vote",
            "smallest_cell": "3",
            "stop_when": "stable",
            "stop_change": "10",
            "reason_required": "outside-band",
            "dimension0_title": "Feasibility",
            "dimension0_question": "Could you do it?",
            "dimension0_scale": "1-5",
        },
    )
    assert (rule.name, rule.based_on) == ("agree-75", "")
    assert (rule.conflicted, rule.stopping.when) == (Conflicted.DOUBLE_VOTE, StopWhen.STABLE)
    [further] = rule.dimensions
    assert (further.key, further.agreement) == ("feasibility", Band(4, 5))
    assert fits(rule)


def test_other_words_make_another_definition():
    rule = filled(AGREE, {"labels": "5 = neutral\n"})
    assert (rule.name, rule.based_on, rule.scale.words(5)) == ("custom", "agree-75", "neutral")
    rule = filled(AGREE, {"question": "How important is it?"})
    assert (rule.name, rule.based_on) == ("custom", "agree-75")


def test_a_further_question_can_decide():
    rule = filled(AGREE, {"dimension1_title": "Équité", "dimension1_limit": "50"})
    assert rule.name == "custom"
    assert "at least 50 % chose 7 to 9 for “Équité”" in in_words(rule)
    assert rule.agreed_when[1].dimension == rule.dimensions[0].key
    assert fits(rule)


def test_criteria_between_evidence_and_decision_stay():
    asked = Asked("balance", "Balance", "Which way does it lean?", ("against", "neither", "for"))
    rule = with_criteria(AGREE, [asked])
    assert fits(rule)
    changed = filled(keeping_criteria(preset("agree-80"), rule), {"dimension0_title": "Cost"})
    assert [one.key for one in changed.dimensions] == ["cost", "etd-balance"]
    assert keeping_criteria(starter("estimate"), rule).dimensions == ()


def test_a_scale_without_bands_is_told():
    with pytest.raises(Invalid, match="“1-4” is not one of the scales"):
        filled(AGREE, {"dimension0_title": "Cost", "dimension0_scale": "1-4"})
    with pytest.raises(Invalid, match="“x” is not one of the scales"):
        filled(AGREE, {"scale": "x"})


def test_all_mistakes_come_at_once():
    with pytest.raises(Invalid) as refused:
        filled(AGREE, {"in_limit": "most", "in_low": "seven", "quorum": "x", "denominator": "us"})
    assert set(refused.value.errors) == {"in_limit", "in_low", "quorum", "denominator"}
    assert "“most” is not a percentage such as 75" in refused.value.errors["in_limit"]
    with pytest.raises(Invalid, match="between 0 % and 100 %"):
        filled(AGREE, {"in_limit": "175"})
    with pytest.raises(Invalid, match="without a common point"):
        filled(AGREE, {"in_low": "2"})


def test_groups_ask_the_same_of_both_ends():
    rule = filled(preset("comet-70-15"), {"groups": "every"})
    assert (rule.name, rule.group_clauses) == (
        "custom",
        preset("comet-70-15-groups").group_clauses,
    )
    assert {one.decides for one in rule.group_clauses} == {Outcome.AGREED, Outcome.REJECTED}


@given(limit=st.fractions(0, 1, max_denominator=400))
def test_a_limit_comes_back_exactly(limit):
    text = percent_of(limit)
    assert filled(AGREE, {"in_limit": text}).agreed_when[0].limit == limit


@given(n=st.integers(2, 40))
@pytest.mark.parametrize("name", PRESETS)
def test_the_power_table_is_the_edge(name, n):
    rule = replace(preset(name), group_clauses=())
    table = power(rule, n)
    assert meaning_for(rule, n)
    if not table.columns:
        return
    row = dict(table.rows)[n]
    assert len(row) == len(table.columns)
    if rule.scale.is_vote or name == "grade-grid":
        return
    best, worst = rule.agreement.high, rule.disagreement.low
    bears = row[1]
    if bears is None:
        assert evaluate(rule, [best] * n).verdict is not Verdict.FOR
        return
    assert evaluate(rule, [best] * (n - bears) + [worst] * bears).verdict is Verdict.FOR
    more = bears + 1
    assert evaluate(rule, [best] * (n - more) + [worst] * more).verdict is not Verdict.FOR


def test_strong_consensus_of_twenty_is_unanimous():
    rows = dict(power(preset("awmf"), 20, 1).rows)
    assert [rows[n][0] for n in (19, 20, 21)] == [0, 0, 1]
    assert [dict(power(preset("awmf"), n).rows)[n][1] for n in (5, 8, 10, 12, 15, 20, 25, 30)] == [
        1, 1, 2, 2, 3, 4, 6, 7,
    ]  # fmt: skip
    assert "Strong consensus needs all 18" in meaning_for(preset("awmf"), 18)


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (Fraction(7), "7"),
        (Fraction(13, 2), "6.5"),
        (Fraction(1_000_000), "1000000"),
        (Fraction(12_345_678_901), "12345678901"),
        (Fraction(-24_691_357, 2), "-12345678.5"),
        (Fraction(1, 10**8), "0.00000001"),
        (Fraction(20, 3), "20/3"),
    ],
)
def test_a_number_comes_back_from_its_blank_as_it_was(number, told):
    quantity = Quantity(number, number + 1, "euros", 2)
    rule = replace(starter("estimate"), quantity=quantity)

    assert number_in_words(number) == told
    assert filled(rule, blanks_of(rule)).quantity == quantity


# What studies have agreed on beforehand, in the rows below the sentence.
ROWS = [
    pytest.param(
        "comet-70-15",
        {
            "rejected": "never",
            "more0_decides": "rejected",
            "more0_where": "every",
            "more0_comparison": "<=",
            "more0_limit": "50",
        },
        "fewer than 15 % chose 1 to 3. It is rejected when in each stakeholder group with at "
        "least 3 ratings at most 50 % of those who rated it chose 7 to 9.",
        id="out by groups alone",
    ),
    pytest.param(
        "agree-80",
        {"more0_decides": "near", "more0_where": "any", "more0_limit": "80"},
        "It is near agreement when in at least one stakeholder group with at least 3 ratings at "
        "least 80 % of those who rated it chose 7 to 9.",
        id="important to one group",
    ),
    pytest.param(
        "agree-75",
        {
            "more0_limit": "50",
            "more0_where": "every",
            "more0_smallest": "2",
            "more0_groups": "Patients\nMethodologists",
        },
        "and in each of these groups with at least 2 ratings (Patients, Methodologists) at least "
        "50 % chose 7 to 9.",
        id="some groups by name",
    ),
    pytest.param(
        "agree-75",
        {
            "more0_decides": "undecided",
            "more0_limit": "30",
            "more1_decides": "undecided",
            "more1_limit": "1/3",
            "more1_band": "disagreement",
        },
        "It stays without consensus, whatever else holds, when at least 30 % of those who rated "
        "it chose 7 to 9 and at least 1 in 3 chose 1 to 3.",
        id="a divided panel",
    ),
    pytest.param(
        "agree-75",
        {"groups": "any", "smallest_group": "4"},
        "and the same holds in at least one stakeholder group with at least 4 ratings.",
        id="the same in any group",
    ),
]


@pytest.mark.parametrize(("name", "blanks", "words"), ROWS)
def test_a_further_condition_says_what_the_sentence_cannot(name, blanks, words):
    rule = filled(preset(name), blanks)
    assert words in in_words(rule)
    assert fits(rule)
    assert filled(rule, blanks_of(rule)) == rule == Rule.parse(rule.canonical())
    assert (rule.name, rule.based_on) == ("custom", name)


def test_a_divided_panel_stays_without_consensus():
    blanks = {
        "in_limit": "60",
        "more0_decides": "undecided",
        "more0_limit": "30",
        "more0_band": "disagreement",
    }
    split = [9] * 14 + [1] * 6
    assert evaluate(filled(AGREE, {"in_limit": "60"}), split).verdict is Verdict.FOR
    assert evaluate(filled(AGREE, blanks), split).verdict is Verdict.NONE
    assert evaluate(filled(AGREE, blanks), [*split, 9]).verdict is Verdict.FOR
    assert "What keeps it without consensus comes on top" in meaning_for(filled(AGREE, blanks), 20)
    assert dict(power(filled(AGREE, blanks), 20).rows)[20] == (8, 5)


def test_a_row_without_a_percentage_asks_nothing():
    rule = filled(AGREE, {"more3_decides": "rejected", "more3_where": "any", "more3_limit": " "})
    assert rule == AGREE


def test_a_row_tells_what_cannot_be_read():
    with pytest.raises(Invalid) as refused:
        filled(AGREE, {"more0_limit": "half", "more1_limit": "5", "more1_decides": "won"})
    assert set(refused.value.errors) == {"more0_limit", "more1_decides"}
    with pytest.raises(Invalid, match="no such dimension is asked"):
        filled(AGREE, {"more0_limit": "50", "more0_dimension": "cost"})
    with pytest.raises(Invalid, match="only with at least 2 ratings"):
        filled(AGREE, {"more0_limit": "50", "more0_where": "every", "more0_smallest": "1"})


_LIMITS = st.integers(0, 100).map(lambda one: Fraction(one, 100))
_CLAUSES = st.builds(Clause, st.sampled_from(BandName), st.sampled_from(Comparison), _LIMITS)
_INSIDE = st.builds(
    GroupClause,
    st.sampled_from(Outcome),
    _CLAUSES,
    st.sampled_from(Groups),
    st.integers(2, 20),
    st.lists(st.sampled_from(["Patients", "Surgeons", "Speech, voice"]), unique=True).map(tuple),
)


@given(
    agreed=st.lists(_CLAUSES, max_size=2),
    rejected=st.lists(_CLAUSES, max_size=2),
    near=st.lists(_CLAUSES, max_size=1),
    undecided=st.lists(_CLAUSES, max_size=1),
    inside=st.lists(_INSIDE, max_size=2),
)
def test_every_definition_by_shares_has_its_blanks(agreed, rejected, near, undecided, inside):
    """Whatever a file says comes back from the page as it was, with nothing lost or added."""
    rule = replace(
        AGREE,
        agreed_when=(*AGREE.agreed_when, *agreed),
        rejected_when=tuple(rejected),
        near_when=tuple(near),
        undecided_when=tuple(undecided),
        group_clauses=tuple(inside),
    )
    again = filled(rule, blanks_of(rule))
    assert fits(rule)
    assert sorted(map(repr, conditions_of(again))) == sorted(map(repr, conditions_of(rule)))


def test_a_definition_with_more_conditions_than_rows_is_kept_as_it_is():
    clauses = [Clause(BandName.AGREEMENT, Comparison.AT_LEAST, Fraction(n, 100)) for n in range(9)]
    assert not fits(replace(AGREE, undecided_when=tuple(clauses)))
    assert fits(replace(AGREE, undecided_when=tuple(clauses[:8])))
    assert not fits(
        replace(AGREE, agreed_when=(replace(clauses[0], comparison=Comparison.AT_MOST),))
    )
