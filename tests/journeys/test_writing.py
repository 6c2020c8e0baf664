"""Walk: two authors write the same section at once; nothing is lost."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys import desk
from tests.journeys.conftest import Visitors
from tests.journeys.pages import OPEN, row_of, section_called

pytestmark = pytest.mark.browser

KNOWN = "Parents may not notice a mild loss that fluctuates."
VALUES = "Parents want to know, and wish to combine checks with other cleft appointments."

SEND = """() => {
  addEventListener("submit", (event) => event.preventDefault()); // it goes, but not from here
  document.querySelector("form.settle").requestSubmit();
}"""


@pytest.fixture
def section(visitors: Visitors) -> str:
    """Return the address of a section that both authors write."""
    return section_called(visitors.site.app, "Hearing checks")


def test_authors_save_and_merge(visitors: Visitors, section: str) -> None:
    one, two = visitors.come("author-1"), visitors.come("author-2")

    one.goto(section)
    one.get_by_role("link", name="Edit the text").click()
    two.goto(f"{section}/edit")
    desk.write(one, KNOWN, f"{KNOWN} Teachers may not either.")
    one.get_by_role("button", name="Preview").click()
    preview = one.get_by_role("region", name="Preview")
    expect(preview).to_contain_text("Teachers may not either.")
    desk.write(two, VALUES, f"{VALUES} So do **families**.")
    two.get_by_role("button", name="Preview").click()
    expect(two.get_by_role("region", name="Preview").locator("strong")).to_contain_text(
        ["families"]
    )

    desk.save(one, "Teachers")
    expect(one.get_by_role("main")).to_contain_text("Saved as version")
    desk.save(two, "Families")
    expect(two.get_by_role("main")).to_contain_text("together with what others wrote meanwhile")
    assert "Teachers may not either." in desk.source(two)
    two.goto(section)
    expect(two.locator("article.prose")).to_contain_text("Teachers may not either.")
    expect(two.locator("article.prose")).to_contain_text("So do families.")

    one.goto(f"{section}/edit")
    two.goto(f"{section}/edit")
    desk.write(one, "Teachers may not either.", "Nurses ask about it at every visit.")
    desk.write(two, "Teachers may not either.", "Grandparents often see it first.")
    desk.save(one)
    expect(one.get_by_role("main")).to_contain_text("Saved as version")
    desk.save(two, "Grandparents")
    expect(two.get_by_role("heading", name="Two texts for one passage")).to_be_visible()
    expect(two.get_by_text("changed the same passage")).to_be_visible()
    expect(two.get_by_role("main")).to_contain_text("Nurses ask about it at every visit")
    expect(two.get_by_role("main")).to_contain_text("Grandparents often see it first")

    two.goto("/home")
    two.get_by_role("link", name="Decide between two texts").first.click()
    nothing_comes_after_the_save(two)
    two.get_by_label("What you decided").fill("Both sentences stay.")
    two.get_by_label("A wording of its own").check()
    own = two.get_by_label("Wording of the passage")
    text = own.input_value()
    assert "Grandparents often see it first." in text
    own.fill(
        text.replace(
            "Grandparents often see it first.",
            "Nurses ask about it at every visit. Grandparents often see it first.",
        )
    )
    own.press("Tab")
    result = two.get_by_role("region", name="The section as it will be")
    expect(result).to_contain_text("Nurses ask about it at every visit. Grandparents")
    two.get_by_role("button", name="Save", exact=True).click()
    expect(two.locator("article.prose")).to_contain_text("Grandparents often see it first.")
    one.goto(section)
    expect(one.locator("article.prose")).to_contain_text(
        "Nurses ask about it at every visit. Grandparents often see it first."
    )
    one.goto(f"/documents/{row_of(visitors.site.app, OPEN, 'document')}/versions")
    for message in ("Teachers", "Families", "Both sentences stay."):
        expect(one.get_by_role("main")).to_contain_text(message)


def nothing_comes_after_the_save(page: Page) -> None:
    """Send the form while the server has not yet said what the last choice makes of it."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/clashes/*", hold)
    page.get_by_label("Both, one behind the other").check()
    page.evaluate(SEND)
    asked = len(held)
    held[0].fulfill(content_type="text/html", body="<p>It is settled.</p>")
    page.wait_for_timeout(100)
    page.get_by_label("A wording of its own").check()
    page.wait_for_timeout(100)
    expect(page.get_by_role("region", name="The section as it will be")).to_be_visible()
    assert len(held) == asked
    page.unroute("**/clashes/*")
    page.reload()


def test_a_section_is_saved_without_scripts(visitors: Visitors, section: str) -> None:
    page = visitors.come("author-1", scripts=False)
    page.goto(f"{section}/edit")
    field = page.get_by_label("Text", exact=True)
    text = field.input_value()
    assert "The checks are safe" in text
    field.fill(text.replace("The checks are safe", "The checks hurt nobody, are safe"))
    page.get_by_label("What you changed").fill("Plainer")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Saved as version")
    expect(page.locator("article.prose")).to_contain_text("The checks hurt nobody")


def test_the_wording_is_locked_while_people_vote(visitors: Visitors, section: str) -> None:
    page = visitors.come("author-1")
    page.goto(f"{section}/edit")
    desk.write(page, "the middle ears of every child", "the middle ears of some children")
    desk.save(page)
    expect(page.get_by_role("alert")).to_contain_text("cannot be changed now")
    assert "the middle ears of some children" in desk.source(page)
