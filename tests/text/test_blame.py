"""Who brought which words of a passage."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from guidelines.text.blame import Run, traced

WORD = st.sampled_from(["give", "10 mg", "daily", "to", "children", "adults", "≥ 18", "not"])
TEXTS = st.lists(st.lists(WORD, max_size=8).map(" ".join), min_size=1, max_size=6)


def test_words_keep_who_brought_them():
    runs = (Run("Give 10 mg daily.", 1),)
    runs = traced(runs, "Give 15 mg daily.", 4)
    runs = traced(runs, "Please give 15 mg daily.", 7)

    assert runs == (
        Run("Please give ", 7), Run("15 mg", 4), Run(" daily.", 1),
    )  # fmt: skip


def test_words_that_come_back_belong_to_who_brought_them_back():
    runs = traced((Run("one two three", 1),), "one three", 2)

    assert traced(runs, "one two three", 3) == (Run("one ", 1), Run("two ", 3), Run("three", 1))


@given(TEXTS)
def test_every_word_has_one_author_whose_text_has_it(texts):
    runs = (Run(texts[0], 0),) if texts[0] else ()
    for number, text in enumerate(texts[1:], 1):
        runs = traced(runs, text, number)

        assert "".join(run.text for run in runs) == text
        for run in runs:
            assert run.text
            for word in run.text.split():
                assert word in texts[run.number].split()
        assert all(a.number != b.number for a, b in pairwise(runs))
