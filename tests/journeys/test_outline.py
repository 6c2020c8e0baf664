"""Walk: sections are put into another order, and a text that was left is found again."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Visitors
from tests.journeys.pages import OPEN, row_of

pytestmark = pytest.mark.browser


def rows(page: Page) -> Locator:
    return page.locator("[data-outline] [data-section]")


def titles(page: Page) -> list[str]:
    return [one.inner_text() for one in rows(page).locator(".outline-title a").all()]


def test_sections_are_moved(visitors: Visitors) -> None:
    page = visitors.come("author-1")
    address = f"/documents/{row_of(visitors.site.app, OPEN, 'document')}"
    page.goto(address)
    before = titles(page)

    handle = page.get_by_role("button", name=f"Move “{before[2]}”")
    handle.focus()
    handle.press("Enter")
    expect(page.locator("#outline-said")).to_contain_text("Lifted")
    handle.press("ArrowUp")
    handle.press("ArrowRight")
    expect(page.locator("#outline-said")).to_contain_text("Place 2")
    expect(page.locator("#outline-said")).to_contain_text("level 2")
    handle.press("Escape")
    assert titles(page) == before
    handle.press("Enter")
    handle.press("ArrowUp")
    handle.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("The section is moved: version")
    assert titles(page) == [before[0], before[2], before[1], *before[3:]]

    handle = page.get_by_role("button", name=f"Move “{before[2]}”")
    handle.scroll_into_view_if_needed()
    start, below = handle.bounding_box(), rows(page).nth(3).bounding_box()
    assert start is not None
    assert below is not None
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 10, below["y"] + below["height"] - 4, steps=5)
    page.mouse.up()
    expect(page.get_by_role("status").filter(has_text="The section is moved")).to_be_visible()
    expect(rows(page).nth(3)).to_contain_text(before[2])
    assert titles(page) == [before[0], before[1], before[3], before[2], *before[4:]]


def test_a_left_text_is_offered_on_a_phone_without_scripts(visitors: Visitors) -> None:
    page = visitors.come("author-1", phone=True, scripts=False)
    page.goto(f"/documents/{row_of(visitors.site.app, OPEN, 'document')}")
    page.get_by_role("link", name="Edit Hearing checks").click()
    field = page.get_by_label("Text", exact=True)
    field.fill(f"{field.input_value()}\n\nLeft for tomorrow.\n")
    page.get_by_role("button", name="Keep as my draft").click()
    expect(page.get_by_role("main")).to_contain_text("Only you see it")
    page.goto("/home")
    page.goto(f"/documents/{row_of(visitors.site.app, OPEN, 'document')}")
    page.get_by_role("link", name="is no version yet").click()
    expect(page.get_by_role("main")).to_contain_text("Left for tomorrow.")
    page.get_by_role("link", name="Go on with it").click()
    assert "Left for tomorrow." in page.get_by_label("Text", exact=True).input_value()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Saved as version")
    expect(page.locator("article.prose")).to_contain_text("Left for tomorrow.")
