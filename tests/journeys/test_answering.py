"""Walk: a comment is answered by the version that is saved, and found from the text again."""

import pytest
from playwright.sync_api import expect

from tests.journeys import desk
from tests.journeys.conftest import Visitors
from tests.journeys.pages import section_called

pytestmark = pytest.mark.browser

KNOWN = "Parents may not notice a mild loss that fluctuates."
ASKED = "Does this hold for teachers as well?"


def test_saving_says_which_comment_it_answers(visitors: Visitors) -> None:
    section = section_called(visitors.site.app, "Hearing checks")
    reader = visitors.come("facilitator")
    reader.goto(f"{section}/comments/new")
    reader.get_by_label("Comment").fill(ASKED)
    reader.get_by_role("button", name="Comment").click()
    expect(reader.get_by_role("main")).to_contain_text(ASKED)

    author = visitors.come("author-1", phone=True)
    author.goto(f"{section}/edit")
    desk.write(author, KNOWN, f"{KNOWN} Teachers may not either.")
    author.get_by_role("button", name="Save version").click()
    author.get_by_role("checkbox", name=ASKED).check()
    author.get_by_role("button", name="Save", exact=True).click()
    expect(author.get_by_role("main")).to_contain_text("Saved as version")

    author.goto(f"{section}/blame")
    found = author.get_by_role("link", name=ASKED).first
    expect(found).to_be_visible()
    found.click()
    expect(author.get_by_role("main")).to_contain_text("Version 3")
