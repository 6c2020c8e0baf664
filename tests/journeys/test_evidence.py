"""Walk: evidence on a question is gathered on a phone without scripts, and judged on a desk."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitors
from tests.journeys.pages import OPEN, row_of

pytestmark = pytest.mark.browser

QUESTION = "Should families be offered a telephone call after the operation?"


def test_from_a_question_to_a_conclusion(visitors: Visitors) -> None:
    project = row_of(visitors.site.app, OPEN, "project")
    phone = visitors.come("methodologist", phone=True, scripts=False)
    phone.goto(f"/projects/{project}/evidence")
    phone.get_by_role("link", name="New question").click()
    phone.get_by_label("Question", exact=True).fill(QUESTION)
    phone.get_by_label("Population").fill("Families of children after the operation")
    choice = phone.get_by_label("Recommendation that answers it")
    choice.select_option(index=choice.locator("option").count() - 1)
    phone.get_by_role("button", name="Save the question").click()
    expect(phone.get_by_text("The question is written.")).to_be_visible()
    address = phone.url

    phone.get_by_role("link", name="Name the outcomes").click()
    row = phone.get_by_role("group", name="New outcome").first
    row.get_by_label("Outcome", exact=True).fill("Unplanned visits")
    row.get_by_label("Importance, 1 to 9").fill("8")
    row.get_by_text("Studies and effect").click()
    row.get_by_label("Design").select_option("randomised")
    row.get_by_label("Measure").select_option("rr")
    for label, value in [("Effect", "0.92"), ("Lower limit", "0.72"), ("Upper limit", "1.18")]:
        row.get_by_label(label, exact=True).fill(value)
    row.get_by_label("Risk without, per 1,000").fill("300")
    row.get_by_text("Certainty of the evidence", exact=True).click()
    row.get_by_label("Imprecision").select_option("serious")
    phone.get_by_role("button", name="Save the findings").click()
    expect(phone.get_by_text("Say why, in a few words").first).to_be_visible()
    phone.locator("#outcome-0-imprecision-note").fill("Benefit and harm are both possible.")
    phone.get_by_role("button", name="Save the findings").click()
    expect(phone.get_by_text("The findings are saved.")).to_be_visible()
    expect(phone.get_by_text("24 fewer per 1,000 (84 fewer to 54 more)")).to_be_visible()
    expect(phone.get_by_text("Moderate certainty").first).to_be_visible()

    desk = visitors.come("author-1")
    desk.goto(address)
    desk.get_by_role("link", name="From evidence to decision").click()
    desk.get_by_role("link", name="Start the judgements").click()
    desk.locator("#balance").select_option("probably-favours-intervention")
    desk.get_by_role("button", name="Save judgements").click()
    expect(desk.get_by_text("The judgements are saved.")).to_be_visible()
    expect(desk.get_by_text("11 criteria are still open.")).to_be_visible()
    desk.get_by_role("link", name="Draw the conclusion").click()
    desk.get_by_label("Conditional recommendation for", exact=True).check()
    desk.get_by_role("button", name="Save the conclusion").click()
    expect(desk.get_by_text("The conclusion is saved.")).to_be_visible()
