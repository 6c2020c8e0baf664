"""A merge with its clashes at their places, and the text that a person's decisions make."""

import pytest
from hypothesis import given, settings

from guidelines.text.blocks import split
from guidelines.text.merge import Clash, merge3, merged_parts
from guidelines.text.settling import Choice, Decision, passages_of, settled
from tests.text.test_merge import edits, keys, worded

BASE = "# Dosing\n\nAdults: 10 mg.\n\nChildren: 5 mg.\n\nReview weekly.\n\n"
MINE = BASE.replace("Adults: 10", "Adults: 15").replace("weekly", "monthly")
YOURS = BASE.replace("Adults: 10", "Adults: 20").replace("Children: 5", "Children: 4")
TABLE = "| dose | who |\n|---|---|\n| 10 mg | adults |\n| 5 mg | children |\n\nEnd.\n\n"


def decide(base, mine, yours, *choices):
    parts = merged_parts(base, mine, yours)
    names = list(passages_of(parts))
    assert len(names) == len(choices)
    made = [one if isinstance(one, Decision) else Decision(one) for one in choices]
    return settled(parts, dict(zip(names, made, strict=True)))


@pytest.mark.parametrize(
    ("choice", "passage"),
    [
        (Choice.MINE, "Adults: 15 mg."),
        (Choice.THEIRS, "Adults: 20 mg."),
        (Choice.BOTH, "Adults: 15 mg.\n\nAdults: 20 mg."),
        (Decision(Choice.OWN, "Adults: 17 mg.\r\n"), "Adults: 17 mg."),
    ],
)
def test_a_decision_about_one_passage_leaves_the_rest_merged(choice, passage):
    both = BASE.replace("Children: 5", "Children: 4").replace("weekly", "monthly")
    assert decide(BASE, MINE, YOURS, choice) == both.replace("Adults: 10 mg.", passage)


def test_nothing_is_left_where_nothing_is_chosen():
    result = decide(BASE, MINE, YOURS, Decision(Choice.OWN, " \n"))
    assert "Adults" not in result
    assert result.startswith("# Dosing\n\nChildren: 4 mg.")


def test_rows_of_a_table_stay_together():
    mine = TABLE.replace("| 10 mg", "| 15 mg")
    yours = TABLE.replace("| 10 mg", "| 20 mg")
    both = TABLE.replace("| 10 mg | adults |", "| 15 mg | adults |\n| 20 mg | adults |")
    assert decide(TABLE, mine, yours, Choice.BOTH) == both
    own = Decision(Choice.OWN, "| 17 mg | adults |")
    assert decide(TABLE, mine, yours, own) == TABLE.replace("| 10 mg", "| 17 mg")


def test_what_one_took_out_and_the_other_changed():
    mine = BASE.replace("Adults: 10 mg.\n\n", "")
    yours = BASE.replace("Adults: 10", "Adults: 20")
    assert decide(BASE, mine, yours, Choice.MINE) == mine
    assert decide(BASE, mine, yours, Choice.THEIRS) == yours
    assert decide(BASE, mine, yours, Choice.BOTH) == yours


def test_a_passage_keeps_its_name_while_other_passages_change():
    [name] = passages_of(merged_parts(BASE, MINE, YOURS))
    later = YOURS.replace("Children: 4", "Children: 3")
    assert list(passages_of(merged_parts(BASE, MINE, later))) == [name]


def test_equal_passages_have_names_of_their_own():
    base = "Same.\n\nApart.\n\nSame.\n\n"
    mine, yours = base.replace("Same", "Mine"), base.replace("Same", "Yours")
    assert len(passages_of(merged_parts(base, mine, yours))) == 2


def test_without_a_clash_there_is_one_text():
    mine = BASE.replace("Adults: 10", "Adults: 15")
    assert merged_parts(BASE, mine, YOURS.replace("Adults: 20", "Adults: 10")) == (
        merge3(BASE, mine, YOURS.replace("Adults: 20", "Adults: 10")).text,
    )
    assert merged_parts(BASE, BASE, YOURS) == (YOURS,)
    assert merged_parts(BASE, MINE, BASE) == (MINE,)


@settings(max_examples=400, deadline=None)
@given(edits())
def test_the_laws_of_a_merge_in_parts(texts):
    base, ours, theirs = texts
    parts = merged_parts(base, ours, theirs)
    swapped = merged_parts(base, theirs, ours)
    clashes = [part for part in parts if isinstance(part, Clash)]

    assert [p for p in parts if isinstance(p, str)] == [p for p in swapped if isinstance(p, str)]
    assert [(c.base, c.ours, c.theirs) for c in clashes] == [
        (c.base, c.theirs, c.ours) for c in swapped if isinstance(c, Clash)
    ]
    merged = merge3(base, ours, theirs)
    assert bool(clashes) == (merged.text is None)
    if not clashes:
        assert "".join(parts) == merged.text
        return
    known = set(keys(ours)) | set(keys(theirs))
    names = passages_of(parts)
    for choice, side in [(Choice.MINE, ours), (Choice.THEIRS, theirs)]:
        result = settled(parts, dict.fromkeys(names, Decision(choice)))
        assert set(worded(result)) <= known  # nobody's words but those of the two
        was, now, kept = worded(base), worded(result), worded(side)
        for key in kept:  # what the chosen side wrote is there
            if not was[key]:
                assert now[key] >= 1
    both = settled(parts, dict.fromkeys(names, Decision(Choice.BOTH)))
    for side in (ours, theirs):
        for block in split(side):
            if block.key not in worded(base) and block.key in worded(side):
                assert block.text in both
