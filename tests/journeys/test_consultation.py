"""Walk: an organisation of three people is asked, writes together, and sends one answer."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from guidelines.db import now
from tests.journeys.conftest import Visitors
from tests.journeys.pages import OPEN, letters_to, link_in, row_of

pytestmark = pytest.mark.browser

SOCIETY = "Society for Children’s Ears"
LEAD, ANN, BOB = (f"{name}@ears.example" for name in ("lea", "ann", "bob"))
QUESTION = "Can you do this where you work?"


def link_for(visitors: Visitors, page: Page, address: str) -> str:
    """Wait for the letter to an address and return its link."""
    for _time in range(150):
        for letter in letters_to(visitors.site.settings, address):
            if "/consultations/link/" in letter:
                return link_in(letter)
        page.wait_for_timeout(200)
    raise AssertionError(f"no letter to {address}")


def test_three_people_send_one_answer(visitors: Visitors) -> None:
    document = row_of(visitors.site.app, OPEN, "document")
    chair = visitors.come("chair")
    chair.goto(f"/documents/{document}/reviews")
    chair.get_by_role("link", name="Prepare a consultation").click()
    chair.get_by_label("Title", exact=True).fill("Consultation on ears")
    chair.get_by_label("Questions").fill(QUESTION)
    last = now().date() + timedelta(days=20)
    chair.get_by_label("Last day").fill(last.isoformat())
    chair.get_by_role("button", name="Prepare the review").click()
    expect(chair.get_by_text("The round is prepared.")).to_be_visible()
    chair.get_by_label("Organisation").fill(SOCIETY)
    chair.get_by_label("Name of the person").fill("Lea Lead")
    chair.get_by_label("E-mail address").fill(LEAD)
    chair.get_by_role("button", name="Invite").click()
    expect(chair.get_by_text("The letter goes out when the round opens.")).to_be_visible()
    chair.get_by_role("button", name="Open now").click()
    chair.get_by_role("dialog").get_by_role("button", name="Open now").click()
    expect(chair.get_by_text("The round is open.")).to_be_visible()

    lead = visitors.arrive()
    lead.goto(link_for(visitors, chair, LEAD))
    lead.get_by_role("button", name="Read and comment").click()
    for name, address in (("Ann", ANN), ("Bob", BOB)):
        lead.get_by_text("Invite a colleague").click()
        lead.get_by_label("Name", exact=True).fill(name)
        lead.get_by_label("E-mail address").fill(address)
        lead.get_by_role("button", name="Mail the link").click()
        expect(lead.get_by_text("The link goes out to your colleague.")).to_be_visible()

    ann = visitors.arrive(phone=True, scripts=False)  # on a phone, without scripts
    ann.goto(link_for(visitors, chair, ANN))
    ann.get_by_role("button", name="Read and comment").click()
    ann.get_by_role("link", name="Read the text and comment").click()
    ann.get_by_role("link", name=re.compile("^Comment on: ")).nth(1).click()
    place = ann.get_by_label("Which place do you speak of?")
    place.select_option(index=1)
    ann.get_by_label("Your comment").fill("Say at which age.")
    ann.get_by_role("button", name="Put it into the answer").click()
    expect(ann.get_by_text("Your comment is in the answer.")).to_be_visible()
    ann.get_by_role("link", name="The answer").click()
    ann.get_by_label("I have none").check()
    ann.get_by_role("button", name="Save").click()
    expect(ann.get_by_text("Your interests are noted.")).to_be_visible()
    ann.get_by_role("button", name="I have finished").click()
    expect(ann.get_by_text("Your lead sees that you have finished.")).to_be_visible()

    bob = visitors.arrive(phone=True)  # who selects words
    bob.goto(link_for(visitors, chair, BOB))
    bob.get_by_role("button", name="Read and comment").click()
    bob.get_by_role("link", name="Read the text and comment").click()
    bob.locator("article[data-section] p").first.evaluate(
        "one => getSelection().selectAllChildren(one)"
    )
    bob.get_by_role("link", name="Comment on these words").click()
    expect(bob.get_by_label("The words you speak of")).not_to_be_empty()
    bob.get_by_label("Your comment").fill("And for which children.")
    bob.get_by_role("button", name="Put it into the answer").click()
    expect(bob.get_by_text("Your comment is in the answer.")).to_be_visible()

    lead.reload()
    lead.get_by_role("checkbox", name="Merge").nth(0).check()
    lead.get_by_role("checkbox", name="Merge").nth(1).check()
    lead.get_by_role("button", name="Make one of the chosen comments").click()
    lead.get_by_label("The comment").fill("Say at which age, and for which children.")
    lead.get_by_role("button", name="Make it one").click()
    expect(lead.get_by_text("They are one comment now.")).to_be_visible()
    lead.get_by_role("link", name=f"Answer: {QUESTION}").click()
    lead.get_by_role("textbox", name="Your answer").fill("In most places.")
    lead.get_by_role("button", name="Put it into the answer").click()
    expect(lead.get_by_text("Your comment is in the answer.")).to_be_visible()
    lead.get_by_label("Your interests in the subject").fill("Two of us run a trial.")
    lead.get_by_role("button", name="Save").click()
    expect(lead.get_by_text("Your interests are noted.")).to_be_visible()
    lead.get_by_role("button", name="Send the answer").click()
    lead.get_by_role("dialog").get_by_role("button", name="Send the answer").click()
    expect(lead.get_by_text("Your answer is sent.")).to_be_visible()

    author = visitors.come("author-1")
    author.goto(f"/documents/{document}/comments")
    expect(author.get_by_role("main")).to_contain_text("Say at which age, and for which children.")
    expect(author.get_by_role("main")).to_contain_text("In most places.")
    expect(author.get_by_role("main")).to_contain_text(SOCIETY)
    expect(author.get_by_role("main")).not_to_contain_text("Lea Lead")
