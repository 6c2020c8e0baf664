"""A panel member looks up their receipt: every answer is found, a changed number is not."""

import json

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.conftest import Visitors
from tests.journeys.pages import FINISHED, row_of

pytestmark = pytest.mark.browser


def test_every_answer_is_found_and_a_changed_receipt_is_not(visitors: Visitors) -> None:
    round_id = row_of(visitors.site.app, FINISHED, "consensus_round")
    phone = visitors.come("surgeon-1", phone=True)
    phone.goto(f"/questionnaires/{round_id}/receipt")
    phone.get_by_text("Numbers of my answers").click()
    numbers = phone.locator("ol.rows li").all_inner_texts()
    assert len(numbers) > 3
    phone.get_by_role("link", name="Check my receipt").click()

    sent: list[str] = []
    phone.on("request", lambda request: sent.append(request.url + (request.post_data or "")))
    box = phone.get_by_label("Numbers of your receipt")
    said = phone.locator("[data-receipt-result]")

    box.fill("\n".join(numbers))
    phone.get_by_role("button", name="Look for them").click()
    expect(said).to_contain_text(f"All {len(numbers)} numbers are in the record.")
    expect(said.get_by_role("listitem")).to_have_count(len(numbers))
    expect(said).to_contain_text("Statement 1: found. It ")

    first, number = numbers[0].rsplit(" ", 1)
    changed = f"{first} {number[:-1]}{'0' if number[-1] != '0' else '1'}"
    box.fill("\n".join([changed, *numbers[1:]]))
    phone.get_by_role("button", name="Look for them").click()
    expect(said).to_contain_text(
        f"{len(numbers) - 1} of {len(numbers)} numbers are in the record."
    )
    expect(said.get_by_role("listitem").first).to_contain_text("is not in the record")

    box.fill("nothing that is a number")
    phone.get_by_role("button", name="Look for them").click()
    expect(said).to_contain_text("There is no number in this text.")
    assert not [one for one in sent if number[:16] in one]  # nothing leaves the browser


def test_a_record_whose_answer_was_changed_is_noticed(visitors: Visitors) -> None:
    round_id = row_of(visitors.site.app, FINISHED, "consensus_round")
    page = visitors.come("surgeon-1")
    page.goto(f"/questionnaires/{round_id}/receipt")
    page.get_by_text("Numbers of my answers").click()
    [mine, *_more] = page.locator("ol.rows li").all_inner_texts()

    def forged(route: Route) -> None:
        answer = route.fetch()
        record = answer.json()
        for one in record["answers"]:
            one["rows"] = [[number, "1", salt] for number, _answer, salt in one["rows"]]
        route.fulfill(response=answer, body=json.dumps(record))

    page.route("**/record.json", forged)
    page.goto(f"/questionnaires/{round_id}/check")
    page.get_by_label("Numbers of your receipt").fill(mine)
    page.get_by_role("button", name="Look for them").click()
    expect(page.locator("[data-receipt-result]")).to_contain_text(
        "found, but the answer beside it is not the one this number stands for"
    )
