"""The comment–response table: its lines, its filters, its files; who may read what in it."""

import io
import re
from datetime import date

import pytest
from docx import Document as WordFile
from openpyxl import load_workbook
from pypdf import PdfReader

from guidelines.db import session, transaction
from guidelines.drafts.queries import current_version
from guidelines.permissions import Role
from guidelines.reviews import service
from guidelines.reviews.importers.table_files import workbook
from guidelines.reviews.queries.response_table import lines_of, published_lines
from guidelines.reviews.rules import CommentKind, Decision, SourceKind
from guidelines.reviews.service.answering import answer_with_version
from tests.drafts.build import a_document, save, section_called
from tests.interests.build import person_of
from tests.real_data import real_data
from tests.reviews.build import a_thread, resolve, vote_on

EVIL = ("=1+1", "+1", "-1+1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "\t=1", "ok\x00=1")


def a_letter(actor, document, **given):
    """Put a letter on record."""
    values = {
        "kind": SourceKind.LETTER, "organisation": "Parents’ society", "name": "",
        "received_on": date(2026, 3, 1), "content": b"%PDF-1.7", "filename": "letter.pdf",
    }  # fmt: skip
    with transaction():
        return service.keep_source(actor, document, **{**values, **given})


def enter(actor, place, source, body, **given):
    """Enter a comment from a letter."""
    with transaction():
        return service.make_comment(actor, place, body=body, source=source, **given)


def test_a_line_tells_who_where_what_and_how_it_was_answered(build):
    document = a_document(build)
    author = build.actor(document.project, Role.AUTHOR)
    letter = a_letter(author, document, name="A. Reader")
    thread = enter(
        author, section_called(document, "Scope").section, letter, "Say which children.",
        quote="about children", kind=CommentKind.EQUITY,
    )  # fmt: skip
    item = section_called(document, "Scope")
    save(author, item, item.revision.source.replace("about children", "about all children"))
    resolve(author, thread, "All of them.")
    with transaction():
        answer_with_version(author, thread, current_version(document))
    [line] = lines_of(document, author)

    assert (line.number, line.who, line.quote) == (
        1, "Parents’ society (A. Reader)", "about children",
    )  # fmt: skip
    assert line.place.endswith("Scope")
    assert (line.comment, line.kind) == ("Say which children.", CommentKind.EQUITY)
    assert (line.decision, line.response) == (Decision.ACCEPTED_WITH_CHANGES, "All of them.")
    assert (line.changes, line.received_on) == ((2,), date(2026, 3, 1))


@pytest.mark.parametrize("ending", ["xlsx", "docx", "pdf"])
def test_the_table_can_be_loaded_as_it_is_filtered(build, ending):
    document = a_document(build)
    author = build.actor(document.project, Role.AUTHOR)
    a_thread(author, document, body="Why only <b>children</b> & *not* adults?")
    a_thread(author, document, "Airway", body="Another one", key="rec-airway")
    browser = build.client(document.project, Role.AUTHOR)
    section = section_called(document, "Scope").section.id

    answer = browser.get(
        f"/documents/{document.id}/comments/table/file.{ending}?section={section}"
    )

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store, private"
    if ending == "xlsx":
        rows = list(load_workbook(io.BytesIO(answer.data)).active.values)
        assert [row[5] for row in rows[1:]] == ["Why only <b>children</b> & *not* adults?"]
    elif ending == "docx":
        [table] = WordFile(io.BytesIO(answer.data)).tables
        said = [cell.text for row in table.rows for cell in row.cells]
        assert "Why only <b>children</b> & *not* adults?" in " ".join(said)
        assert "Another one" not in " ".join(said)
    else:
        assert answer.data.startswith(b"%PDF")


def test_no_words_are_ever_a_formula(build):
    content = workbook("A [bad] title: */?", [["No.", "Comment"], *([1, words] for words in EVIL)])
    sheet = load_workbook(io.BytesIO(content)).active

    for row, words in zip(sheet.iter_rows(min_row=2), EVIL, strict=True):
        assert row[1].data_type == "s"
        assert row[1].value.strip() == words.replace("\x00", " ").strip()
    assert b"<f>" not in content


MARKUP = ["a | b", "`x`", "# no heading", "| --- |", "[@key]", "$x$", "Bell\x07 and *star*"]


def test_words_are_no_markup_in_printed_tables_and_paragraphs_stay_apart(build):
    document = a_document(build)
    author = build.actor(document.project, Role.AUTHOR)
    said = "\r\n\r\n".join(MARKUP)
    thread = a_thread(author, document, quote="about children", body=said)
    resolve(author, thread, "First.\n\nSecond,\nand more of it.")
    browser = build.sign_in(person_of(author))
    address = f"/documents/{document.id}/comments/table/file"

    [table] = WordFile(io.BytesIO(browser.get(f"{address}.docx").data)).tables
    printed = PdfReader(io.BytesIO(browser.get(f"{address}.pdf").data))

    who, comment, answer = ([one.text for one in cell.paragraphs] for cell in table.rows[1].cells)
    assert who == [f"1. {author.name}", "1 Scope"]
    assert comment == ["“about children”", *MARKUP[:-1], "Bell and *star*"]
    assert answer == ["Accepted with changes", "First.", "Second, and more of it."]
    lines = "\n".join(page.extract_text() for page in printed.pages).splitlines()
    for words in ("# no heading", "First.", "Second, and more of it."):
        assert any(line.strip().endswith(words) for line in lines), words


def test_a_vote_hides_lines_from_the_panel_in_every_form(build):
    document = a_document(build)
    author = build.actor(document.project, Role.AUTHOR)
    thread = a_thread(author, document, "Airway", body="A name speaks", key="rec-airway")
    with transaction():
        service.make_comment(author, document, body="On everything")
    panel = build.client(document.project, Role.AUTHOR, Role.PANELIST)
    vote_on(build, document)

    for address in ("comments", "comments?show=all", "comments/table", "comments/letters"):
        page = panel.get(f"/documents/{document.id}/{address}").text
        assert "A name speaks" not in page
        assert "On everything" not in page
    book = panel.get(f"/documents/{document.id}/comments/table/file.xlsx").data
    assert len(list(load_workbook(io.BytesIO(book)).active.values)) == 1
    assert panel.get(f"/threads/{thread.id}").status_code == 404
    assert panel.post(f"/threads/{thread.id}/sort", data={"kind": "typo"}).status_code == 404


def test_the_letter_is_kept_and_sent_as_it_came(build):
    document = a_document(build)
    author = build.actor(document.project, Role.AUTHOR)
    letter = a_letter(author, document, content=b"<script>alert(1)</script>", filename="x.txt")
    enter(author, document, letter, "Thank you for this text.")
    browser = build.client(document.project, Role.AUTHOR)

    page = browser.get(f"/comment-letters/{letter.id}").text
    file = browser.get(f"/comment-letters/{letter.id}/file")

    assert "Parents’ society" in page
    assert "Thank you for this text." in page
    assert file.data == b"<script>alert(1)</script>"
    assert file.headers["Content-Type"] == "application/octet-stream"
    assert file.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"organisation": "", "name": " "}, "Name the person"),
        ({"received_on": ""}, "Say on which day"),
        ({"received_on": "2999-01-01"}, "still to come"),
        ({"received_on": "yesterday"}, "Write the day"),
        ({"note": ""}, "Add the file"),
        ({"round": "nothing"}, "Choose a review"),
    ],
)
def test_what_a_letter_lacks_is_said_and_what_was_typed_stays(build, given, words):
    document = a_document(build)
    browser = build.client(document.project, Role.AUTHOR)
    values = {"kind": "phone", "organisation": "Society", "received_on": "2026-03-01", "note": "n"}

    answer = browser.post(f"/documents/{document.id}/comments/letters", data={**values, **given})

    assert answer.status_code == 422
    assert words in answer.text


