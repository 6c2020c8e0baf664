"""Walk: select a passage, comment, edit around it, see it follow; suggest, accept."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import desk
from tests.journeys.conftest import Visitors
from tests.journeys.pages import section_called

pytestmark = pytest.mark.browser

KNOWN = "Parents may not notice a mild loss that fluctuates."
PASSAGE = "a mild loss that fluctuates"
SELECT = """(words) => {
  const walk = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const at = walk.currentNode.data.indexOf(words);
    if (at < 0) continue;
    document.getSelection().setBaseAndExtent(walk.currentNode, at, walk.currentNode, at + words.length);
    return;
  }
  throw new Error("not on the page: " + words);
}"""  # noqa: E501 - one call of the browser


def edit(page: Page, section: str, before: str, after: str) -> None:
    """Change words of a section and save a version."""
    page.goto(f"{section}/edit")
    desk.write(page, before, after)
    desk.save(page)
    expect(page.get_by_role("main")).to_contain_text("Saved as version")


def test_a_comment_on_selected_words_follows_them(visitors: Visitors) -> None:
    section = section_called(visitors.site.app, "Hearing checks")
    reader = visitors.come("facilitator")
    reader.goto(section)
    reader.evaluate(SELECT, PASSAGE)
    reader.get_by_role("link", name="Comment on the selected words").click()
    expect(reader.get_by_label("Passage")).to_have_value(PASSAGE)
    reader.get_by_label("What it is about").select_option("Evidence")
    reader.get_by_label("Comment", exact=True).fill("How mild? Asked @auth")
    reader.get_by_role("button", name="@Author 1").click()
    reader.get_by_role("button", name="Comment", exact=True).click()
    expect(reader.get_by_text("Your comment is there.")).to_be_visible()
    expect(reader.locator("mark.commented", has_text=PASSAGE)).to_be_visible()

    author = visitors.come("author-1")
    edit(author, section, KNOWN, f"In daily life it is so: {KNOWN} Teachers may not either.")
    reader.goto(section)
    expect(reader.locator("mark.commented", has_text=PASSAGE)).to_be_visible()
    card = reader.locator("article.comment", has_text="How mild?")
    expect(card).to_contain_text("How mild? Asked @Author 1")
    expect(card).not_to_contain_text("reworded")

    edit(author, section, PASSAGE, "a mild hearing loss that fluctuates")
    reader.goto(section)
    expect(card).to_contain_text("Passage reworded since")
    marked = reader.locator("mark.commented", has_text="a mild hearing loss that fluctuates")
    expect(marked).to_be_visible()

    author.goto("/")
    author.get_by_role("link", name="You are spoken to in comment").first.click()
    author.get_by_role("radio", name="Accepted with changes").check()
    author.get_by_label("Response").fill("It says hearing loss now.")
    author.get_by_role("button", name="Answer and close").click()
    expect(author.get_by_text("The comment is answered.")).to_be_visible()
    author.get_by_role("link", name="All comments").click()
    author.get_by_role("link", name="Comment–response table").click()
    expect(author.get_by_role("row", name="How mild?")).to_contain_text(
        "It says hearing loss now."
    )


def test_a_suggestion_is_a_tracked_change_and_becomes_a_version(visitors: Visitors) -> None:
    section = section_called(visitors.site.app, "Hearing aids")
    reader = visitors.come("facilitator", phone=True)
    reader.goto(section)
    reader.get_by_role("link", name="Suggest a change").click()
    reader.get_by_role("link", name="Change this").nth(1).click()
    field = reader.get_by_label("The paragraph as you would have it")
    words = field.input_value()
    field.fill(f"{words} Batteries are checked every day.")
    reader.get_by_role("button", name="Suggest").click()
    expect(reader.get_by_text("Your suggestion is there.")).to_be_visible()

    author = visitors.come("author-1")
    author.goto(section)
    card = author.locator("article.comment", has_text="Batteries are checked every day.")
    expect(card.locator("ins")).to_contain_text("Batteries are checked every day.")
    card.get_by_role("button", name="Accept the suggestion by").click()
    expect(author.get_by_text("1 suggestion is in the text.")).to_be_visible()
    author.goto(section)
    expect(author.locator("article.prose")).to_contain_text("Batteries are checked every day.")
    author.get_by_role("link", name="Its versions").click()
    expect(author.get_by_role("main")).to_contain_text("Suggestion by Facilitator")
