"""Comparison by block and word, for people to read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelines.text import diff
from guidelines.text.comparison import RowKind, compare, word_diff_text
from guidelines.text.diff import Op, words


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("Give 10 mg daily.", "Give 15 mg daily.", "Give [-10 mg-]{+15 mg+} daily."),
        ("Age ≥ 18 years.", "Age ≥ 21 years.", "Age [-≥ 18 years-]{+≥ 21 years+}."),
        ("A gap of 5 mm here.", "A gap of 5 ml here.", "A gap of [-5 mm-]{+5 ml+} here."),
        ("It was p < 0.05 then.", "It was p < 0.01 then.",
         "It was [-p < 0.05-]{+p < 0.01+} then."),
        ("Give 10–15 mg/kg/day now.", "Give 10–20 mg/kg/day now.",
         "Give [-10–15 mg/kg/day-]{+10–20 mg/kg/day+} now."),
        ("At -5 °C only.", "At 5 °C only.", "At [--5 °C-]{+5 °C+} only."),
        ("In 0.5 % of all.", "In 5 % of all.", "In [-0.5 %-]{+5 %+} of all."),
        ("We suggest surgery.", "We do not suggest surgery.",
         "We {+do not +}suggest surgery."),
    ],
)  # fmt: skip
def test_a_number_is_never_cut_from_its_sign_or_unit(before, after, shown):
    assert word_diff_text(before, after) == shown + "\n"


def test_a_moved_block_is_recognised():
    comparison = compare(
        "# A\n\nOne two three.\n\nFour five six.\n\nSeven eight.\n",
        "# A\n\nFour five six.\n\nSeven eight.\n\nOne two three.\n",
    )

    assert [row.kind for row in comparison.rows] == [
        RowKind.SAME, RowKind.MOVED_AWAY, RowKind.SAME, RowKind.SAME, RowKind.MOVED_HERE,
    ]  # fmt: skip


def test_a_block_that_moved_and_was_changed_is_followed_with_its_words():
    comparison = compare(
        "# A\n\nGive 10 mg to every child once a day with food.\n\nFour five six.\n\n"
        "Seven eight nine.\n",
        "# A\n\nFour five six.\n\nSeven eight nine.\n\n"
        "Give 15 mg to every child once a day with food.\n",
    )

    [away] = [row for row in comparison.rows if row.kind is RowKind.MOVED_AWAY]
    [here] = [row for row in comparison.rows if row.kind is RowKind.MOVED_HERE]
    assert (away.before, away.after, away.spans) == (here.before, here.after, here.spans)
    assert [s.text for s in here.spans if s.op is not Op.EQUAL] == ["10 mg", "15 mg"]
    assert comparison.count(RowKind.ADDED) == comparison.count(RowKind.REMOVED) == 0


def test_a_rewrite_of_many_paragraphs_pairs_those_that_are_alike():
    old = [f"Paragraph {n} speaks of subject{n} and of matter{n} alone." for n in range(60)]
    new = [f"Paragraph {n} tells of subject{n} and of matter{n} only." for n in range(60)]
    del new[17]
    comparison = compare("\n\n".join(old), "\n\n".join(new))

    pairs = [
        (row.before.text.split()[1], row.after.text.split()[1])
        for row in comparison.rows
        if row.kind is RowKind.CHANGED
    ]
    assert len(pairs) == 59
    assert all(a == b for a, b in pairs)


def test_two_very_long_passages_are_compared_by_what_stands_out(monkeypatch):
    monkeypatch.setattr(diff, "_MOST_STEPS", 100)
    before = " ".join(f"word{n}" for n in range(40))
    after = before.replace("word7 ", "other ").replace("word30 word31", "word31 word30")
    spans = words(before, after)

    assert "".join(s.text for s in spans if s.op is not Op.INSERT) == before
    assert "".join(s.text for s in spans if s.op is not Op.DELETE) == after
    assert sum(len(s.text) for s in spans if s.op is Op.EQUAL) > 0.8 * len(before)


def test_words_that_differ_in_white_space_alone_are_the_same_words():
    spans = words("one two\nthree four", "one two three four")

    assert [(s.op.value, s.text) for s in spans] == [
        ("equal", "one two"), ("delete", "\n"), ("insert", " "), ("equal", "three four"),
    ]  # fmt: skip


def test_a_changed_block_stands_beside_the_one_it_came_from():
    comparison = compare(
        "Give 10 mg to adults every day.\n\nThe rest stays.\n",
        "Something of another kind.\n\nGive 10 mg to adults every week.\n\nThe rest stays.\n",
    )

    assert [row.kind for row in comparison.rows] == [
        RowKind.ADDED, RowKind.CHANGED, RowKind.SAME,
    ]  # fmt: skip
    assert not comparison.is_same
    assert compare("a", "a").is_same


@pytest.mark.parametrize("compiled", [True, False])
@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(["10 mg", " ", "\n", "a", "b", ".", "≥ 18", "\n\n", "𝒳"])).map(
        "".join
    ),
    st.lists(st.sampled_from(["10 mg", " ", "\n", "a", "c", ".", "≥ 18", "\n\n", "é"])).map(
        "".join
    ),
)
def test_both_texts_can_be_read_off_a_comparison(compiled, before, after):
    was = diff._compiled
    diff._compiled = was if compiled else None
    try:
        spans = words(before, after)
        rows = compare(before, after).rows
    finally:
        diff._compiled = was

    assert "".join(s.text for s in spans if s.op is not Op.INSERT) == before
    assert "".join(s.text for s in spans if s.op is not Op.DELETE) == after
    olds = [row.before for row in rows if row.before and row.kind is not RowKind.MOVED_HERE]
    news = [row.after for row in rows if row.after and row.kind is not RowKind.MOVED_AWAY]
    assert "".join(before[b.start : b.end] for b in olds) == before
    assert "".join(after[b.start : b.end] for b in news) == after
    moved_from = [row.before for row in rows if row.kind is RowKind.MOVED_AWAY]
    moved_to = [row.after for row in rows if row.kind is RowKind.MOVED_HERE]
    assert len(moved_from) == len(moved_to)
    gone = [row.before for row in rows if row.kind is RowKind.REMOVED]
    assert not {id(b) for b in moved_from} & {id(b) for b in gone}
    for row in rows:
        if row.spans:
            assert "".join(s.text for s in row.spans if s.op is not Op.INSERT) == row.before.text
            assert "".join(s.text for s in row.spans if s.op is not Op.DELETE) == row.after.text
