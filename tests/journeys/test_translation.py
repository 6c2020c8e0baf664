"""Walk: a translation is begun at a desk without a network, and finished on a phone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import desk
from tests.journeys.conftest import Visitors
from tests.journeys.pages import OPEN, row_of

pytestmark = pytest.mark.browser

TITLE = "Mellemøret hos børn med ganespalte"


def paragraph(page: Page, words: str) -> Locator:
    """Return the field beside the paragraph of the original that has these words."""
    row = page.locator(".beside").filter(has=page.locator(".beside-source", has_text=words))
    return row.get_by_role("textbox", name="Your text")


def test_a_translation_is_never_lost(visitors: Visitors) -> None:
    source = f"/documents/{row_of(visitors.site.app, OPEN, 'document')}"
    page = visitors.come("author-1")
    page.goto(f"{source}/translations")
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Language").select_option("da")
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("link", name="Plain-language summary").click()
    state, path = desk.state(page), page.url.partition("?")[0]
    expect(state).to_contain_text("All saved")

    paragraph(page, "hearing is checked").fill("hørelsen undersøges på faste tidspunkter")
    expect(state).to_contain_text("Kept at")
    page.context.set_offline(True)
    paragraph(page, "ears are followed").fill("ørerne følges")
    expect(state).to_contain_text("No network: kept on this device")
    page.get_by_role("button", name="Save version").click()
    expect(state).to_contain_text("No network")
    assert page.url.partition("?")[0] == path
    page.context.clear_cookies()
    page.context.set_offline(False)
    expect(state).to_contain_text("You are signed out", timeout=40_000)
    page.close()

    phone = visitors.come("author-1", phone=True)
    phone.goto(path)
    main = phone.get_by_role("main")
    expect(main).to_contain_text("You have text here that is not saved as a version")
    expect(paragraph(phone, "hearing is checked")).to_have_value(
        "hørelsen undersøges på faste tidspunkter"
    )
    paragraph(phone, "ears are followed").fill("ørerne følges længe")
    phone.get_by_role("button", name="Save version").click()
    expect(main).to_contain_text("Saved as version 2")
    expect(main).to_contain_text("2 of 10 paragraphs")
    expect(main).not_to_contain_text("not saved as a version")

    other = visitors.come("author-2")
    other.goto(f"{source}/translations")
    other.get_by_role("link", name=TITLE).click()
    other.get_by_role("link", name="Plain-language summary").click()
    expect(paragraph(other, "ears are followed")).to_have_value("ørerne følges længe")
    visitors.faults[:] = [one for one in visitors.faults if "ERR_INTERNET_DISCONNECTED" not in one]


def test_what_a_device_kept_is_offered_after_signing_in_again(visitors: Visitors) -> None:
    page = visitors.come("author-2")
    page.goto(f"/documents/{row_of(visitors.site.app, OPEN, 'document')}/translations")
    page.get_by_label("Title").fill("Für Familien")
    page.get_by_label("Kind").select_option("patient-version")
    page.get_by_label("Language").select_option("de")
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("link", name="Hearing checks").click()
    expect(desk.state(page)).to_contain_text("All saved")
    page.context.clear_cookies()
    field = page.get_by_label("Text of the section")
    field.fill("# Hörprüfungen\n\nEin halber Satz")
    expect(desk.state(page)).to_contain_text("You are signed out")
    page.reload()
    page.get_by_label("E-mail address").first.fill("author-2@demo.example")
    page.get_by_label("Password").fill("for demonstration only")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Continue with it").click()
    expect(field).to_have_value("# Hörprüfungen\n\nEin halber Satz")
    expect(desk.state(page)).to_contain_text("Kept at")
    page.get_by_role("button", name="Save version").click()
    expect(page.get_by_role("main")).to_contain_text("Saved as version 2")
    expect(field).to_have_value("# Hörprüfungen\n\nEin halber Satz\n\n")
