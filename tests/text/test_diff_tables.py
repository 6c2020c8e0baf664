"""Tables compared by cell."""

import pytest

from guidelines.text.comparison import RowKind, compare
from guidelines.text.tables import cells_of, compare_tables

TABLE = """| Age | Dose | Interval |
|---|---|---|
| under 1 year | 10 mg | 12 h |
| 1 to 5 years | 15 mg | 12 h |
| older | 20 mg | 8 h |
"""


def compared(after, before=TABLE):
    return compare_tables(compare(before, after).rows)


def shown(row):
    marks = {"equal": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}"}
    return ["".join(marks[span.op.value].format(span.text) for span in cell) for cell in row.cells]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("| a | b |", ["a", "b"]),
        ("a | b", ["a", "b"]),
        (r"| a \| b | c |", [r"a \| b", "c"]),
        ("| a | |", ["a", ""]),
        ("| a | b |\n|---|---|", ["a", "b"]),
    ],
)
def test_a_row_is_cut_into_its_cells(line, cells):
    assert cells_of(line) == cells


def test_a_changed_cell_is_shown_in_its_place():
    table = compared(TABLE.replace("15 mg", "12 mg"))

    assert [row.kind for row in table.rows] == [
        RowKind.SAME, RowKind.SAME, RowKind.CHANGED, RowKind.SAME,
    ]  # fmt: skip
    assert shown(table.rows[2]) == ["1 to 5 years", "[-15 mg-]{+12 mg+}", "12 h"]


def test_a_column_that_came_is_one_column():
    after = "\n".join(
        line + (" Route |" if n == 0 else "---|" if n == 1 else " oral |")
        for n, line in enumerate(TABLE.strip().split("\n"))
    )
    table = compared(after + "\n")

    assert [column.kind for column in table.columns] == [
        RowKind.SAME, RowKind.SAME, RowKind.SAME, RowKind.ADDED,
    ]  # fmt: skip
    assert shown(table.rows[1]) == ["under 1 year", "10 mg", "12 h", "{+oral+}"]


def test_a_column_that_went_and_a_row_that_came():
    after = """| Age | Interval |
|---|---|
| under 1 year | 12 h |
| 1 to 5 years | 12 h |
| older | 8 h |
| adults | 6 h |
"""
    table = compared(after)

    assert [column.kind for column in table.columns] == [
        RowKind.SAME, RowKind.REMOVED, RowKind.SAME,
    ]  # fmt: skip
    assert table.rows[-1].kind is RowKind.ADDED
    assert shown(table.rows[1]) == ["under 1 year", "[-10 mg-]", "12 h"]


def test_a_row_that_went_keeps_its_words():
    table = compared(TABLE.replace("| older | 20 mg | 8 h |\n", ""))

    assert table.rows[-1].kind is RowKind.REMOVED
    assert shown(table.rows[-1]) == ["[-older-]", "[-20 mg-]", "[-8 h-]"]
