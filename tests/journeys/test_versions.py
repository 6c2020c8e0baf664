"""Walk: what changed is compared on a desk and on a phone, and brought back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitors
from tests.journeys.pages import OPEN, row_of

pytestmark = pytest.mark.browser

ADDED = "Every child is seen within 10 mg of a made-up unit."


@pytest.fixture
def document(visitors: Visitors) -> str:
    """Return the address of a document that is being written."""
    return f"/documents/{row_of(visitors.site.app, OPEN, 'document')}"


def write(page: Page, document: str) -> int:
    """Add a paragraph to a section in a browser without scripts; return the new version."""
    page.goto(document)
    page.get_by_role("link", name="Hearing checks").first.click()
    page.get_by_role("link", name="Edit the text").click()
    box = page.locator("textarea[name=source]")
    box.fill(f"{box.input_value().rstrip()}\n\n{ADDED}\n")
    page.get_by_role("button", name=re.compile("^Save")).first.click()
    said = page.get_by_text(re.compile(r"Saved as version \d+")).first
    expect(said).to_be_visible()
    found = re.search(r"Saved as version (\d+)", said.inner_text())
    assert found is not None
    return int(found[1])


def test_versions_are_compared_and_brought_back(visitors: Visitors, document: str) -> None:
    number = write(visitors.come("author-1", scripts=False), document)

    desk = visitors.come("author-2")
    desk.goto(f"{document}/versions")
    desk.get_by_role("link", name=f"What changed in version {number}").click()
    expect(desk.get_by_role("main")).to_contain_text("1 section changed")
    expect(desk.locator("ins").filter(has_text=ADDED).first).to_be_visible()
    desk.get_by_role("link", name="Side by side").click()
    expect(desk.locator(".compare-two").first).to_be_visible()
    expect(desk.locator(".compare-one").first).to_be_hidden()
    address = desk.url

    phone = visitors.come("author-1", phone=True)
    phone.goto(address)
    expect(phone.locator(".compare-one").first).to_be_visible()
    expect(phone.locator(".compare-two").first).to_be_hidden()
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    phone.goto(f"{document}/blame")
    expect(phone.get_by_role("main")).to_contain_text(ADDED)
    phone.goto(f"{document}/versions")
    phone.get_by_role("button", name=f"Bring version {number - 1} back").click()
    phone.get_by_role("button", name="Bring it back").click()
    expect(phone.get_by_role("main")).to_contain_text(
        f"Version {number - 1} is restored as version {number + 1}."
    )

    desk.goto(f"{document}/compare?before={number - 1}&after={number + 1}")
    expect(desk.get_by_role("main")).to_contain_text("No difference")
