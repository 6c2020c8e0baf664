"""Passages carried to a later text: found, marked, or detached; never at a wrong place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelines.text.anchors import make
from guidelines.text.carrying import Carrier, Found

OLD = "Adults: give 10 mg daily for five days, then review the dose with the family."
THERE, MOVED, REWORDED = Found.THERE, Found.MOVED, Found.REWORDED


def select(text, words):
    start = text.index(words)
    return make(text, start, start + len(words))


@pytest.mark.parametrize(
    ("words", "new", "found", "now"),
    [
        ("10 mg", OLD, THERE, "10 mg"),
        ("10 mg", f"In hospital. {OLD}", THERE, "10 mg"),
        ("10 mg", OLD.replace("five days", "one week"), THERE, "10 mg"),
        ("review the dose", OLD.replace("Adults", "Grown-ups"), THERE, "review the dose"),
        ("10 mg", OLD.replace("10 mg", "15 mg"), REWORDED, "15 mg"),
        ("give 10 mg daily", OLD.replace("daily", "a day"), REWORDED, "give 10 mg a day"),
        ("the family", "Adults: review the dose with the family.", THERE, "the family"),
        ("10 mg", "Something else altogether.", None, ""),
        ("10 mg", OLD.replace("give 10 mg daily for five days, then ", ""), None, ""),
        ("for five days", OLD.replace(" for five days", ""), None, ""),
    ],
)  # fmt: skip
def test_a_passage_follows_its_paragraph(words, new, found, now):
    place = Carrier([OLD], [new], {0: 0}).carry(select(OLD, words), 0)

    assert (place.found if place else None) == found
    assert (place.selector.exact if place else "") == now


def test_a_dose_never_goes_to_another_group_as_if_it_were_sure():
    old = "Adults: give 10 mg. Children: give 20 mg."
    place = Carrier([old], ["Children: give 10 mg."], {0: 0}).carry(select(old, "10 mg"), 0)

    assert place is None or place.found is REWORDED


def test_the_same_words_for_another_group_are_not_the_same_passage():
    old = ["Adults: give 10 mg daily.", "Children: give 10 mg daily."]

    assert Carrier(old, old[1:], {1: 0}).carry(select(old[0], "10 mg daily"), 0) is None


def test_words_that_stand_twice_with_the_same_surroundings_are_never_guessed():
    old = ["10 mg daily", "10 mg daily"]

    assert Carrier(old, ["10 mg daily"], {}).carry(select(old[0], "10 mg"), 0) is None


def test_a_passage_is_found_in_another_paragraph_by_what_surrounds_it():
    old = ["One.", OLD, "Three."]
    place = Carrier(old, ["Zero.", "One.", f"{OLD} More."], {0: 1}).carry(select(OLD, "10 mg"), 1)

    assert place is not None
    assert (place.block, place.found, place.selector.exact) == (2, MOVED, "10 mg")


def test_both_halves_of_a_paragraph_that_was_cut_keep_their_comments():
    first, second = (
        "The first half speaks of airways.",
        "The second half speaks of breathing, and of feeding.",
    )
    carrier = Carrier([f"{first} {second}"], [first, second], {0: 0})
    places = [
        carrier.carry(select(f"{first} {second}", words), 0)
        for words in ("first half speaks of airways", "second half speaks of breathing, and")
    ]

    assert [(place.block, place.found) for place in places] == [(0, THERE), (1, MOVED)]


def test_a_number_is_not_found_inside_another():
    old = "The children of the second group are given 10 mg of the substance."
    new = old.replace("10 mg", "110 mg")
    place = Carrier([old], [new], {}).carry(select(old, "10 mg"), 0)

    assert place is None


def test_a_selector_that_is_not_of_this_text_is_detached():
    assert Carrier(["other words"], ["other words"], {0: 0}).carry(select(OLD, "10 mg"), 0) is None


TEXTS = st.lists(st.text(st.sampled_from("ab 𝒳1.")), min_size=1, max_size=4)


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS, st.data())
def test_found_words_are_the_very_words_and_a_same_text_changes_nothing(old, new, data):
    some = [number for number, text in enumerate(old) if text]
    if not some:
        return
    block = data.draw(st.sampled_from(some))
    start = data.draw(st.integers(0, len(old[block]) - 1))
    selector = make(old[block], start, data.draw(st.integers(start + 1, len(old[block]))))
    became = data.draw(st.dictionaries(st.integers(0, len(old) - 1), st.integers(0, len(new) - 1)))
    place = Carrier(old, new, became).carry(selector, block)

    if place is not None:
        now = place.selector
        assert new[place.block][now.start : now.end] == now.exact
        assert place.found is REWORDED or now.exact == selector.exact
    same = Carrier(old, old, {n: n for n in range(len(old))}).carry(selector, block)
    assert (same.block, same.selector, same.found) == (block, selector, THERE)


WORDS = st.lists(
    st.sampled_from(["the", "dose", "child", "10 mg", "airway", "of", "is"]), min_size=6
)


@settings(max_examples=100, deadline=None)
@given(WORDS, st.lists(WORDS, max_size=3), st.lists(WORDS, max_size=3), st.data())
def test_changes_in_other_paragraphs_move_nothing(paragraph, before, after, data):
    text = " ".join(paragraph)
    start = data.draw(st.integers(0, len(text) - 1))
    selector = make(text, start, data.draw(st.integers(start + 1, len(text))))
    new = [*(" ".join(one) for one in before), text, *(" ".join(one) for one in after)]
    place = Carrier(["another", text], new, {1: len(before)}).carry(selector, 1)

    assert (place.block, place.selector, place.found) == (len(before), selector, THERE)


@settings(max_examples=100, deadline=None)
@given(WORDS, WORDS, st.data())
def test_what_is_put_before_a_paragraph_moves_its_passages_along(paragraph, more, data):
    text = "Unique beginning of this very paragraph: " + " ".join(paragraph)
    start = data.draw(st.integers(0, len(text) - 1))
    selector = make(text, start, data.draw(st.integers(start + 1, len(text))))
    lead = " ".join(more).upper() + ". "
    place = Carrier([text], [lead + text], {0: 0}).carry(selector, 0)

    assert (place.selector.start, place.selector.exact) == (start + len(lead), selector.exact)
