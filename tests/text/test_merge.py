"""Three-way merge by block: the laws, the traps, and the words a person sees at a clash."""

import os
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guidelines.text.blocks import Kind, split
from guidelines.text.merge import Clash, clash_text, merge3

BASE = "# Dosing\n\nAdults: give 10 mg daily.\n\nChildren: give 10 mg daily.\n\nReview weekly.\n"


def test_two_people_who_change_different_paragraphs_both_keep_their_words():
    ours = BASE.replace("Adults: give 10 mg", "Adults: give 15 mg")
    theirs = BASE.replace("weekly", "monthly")

    assert merge3(BASE, ours, theirs).text == ours.replace("weekly", "monthly")


def test_neighbouring_paragraphs_merge():
    ours = BASE.replace("Adults: give 10 mg", "Adults: give 15 mg")
    theirs = BASE.replace("Children: give 10 mg", "Children: give 5 mg")

    assert merge3(BASE, ours, theirs).text == ours.replace("Children: give 10", "Children: give 5")


def test_a_deleted_dose_that_the_other_changed_is_a_clash_and_children_keep_theirs():
    base = "Adults: give 10 mg daily.\n\nChildren: give 25 mg daily.\n"
    ours = "Children: give 25 mg daily.\n"
    theirs = base.replace("Adults: give 10 mg", "Adults: give 20 mg")

    merged = merge3(base, ours, theirs)

    assert merged.text is None
    (clash,) = merged.clashes
    assert "Adults: give 10 mg" in clash.base
    assert "Adults" not in clash.ours
    assert "Adults: give 20 mg" in clash.theirs


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        pytest.param("Give 15 mg.\n", "Give 20 mg.\n", id="both changed the dose"),
        pytest.param("Give 10 mg.\n\nStop.\n", "Give 10 mg.\n\nGo on.\n", id="both added here"),
        pytest.param("", "Give 10 mg twice.\n", id="deleted and changed"),
        pytest.param("Give 10 mg.\n\nThen wait.\n", "", id="deleted what the other went on from"),
    ],
)
def test_what_a_person_must_decide(ours, theirs):
    merged = merge3("Give 10 mg.\n", ours, theirs)

    assert merged.text is None
    assert [(c.ours, c.theirs) for c in merged.clashes]
    swapped = merge3("Give 10 mg.\n", theirs, ours)
    assert [(c.theirs, c.ours) for c in swapped.clashes] == [
        (c.ours, c.theirs) for c in merged.clashes
    ]


def test_the_same_change_by_both_is_taken_once():
    both = BASE.replace("weekly", "daily")
    ours = both.replace("Adults: give 10", "Adults: give 15")

    assert merge3(BASE, ours, both).text == ours


def test_a_block_that_each_moved_elsewhere_is_a_clash():
    base = "One alpha.\n\nTwo beta.\n\nThree gamma.\n\nFour delta.\n"
    ours = "Two beta.\n\nOne alpha.\n\nThree gamma.\n\nFour delta.\n"
    theirs = "Two beta.\n\nThree gamma.\n\nFour delta.\n\nOne alpha.\n"

    assert merge3(base, ours, theirs).text is None


def test_a_block_that_one_deleted_and_the_other_moved_does_not_come_back():
    base = "One alpha.\n\nTwo beta.\n\nThree gamma.\n"
    ours = "Two beta.\n\nThree gamma.\n"
    theirs = "Two beta.\n\nThree gamma.\n\nOne alpha.\n"

    assert merge3(base, ours, theirs).text is None


def test_rows_of_a_table_and_items_of_a_list_merge_one_by_one():
    base = "| a | b |\n|---|---|\n| 1 | x |\n| 2 | y |\n\n- first\n- second\n"
    ours = base.replace("| 1 | x |", "| 1 | X |").replace("- second", "- second thing")
    theirs = base.replace("| 2 | y |", "| 2 | Y |").replace("- first", "- first thing")

    assert merge3(base, ours, theirs).text == (
        "| a | b |\n|---|---|\n| 1 | X |\n| 2 | Y |\n\n- first thing\n- second thing\n"
    )


