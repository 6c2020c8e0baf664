"""Walk: a board signs; a word is changed, the signature is void; a comma is only a comma."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import desk
from tests.journeys.conftest import Visitors
from tests.journeys.pages import FINISHED, row_of
from tests.journeys.test_voting import agree_to

pytestmark = pytest.mark.browser


def change(author: Page, document: str, before: str, after: str, message: str) -> None:
    """Change words in the section on research gaps, and save a version."""
    author.goto(document)
    author.get_by_role("link", name="Research gaps").first.click()
    author.get_by_role("link", name="Edit the text").click()
    desk.write(author, before, after)
    desk.save(author, message)
    expect(author.get_by_role("main")).to_contain_text("Saved as version")


def test_sign_off_change_a_word_see_the_signature_void(visitors: Visitors) -> None:
    app = visitors.site.app
    document = f"/documents/{row_of(app, FINISHED, 'document')}"
    author, chair = visitors.come("author-1"), visitors.come("chair")
    moves = "A question moves up"
    change(author, document, moves, f"One gap more.\n\n{moves}", "A gap")

    chair.goto(f"/projects/{row_of(app, FINISHED, 'project')}/bodies")
    chair.get_by_role("link", name="Change who sits in it").click()
    chair.get_by_label("At least this many members:").check()
    chair.get_by_role("spinbutton", name="This many members").fill("1")
    chair.get_by_role("button", name="Save").click()
    expect(chair.get_by_text("1 of 3 members must sign")).to_be_visible()

    chair.goto(f"{document}/approval")
    chair.get_by_label("2.1, a small update").check()
    chair.get_by_role("button", name="Ask for signatures").click()
    expect(chair.get_by_text("The approvers are asked to sign this text.")).to_be_visible()

    approver = visitors.come("approver-1")
    approver.goto(f"{document}/approval")
    expect(approver.get_by_text("This text, version 2.1, as of").first).to_be_visible()
    approver.get_by_role("button", name="Open the text").click()
    expect(approver.get_by_text("One gap more.").first).to_be_visible()
    approver.goto(f"{document}/approval")
    agree_to(approver, "Sign this text", "Sign")
    expect(approver.get_by_text("You have signed this text.")).to_be_visible()
    expect(approver.get_by_text("1 signed, 1 needed")).to_be_visible()
    expect(approver.get_by_text("Opened")).to_be_visible()

    change(author, document, "One gap more.", "One gap more, at least.", "A word")
    approver.goto(f"{document}/approval")
    expect(approver.get_by_text("Void", exact=True)).to_be_visible()
    expect(approver.get_by_text("“A word”")).to_be_visible()

    # only its form, two persons say; the signature waits for whoever signed
    author.goto(f"{document}/approval")
    author.get_by_label("What was changed, and why").fill("Two words without weight.")
    author.get_by_role("button", name="Propose as editorial change").click()
    expect(author.get_by_text("Somebody who did not make the change")).to_be_visible()
    chair.goto(f"{document}/approval")
    chair.get_by_role("button", name="Confirm: the meaning is the same").click()
    expect(chair.get_by_text("have seven days to object").first).to_be_visible()
    approver.goto(f"{document}/approval")
    expect(approver.get_by_text("On hold", exact=True)).to_be_visible()
    approver.get_by_label("If the meaning changed, say how").fill("“At least” is a number.")
    approver.get_by_role("button", name="Object", exact=True).click()
    expect(approver.get_by_text("Your objection is recorded.")).to_be_visible()
    chair.goto(f"{document}/approval")
    chair.get_by_label("Your words to those who objected").fill("You are right.")
    chair.get_by_role("button", name="Decide", exact=True).click()
    expect(chair.get_by_text("Decided. Your words stand beside the change.")).to_be_visible()
    expect(chair.get_by_text("Void", exact=True)).to_be_visible()
