"""Walk: references come in from two programs, are found to be one source, and are taken along."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitors
from tests.journeys.pages import OPEN, row_of

pytestmark = pytest.mark.browser

ZOTERO = (
    "TY  - JOUR\nID  - doe2021\nAU  - Doe, Ann\nTI  - Feeding of infants with a cleft palate\n"
    "PY  - 2021\nVL  - 7\nER  - \n"
)
PUBMED = (
    "PMID- 31999999\nTI  - Feeding of infants with a cleft palate.\nFAU - Doe, Ann B\n"
    "DP  - 2021 Mar\nJT  - Example journal\nPT  - Retracted Publication\n"
)


def test_two_imports_become_one_source(visitors: Visitors) -> None:
    project = row_of(visitors.site.app, OPEN, "project")
    page = visitors.come("author-1", phone=True)
    main = page.get_by_role("main")
    for text, words in [(ZOTERO, "Read as RIS"), (PUBMED, "Read as PubMed")]:
        page.goto(f"/projects/{project}/references/import")
        page.get_by_label("Or paste").fill(text)
        page.get_by_role("button", name="Import").click()
        expect(main).to_contain_text(words)

    page.get_by_role("link", name="Compare them side by side").click()
    expect(main).to_contain_text("Same title and first author")
    page.get_by_role("group", name="Authors").get_by_text("Doe, Ann B").click()
    page.get_by_role("button", name="Merge").click()
    expect(main).to_contain_text("Merged. Texts may go on citing")

    page.goto(f"/projects/{project}/references?q=doe+feeding")
    expect(main.get_by_text("Retracted", exact=True).last).to_be_visible()
    page.get_by_role("checkbox").first.check()
    with page.expect_download() as taken:
        page.get_by_role("button", name="RIS").click()
    content = taken.value.path().read_text(encoding="utf-8")
    assert "ID  - doe2021" in content
    assert "AU  - Doe, Ann B" in content

    page.goto(f"/projects/{project}/references/duplicates")
    page.get_by_role("button", name="Undo the merge").click()
    expect(main).to_contain_text("Both references are there again")
