"""Anchors: found again exactly, or detached; never at a wrong place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelines.text.anchors import carry, find, make, project
from guidelines.text.blocks import split
from guidelines.text.notices import BadText

OLD = "Adults: give 10 mg daily for five days, then review the dose with the family."


def select(text, words):
    start = text.index(words)
    return make(text, start, start + len(words))


@pytest.mark.parametrize(
    ("words", "new", "found"),
    [
        ("10 mg", OLD, True),
        ("10 mg", "In adults: give 10 mg daily for one week, then review.", True),
        ("10 mg", OLD.replace("10 mg", "15 mg"), False),
        ("give 10 mg daily", OLD.replace("daily", "twice daily"), False),
        ("the family", "Adults: review the dose with the family.", True),
        ("10 mg", "Something else altogether.", False),
    ],
)
def test_a_passage_is_mapped_exactly_or_not_at_all(words, new, found):
    place = find(select(OLD, words), OLD, new)

    assert (place is not None) == found
    if place is not None:
        assert new[place.start : place.end] == words == place.exact


def test_a_passage_whose_block_went_is_found_elsewhere_by_its_whole_context():
    old = ["One.", OLD, "Three."]
    place = carry(select(OLD, "10 mg"), 1, old, ["Zero.", "One.", f"{OLD} More."], None)

    assert place is not None
    assert (place.block, place.selector.exact) == (2, "10 mg")


def test_the_same_words_for_another_group_are_not_the_same_passage():
    old = ["Adults: give 10 mg daily.", "Children: give 10 mg daily."]

    assert carry(select(old[0], "10 mg daily"), 0, old, old[1:], None) is None


def test_words_that_stand_twice_with_the_same_context_are_never_guessed():
    old = ["10 mg daily", "10 mg daily"]

    assert carry(select(old[0], "10 mg"), 0, old, ["10 mg daily"], None) is None


def test_nothing_cannot_be_selected():
    with pytest.raises(BadText):
        make("text", 2, 2)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("## A *heading*", ["A heading"]),
        ("Give *10 mg*\ndaily [@smith2019].", ["Give 10 mg daily ."]),
        ("- an **item**\n- two", ["an item", "two"]),
        ("| a \\| b | *c* |\n|---|---|\n| 1 | |", ["a | b c", "1"]),
        ("::: {.rationale}\nWhy\n:::", ["", "Why", ""]),
        ("[^1]: a *note*\n\nT\n:   words", ["a note", "T", "words"]),
        ("> quoted", ["quoted"]),
    ],
)
def test_the_projection_is_what_a_reader_sees(source, words):
    assert [project(block) for block in split(source)] == words


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab 𝒳1"), min_size=1), st.text(st.sampled_from("ab 𝒳1")), st.data())
def test_what_is_found_has_the_same_words(old, new, data):
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    selector = make(old, start, end)

    for place in (find(selector, old, new), find(selector, old, old)):
        if place is not None:
            text = new if place.start + len(place.exact) <= len(new) else old
            assert selector.exact in (
                new[place.start : place.end],
                text[place.start : place.end],
                old[place.start : place.end],
            )
    assert find(selector, old, old) == selector
