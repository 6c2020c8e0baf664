"""Remarks on the wording: seen while one writes, taken over by a button, seen without scripts."""

import pytest
from playwright.sync_api import expect

from tests.journeys import desk
from tests.journeys.conftest import Visitors
from tests.journeys.pages import section_called

pytestmark = pytest.mark.browser

BEFORE = """# Outcomes

::: {.recommendation #rec-worded type=consensus-based strength=strong direction=for}
The team may check the 👂 ears of every child, as appropriate.
:::
"""
REMARKS = """() => {
  const { view, remarksShown } = document.getElementById("desk").desk;
  return remarksShown(view.state);
}"""


def test_the_wording_is_looked_at_while_it_is_written(visitors: Visitors) -> None:
    page = visitors.come("author-1")
    page.goto(f"{section_called(visitors.site.app, 'Research gaps')}/edit")
    desk.write_anew(page, BEFORE)

    marks = page.locator(".cm-lintRange-warning")
    expect(marks).to_have_text(["may", "as appropriate"])
    said = page.evaluate(REMARKS)
    assert [place for place, _words in said] == ["may", "as appropriate"]
    assert said[0][1].startswith("“may” is how a conditional recommendation is said")
    button = page.get_by_role("button", name="2 remarks on the wording")
    button.click()
    panel = page.locator("#desk-remarks")
    expect(panel).to_contain_text("leaves open what to do")
    panel.get_by_role("button", name="Use “should”").click()
    expect(page.get_by_role("button", name="1 remark on the wording")).to_be_visible()
    assert "The team should check the 👂 ears" in desk.source(page)

    desk.write(page, ", as appropriate", " at five years")
    expect(page.locator("#desk-wording")).to_be_hidden()
    expect(marks).to_have_count(0)


def test_after_a_save_it_is_seen_without_scripts(visitors: Visitors) -> None:
    page = visitors.come("author-2", scripts=False)
    page.goto(f"{section_called(visitors.site.app, 'Research gaps')}/edit")
    box = page.get_by_label("Text", exact=True)
    text = box.input_value()
    box.fill(text + "\n" + BEFORE.partition("\n\n")[2])
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_text("Saved as version")).to_be_visible()
    wording = page.get_by_role("region", name="Wording")
    expect(wording).to_contain_text("“as appropriate” leaves open what to do.")
    page.get_by_label("Text", exact=True).fill(text)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Edit the text")).to_be_visible()
    expect(page.get_by_role("region", name="Wording")).to_have_count(0)
