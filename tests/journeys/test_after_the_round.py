"""After a round was reported: a panel member looks at it, takes it along, and disagrees."""

import pytest
from playwright.sync_api import expect

from guidelines.consensus.models import Process, Round
from guidelines.db import session
from tests.journeys.pages import FINISHED, row_of

pytestmark = pytest.mark.browser


def test_from_the_results_to_the_own_copy_and_a_minority_statement(visitors):
    first = row_of(visitors.site.app, FINISHED, "consensus_round")
    with visitors.site.app.app_context():
        process_id = session.get_one(Round, first).process_id
        title = session.get_one(Process, process_id).title
        session.remove()
    phone = visitors.come("surgeon-1", phone=True)

    phone.goto(f"/questionnaires/{first}/results")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Results of round")
    phone.goto(f"/questionnaires/{first}/feedback")
    assert phone.get_by_text("Your answer:").count() > 3
    with phone.expect_download() as taken:
        phone.get_by_role("link", name="Your copy as a PDF").click()
    assert taken.value.suggested_filename.startswith("feedback-round-")
    assert taken.value.path().read_bytes().startswith(b"%PDF")

    phone.goto(f"/questionnaires/{first}/results")
    phone.get_by_text("Write a minority statement").click()
    phone.get_by_label("Statement", exact=True).select_option(index=1)
    phone.get_by_label("What should be printed").fill("Far from a centre this cannot be done.")
    phone.get_by_role("button", name="Have it printed").click()
    expect(phone.get_by_role("status")).to_contain_text("Your statement is printed")
    expect(phone.get_by_text("Far from a centre this cannot be done.")).to_be_visible()

    other = visitors.come("surgeon-2")
    other.goto(f"/questionnaires/{first}/results")
    other.get_by_role("button", name="Sign it with my name").last.click()
    expect(other.get_by_role("status")).to_contain_text("You stand behind this statement now.")

    chair = visitors.come("chair")
    chair.goto(f"/processes/{process_id}/report")
    expect(chair.get_by_role("heading", name="Consensus report")).to_be_visible()
    expect(chair.get_by_text(title).first).to_be_visible()
    written = chair.get_by_role("article").filter(has_text="Which bodies endorse it.")
    written.get_by_text("Write it").click()
    written.get_by_role("textbox").fill("None so far.")
    written.get_by_role("button", name="Save this text").click()
    expect(chair.get_by_role("status")).to_contain_text("The text stands in the report.")
    expect(chair.get_by_text("None so far.").first).to_be_visible()
