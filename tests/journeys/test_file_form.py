"""The web page that people keep as a file: accessible by itself, on a desk and on a phone."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from guidelines.typesetting.model import Alert, Findings
from guidelines.typesetting.recipes import Recipe, typeset
from tests.journeys.test_every_page import faults_of, too_wide
from tests.live import DESKTOP, PHONE
from tests.typesetting.manuscripts import a_manuscript

pytestmark = pytest.mark.browser

JUDGED = Findings(
    title="Recommendation 1",
    about=("rec-route",),
    names=("Criterion", "Judgement", "Criterion", "Judgement"),
    widths=(0.2, 0.3, 0.2, 0.3),
    rows=(("Priority", "Yes", "Balance", "Probably speaks for the intervention"),),
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    manuscript = replace(
        a_manuscript(), alerts=(Alert("No longer current", "Withdrawn."),), judgements=(JUDGED,)
    )
    file = tmp_path_factory.mktemp("kept") / "guideline.html"
    file.write_bytes(typeset(manuscript, Recipe.HTML).content)
    return file


def opened(browser: Browser, kept: Path, *, phone: bool, dark: bool) -> Page:
    page = browser.new_page(
        viewport=PHONE if phone else DESKTOP,
        color_scheme="dark" if dark else "light",
        bypass_csp=True,  # the judge is a script, and the file allows none
    )
    page.goto(kept.as_uri())
    return page


@pytest.mark.parametrize(("phone", "dark"), [(False, False), (True, True)])
def test_the_file_is_accessible_with_all_its_layers_open(
    browser: Browser, kept: Path, phone: bool, dark: bool
) -> None:
    page = opened(browser, kept, phone=phone, dark=dark)
    for layer in page.locator("main details").all():
        layer.locator("summary").first.click()
    assert page.get_by_text("Probably speaks for the intervention").is_visible()
    assert page.get_by_text("Withdrawn.").is_visible()
    assert [*faults_of(page), *too_wide(page)] == []
    page.close()
