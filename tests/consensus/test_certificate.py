"""The certificate as a PDF: for whoever took part, tagged, marked on a demonstration."""

import io
import re

import pytest
from pypdf import PdfReader

from guidelines.config import current
from guidelines.consensus import service
from guidelines.db import transaction
from tests.consensus.build import KEYS, a_panel, an_open_round, close, vote_all


def a_reported_round(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    vote_all(panel, round_, dict.fromkeys(KEYS, (9, 8, 9, 8, 9)))
    close(panel, round_)
    with transaction():
        service.report_round(panel.office, round_)
    return panel, round_


@pytest.fixture
def printed(build):
    panel, _round = a_reported_round(build)
    client = build.sign_in(panel.people[0])
    answer = client.get(f"/processes/{panel.process.id}/certificate.pdf")
    assert answer.status_code == 200
    return panel, answer


def words(answer):
    pages = PdfReader(io.BytesIO(answer.data)).pages
    return len(pages), re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def test_it_says_who_took_part_in_what_and_when_on_one_page(printed):
    panel, answer = printed
    pages, text = words(answer)

    assert pages == 1
    for said in (panel.people[0].name, "Certificate of participation", "Round 1,", "Agreement"):
        assert said in text
    assert "nothing of what was answered" in text
    assert panel.people[1].name not in text
    assert panel.people[0].name not in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_it_is_tagged_and_has_a_language(printed):
    _panel, answer = printed
    catalogue = PdfReader(io.BytesIO(answer.data)).trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalogue
    assert str(catalogue["/Lang"]).startswith("en")


def test_on_a_demonstration_it_carries_the_mark(build, monkeypatch):
    panel, _round = a_reported_round(build)
    client = build.sign_in(panel.people[0])
    object.__setattr__(current(), "demonstration", True)
    try:
        _pages, text = words(client.get(f"/processes/{panel.process.id}/certificate.pdf"))
    finally:
        object.__setattr__(current(), "demonstration", False)
    assert "Demonstration" in text
