"""Ratings from CSV: what Excel writes is read, and a mistake says where it is."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.consensus.importers import read_ratings
from guidelines.consensus.rules.answers import Answer, OptOut
from guidelines.consensus.rules.presets import preset
from guidelines.errors import Invalid

NINE, VOTE = preset("agree-75").scale, preset("awmf").scale
HEADER = "statement,panelist,rating\n"


def read(text, scale=NINE, **options):
    return read_ratings(text.encode() if isinstance(text, str) else text, scale, **options)


@pytest.mark.parametrize(
    "content",
    [
        HEADER + "A,1,7\n",
        HEADER + "A,1,7",
        "\ufeff" + HEADER + "A,1,7\n",
        "statement;panelist;rating\r\nA;1;7\r\n",
        "statement;panelist;rating\r\nA;1;7,0\r\n",
        "sep=;\r\nstatement;panelist;rating\r\nA;1;7\r\n",
        "statement\tpanelist\trating\nA\t1\t7\n",
        "statement\tpanelist\trating\nA\t1\t7\n".encode("utf-16"),
        "Rating , STATEMENT,Panelist,remark\r7.0,A,1,fine\r",
        HEADER + '"A","1","7"\n',
        HEADER + '="A",="1",="7"\n',
        '"sep=;"\r\n"statement"; "panelist"; "rating"\r\n"A"; "1"; "7"\r\n',
        HEADER + "A,1,\u00a07 \n,,\n\n",
    ],
)
def test_what_spreadsheets_write_is_read(content):
    assert read(content) == [Answer("A", "1", 7)]


def test_all_columns_and_kinds_of_answer():
    content = "statement,panelist,rating,round,group\nA,1,9,2,clinician\nA,2,,2,\nA,3,Skipped,,\n"
    assert read(content) == [
        Answer("A", "1", 9, 2, "clinician"),
        Answer("A", "2", None, 2),
        Answer("A", "3", OptOut.SKIPPED, 1),
    ]


def test_columns_and_codes_of_the_file():
    content = "item_id,respondent,score,stage\nÄ 1,r,X,1\nÄ 1,r,99,2\n"
    answers = read(
        content,
        columns={
            "statement": "item_id",
            "panelist": "respondent",
            "rating": "score",
            "round": "stage",
        },
        opt_outs={"x": OptOut.NOT_MY_EXPERTISE, "99": OptOut.PREFER_NOT},
    )
    assert [a.rating for a in answers] == [OptOut.NOT_MY_EXPERTISE, OptOut.PREFER_NOT]
    assert [a.statement for a in answers] == ["Ä 1", "Ä 1"]


def test_a_statement_may_hold_line_breaks_and_separators():
    answers = read(HEADER + '"Give blood, early\nand late\u2028or not",1,7\nB\u2028C,1,8\n')
    assert answers[0].statement == "Give blood, early\nand late\u2028or not"
    assert answers[1].statement == "B\u2028C"


def test_votes():
    content = HEADER + "A,1,yes\nA,2,No\nA,3,1\nA,4,0\nA,5,abstain\n"
    assert [a.rating for a in read(content, VOTE)] == [1, 0, 1, 0, OptOut.ABSTAIN]


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        ("", "file", "The file is empty"),
        (" \n\n", "file", "The file is empty"),
        (HEADER, "file", "no ratings"),
        (b"PK\x03\x04rest", "file", "an Excel workbook or a ZIP file. Save the table as CSV"),
        (b"%PDF-1.7", "file", "This is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1", "file", "old Excel workbook"),
        (b"\x7fELF\x00\x00\x01", "file", "not a text file"),
        (b"statement,panelist,rating\nA,1,7\n\xfc,1,7\n", "file", "Line 3 is not UTF-8 text"),
        ("<html><body>", "statement", "no column “statement” in row 1; the columns are: <html>"),
        ("statement,rating\nA,1\n", "panelist", "no column “panelist”"),
        ("statement,rating,panelist,Rating\nA,1,1,1\n", "rating", "occurs more than once"),
        (HEADER + "A,1,7,8\n", "row 2", "Row 2 has 4 cells where the header in row 1 has 3"),
        (HEADER + "A,1\n", "row 2", "Row 2 has 2 cells"),
        (HEADER + "A,1,10\n", "row 2, rating", "“10” is not a whole number from 1 to 9"),
        (HEADER + "A,1,7.5\n", "row 2, rating", "“7.5” is not a whole number"),
        (HEADER + "A,1,X\n", "row 2, rating", "an opt-out code (not-my-expertise, prefer-not"),
        (HEADER + "A,1,abstain\n", "row 2, rating", "“abstain” is not a whole number"),
        (HEADER + "A,1,\u0667\n", "row 2, rating", "is not a whole number"),
        (HEADER + "\nA,1,7\n,1,7\n", "row 4, statement", "Row 4, column statement is empty"),
        (HEADER + "A,,7\n", "row 2, panelist", "column panelist is empty"),
        (HEADER + 'A,1,"7\n', "row 2", "Row 2 is not CSV"),
        (
            "statement,panelist,rating,round\nA,1,7,first\n",
            "row 2, round",
            "column round: “first” is not a whole number",
        ),
        (
            HEADER + "A,1,7\nB,1,7\nA,1,skipped\n",
            "row 4",
            "Row 4 answers statement “A” for panelist “1” in round 1 again: row 2 already does",
        ),
        (HEADER + "A,1," + "9" * 5000 + "\n", "row 2, rating", "…” is not a whole number"),
    ],
)
def test_a_mistake_says_where_it_is_and_what_was_expected(content, place, words):
    with pytest.raises(Invalid) as refused:
        read(content)
    assert place in refused.value.errors
    assert words in refused.value.errors[place]
    assert len(refused.value.errors[place]) < 400


def test_votes_name_their_own_answers():
    with pytest.raises(Invalid, match=r"“7” is not 1 \(yes\), 0 \(no\), an opt-out code"):
        read(HEADER + "A,1,7\n", VOTE)


def test_all_mistakes_come_at_once_up_to_a_limit():
    with pytest.raises(Invalid) as refused:
        read(HEADER + ",1,10\nA,1,0\nA,2,7\n")
    assert list(refused.value.errors) == [
        "row 2, statement",
        "row 2, rating",
        "row 3, rating",
    ]
    with pytest.raises(Invalid) as refused:
        read(HEADER + "A,1,0\n" * 1000)
    assert len(refused.value.errors) == 50


@pytest.mark.parametrize(("code", "scale"), [("9", NINE), ("9.0", NINE), ("yes", VOTE)])
def test_a_rating_cannot_be_an_opt_out_code_too(code, scale):
    with pytest.raises(Invalid, match=f"“{code}” is a rating on this scale"):
        read(HEADER + "A,1,1\n", scale, opt_outs={code: OptOut.UNCLEAR})
    assert read(HEADER + "A,1,10\n", opt_outs={"10": OptOut.UNCLEAR})[0].rating == OptOut.UNCLEAR


def test_the_row_of_the_header_is_named():
    with pytest.raises(Invalid, match="in row 3; the columns are: Panel members"):
        read("\n\nPanel members\nA,1,7\n")


def test_a_named_column_must_be_there():
    with pytest.raises(Invalid, match="no column “wave”"):
        read(HEADER + "A,1,7\n", columns={"round": "wave"})


@given(content=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content):
    with suppress(Invalid):
        assert read(content)


@given(
    answers=st.lists(
        st.tuples(
            st.text(st.characters(categories=["L", "N"]), min_size=1),
            st.integers(0, 99).map(str),
            st.integers(1, 9),
        ),
        min_size=1,
        unique_by=lambda a: a[:2],
    ),
    delimiter=st.sampled_from(",;\t"),
    newline=st.sampled_from(["\n", "\r\n"]),
)
def test_every_table_comes_back(answers, delimiter, newline):
    lines = [("statement", "panelist", "rating"), *answers]
    text = newline.join(delimiter.join(map(str, line)) for line in lines)
    assert read(text) == [Answer(*answer) for answer in answers]
