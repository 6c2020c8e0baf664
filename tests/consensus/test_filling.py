"""What is read from a browser: its changes, and never something older than what lies there."""

import pytest

from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.ballots import Content, Given
from guidelines.consensus.rules.filling import mark, read_answers
from guidelines.consensus.rules.presets import preset
from tests.consensus.test_answering import ESTIMATE, RANKING, WIDE

RULE = preset("agree-75")
LINES = [("one", "v1"), ("two", "v2")]
THERE = Content(secret="00").holding(["v1", "v2"], {"v1": Given(rating=3, reason="Small trial.")})


def read(sent, rule=RULE, content=THERE):
    lists = {name: value if isinstance(value, list) else [value] for name, value in sent.items()}
    return read_answers(rule, LINES, content, lists)


def overall(reading, version="v1"):
    return reading.answers[version]["overall"]


def test_only_what_was_changed_in_this_browser_is_read():
    unchanged = {"a-one": "3", "was-a-one": "3", "r-one": "Small trial.", "a-two": "8"}
    reading = read({**unchanged, "was-r-one": mark("Small trial."), "was-a-two": ""})

    assert reading.answers == {"v2": {"overall": Given(rating=8)}}
    assert reading.marks == {"was-a-two": "8"}


def test_a_new_choice_keeps_the_comment_and_a_new_comment_the_choice():
    chose = read({"a-one": "9", "was-a-one": "3"})
    wrote = read({"r-one": "A large trial.\r\n", "was-r-one": mark("Small trial.")})
    emptied = read({"r-one": " ", "was-r-one": mark("Small trial.")})

    assert overall(chose) == Given(rating=9, reason="Small trial.")
    assert overall(wrote) == Given(rating=3, reason="A large trial.")
    assert overall(emptied) == Given(rating=3)


@pytest.mark.parametrize(
    ("sent", "saved", "kept"),
    [
        pytest.param({"was-a-one": "3"}, 9, None, id="nothing newer is there"),
        pytest.param({"was-a-one": ""}, None, "3", id="answered elsewhere since"),
        pytest.param({"was-a-one": "5"}, None, "3", id="changed elsewhere since"),
        pytest.param({"was-a-one": "", "tried-a-one": "3"}, 9, None, id="it was this browser"),
        pytest.param({"was-a-one": "", "tried-a-one": ["1", "3"]}, 9, None, id="tried twice"),
        pytest.param({"was-a-one": "", "tried-a-one": "1"}, None, "3", id="tried another one"),
        pytest.param({}, 9, None, id="a program that knows nothing"),
    ],
)
def test_a_phone_that_finds_its_network_again_brings_no_old_answer_back(sent, saved, kept):
    reading = read({"a-one": "9", **sent})

    assert reading.elsewhere == ({"a-one": kept} if kept else {})
    assert (overall(reading).rating if reading.answers else None) == saved
    assert reading.marks["was-a-one"] == (kept or "9")


def test_sending_the_same_again_is_no_conflict():
    reading = read({"a-one": "3", "was-a-one": ""})

    assert (overall(reading).rating, reading.elsewhere) == (3, {})


def test_going_back_to_the_saved_answer_counts_where_another_one_was_tried():
    assert read({"a-one": "3", "was-a-one": "3"}).answers == {}
    assert overall(read({"a-one": "3", "was-a-one": "3", "tried-a-one": "5"})).rating == 3


def test_a_comment_written_elsewhere_since_is_kept_whole():
    reading = read({"r-one": "Mine", "was-r-one": ""})

    assert reading.elsewhere == {"r-one": "Small trial."}
    assert reading.answers == {}
    assert read({"r-one": "Mine", "was-r-one": "", "tried-r-one": "Small trial."}).answers


def test_one_click_says_that_one_cannot_judge_and_a_second_one_why():
    assert overall(read({"a-one": "not-my-expertise"})).code is OptOut.NOT_MY_EXPERTISE
    unclear = read({"a-one": "not-my-expertise", "o-one": "unclear"})
    assert overall(unclear).code is OptOut.UNCLEAR
    forged = read({"a-one": "not-my-expertise", "o-one": "recused"})
    assert overall(forged).code is OptOut.NOT_MY_EXPERTISE
    assert overall(read({"a-one": "4", "o-one": "unclear"})) == Given(
        rating=4, reason="Small trial."
    )


def test_a_mistake_in_one_answer_does_not_cost_the_others():
    reading = read({"a-one": "12", "a-two": "8", "r-two": "x" * 2001})

    assert set(reading.errors) == {"a-one", "r-two"}
    assert reading.answers == {"v2": {"overall": Given(rating=8)}}


def test_dimensions_are_fields_of_their_own():
    reading = read({"a-one-feasibility": "5", "a-two-feasibility": "not-my-expertise"}, rule=WIDE)

    assert reading.answers == {
        "v1": {"feasibility": Given(rating=5, reason="")},
        "v2": {"feasibility": Given(code=OptOut.NOT_MY_EXPERTISE)},
    }


def test_an_estimate_has_three_fields_or_an_opt_out():
    parts = {"a-two-lower": "1", "a-two-best": "2,5", "a-two-upper": "4"}

    assert overall(read(parts, rule=ESTIMATE), "v2").text == "1|2.5|4"
    assert read({**parts, "a-two-best": ""}, rule=ESTIMATE).errors.keys() == {"a-two"}
    cannot = read({**parts, "a-two": "not-my-expertise"}, rule=ESTIMATE)
    assert overall(cannot, "v2").code is OptOut.NOT_MY_EXPERTISE
    assert (
        read({"a-two-lower": "", "a-two-best": "", "a-two-upper": ""}, rule=ESTIMATE).answers == {}
    )


def test_a_place_can_be_taken_back_and_is_no_place_beside_an_opt_out():
    ranked = Content(secret="00").holding(["v1", "v2"], {"v1": Given(rating=2)})

    back = read({"a-one": "", "was-a-one": "2"}, rule=RANKING, content=ranked)
    assert overall(back) == Given()
    cannot = read({"a-one": "", "c-one": "not-my-expertise"}, rule=RANKING)
    assert overall(cannot).code is OptOut.NOT_MY_EXPERTISE
    both = read({"a-one": "1", "c-one": "not-my-expertise"}, rule=RANKING)
    assert "not both" in both.errors["a-one"]
