"""The evidence pages: who sees them, and what a person reads after each thing they do."""

import io

import pytest

from guidelines.evidence import queries
from guidelines.jobs import work_once
from guidelines.permissions import Role
from tests.evidence.build import a_reference

INSIDE = {
    Role.CHAIR,
    Role.AUTHOR,
    Role.METHODOLOGIST,
    Role.FACILITATOR,
    Role.REVIEWER,
    Role.APPROVER,
    Role.OBSERVER,
}
GROUP = {Role.CHAIR, Role.AUTHOR, Role.METHODOLOGIST}


@pytest.mark.parametrize("role", [*(role for role in Role if role is not Role.READER), None])
def test_who_sees_which_page(build, role):
    project = build.project()
    chair = build.actor(project, Role.CHAIR)
    reference = a_reference(chair, project)
    browser = build.client(project if role else build.project(), role or Role.CHAIR)
    p, r = project.id, reference.id

    for page in (f"/projects/{p}/references", f"/references/{r}"):
        assert browser.get(page).status_code == (200 if role in INSIDE else 404), page
    for page in (
        f"/projects/{p}/references/import",
        f"/projects/{p}/references/new",
        f"/references/{r}/edit",
    ):
        assert browser.get(page).status_code == (200 if role in GROUP else 404), page
    for page in (
        f"/projects/{p}/references",
        f"/projects/{p}/references/import",
        f"/references/{r}/edit",
        f"/references/{r}/remove",
    ):
        status = browser.post(page, data={}).status_code
        assert status in ({303, 412, 422} if role in GROUP else {404}), page


def sent(browser, address, **values):
    """Send a form and return the page that it leads to."""
    answer = browser.post(address, data=values)
    assert answer.status_code == 303, answer.text
    return browser.get(answer.location)


def test_a_file_becomes_references(build):
    project = build.project()
    browser = build.client(project, Role.AUTHOR)
    file = (io.BytesIO(b"TY  - JOUR\nTI  - <b>Dose</b>\nPY  - 2019\nER  -\nTY  - X"), "x.ris")

    page = sent(browser, f"/projects/{project.id}/references/import", file=file).text

    assert "1 entry was left out" in page
    assert "It has no end (ER)" in page
    listed = browser.get(f"/projects/{project.id}/references?q=DOSE").text
    assert "<strong>Dose</strong>" in listed
    assert "Nothing found" in browser.get(f"/projects/{project.id}/references?q=dose+xyz").text


def test_bibtex_waits_for_its_job(build):
    project = build.project()
    browser = build.client(project, Role.AUTHOR)

    page = sent(
        browser,
        f"/projects/{project.id}/references/import",
        text="@article{a, title={A}, year=2019}",
    )
    assert "being read" in page.text
    while work_once():
        pass

    assert "Read as BibTeX" in browser.get(page.request.path).text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Choose a file, or paste"),
        ({"text": "Dear colleague"}, "No references were found"),
        ({"file": (io.BytesIO(b"PK\x00\x01"), "x.ris")}, "not a text file"),
    ],
)
def test_a_refused_file_is_explained(build, values, words):
    project = build.project()
    browser = build.client(project, Role.AUTHOR)

    answer = browser.post(f"/projects/{project.id}/references/import", data=values)

    assert answer.status_code == 422
    assert words in answer.text
    assert queries.count_references(project.id) == 0


def test_a_refused_form_keeps_what_was_typed(build):
    project = build.project()
    browser = build.client(project, Role.AUTHOR)

    answer = browser.post(
        f"/projects/{project.id}/references", data={"key": "a b", "title": "Typed title"}
    )

    assert answer.status_code == 422
    assert "Typed title" in answer.text
    assert "Use letters, digits" in answer.text


def test_a_stale_form_is_shown_again_and_can_then_be_saved(build):
    project = build.project()
    chair = build.actor(project, Role.CHAIR)
    reference = a_reference(chair, project)
    browser = build.client(project, Role.AUTHOR)
    address = f"/references/{reference.id}/edit"
    browser.post(address, data={"title": "First", "revision": "1"})

    answer = browser.post(address, data={"title": "Second", "revision": "1"})

    assert answer.status_code == 412
    assert "Somebody else saved this" in answer.text
    assert 'name="revision" value="2"' in answer.text
    assert browser.post(address, data={"title": "Second", "revision": "2"}).status_code == 303