def test_a_new_recommendation_and_an_edit_in_the_one_before_it_merge():
    base = "# A\n\n::: {.recommendation #rec-a}\nWe suggest x.\n:::\n"
    ours = base + "\n::: {.recommendation #rec-b}\nWe suggest y.\n:::\n"
    theirs = base.replace("We suggest x.", "We suggest x early.")

    assert merge3(base, ours, theirs).text == ours.replace("suggest x.", "suggest x early.")


def test_paragraphs_that_meet_for_the_first_time_stay_apart():
    base = "One alpha.\n\nTwo beta.\n\nThree gamma."
    ours = "One alpha.\n\nTwo beta.\n\nThree gamma, changed.\n\nFour delta."
    theirs = "One alpha.\n\nThree gamma."

    merged = merge3(base, ours, theirs).text

    assert merged == "One alpha.\n\nThree gamma, changed.\n\nFour delta."


def test_a_clash_is_shown_with_both_sides_and_what_was_there():
    shown = clash_text(Clash("Give 10 mg.\n", "Give 15 mg.\n", "", 3))

    assert shown == (
        "<<<<<<< ours, from line 3 on\nGive 15 mg.\n||||||| before\nGive 10 mg.\n"
        "======= theirs\n>>>>>>>\n"
    )


WORDS = st.sampled_from(
    ["Adults: give 10 mg daily.", "Children: give 10 mg daily.", "- an item", "- another item",
     "Review weekly.", "# Heading", "::: {.recommendation #r}", ":::", "| a | b |", "|---|---|",
     "| 1 | 2 |", "```", "> quoted", "    code", "Text that says more than the others do."]
)  # fmt: skip
GAPS = st.sampled_from(["\n", "\n\n", "\n\n", "\n\n\n"])
TEXTS = st.lists(st.tuples(WORDS, GAPS), max_size=9)


@st.composite
def edits(draw):
    """Draw a base and two texts that were made from it by deleting, inserting and changing."""
    base = draw(TEXTS)

    def edited():
        parts = list(base)
        for _ in range(draw(st.integers(0, 3))):
            place = draw(st.integers(0, len(parts)))
            what = draw(st.sampled_from(["insert", "delete", "change", "move"]))
            if what == "insert" or place == len(parts):
                parts.insert(place, (draw(WORDS), draw(GAPS)))
            elif what == "delete":
                del parts[place]
            elif what == "change":
                parts[place] = (parts[place][0] + " Changed.", parts[place][1])
            else:
                parts.insert(draw(st.integers(0, len(parts) - 1)), parts.pop(place))
        return "".join(word + gap for word, gap in parts)

    return "".join(word + gap for word, gap in base), edited(), edited()


CASES = 100_000 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 400


def keys(text):
    return [block.key for block in split(text)]


def worded(text):
    skip = (Kind.CLOSE, Kind.BLANK, Kind.RULE)
    return Counter(block.key for block in split(text) if block.kind not in skip)


@settings(max_examples=CASES, deadline=None)
@given(edits())
@example(
    (
        "# H\nGive it.\n# H\n# H\n\n# H\n",
        "# H\n# H\n\nGive it.\n# H\n# H Changed.\n\n",
        "# H\n# H\nGive it.\n# H\n",
    )
)
def test_the_laws_of_a_merge(texts):
    base, ours, theirs = texts
    merged = merge3(base, ours, theirs)
    swapped = merge3(base, theirs, ours)

    assert merged.text == swapped.text
    assert (merged.text is None) == bool(merged.clashes)
    assert merge3(base, base, theirs).text == theirs
    assert merge3(base, ours, base).text == ours
    assert merge3(base, ours, ours).text == ours
    if merged.text is None:
        return
    result = keys(merged.text)
    assert set(result) <= set(keys(ours)) | set(keys(theirs))
    was, mine, yours, now = worded(base), worded(ours), worded(theirs), worded(merged.text)
    for key in was | mine | yours:
        if not was[key]:  # no edit is lost
            assert now[key] >= max(mine[key], yours[key])
        if was[key] == mine[key] == yours[key] == 1:  # and nothing that both kept
            assert now[key] == 1
        if was[key] and not (mine[key] and yours[key]):  # nothing deleted comes back
            assert now[key] == 0
