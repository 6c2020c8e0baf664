"""Walk: a Word file goes out, comes back changed, and its changes are decided on."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitors
from tests.journeys.pages import OPEN, row_of
from tests.typesetting.tracking import changed, comments, replaces

pytestmark = pytest.mark.browser

KNOWN = "Parents may not notice a mild loss that fluctuates."
VALUES = "Parents want to know, and wish to combine checks with other cleft appointments."
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_file(page: Page, document: str) -> bytes:
    """Ask for the Word file of the newest version and load it."""
    page.goto(f"/documents/{document}/word-files")
    page.get_by_role("button", name="Word file for comments").click()
    link = page.get_by_role("link", name="Download the Word file")
    expect(link).to_be_visible(timeout=60_000)
    with page.expect_download() as loading:
        link.click()
    return Path(loading.value.path()).read_bytes()


def hand_in(page: Page, document: str, content: bytes) -> None:
    """Hand in a Word file and wait for its account."""
    page.goto(f"/documents/{document}/word-files")
    chosen = {"name": "From the network.docx", "mimeType": WORD, "buffer": content}
    page.get_by_label("Word file (.docx)").set_input_files(chosen)
    page.get_by_role("button", name="Upload the Word file").click()
    expect(page.get_by_role("heading", name="The account")).to_be_visible(timeout=60_000)


def test_a_word_file_goes_out_and_comes_back(visitors: Visitors) -> None:
    author = visitors.come("author-1")
    document = row_of(visitors.site.app, OPEN, "document")
    sent = word_file(author, document)
    back = changed(
        sent,
        replaces("may not notice", "often miss", "Ada Outside"),
        replaces("want to know", "want to be told", "Ben Elsewhere"),
        comments(("1", "cleft appointments", "Which ones?", ""), ("2", "", "The yearly.", "1")),
    )
    hand_in(author, document, back)
    expect(author.get_by_text("Everything arrived", exact=True)).to_be_visible()
    row = author.get_by_role("row", name="Insertions")
    expect(row.get_by_role("cell")).to_contain_text(["Complete", "2", "2", "0", "0"])

    author.get_by_role("link", name="Read the comments").click()
    said = author.get_by_role("article").filter(has_text="Which ones?")
    expect(said).to_contain_text("Ada Outside")
    expect(said).to_contain_text("The yearly.")

    phone = visitors.come("author-2", phone=True)
    phone.goto(f"/documents/{document}/suggestions")
    mine = phone.get_by_role("article", name="Suggestion by Ada Outside")
    expect(mine.locator("del")).to_contain_text("may not notice")
    mine.get_by_role("button", name="Accept").click()
    expect(phone.get_by_text("1 suggestion is in the text.")).to_be_visible()
    other = phone.get_by_role("article", name="Suggestion by Ben Elsewhere")
    other.get_by_text("Reject", exact=True).first.click()
    other.get_by_label("Reason").fill("Knowing is what families asked for.")
    other.get_by_role("button", name="Reject").click()
    expect(phone.get_by_text("1 suggestion is not taken over.")).to_be_visible()

    phone.get_by_role("link", name="Not accepted").click()
    expect(phone.get_by_text("Knowing is what families asked for.")).to_be_visible()
    author.goto(f"/documents/{document}/suggestions?show=accepted")
    author.get_by_role("link", name="Read the section").first.click()
    text = author.get_by_role("article").first
    expect(text).to_contain_text(KNOWN.replace("may not notice", "often miss"))
    expect(text).to_contain_text(VALUES)


def test_a_reviewer_suggests_without_scripts(visitors: Visitors) -> None:
    reviewer = visitors.come("author-2", scripts=False)
    document = row_of(visitors.site.app, OPEN, "document")
    reviewer.goto(f"/documents/{document}")
    path = reviewer.get_by_role("link", name="Hearing checks").first.get_attribute("href")
    reviewer.goto(f"{path}/suggestions/new")
    reviewer.get_by_role("link", name="Change this").nth(1).click()
    box = reviewer.get_by_label("The paragraph as you would have it")
    box.fill(f"{box.input_value()} Teachers may.")
    reviewer.get_by_label("Why").fill("They see the child all day.")
    reviewer.get_by_role("button", name="Suggest").click()
    expect(reviewer.get_by_text("Your suggestion is there.")).to_be_visible()
    expect(reviewer.locator("ins").filter(has_text="Teachers may.")).to_be_visible()
