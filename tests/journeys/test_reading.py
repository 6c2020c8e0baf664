"""Walk: who is nobody finds a recommendation by a disease, asks why, takes a page, reports."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.conftest import Visitors
from tests.journeys.pages import FINISHED, row_of
from tests.journeys.test_publishing import NOTICE, download
from tests.live import PHONE

pytestmark = pytest.mark.browser

DISEASE = "Non-syndromic metopic craniosynostosis"
WORDING = "We suggest that an ophthalmologist examines the optic discs"
WRONG = "Which interval is meant: before surgery, or after it?"


def test_a_reader_finds_asks_why_takes_a_page_and_reports(visitors: Visitors) -> None:
    reader = visitors.arrive(phone=True)
    reader.goto("/library/")
    reader.get_by_role("searchbox").fill("metopic")
    reader.get_by_role("button", name="Search").click()
    reader.get_by_role("main").get_by_role("link", name=DISEASE).last.click()
    expect(reader.get_by_role("heading", name=DISEASE, level=1)).to_be_visible()
    reader.get_by_role("link", name=WORDING).click()

    expect(reader.get_by_role("heading", name="Recommendation 11")).to_be_visible()
    article = reader.get_by_role("article")
    expect(article.get_by_text("rare but permanent")).to_be_visible()  # why
    for summary, words in (
        ("What the evidence says", "Rare in every series."),
        ("How the panel rated", "Median 8.0"),
    ):
        article.get_by_text(summary).click()
        opened = article.locator("details[open]").filter(has_text=summary)
        expect(opened).to_contain_text(words)

    # on paper the ribbon hides no word, and what is folded can be read
    reader.reload()
    reader.emulate_media(media="print")
    ribbon = reader.locator(".ribbon").bounding_box()
    assert ribbon
    assert (round(ribbon["x"] + ribbon["width"]), ribbon["y"]) == (PHONE["width"], 0)
    assert ribbon["width"] < 40 < ribbon["height"]
    folded = article.locator("details").filter(has_text="How the panel rated")
    assert folded.get_attribute("open") is None
    assert folded.evaluate(
        "one => one.lastElementChild.checkVisibility({visibilityProperty: true})"
    )
    reader.emulate_media(media="screen")

    reader.get_by_role("link", name="Read it in the whole guideline").click()
    expect(reader).to_have_url(re.compile("#rec-icp$"))
    pages = PdfReader(BytesIO(download(reader, "At a glance PDF"))).pages
    assert len(pages) <= 2
    assert NOTICE in " ".join(pages[0].extract_text().split())

    reader.go_back()
    reader.get_by_role("link", name="Report an error in this recommendation").click()
    reader.get_by_label("What is wrong?").fill(WRONG)
    reader.get_by_label("It can be misunderstood").check()
    expect(reader.get_by_label("Where is it?")).to_have_value("rec-icp")
    reader.get_by_role("button", name="Send the report").click()
    expect(reader.get_by_role("heading", name="Thank you")).to_be_visible()

    chair = visitors.come("chair")
    chair.goto(f"/documents/{row_of(visitors.site.app, FINISHED, 'document')}/reports")
    expect(chair.get_by_role("main")).to_contain_text(WRONG)
