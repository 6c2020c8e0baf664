"""Indicators and research gaps of published versions: on pages, as tables, for programs."""

import csv
import io
import json

import openpyxl
import pytest

from guidelines.db import transaction
from guidelines.drafts.rules.slugs import free_slug
from guidelines.errors import Invalid
from guidelines.projects.rules import PUBLIC_PAGES, check_slug
from guidelines.publishing import service
from guidelines.publishing.jobs.rendering import store_readable
from guidelines.publishing.rules.indicators import measure_from
from tests.publishing.build import a_guideline, an_edition, change_text
from tests.publishing.test_indicators import TYPED

GAP = "Nobody knows when to look again."


@pytest.fixture
def shelf(build):
    guideline = a_guideline(build)
    change_text(
        guideline,
        "Because the airway may be difficult [@first2019; @second2021].\n:::",
        "Because the airway may be difficult [@first2019; @second2021].\n:::\n\n"
        f"::: {{.research}}\n{GAP}\n:::",
    )
    with transaction():
        service.add_indicator(
            guideline.author,
            guideline.document,
            key="rec-airway",
            measure=measure_from({**TYPED, "name": "=Seen before surgery"}),
        )
    edition = an_edition(guideline)
    store_readable(edition)
    return edition, guideline.project.network.slug


def test_readers_find_them_at_the_version_and_across_guidelines(app, shelf):
    edition, network = shelf
    client = app.test_client()
    at = f"/library/{network}/{edition.slug}/1.0/"

    for page in (
        at,
        f"{at}recommendations/rec-airway/",
        "/library/indicators/",
        f"/library/{network}/indicators/",
    ):
        shown = client.get(page)
        assert shown.status_code == 200, page
        assert "Seen before surgery" in shown.text, page
        assert "at least 95 %" in shown.text, page
    for page in ("/library/research-gaps/", f"/library/{network}/research-gaps/"):
        shown = client.get(page)
        assert GAP in shown.text
        assert (
            client.get(page, headers={"If-None-Match": shown.headers["ETag"]}).status_code == 304
        )
    assert "Seen before" not in client.get(f"{at}recommendations/rec-hearing/").text


def test_programs_and_spreadsheets_get_them(app, shelf):
    edition, network = shelf
    client = app.test_client()

    for path in (
        f"/library/{network}/{edition.slug}/1.0/indicators",
        f"/library/{network}/indicators",
        "/library/indicators",
    ):
        [one] = json.loads(client.get(f"{path}.json").data)["indicators"]
        assert (one["target"], one["aim"]) == ("95", "at-least")
        table = list(csv.DictReader(io.StringIO(client.get(f"{path}.csv").text.lstrip("\ufeff"))))
        assert table[0]["name"] == "'=Seen before surgery"  # no spreadsheet runs it
        assert table[0]["denominator"] == TYPED["denominator"]
        sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{path}.xlsx").data)).active
        assert sheet.max_row == 2
    [gap] = json.loads(client.get(f"/library/{network}/research-gaps.json").data)["research_gaps"]
    assert (gap["gap"], gap["version"], gap["key"]) == (GAP, "1.0", "rec-airway")
    assert gap["address"].endswith(f"/library/{network}/{edition.slug}/1.0/")
    assert GAP in client.get("/library/research-gaps.csv").text


def test_a_version_without_any_and_a_network_that_published_nothing_have_none(app, build, shelf):
    _edition, network = shelf
    client = app.test_client()

    assert client.get(f"/library/{network}/nothing/1.0/indicators.csv").status_code == 404
    assert client.get("/library/nowhere/indicators/").status_code == 404
    assert client.get("/library/nowhere/indicators.csv").status_code == 404


@pytest.mark.parametrize("word", sorted(PUBLIC_PAGES))
def test_no_network_or_guideline_takes_the_address_of_a_page(word):
    with pytest.raises(Invalid):
        check_slug(word)
    assert free_slug(word, frozenset()) == f"{word}-2"
