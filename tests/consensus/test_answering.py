"""What a panel member may answer, of every kind, and what still stands against submitting."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelines.consensus.rules.answering import (
    check_answers,
    choice_of,
    mistake,
    needs_reason,
    read_choice,
    shortfalls,
)
from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.ballots import Content, Estimate, Given, dimensions_of
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.policies import AnswerKind, Method, ReasonRequired
from guidelines.consensus.rules.presets import preset
from guidelines.consensus.rules.scales import Band, Dimension, Quantity, Scale
from guidelines.errors import Conflict, Invalid, NotAllowed

RATING = preset("agree-75")
VOTE = preset("awmf")
GRID = preset("grade-grid")
RANKING = Rule(
    name="custom",
    question="Which matters most?",
    scale=Scale(1, 9, "first", "last"),
    agreement=Band(1, 3),
    disagreement=Band(7, 9),
    source="own",
    kind=AnswerKind.RANKING,
    method=Method.DESCRIPTION,
)
ESTIMATE = Rule(
    name="custom",
    question="Of how many in a hundred?",
    scale=Scale(1, 9, "", ""),
    agreement=Band(7, 9),
    disagreement=Band(1, 3),
    source="own",
    kind=AnswerKind.ESTIMATE,
    method=Method.DESCRIPTION,
    quantity=Quantity(Fraction(0), Fraction(100), "%", 1),
)
WIDE = replace(
    RATING,
    dimensions=(
        Dimension(
            "feasibility",
            "Feasibility",
            "How feasible is it?",
            Scale(1, 5, "not at all", "fully"),
            Band(1, 2),
            Band(4, 5),
        ),
    ),
)


def estimate(lower: str, best: str, upper: str) -> Estimate:
    return Estimate(Decimal(lower), Decimal(best), Decimal(upper))


@pytest.mark.parametrize(
    "parts",
    [
        {"rating": 7, "code": OptOut.NOT_MY_EXPERTISE},
        {"rating": 7, "estimate": estimate("1", "2", "3")},
        {"code": OptOut.UNCLEAR, "estimate": estimate("1", "2", "3")},
    ],
)
def test_no_two_answers_to_one_question(parts):
    with pytest.raises(Invalid):
        Given(**parts)


@pytest.mark.parametrize(
    ("rule", "choice", "wrong"),
    [
        pytest.param(RATING, "1", None, id="the lowest point"),
        pytest.param(RATING, "9", None, id="the highest point"),
        pytest.param(RATING, "0", "Choose a number from 1 to 9.", id="below the scale"),
        pytest.param(RATING, "10", "Choose a number from 1 to 9.", id="above the scale"),
        pytest.param(RATING, "unclear", None, id="the question is unclear"),
        pytest.param(RATING, "prefer-not", None, id="prefers not to say"),
        pytest.param(VOTE, "1", None, id="yes"),
        pytest.param(VOTE, "abstain", None, id="abstains from a vote"),
        pytest.param(VOTE, "2", "Choose a number from 0 to 1.", id="a vote is no rating"),
        pytest.param(GRID, "-2", None, id="strong against"),
        pytest.param(GRID, "3", "Choose a number from -2 to 2.", id="beside the grid"),
        pytest.param(RANKING, "3", None, id="the last place of three"),
        pytest.param(RANKING, "4", "Choose a number from 1 to 3.", id="more places than asked"),
        pytest.param(ESTIMATE, "2.5|10|99.5", None, id="an estimate"),
        pytest.param(ESTIMATE, "2,5|10|99,5", None, id="with commas as decimal signs"),
        pytest.param(ESTIMATE, "10|10|10", None, id="quite sure"),
        pytest.param(ESTIMATE, "10|5|20", "The lowest number comes first", id="out of order"),
        pytest.param(ESTIMATE, "-1|5|20", "between 0 and 100", id="below the range"),
        pytest.param(ESTIMATE, "1|5|100.1", "between 0 and 100", id="above the range"),
        pytest.param(ESTIMATE, "1|5.25|20", "at most 1 decimals", id="too exact"),
    ],
)
def test_what_may_be_answered(rule, choice, wrong):
    given = read_choice(rule, choice)
    found = mistake(rule, "overall", given, statements=3)

    assert (found is None) is (wrong is None)
    assert wrong is None or wrong in str(found)


@pytest.mark.parametrize(
    ("rule", "choice"),
    [
        (RATING, "seven"),
        (RATING, "7.5"),
        (RATING, "abstain"),
        (RATING, "recused"),
        (VOTE, "not-my-expertise"),
        (ESTIMATE, "7"),
        (ESTIMATE, "1|2"),
        (ESTIMATE, "1||3"),
        (ESTIMATE, "a|b|c"),
        (ESTIMATE, "1e3|2|3"),
    ],
)
def test_what_is_no_answer_at_all(rule, choice):
    with pytest.raises(Invalid):
        read_choice(rule, choice)


@given(
    st.lists(
        st.decimals(-1_000, 1_000, allow_nan=False, allow_infinity=False, places=3),
        min_size=3,
        max_size=3,
    )
)
@settings(max_examples=200)
def test_an_estimate_comes_back_from_its_canonical_text(numbers):
    whole = Given(estimate=Estimate(*numbers), reason="Why")
    content = Content(secret="00").holding(["a"], {"a": whole})
    again = Content.from_bytes(content.to_bytes()).given("a")

    assert again == whole
    assert again.text == whole.text
    assert "E" not in whole.text
    assert read_choice(ESTIMATE, choice_of(whole)).estimate == Estimate(*numbers)


@pytest.mark.parametrize("code", list(OptOut))
def test_whatever_is_no_rating_looks_the_same_in_a_commitment(code):
    assert Given(code=code).text == Given().text == "-"


def test_each_dimension_has_its_scale_and_its_own_opt_out():
    check_answers(
        WIDE,
        {"a": {"overall": Given(rating=9), "feasibility": Given(code=OptOut.NOT_MY_EXPERTISE)}},
        asked=["a"],
        recused=frozenset(),
    )
    for cells in (
        {"feasibility": Given(rating=6)},
        {"equity": Given(rating=1)},
        {"feasibility": Given(code=OptOut.ABSTAIN)},
    ):
        with pytest.raises(Invalid):
            check_answers(WIDE, {"a": cells}, asked=["a"], recused=frozenset())


def test_who_abstains_answers_no_dimension():
    with pytest.raises(NotAllowed):
        check_answers(
            WIDE, {"a": {"feasibility": Given(rating=3)}}, asked=["a"], recused=frozenset("a")
        )
    with pytest.raises(Conflict):
        check_answers(WIDE, {"b": Given(rating=3)}, asked=["a"], recused=frozenset())


def test_a_statement_is_answered_when_each_of_its_questions_is():
    content = Content(secret="00").holding(
        ["a", "b"], {"a": {"overall": Given(rating=9)}}, dimensions_of(WIDE)
    )

    assert (content.answered(["a", "b"]), content.is_begun("a")) == (0, True)
    more = content.holding(
        ["a", "b"],
        {"a": {"feasibility": Given(code=OptOut.UNCLEAR)}},
        dimensions_of(WIDE),
    )
    assert more.answered(["a", "b"]) == 1
    assert more.given("a").rating == 9


@pytest.mark.parametrize(
    ("policy", "rating", "earlier", "due"),
    [
        (ReasonRequired.NEVER, 1, 9, False),
        (ReasonRequired.OUTSIDE_BAND, 7, None, False),
        (ReasonRequired.OUTSIDE_BAND, 6, None, True),
        (ReasonRequired.OUTSIDE_BAND, 1, 1, True),
        (ReasonRequired.ON_CROSSING, 1, None, False),
        (ReasonRequired.ON_CROSSING, 8, 7, False),
        (ReasonRequired.ON_CROSSING, 6, 7, True),
        (ReasonRequired.ON_CROSSING, 3, 7, True),
        (ReasonRequired.ON_CROSSING, 4, 6, False),
    ],
)
def test_when_a_reason_is_due(policy, rating, earlier, due):
    assert needs_reason(replace(RATING, reason_required=policy), rating, earlier) is due


def test_what_stands_against_submitting():
    strict = replace(RATING, reason_required=ReasonRequired.OUTSIDE_BAND)
    askable = {name: name for name in "abcd"}
    content = Content(secret="00").holding(
        list(askable),
        {
            "a": Given(rating=2),
            "b": Given(rating=2, reason="The trial was small."),
            "c": Given(code=OptOut.UNCLEAR),
        },
    )

    assert set(shortfalls(strict, content, askable, {})) == {"a"}
    assert shortfalls(RATING, content, askable, {}) == {}


@pytest.mark.parametrize(
    ("places", "ties", "partial", "missing"),
    [
        pytest.param([1, 2, 3], False, False, "", id="in order"),
        pytest.param([1, 1, 2], False, False, "ab", id="a tie"),
        pytest.param([1, 1, 2], True, False, "", id="a tie that is allowed"),
        pytest.param([1, 2, None], False, False, "c", id="one left out"),
        pytest.param([1, 2, None], False, True, "", id="one left out as is allowed"),
        pytest.param([None, None, None], False, False, "", id="nothing yet"),
        pytest.param([1, 2, "unclear"], False, False, "", id="one cannot be judged"),
    ],
)
def test_ties_and_partial_lists_are_explicit(places, ties, partial, missing):
    rule = replace(RANKING, ties=ties, partial_lists=partial)
    answers = {
        name: Given(code=OptOut(place)) if isinstance(place, str) else Given(rating=place)
        for name, place in zip("abc", places, strict=True)
    }
    content = Content(secret="00").holding(list("abc"), answers)

    assert (
        "".join(sorted(shortfalls(rule, content, dict(zip("abc", "abc", strict=True)), {})))
        == missing
    )
