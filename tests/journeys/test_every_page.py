"""Every page, for those who see it: accessible, quiet, no wider than a phone, with its notice."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from guidelines.web.guard import access_of
from tests.journeys.conftest import Visitors
from tests.journeys.pages import FINISHED, OPEN, pages, writer
from tests.live import DESKTOP

pytestmark = pytest.mark.browser

NOTICE = "Demonstration, not for clinical use"
ALL = ""
ANYBODY, WRITER = "", "the lead of an answer"
WHO = [
    ("chair", FINISHED, ALL, 5),
    (
        "chair",
        OPEN,
        ("consensus.", "reviews.", "drafts.show_", "drafts.edit_", "publishing.show_"),
        3,
    ),
    ("surgeon-1", OPEN, ALL, 3),
    ("reviewer-2", OPEN, "publishing.appraise", 1),
    (ANYBODY, FINISHED, ALL, 3),
    (ANYBODY, OPEN, ("reviews.", "publishing."), 1),
    (WRITER, OPEN, "reviews.", 1),
]
"""Who opens which pages of which guideline; what anybody may open, only they do.

A long walk is done in several parts, which need not wait for each other.
"""
PARTS = [
    pytest.param(
        who, slug, which, slice(part, None, parts),
        id=f"{who or 'anybody'}-{slug}-{part + 1} of {parts}",
    )
    for who, slug, which, parts in WHO
    for part in range(parts)
]  # fmt: skip
FEWEST = {"chair": 5, "surgeon-1": 5, "reviewer-2": 1, ANYBODY: 4, WRITER: 4}
MOST_USED = [
    ("chair", FINISHED, "home.start"),
    ("chair", FINISHED, "drafts.show_document"),
    ("chair", FINISHED, "drafts.edit_section"),
    ("chair", FINISHED, "publishing.show_approval"),
    ("chair", OPEN, "consensus.show_round"),
    ("chair", OPEN, "reviews.list_comments"),
    ("surgeon-1", OPEN, "consensus.show_questionnaire"),
    ("surgeon-3", FINISHED, "consensus.show_results_to_panel"),
    ("", FINISHED, "library.browse"),
    ("", FINISHED, "library.show_edition"),
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults_of(page: Page) -> list[str]:
    """Return what is wrong with the page that is open, in one line each."""
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    return [
        f"{one['id']} {node['target']}: {' '.join(node['failureSummary'].split())}"
        for one in found.response["violations"]
        for node in one["nodes"][:2]
    ]


def titles(page: Page) -> list[str]:
    """Return what is wrong with the title of the page that is open: it has exactly one."""
    count = page.locator("h1").count()
    return [] if count == 1 else [f"{count} headings of level 1"]


def too_wide(page: Page) -> list[str]:
    """Return by how much the page that is open is wider than the narrowest phone."""
    page.set_viewport_size({"width": 360, "height": 800})
    over = page.evaluate("document.documentElement.scrollWidth") - 360
    return [f"{over} pixels too wide"] if over > 0 else []


@pytest.mark.timeout(600)  # many pages on two sizes
@pytest.mark.parametrize(("who", "slug", "which", "part"), PARTS)
def test_pages_are_sound(
    visitors: Visitors, who: str, slug: str, which: str | tuple[str, ...], part: slice
) -> None:
    app, settings = visitors.site.app, visitors.site.settings
    page = visitors.arrive() if who in {ANYBODY, WRITER} else visitors.come(who)
    if who == WRITER:
        page.goto(writer(app, settings, slug))
        page.get_by_role("button", name="Read and comment").click()
        page.wait_for_url("**/answers/**")
    theirs = []
    for endpoint, path in pages(app, settings, slug):
        access = access_of(app, endpoint)
        assert access is not None
        if endpoint.startswith(which) and access.public == (who in {ANYBODY, WRITER}):
            theirs.append((endpoint, path))
    wrong, seen = [], 0
    for endpoint, path in theirs[part]:
        page.set_viewport_size(DESKTOP)
        answer = page.goto(path)
        assert answer is not None
        if answer.status == 404:
            continue  # what each role may open is tested elsewhere
        seen += 1
        faults = [] if NOTICE in page.inner_text("body") else ["no notice"]
        faults += faults_of(page) + titles(page) + too_wide(page)
        wrong += [f"{endpoint} {path} {fault}" for fault in faults]
    assert not wrong, "\n".join(wrong)
    assert seen >= FEWEST[who]


def test_the_pages_used_most_are_sound_on_a_phone(visitors: Visitors) -> None:
    wrong = []
    for who in dict.fromkeys(one for one, _slug, _endpoint in MOST_USED):
        page = visitors.come(who, phone=True) if who else visitors.arrive(phone=True)
        for slug in (FINISHED, OPEN):
            paths = dict(pages(visitors.site.app, visitors.site.settings, slug))
            for endpoint in [e for one, of, e in MOST_USED if (one, of) == (who, slug)]:
                page.goto(paths[endpoint])
                wrong += [f"{endpoint} {fault}" for fault in faults_of(page)]
    assert not wrong, "\n".join(wrong)
