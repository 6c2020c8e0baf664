"""Walks: items are answered by the keyboard; somebody from outside appraises by the link alone."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitors
from tests.journeys.pages import FINISHED, letters_to, link_in, row_of

pytestmark = pytest.mark.browser


def test_items_are_answered_one_after_the_other_by_the_keyboard(visitors: Visitors) -> None:
    document = row_of(visitors.site.app, FINISHED, "document")
    chair = visitors.come("chair")
    chair.goto(f"/documents/{document}/checklist/item?name=right&item=18a")
    expect(chair.get_by_role("heading", name="Who paid for every stage")).to_be_visible()
    chair.keyboard.press("1")
    expect(chair.get_by_role("radio", name="Met 1", exact=True)).to_be_checked()
    chair.get_by_label("Note or reason").fill("Paid by the network from its public grant.")
    chair.keyboard.press("Control+Enter")
    expect(chair.get_by_role("status")).to_contain_text("Item 18a is saved")
    expect(chair.get_by_role("heading", name="What part those who paid had")).to_be_visible()
    chair.keyboard.press("ArrowLeft")
    expect(chair.get_by_text("Paid by the network from its public grant.").first).to_be_visible()


def test_somebody_from_outside_appraises_by_the_link(visitors: Visitors) -> None:
    document = row_of(visitors.site.app, FINISHED, "document")
    chair = visitors.come("chair")
    chair.goto(f"/documents/{document}/appraisals/new")
    chair.get_by_role("radio", name="AGREE-REX").check()
    chair.get_by_role("button", name="Open the appraisal").click()
    expect(chair.get_by_role("status")).to_contain_text("The appraisal is open")
    outside = chair.locator("form", has=chair.get_by_role("heading", name="from outside"))
    outside.get_by_label("Name").fill("Outside Expert")
    outside.get_by_label("Email address").fill("expert@else.example")
    outside.get_by_role("button", name="Invite").click()
    expect(chair.get_by_role("status")).to_contain_text("gets a letter")
    appraisal = chair.url

    for _try in range(60):
        letters = letters_to(visitors.site.settings, "expert@else.example")
        if letters:
            break
        chair.wait_for_timeout(250)
    expert = visitors.arrive(phone=True)
    expert.goto(link_in(letters[0]))
    for item in range(1, 10):
        expect(expert.locator("h2").first).to_contain_text(f"{item} ")
        expert.keyboard.press("6")
        with expert.expect_navigation():
            expert.keyboard.press("Control+Enter")
    for _question in range(2):
        expert.keyboard.press("1")
        with expert.expect_navigation():
            expert.keyboard.press("Control+Enter")
    expert.get_by_label("Your interests in the topic").fill("None.")
    expert.get_by_role("button", name="Hand in").click()
    expert.get_by_role("dialog").get_by_role("button", name="Hand in").click()
    expect(expert.get_by_role("main")).to_contain_text("Your ratings are handed in")

    chair.goto(appraisal)
    expect(chair.get_by_role("main")).to_contain_text("Ratings are hidden")
    chair.get_by_role("button", name="Close the appraisal").click()
    chair.get_by_role("dialog").get_by_role("button", name="Close it").click()
    expect(chair.get_by_role("status")).to_contain_text("The appraisal is closed")
    expect(chair.get_by_role("main")).to_contain_text("83 %")
