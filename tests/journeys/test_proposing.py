"""Walk: the panel proposes before there are statements; the office makes and pastes statements."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitors
from tests.journeys.pages import OPEN, row_of
from tests.journeys.test_voting import agree_to

pytestmark = pytest.mark.browser

PROPOSAL = "Parents get a leaflet in their own language."
TABLE = "No\tStatement\tSource\n1\tPain is treated first.\tGuideline of 2019\n2\t\tleft empty\n"


def test_from_open_proposals_and_a_pasted_table_to_statements(visitors: Visitors) -> None:
    document = row_of(visitors.site.app, OPEN, "document")
    office = visitors.come("facilitator")
    office.goto(f"/documents/{document}/consensus")
    office.get_by_text("Start another consensus process").click()
    office.get_by_label("Title").fill("What else matters")
    office.get_by_role("button", name="Start", exact=True).click()
    expect(office.get_by_text("The process is started")).to_be_visible()
    process = office.url.split("/processes/")[1].split("/")[0]
    office.goto(f"/processes/{process}")
    office.get_by_role("button", name="Ask the panel for proposals first").click()
    expect(office.get_by_text("Panel members write what they propose")).to_be_visible()
    agree_to(office, "Open the round", "Open the round")
    expect(office.get_by_text("The round is open.")).to_be_visible()

    phone = visitors.come("surgeon-1", phone=True)
    round_page = office.url
    phone.goto(round_page.replace("/rounds/", "/questionnaires/"))
    phone.get_by_role("button", name="I take part").click()
    phone.get_by_label("What you propose").first.fill(PROPOSAL)
    phone.get_by_role("button", name="Hand in").click()
    expect(phone.get_by_text("Your proposals are kept sealed")).to_be_visible()
    office.goto(f"{round_page}/proposals")
    expect(office.get_by_role("main")).not_to_contain_text(PROPOSAL)

    office.goto(round_page)
    agree_to(office, "Close the round", "Close the round")
    expect(office.get_by_text("The round is closed.")).to_be_visible()
    office.get_by_role("link", name="What the panel proposed").click()
    office.get_by_role("checkbox", name=PROPOSAL).check()
    office.get_by_label("Statement", exact=True).fill("Parents receive written information.")
    office.get_by_label("Why", exact=True).fill("It is worded for the panel.")
    office.get_by_role("button", name="Make the statement").click()
    expect(office.get_by_text("Statement 1 is made of them.")).to_be_visible()

    office.goto(f"/processes/{process}/statements/list")
    office.get_by_role("link", name="Paste from a table").click()
    office.get_by_label("Table", exact=False).first.fill(TABLE)
    office.get_by_role("button", name="See what is recognised").click()
    expect(office.get_by_text("1 statement can be taken. Nothing is saved yet.")).to_be_visible()
    office.get_by_role("button", name="Take the chosen rows").click()
    expect(office.get_by_text("1 statement is added.")).to_be_visible()
    listed = office.get_by_role("main")
    expect(listed).to_contain_text("Pain is treated first.")
    expect(listed).to_contain_text("From proposals of the panel")

    phone.goto(round_page.replace("/rounds/", "/questionnaires/") + "/proposals")
    expect(phone.get_by_text("became statement 1")).to_be_visible()
