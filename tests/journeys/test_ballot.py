"""A panel member with a long questionnaire, a dead network, the keyboard only, or no scripts."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from guidelines.consensus import service
from guidelines.consensus.models import OpenedAnswer, Panelist, Round
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.policies import ReasonRequired
from guidelines.consensus.rules.presets import preset
from guidelines.db import session, transaction
from guidelines.permissions import Actor
from tests.build import Builder
from tests.consensus.build import a_panel, an_open_round
from tests.journeys.conftest import Visitors
from tests.journeys.test_voting import enter, questions

pytestmark = pytest.mark.browser

MANY = 60
NO_NETWORK = "net::ERR_INTERNET_DISCONNECTED"
"""What a browser says when a test cuts it off."""


@dataclass
class Asked:
    """An open round, and the personal link of the first member of its panel."""

    link: str
    round_id: str
    office: Actor


def recommendations(count: int) -> str:
    return "# Care\n" + "".join(
        f"\n::: {{.recommendation #rec-{n} type=good-practice}}\n"
        f"Look at finding number {n} at every visit.\n:::\n"
        for n in range(1, count + 1)
    )


@pytest.fixture
def ask(visitors: Visitors) -> Callable[[int, Rule], Asked]:
    """Return what opens a round with so many statements under a definition of consensus."""
    found: list[Builder] = []

    def ask(count: int, rule: Rule) -> Asked:
        with visitors.site.app.app_context():
            build = Builder(visitors.site.app)
            build._count = 1000 * (1 + len(found)) + id(build) % 900  # beside the told story
            found.append(build)
            keys = [f"rec-{n}" for n in range(1, count + 1)]
            panel = a_panel(build, rule=rule, source=recommendations(count), keys=keys)
            round_ = an_open_round(panel)
            member = session.scalars(
                select(Panelist).where(
                    Panelist.process_id == panel.process.id,
                    Panelist.person_id == panel.people[0].id,
                )
            ).one()
            token = service.link_token(visitors.site.settings, round_.id, member.id)
            asked = Asked(f"/questionnaires/link/{token}", round_.id, panel.office)
            session.remove()
        return asked

    return ask


def begin(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_role("button", name="Open my questionnaire").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    if page.get_by_role("button", name="I take part").is_visible():
        page.get_by_role("button", name="I take part").click()
    expect(page.locator("[data-ballot]")).to_be_visible()


def shown(page: Page) -> Locator:
    return page.locator("[data-question]:visible")


def tap(page: Page, value: str) -> None:
    """Rate the statement that is shown, and go on."""
    shown(page).locator("label.scale-option").filter(has_text=value).click()
    page.get_by_role("button", name="Next").click()


def test_sixty_statements_a_dead_network_and_another_device(
    visitors: Visitors, ask: Callable[[int, Rule], Asked]
) -> None:
    asked = ask(MANY, preset("agree-75"))
    phone = visitors.arrive(phone=True)
    begin(phone, asked.link)
    state = phone.locator("[data-ballot-state]")
    for _statement in range(20):
        tap(phone, "8")
    expect(state).to_have_text("All saved")

    phone.context.set_offline(True)
    for _statement in range(3):
        tap(phone, "2")
    expect(state).to_contain_text("Not yet saved: 3 statements")
    expect(phone.locator("[data-answered]")).to_have_text(f"23 of {MANY} answered")
    assert phone.evaluate("localStorage.length") == 0

    other = visitors.arrive(phone=True)
    begin(other, asked.link)
    expect(other.locator("[data-answered]")).to_have_text(f"20 of {MANY} answered")
    expect(shown(other)).to_contain_text("finding number 21 ")
    shown(other).get_by_label("I cannot judge this").check()
    shown(other).get_by_label("The question is unclear to me").check()
    other.get_by_role("button", name="Next").click()
    for _statement in range(21, MANY - 1):
        tap(other, "7")
    shown(other).locator("label.scale-option").filter(has_text="9").click()
    expect(other.locator("[data-ballot-state]")).to_have_text("All saved")

    phone.context.set_offline(False)
    expect(phone.get_by_text("On another device you answered").first).to_be_attached()
    expect(state).to_have_text("All saved")

    other.get_by_role("button", name="Review and submit").click()
    answers = other.get_by_role("main").get_by_role("listitem")
    expect(answers).to_have_count(MANY)
    expect(answers.nth(20)).to_contain_text("The question is unclear to me")
    expect(answers.nth(21)).to_contain_text("7")
    other.get_by_role("button", name="Submit", exact=True).click()
    expect(other.get_by_role("heading", name="Thank you")).to_be_visible()
    other.get_by_text("Numbers of my answers").click()
    numbers = other.locator("details .mono").all_inner_texts()

    with visitors.site.app.app_context():
        with transaction():
            service.close_round(asked.office, session.get_one(Round, asked.round_id))
        opened = session.execute(
            select(OpenedAnswer.commitment, OpenedAnswer.answer).where(
                OpenedAnswer.round_id == asked.round_id
            )
        ).all()
        session.remove()
    answer_of = {commitment[:32]: answer for commitment, answer in opened}
    mine = [answer_of[number] for number in numbers]
    assert mine == ["8"] * 20 + ["-"] + ["7"] * (MANY - 22) + ["9"]
    other.reload()
    expect(other.get_by_role("heading", name="Your receipt").first).to_be_visible()
    visitors.faults[:] = [one for one in visitors.faults if not one.endswith(NO_NETWORK)]


def test_a_reason_is_asked_for_and_no_answer_is_lost_without_it(
    visitors: Visitors, ask: Callable[[int, Rule], Asked]
) -> None:
    rule = replace(preset("agree-75"), reason_required=ReasonRequired.OUTSIDE_BAND)
    page = visitors.arrive(phone=True)
    begin(page, ask(2, rule).link)
    tap(page, "3")
    shown(page).locator("label.scale-option").filter(has_text="9").click()
    page.get_by_role("button", name="Review and submit").click()
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Say in a few words why")
    page.get_by_role("alert").get_by_role("link").click()
    expect(shown(page).get_by_role("radio", name="3", exact=True)).to_be_checked()
    shown(page).get_by_label("The panel may read it without your name").fill("Too early.")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Review and submit").click()
    expect(page.get_by_role("main")).to_contain_text("Too early.")
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def test_a_questionnaire_is_answered_with_the_keyboard_only(
    visitors: Visitors, ask: Callable[[int, Rule], Asked]
) -> None:
    page = visitors.arrive()
    begin(page, ask(3, preset("agree-75")).link)
    page.keyboard.press("6")
    expect(shown(page).get_by_role("radio", name="6", exact=True)).to_be_checked()
    page.keyboard.press("ArrowRight")
    expect(shown(page).get_by_role("radio", name="7", exact=True)).to_be_checked()
    page.keyboard.press("Enter")
    expect(shown(page)).to_contain_text("finding number 2 ")
    page.keyboard.press("ArrowLeft")
    expect(shown(page).get_by_label("I cannot judge this")).to_be_checked()
    page.keyboard.press("Enter")
    page.keyboard.press("9")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Review and submit")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your answers")).to_be_visible()
    answers = page.get_by_role("main").get_by_role("listitem")
    expect(answers.nth(0)).to_contain_text("7")
    expect(answers.nth(1)).to_contain_text("I cannot judge this")
    expect(answers.nth(2)).to_contain_text("9 – strongly agree")


def test_a_questionnaire_works_without_scripts(visitors: Visitors) -> None:
    page = visitors.arrive(phone=True, scripts=False)
    enter(page, visitors, "nurse-1@demo.example")
    page.get_by_role("button", name="I take part").click()
    questions(page).nth(0).get_by_role("radio", name="7", exact=True).check(force=True)
    questions(page).nth(1).get_by_label("I cannot judge this").check()
    questions(page).nth(1).get_by_label("I prefer not to say").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(questions(page).nth(0).get_by_role("radio", name="7", exact=True)).to_be_checked()
    expect(questions(page).nth(1).get_by_label("I prefer not to say")).to_be_checked()
    page.get_by_role("button", name="Review and submit").click()
    expect(page.get_by_role("main")).to_contain_text("no answer yet")
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("You answered 2 of")


def test_a_link_that_was_cut_says_so(visitors: Visitors) -> None:
    page = visitors.arrive(phone=True)
    page.goto("/questionnaires/link/WyJub3RoaW5nIl0.cut")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("button", name="Open my questionnaire")).not_to_be_visible()
