"""Walk: a panel member votes in two rounds on a phone; the result stands at the recommendation."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Visitors
from tests.journeys.pages import OPEN, letters_to, link_in, row_of

pytestmark = pytest.mark.browser

MEMBER = "surgeon-1@demo.example"
COMMENT = "Say who pays for the visits."


def questions(page: Page) -> Locator:
    return page.get_by_role("group").filter(has=page.get_by_label("I cannot judge this"))


def all_on_one_page(page: Page) -> None:
    """Show every statement; with scripts the page begins with one at a time."""
    page.get_by_role("button", name="All on one page").click()


def rate(question: Locator, value: str) -> None:
    """Touch a point of the scale."""
    question.locator("label").filter(has_text=value).first.click()


def agree_to(page: Page, question: str, yes: str) -> None:
    """Press a button, and say yes when asked whether it is meant."""
    page.get_by_role("button", name=question).click()
    page.get_by_role("dialog").get_by_role("button", name=yes).click()


def enter(page: Page, visitors: Visitors, member: str = MEMBER) -> None:
    """Open the newest personal link as it came by mail, and press its button."""
    letters = letters_to(visitors.site.settings, member)
    letter = next(one for one in letters if "/questionnaires/link/" in one)
    page.goto(link_in(letter))
    page.get_by_role("button", name="Open my questionnaire").click()


def test_a_panel_member_votes_twice(visitors: Visitors) -> None:
    app = visitors.site.app
    document = f"/documents/{row_of(app, OPEN, 'document')}"
    phone = visitors.arrive(phone=True)
    enter(phone, visitors)
    expect(phone.get_by_role("main")).to_contain_text("What happens with your answers")
    phone.get_by_role("button", name="I take part").click()
    all_on_one_page(phone)

    asked = questions(phone)
    count = asked.count()
    assert count >= 5
    for index in range(count - 1):
        rate(asked.nth(index), "3" if index in {1, 3} else "8")
    asked.nth(count - 1).get_by_label("I cannot judge this").check()
    phone.get_by_text("Comment on statement 1").click()
    phone.get_by_label("The panel may read it without your name").first.fill(COMMENT)
    expect(phone.locator("[data-answered]")).to_have_text(f"{count} of {count} answered")
    phone.get_by_role("button", name="Save", exact=True).click()
    expect(phone.get_by_text("All saved")).to_be_visible()
    phone.context.clear_cookies()
    phone.goto("/sign-in")

    enter(phone, visitors)
    expect(questions(phone).nth(1).get_by_role("radio", name="3", exact=True)).to_be_checked()
    expect(questions(phone).nth(count - 1).get_by_label("I cannot judge this")).to_be_checked()
    expect(phone.get_by_label("The panel may read it without your name").first).to_have_value(
        COMMENT
    )
    phone.get_by_role("button", name="Review and submit").click()
    expect(phone.get_by_role("main")).to_contain_text("I cannot judge this")
    phone.get_by_role("button", name="Submit", exact=True).click()
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()

    office = visitors.come("facilitator")
    office.goto(f"/rounds/{row_of(app, OPEN, 'consensus_round')}")
    expect(office.get_by_role("main")).not_to_contain_text(COMMENT)
    agree_to(office, "Close the round", "Close the round")
    expect(office.get_by_role("link", name="Results").first).to_be_visible()
    office.get_by_role("link", name="Comments of the panel").first.click()
    row = office.get_by_role("listitem").filter(has_text=COMMENT)
    row.get_by_role("button", name="Show").first.click()
    expect(office.get_by_role("main")).to_contain_text(COMMENT)
    office.goto(f"/rounds/{row_of(app, OPEN, 'consensus_round')}")
    office.get_by_role("button", name="Show the results to the panel").click()
    expect(office.get_by_role("main")).to_contain_text("Results")

    phone.goto(f"/questionnaires/{row_of(app, OPEN, 'consensus_round')}")
    expect(phone.get_by_role("main")).to_contain_text("closed")

    office.goto(f"/processes/{row_of(app, OPEN, 'consensus_process')}")
    office.locator("summary").filter(has_text="Prepare round 2").click()
    office.get_by_label("Title").fill("Second round")
    office.get_by_label("What this round is for").fill("To rate again what was not agreed.")
    office.get_by_role("button", name="Prepare the round").click()
    before = len(letters_to(visitors.site.settings, MEMBER))
    agree_to(office, "Open the round", "Open the round")
    expect(office.get_by_role("heading", name="Round 2: Second round")).to_be_visible()
    expect(office.get_by_role("button", name="Close the round")).to_be_visible()
    visitors.wait_for(lambda: len(letters_to(visitors.site.settings, MEMBER)) > before)

    enter(phone, visitors)
    if phone.get_by_role("button", name="I take part").is_visible():
        phone.get_by_role("button", name="I take part").click()
    again = questions(phone)
    expect(phone.get_by_text("Your earlier rating:").first).to_be_visible()
    assert again.count() < count
    for index in range(again.count()):
        expect(again.nth(index)).to_contain_text("Round 1")
        rate(again.nth(index), "9")
    phone.get_by_role("button", name="Review and submit").click()
    phone.get_by_role("button", name="Submit", exact=True).click()
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()

    agree_to(office, "Close the round", "Close the round")
    expect(office.get_by_role("link", name="Results").first).to_be_visible()
    office.goto(f"/projects/{row_of(app, OPEN, 'project')}")
    steps = office.get_by_role("list", name="How far it has come").filter(has_text="Round 2")
    expect(steps).to_have_count(1)
    office.goto(document)
    expect(office.get_by_role("main")).to_contain_text("Consensus")
    expect(office.get_by_role("main")).to_contain_text("Agreement")
