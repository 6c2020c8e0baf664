"""Statements from a table: what is recognised, what is wrong, and nothing half-saved."""

import io
import zipfile

import pytest
from docx import Document as WordFile
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from guidelines.consensus.models import Statement
from guidelines.consensus.queries import statements_of
from guidelines.consensus.rules.pasting import MOST_ROWS, cells_of, recognise
from guidelines.errors import Invalid, TooLarge
from guidelines.evidence.importers.word_tables import is_word, rows_of_word
from tests.consensus.build import a_panel, rows
from tests.consensus.test_routes import office, text_of
from tests.consensus.test_statements import add

HEAD = ["No.", "Statement", "In plain words", "Source"]
BODY = [
    ["1", "Every child is weighed.", "Your child is put on a scale.", "Guideline 2019"],
    ["2", "Parents are asked\nwhat they saw.", "", ""],
    ["3", "", "", "left empty"],
]


def tsv(*table):
    """Return a table as a spreadsheet puts it on the clipboard."""
    return "\r\n".join(
        "\t".join(f'"{cell}"' if "\n" in cell else cell for cell in row) for row in table
    )


def workbook(*table):
    book = Workbook()
    for row in table:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word(*table):
    file = WordFile()
    file.add_paragraph("A table follows.")
    grid = file.add_table(rows=0, cols=len(table[0]))
    for row in table:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("text", "wordings"),
    [
        (tsv(HEAD, *BODY), ["Every child is weighed.", "Parents are asked\nwhat they saw.", ""]),
        ("Weigh.\nMeasure.\n\nAsk.", ["Weigh.", "Measure.", "Ask."]),
        ("1. Weigh.\n2) Measure.\n• Ask.", ["Weigh.", "Measure.", "Ask."]),
        ("1\tWeigh the child.\n2\tMeasure it.", ["Weigh the child.", "Measure it."]),
        ('STATEMENT\tRationale\n"Say ""no""."\tBecause.', ['Say "no".']),
        ("Aussage\tx\nKinder werden gewogen.\ty", ["Kinder werden gewogen."]),
    ],
)
def test_statements_are_recognised_in_what_is_pasted(text, wordings):
    assert [row.wording for row in recognise(cells_of(text), {}).rows] == wordings


def test_columns_are_told_by_their_heading_and_rows_by_their_line():
    found = recognise(cells_of(tsv(HEAD, *BODY)), {})
    assert dict(found.columns) == {
        "number": "No.",
        "wording": "Statement",
        "plain_language": "In plain words",
        "origin": "Source",
    }
    first, second, third = found.rows
    assert (first.line, first.texts["origin"]) == (2, "Guideline 2019")
    assert second.texts["origin"] == "No. 2"
    assert "no statement" in third.problem
    assert found.good == 2


def test_what_is_said_twice_is_told_with_its_place():
    found = recognise(cells_of("Weigh.\nMeasure.\nWeigh."), {})
    assert [row.problem for row in found.rows][:2] == [None, None]
    assert "Row 1" in found.rows[2].problem


@pytest.mark.parametrize("text", ["", " \n\t\n", "Statement\tSource"])
def test_a_table_without_statements_is_refused(text):
    with pytest.raises(Invalid) as refused:
        recognise(cells_of(text), {})
    assert list(refused.value.errors) == ["table"]


def test_too_much_is_refused_at_once():
    with pytest.raises(Invalid, match="at most 150"):
        recognise(cells_of("\n".join(f"Number {n}" for n in range(MOST_ROWS + 1))), {})
    with pytest.raises(TooLarge):
        cells_of("x" * 1_000_001)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(max_size=30), max_size=4), max_size=8))
def test_any_table_is_recognised_or_refused_and_each_row_stands_once(table):
    try:
        found = recognise(table, {})
    except Invalid:
        return
    lines = [row.line for row in found.rows]
    assert lines == sorted(set(lines))
    assert set(lines) <= set(range(1, len(table) + 1))


@pytest.mark.parametrize(
    ("name", "made"), [("t.xlsx", workbook), ("t.docx", word), ("t.csv", None)]
)
def test_a_file_goes_from_preview_to_statements(build, name, made):
    panel = a_panel(build, keys=("rec-airway",))
    client = office(panel)
    path = f"/processes/{panel.process.id}/statements"
    plain = b"Statement,Source\nEvery child is weighed.,Guideline 2019\n"
    content = made(["Statement", "Source"], BODY[0][1::2]) if made else plain
    page = client.post(f"{path}/paste", data={"file": (io.BytesIO(content), name)})
    assert page.status_code == 200
    assert "Every child is weighed." in text_of(page)
    assert "Nothing is saved yet" in text_of(page)
    assert len(statements_of(panel.process)) == 1
    form = {"line": ["2"], "take-2": "yes", "wording-2": "Every child is weighed.",
            "origin-2": "Guideline 2019"}  # fmt: skip
    assert client.post(f"{path}/pasted", data=form).status_code == 303
    one = statements_of(panel.process)[1]
    assert (one.number, one.origin, one.recommendation_key) == (2, "Guideline 2019", None)


def test_one_wrong_row_saves_none_and_keeps_what_was_typed(build):
    panel = a_panel(build, keys=("rec-airway",))
    add(panel, "Weigh.")
    client = office(panel)
    path = f"/processes/{panel.process.id}/statements/pasted"
    form = {"line": ["1", "2"], "take-1": "yes", "wording-1": "Measure every child.",
            "take-2": "yes", "wording-2": "Weigh."}  # fmt: skip
    refused = client.post(path, data=form)
    assert refused.status_code == 422
    assert "Statement 2 says exactly this already." in text_of(refused)
    assert "Measure every child." in text_of(refused)
    assert len(rows(Statement)) == 2
    none = client.post(path, data={"line": ["1"], "wording-1": "Measure every child."})
    assert none.status_code == 422
    del form["take-2"]
    assert client.post(path, data=form).status_code == 303
    assert len(rows(Statement)) == 3


def a_zip(name, content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return out.getvalue()


DOCTYPE = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"""


@pytest.mark.parametrize(
    "content",
    [
        a_zip("word/document.xml", DOCTYPE),
        a_zip("word/document.xml", b"<not closed"),
        a_zip("word/document.xml", b" " * 90_000_000),
        word(["only one cell and no table"])[:500],
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 200,
        a_zip("../../word/document.xml", b"<a/>"),
    ],
    ids=["entity", "broken", "bomb", "cut off", "picture", "leads out"],
)
def test_hostile_and_broken_files_are_refused_with_a_sentence(build, content):
    panel = a_panel(build, keys=("rec-airway",))
    client = office(panel)
    path = f"/processes/{panel.process.id}/statements/paste"
    answer = client.post(path, data={"file": (io.BytesIO(content), "table.docx")})
    assert answer.status_code in {413, 422}
    assert "root:" not in text_of(answer)
    assert len(rows(Statement)) == 1


def test_tracked_deletions_do_not_come_back():
    content = word(["Statement"], ["Weigh every child."])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = data.replace(
                    b"<w:r><w:t>Weigh every child.</w:t></w:r>",
                    b"<w:del><w:r><w:delText>Never </w:delText></w:r></w:del>"
                    b"<w:r><w:t>Weigh every </w:t></w:r>"
                    b"<w:ins><w:r><w:t>child.</w:t></w:r></w:ins>",
                )
            new.writestr(name, data)
    assert is_word(out.getvalue())
    assert rows_of_word(out.getvalue()) == [["Statement"], ["Weigh every child."]]