def test_nothing_is_published_unless_the_project_wants_it(build):
    document = a_document(build)
    chair = build.actor(document.project, Role.CHAIR)
    resolve(chair, a_thread(chair, document, body="Inside"))
    browser = build.client(document.project, Role.CHAIR)
    assert published_lines(document) == []

    browser.post(
        f"/documents/{document.id}/comments/table/publishing", data={"is_published": "yes"}
    )

    assert (
        "Published with the next version"
        in browser.get(f"/documents/{document.id}/comments/table").text
    )
    session.expire_all()
    assert published_lines(document) == []  # discussions of the working group stay inside


def points(text):
    """Yield the remarks and answers of a real letter: quoted lines, then what follows."""
    for part in re.split(r"\n(?=> )", text)[1:]:
        said, _gap, answered = part.partition("\n\n")
        answered = re.split(r"\n#+ ", answered)[0]
        yield said.removeprefix("> ").strip(), answered.strip()


@pytest.mark.parametrize("paper", ["deep-review/content", "meta-review"])
def test_a_real_answer_to_reviewers_goes_through_the_table(build, paper):
    letters = real_data("documents", *paper.split("/"), "response-to-reviewers.md").read_text()
    document = a_document(build)
    author = build.actor(document.project, Role.AUTHOR)
    real = [one for one in points(letters) if all(one)]
    assert len(real) >= 8
    letter = a_letter(author, document, organisation="Reviewer 1")
    for said, answered in real:
        resolve(author, enter(author, document, letter, said[:8000]), answered[:8000])

    lines = lines_of(document, author)
    book = build.client(document.project, Role.AUTHOR).get(
        f"/documents/{document.id}/comments/table/file.xlsx"
    )
    rows = list(load_workbook(io.BytesIO(book.data)).active.values)[1:]

    assert [(one.comment, one.response) for one in lines] == [
        (said[:8000].strip(), answered[:8000].strip()) for said, answered in real
    ]
    assert [(row[5], row[8]) for row in rows] == [(one.comment, one.response) for one in lines]
