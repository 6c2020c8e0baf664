"""The definition in plain words, and the numbers it names for a panel."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.consensus.rules.definition import (
    Band,
    BandName,
    Clause,
    Comparison,
    Denominator,
)
from guidelines.consensus.rules.meaning import fewest, meaning_for, most
from guidelines.consensus.rules.presets import PRESETS, adapt, preset
from guidelines.consensus.rules.verdicts import Verdict, evaluate
from guidelines.consensus.rules.wording import in_words
from guidelines.stats.appropriateness import MedianConvention


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            preset("agree-75"),
            "A statement is agreed when at least 75 % of those who rated it chose 7 to 9. It is "
            "rejected when at least 75 % of those who rated it chose 1 to 3.",
        ),
        (
            adapt(preset("agree-80"), scale=(1, 7), denominator=Denominator.RATED_AND_OPTED_OUT),
            "at least 80 % of those who rated it or said that they cannot judge it chose 5 to 7",
        ),
        (preset("comet-70-15"), "chose 7 to 9 and fewer than 15 % chose 1 to 3."),
        (preset("awmf"), "more than 75 % of those who voted yes or no chose yes"),
        (preset("rand-ucla"), "A median of 6.5 counts as 7 to 9, one of 3.5 as 4 to 6."),
        (
            replace(preset("rand-ucla"), median_convention=MedianConvention.MIDDLE),
            "Medians of 3.5 and 6.5 count as 4 to 6.",
        ),
        (preset("rand-ucla-ipras"), "IPR above IPRAS"),
        (
            replace(
                preset("agree-75"),
                name="two thirds",
                agreed_when=(
                    Clause(BandName.AGREEMENT, Comparison.MORE_THAN, Fraction(2, 3)),
                    Clause(BandName.DISAGREEMENT, Comparison.AT_MOST, Fraction("0.125")),
                ),
                rejected_when=(),
                near_when=(Clause(BandName.AGREEMENT, Comparison.AT_LEAST, Fraction(1, 2)),),
                denominator=Denominator.ELIGIBLE,
            ),
            "A statement is agreed when more than 2 in 3 of all who may answer, whether they "
            "answered or not, chose 7 to 9 and at most 12.5 % chose 1 to 3. It is near agreement "
            "when at least 50 % of all",
        ),
    ],
)
def test_in_words(rule, words):
    assert words in in_words(rule)


@pytest.mark.parametrize(
    ("rule", "n", "words"),
    [
        (
            preset("agree-75"),
            18,
            "With your 18 people this means at least 14 must choose 7, 8 or 9 if everybody rates.",
        ),
        (
            preset("comet-70-15"),
            18,
            "at least 13 must choose 7, 8 or 9 and at most 2 may choose 1, 2 or 3",
        ),
        (preset("comet-70-15"), 6, "at least 5 must choose 7, 8 or 9 and nobody may choose 1, 2"),
        (preset("agree-75"), 3, "all 3 must choose 7, 8 or 9"),
        (adapt(preset("agree-75"), scale=(1, 5)), 20, "at least 15 must choose 4 or 5"),
        (
            adapt(preset("agree-75"), scale=(0, 10), bands=(Band(0, 3), Band(7, 10))),
            20,
            "choose 7 to 10",
        ),
        (adapt(preset("agree-75"), bands=(None, Band(9, 9))), 20, "must choose 9 if"),
        (preset("agree-75"), 1, "gives no result: a statement needs at least 2 ratings"),
        (preset("rand-ucla"), 7, "cannot be used: its table holds for 8 to 16 raters"),
        (preset("rand-ucla"), 9, "at least 3 choose 1, 2 or 3 and at least 3 choose 7, 8 or 9"),
        (preset("rand-ucla-ipras"), 30, "no fixed number can be named"),
        (preset("awmf"), 20, "at least 16 must vote yes. Strong consensus needs all 20, "),
        (preset("awmf"), 21, "Strong consensus bears 1 vote against, consensus bears up to 5"),
    ],
)
def test_meaning_for_a_panel(rule, n, words):
    assert words in meaning_for(rule, n)


@given(n=st.integers(2, 60))
@pytest.mark.parametrize("name", ["agree-75", "agree-80"])
def test_the_number_named_is_the_edge(name, n):
    rule = preset(name)
    needed = fewest(rule.agreed_when[0], n)
    assert f"{needed} must choose" in meaning_for(rule, n)
    assert evaluate(rule, [9] * needed + [5] * (n - needed)).verdict is Verdict.FOR
    assert evaluate(rule, [9] * (needed - 1) + [5] * (n - needed + 1)).verdict is Verdict.NONE


def test_a_limit_out_of_reach():
    never = Clause(BandName.AGREEMENT, Comparison.MORE_THAN, Fraction(1))
    assert fewest(never, 9) is None
    assert most(replace(never, comparison=Comparison.LESS_THAN, limit=Fraction(0)), 9) is None
    rule = replace(preset("agree-75"), name="never", agreed_when=(never,))
    assert "no number of answers can reach" in meaning_for(rule, 9)


@given(n=st.integers(0, 40))
@pytest.mark.parametrize("name", PRESETS)
def test_every_panel_gets_a_sentence(name, n):
    for text in (in_words(preset(name)), meaning_for(preset(name), n)):
        assert text.endswith(".")
        assert "%(" not in text
        assert "%%" not in text
        assert text.template
