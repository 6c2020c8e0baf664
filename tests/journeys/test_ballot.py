"""A questionnaire without scripts, with the keyboard only, and with a link that is no good."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitors
from tests.journeys.test_voting import enter, questions

pytestmark = pytest.mark.browser


def take_part(page: Page, visitors: Visitors, who: str) -> None:
    enter(page, visitors, f"{who}@demo.example")
    page.get_by_role("button", name="I take part").click()


def test_a_questionnaire_works_without_scripts(visitors: Visitors) -> None:
    page = visitors.arrive(phone=True, scripts=False)
    take_part(page, visitors, "nurse-1")
    questions(page).nth(0).get_by_role("radio", name="7", exact=True).check(force=True)
    questions(page).nth(1).get_by_label("I cannot judge this").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(questions(page).nth(0).get_by_role("radio", name="7", exact=True)).to_be_checked()
    page.get_by_role("button", name="Review and submit").click()
    expect(page.get_by_role("main")).to_contain_text("no answer yet")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("You answered 2 of")


def test_a_statement_is_rated_with_the_keyboard_only(visitors: Visitors) -> None:
    page = visitors.arrive()
    take_part(page, visitors, "psychologist-1")
    first = questions(page).nth(0)
    for _ in range(40):
        page.keyboard.press("Tab")
        if first.locator("input[type=radio]:focus").count():
            break
    page.keyboard.press("6")
    expect(first.get_by_role("radio", name="6", exact=True)).to_be_checked()
    page.keyboard.press("ArrowRight")
    expect(first.get_by_role("radio", name="7", exact=True)).to_be_checked()
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.locator("button:focus").filter(has_text="Review and submit").count():
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your answers")).to_be_visible()
    expect(page.get_by_role("listitem").first).to_contain_text("7")


def test_an_answer_is_saved_as_it_is_given(visitors: Visitors) -> None:
    page = visitors.arrive(phone=True)
    take_part(page, visitors, "ent-surgeon-2")
    questions(page).nth(2).locator("label").filter(has_text="4").first.click()
    expect(page.locator("#ballot-state")).to_have_attribute("data-state", "saved")
    page.reload()
    expect(questions(page).nth(2).get_by_role("radio", name="4", exact=True)).to_be_checked()


def test_a_link_that_was_cut_says_so(visitors: Visitors) -> None:
    page = visitors.arrive(phone=True)
    page.goto("/questionnaires/link/WyJub3RoaW5nIl0.cut")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("button", name="Open my questionnaire")).not_to_be_visible()
