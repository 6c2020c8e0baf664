"""Walk: the chair publishes; a reader who is nobody finds the guideline and opens both files."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as WordFile
from docx.oxml.ns import qn
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys import desk
from tests.journeys.conftest import Visitors
from tests.journeys.pages import FINISHED, row_of
from tests.journeys.test_voting import agree_to

pytestmark = pytest.mark.browser

NOTICE = "Demonstration, not for clinical use"
TITLE = "Single-suture craniosynostosis: from referral to follow-up"
ADDED = "Which outcomes matter most to adults who were operated on as children."


def download(page: Page, name: str) -> bytes:
    """Press a download, and return the file."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).first.click()
    return Path(waiting.value.path()).read_bytes()


def test_the_chair_publishes_and_a_reader_downloads(visitors: Visitors) -> None:
    app = visitors.site.app
    document = f"/documents/{row_of(app, FINISHED, 'document')}"

    author = visitors.come("author-1")
    author.goto(document)
    author.get_by_role("link", name="Research gaps").first.click()
    author.get_by_role("link", name="Edit the text").click()
    desk.write(author, "A question moves up", f"{ADDED}\n\nA question moves up")
    desk.save(author, "One gap added")
    expect(author.get_by_role("main")).to_contain_text("Saved as version")
    author.goto(document)
    author.get_by_role("link", name="Research gaps").first.click()
    expect(author.locator("article.prose")).to_contain_text(ADDED)

    chair = visitors.come("chair")
    chair.goto(f"{document}/approval")
    chair.get_by_label("2.1, a small update").check()
    chair.get_by_label("Words to the approvers").fill("One research gap was added.")
    chair.get_by_role("button", name="Ask for signatures").click()
    expect(chair.get_by_text("Not yet signed").first).to_be_visible()
    for who in ("approver-1", "approver-2"):
        approver = visitors.come(who)
        approver.goto("/home")
        approver.get_by_role("link", name=f"Sign “{TITLE}”").first.click()
        expect(approver.get_by_role("main")).to_contain_text("One research gap was added.")
        approver.get_by_label("Statement").fill("I approve it.")
        agree_to(approver, "Sign this text", "Sign")
        # The words of a first approver stand on the page before a second one has signed.
        expect(approver.get_by_text("You have signed this text.")).to_be_visible()
        expect(approver.get_by_role("main")).to_contain_text("I approve it.")

    chair.goto(f"{document}/editions")
    chair.get_by_label("What is new").fill("One research gap was added.")
    agree_to(chair, "Publish version 2.1", "Publish")
    expect(chair.get_by_text("Version 2.1 is published.")).to_be_visible()
    article = chair.get_by_role("article", name="Version 2.1")
    expect(article.get_by_role("link", name=re.compile("Word"))).to_be_visible(timeout=60_000)

    chair.goto(f"/projects/{row_of(app, FINISHED, 'project')}")
    expect(chair.get_by_role("list", name="How far it has come").first).to_contain_text(
        "Version 2.1"
    )

    reader = visitors.arrive(phone=True)
    reader.goto("/library/")
    reader.get_by_role("searchbox").fill("craniosynostosis referral")
    reader.get_by_role("button", name="Search").click()
    reader.get_by_role("link", name=TITLE).click()
    expect(reader.get_by_role("main")).to_contain_text("Version 2.1")
    expect(reader.get_by_role("main")).to_contain_text(NOTICE)
    expect(reader.get_by_role("main")).to_contain_text(ADDED)
    look_into_pdf(download(reader, "to read, print and send"))
    look_into_word_file(download(reader, "Word"))

    reader.goto(re.sub(r"/2\.1/$", "/2.0/", reader.url))
    expect(reader.get_by_role("main")).to_contain_text("There is a newer version")
    reader.get_by_role("link", name="Read version 2.1").first.click()
    expect(reader).to_have_url(re.compile(r"/2\.1/$"))


def look_into_pdf(content: bytes) -> None:
    pdf = PdfReader(BytesIO(content))
    catalogue = pdf.root_object
    assert catalogue["/MarkInfo"]["/Marked"]
    assert str(catalogue["/Lang"]).startswith("en")
    assert "/StructTreeRoot" in catalogue
    assert pdf.metadata is not None
    assert pdf.metadata.title == TITLE
    texts = [" ".join(page.extract_text().split()) for page in pdf.pages]
    assert [number for number, text in enumerate(texts, 1) if NOTICE not in text] == []
    whole = " ".join(texts)
    assert ADDED in whole
    assert "Recommendation 1" in whole
    assert "Version 2.1" in whole


def look_into_word_file(content: bytes) -> None:
    word = WordFile(BytesIO(content))
    headings = [one.text for one in word.paragraphs if one.style.name.startswith("Heading")]
    assert "Research gaps" in headings
    assert any(ADDED in one.text for one in word.paragraphs)
    assert word.core_properties.title == TITLE
    repeated = [
        table
        for table in word.tables
        if (row := table.rows[0]._tr.trPr) is not None and row.find(qn("w:tblHeader")) is not None
    ]
    assert repeated
    edges = [
        " ".join(p.text for part in (section.header, section.footer) for p in part.paragraphs)
        for section in word.sections
    ]
    assert all(NOTICE in edge for edge in edges)
