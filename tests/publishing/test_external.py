"""Guidelines of others that a network endorses: recorded, shown, renewed, taken out."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from guidelines.config import current
from guidelines.db import now, transaction
from guidelines.errors import Conflict, Invalid, Missing, NotAllowed
from guidelines.permissions import Role
from guidelines.publishing import service
from guidelines.publishing.jobs.external import remind_of_external
from guidelines.publishing.queries.external import external_guidelines
from guidelines.publishing.rules.external import Endorsed

GOOD = Endorsed(
    title="Early hearing detection",
    publisher="Society for Examples",
    link="https://example.org/g",
    doi="10.1234/x",
    year=2024,
    endorsed_on=date(2025, 1, 15),
    endorsed_by="Board",
    expires_on=date(2031, 1, 15),
    appraisal="AGREE II, two appraisers.",
)


def record(actor, project, said=GOOD):
    with transaction():
        return service.record_external(actor, project, said)


def test_it_stands_in_the_library_with_its_day(build, client):
    project = build.project()
    chair = build.actor(project, Role.CHAIR)
    record(chair, project)
    record(chair, project, replace(GOOD, title="Feeding", expires_on=date(2026, 1, 15)))
    for path in ("/library/endorsed/", f"/library/{project.network.slug}/endorsed/"):
        text = client.get(path).get_data(as_text=True)
        assert "Early hearing detection" in text
        assert text.count("Endorsement expired") == 1
        assert "AGREE II, two appraisers." in text
    assert client.get("/library/nowhere/endorsed/").status_code == 404
    assert [one.is_expired(date(2026, 1, 15)) for one in external_guidelines(project.network)] == [
        False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"publisher": ""}, "publisher"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "example.org"}, "link"),
        ({"doi": "11.1"}, "doi"),
        ({"year": 0}, "year"),
        ({"endorsed_by": ""}, "endorsed_by"),
        ({"endorsed_on": None}, "endorsed_on"),
        ({"expires_on": None}, "expires_on"),
        ({"expires_on": date(2025, 1, 15)}, "expires_on"),
        ({"statement": "x" * 4001}, "statement"),
    ],
)
def test_what_cannot_be_recorded_is_said(build, changes, field):
    project = build.project()
    chair = build.actor(project, Role.CHAIR)
    with pytest.raises(Invalid) as refused, transaction():
        service.record_external(chair, project, replace(GOOD, **changes))
    assert field in refused.value.errors


def test_it_is_renewed_and_taken_out_by_those_who_may(build):
    project, other = build.project(), build.project(build.network())
    chair = build.actor(project, Role.CHAIR)
    row = record(chair, project)
    author, stranger = build.actor(project, Role.AUTHOR), build.actor(other, Role.CHAIR)
    with pytest.raises(NotAllowed), transaction():
        service.end_external(author, project, row, why="No.")
    with pytest.raises(Missing), transaction():
        service.end_external(stranger, other, row, why="Not mine.")
    with transaction():
        service.change_external(chair, project, row, replace(GOOD, year=2025))
    with transaction():
        service.end_external(chair, project, row, why="Replaced by our own.")
    assert external_guidelines(project.network) == []
    with pytest.raises(Conflict), transaction():
        service.change_external(chair, project, row, GOOD)


def test_who_recorded_it_is_reminded_before_it_ends_unless_it_was_renewed(build):
    project = build.project()
    chair = build.actor(project, Role.CHAIR)
    soon = now().date() + timedelta(days=30)
    row = record(chair, project, replace(GOOD, expires_on=soon))
    asked = {"external_guideline_id": row.id, "expires_on": soon.isoformat(), "days": 30}
    for _ in range(2):  # twice is once
        remind_of_external(SimpleNamespace(payload=asked))
    folder = current().instance / "mail"
    assert len(list(folder.glob("*.eml"))) == 1
    remind_of_external(SimpleNamespace(payload={**asked, "expires_on": "2020-01-01", "days": 0}))
    assert len(list(folder.glob("*.eml"))) == 1


def test_the_pages(build):
    project = build.project()
    browser = build.client(project, Role.CHAIR)
    page = f"/projects/{project.id}/endorsed-guidelines"
    typed = {
        "title": GOOD.title, "publisher": GOOD.publisher, "link": GOOD.link, "year": "2024",
        "endorsed_on": "2025-01-15", "endorsed_by": "Board", "expires_on": "2031-01-15",
        "orphacodes": "2014", "language": "en",
    }  # fmt: skip
    assert browser.get(f"{page}/new").status_code == 200
    assert browser.post(page, data=typed).status_code == 303
    [row] = external_guidelines(project.network)
    assert row.conditions[0][0] == "2014"
    wrong = browser.post(page, data={**typed, "orphacodes": "99999999"})
    assert (wrong.status_code, GOOD.title in wrong.get_data(as_text=True)) == (422, True)
    assert browser.get(f"{page}/{row.id}").status_code == 200
    assert browser.post(f"{page}/{row.id}", data={**typed, "year": "2025"}).status_code == 303
    assert browser.post(f"{page}/{row.id}/end", data={"why": "Old."}).status_code == 303
    assert "Old." in browser.get(page).get_data(as_text=True)
