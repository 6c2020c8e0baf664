"""Columns of an author's table get what their words need, where the author gave none more."""

import pytest

from guidelines.typesetting.nodes import para, words
from guidelines.typesetting.tables import table

HEAD = ("Criterion", "Summary of the discussion")
LONG = "Shorter waiting lists help those who have the least flexibility for appointments."


def drawn(rows, widths):
    def line(cells):
        plain = {"t": "AlignDefault"}
        return [["", [], []], [[["", [], []], plain, 1, 1, [para(words(one))]] for one in cells]]

    columns = [[{"t": "AlignDefault"}, width] for width in widths]
    head, *body = map(line, rows)
    none = ["", [], []]
    c = [none, [None, []], columns, [none, [head]], [[none, 0, [], body]], [none, []]]
    made = table(c, lambda blocks: blocks, lambda blocks, head: blocks)
    return [width.get("c") for _align, width in made["c"][2]]


def share(number):
    return {"t": "ColWidth", "c": number}


def test_equal_columns_become_as_wide_as_their_words_ask():
    narrow, wide = drawn([HEAD, ("Equity", LONG)], [share(0.5), share(0.5)])
    assert narrow < 0.3 < 0.7 < wide
    assert narrow + wide == pytest.approx(1)


def test_a_long_word_is_never_cut_by_its_column():
    rows = [("Item", "What", "Why"), ("Otorhinolaryngology", LONG, LONG)]
    first, *_others = drawn(rows, [share(1 / 3)] * 3)
    assert first * 90 > len("Otorhinolaryngology")


@pytest.mark.parametrize(
    "widths",
    [[share(0.3), share(0.7)], [{"t": "ColWidthDefault"}] * 2],
    ids=["stated by the author", "none"],
)
def test_other_columns_stay_as_they_are(widths):
    assert drawn([HEAD, ("Equity", LONG)], widths) == [one.get("c") for one in widths]
