"""The page that brings a project in: looked at first, then all of it or nothing."""

import io
import re

import pytest

from guidelines.db import session
from guidelines.drafts.queries import current_version, documents_of, source_of
from guidelines.permissions import Role
from guidelines.projects.models import Project
from guidelines.projects.queries import project_called
from tests.drafts.build import a_document
from tests.projects.test_transfer import changed, exported, with_rows


@pytest.fixture
def content(build):
    return exported(a_document(build, title="Safe airway").project)


@pytest.fixture
def office(build):
    """Return a network without projects, and the browser of its administrator."""
    project = build.project(build.network(), title="Older")
    return project.network, build.client(project, Role.ADMINISTRATOR)


def look(network, browser, content, name="project.zip"):
    return browser.post(
        f"/networks/{network.id}/import/look",
        data={"file": (io.BytesIO(content), name)},
        content_type="multipart/form-data",
    )


def seal_in(page):
    return re.search(r'name="seal" value="([^"]+)"', page)[1]


def test_a_file_is_looked_at_and_then_brought_in(office, content):
    network, browser = office
    assert "/import" in browser.get(f"/networks/{network.id}").text
    page = look(network, browser, content)
    assert page.status_code == 200
    for words in ("What comes", "Safe airway", "Documents", "Ballots", "Nothing is here yet"):
        assert words in page.text
    assert session.query(Project).count() == 2  # the look left nothing
    answer = browser.post(
        f"/networks/{network.id}/import",
        data={"seal": seal_in(page.text), "title": "Airway, brought", "slug": "brought"},
    )
    assert answer.status_code == 303
    there = project_called(network, "brought")
    assert there is not None
    assert there.title == "Airway, brought"
    assert answer.headers["Location"].endswith(f"/projects/{there.id}/members")
    [document] = documents_of(there)
    assert "anaesthetist" in source_of(current_version(document))
    assert "Invite its chair next" in browser.get(answer.headers["Location"]).text


def test_a_taken_short_name_is_proposed_anew_and_refused_beside_its_field(office, content):
    network, browser = office
    [taken] = [one.slug for one in session.query(Project) if one.network_id == network.id]
    seal = seal_in(look(network, browser, content).text)
    form = {"seal": seal, "title": "Airway", "slug": taken}
    refused = browser.post(f"/networks/{network.id}/import", data=form)
    assert refused.status_code == 422
    assert f"has a project called {taken} already" in refused.text
    assert "What comes" in refused.text
    wrong = browser.post(f"/networks/{network.id}/import", data={**form, "slug": "Older One"})
    assert (wrong.status_code, session.query(Project).count()) == (422, 2)
    free = {**form, "slug": "airway"}
    assert browser.post(f"/networks/{network.id}/import", data=free).status_code == 303
    own = exported(project_called(network, "airway"))
    assert 'value="airway-2"' in look(network, browser, own).text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda c: b"", "Choose the file of a project"),
        (lambda c: b"PK nonsense", "is no zip file"),
        (lambda c: changed(c, lambda e: e.clear(), seal=False), "was not made by"),
        (
            lambda c: changed(
                c, with_rows("section_revision", lambda rows: rows[0].update(source="# X\n\n"))
            ),
            "not the one its hash names",
        ),
        (
            lambda c: changed(c, with_rows("document", lambda rows: rows[0].update(kind="poem"))),
            "another version of Concord",
        ),
    ],
)
def test_a_bad_file_is_refused_at_the_first_look(office, content, change, said):
    network, browser = office
    page = look(network, browser, change(content))
    assert page.status_code == 422
    assert said in page.text
    assert session.query(Project).count() == 2


def test_a_seal_is_of_one_person_and_one_network(build, office, content):
    network, browser = office
    other_project = build.project(build.network(), title="Elsewhere")
    other = build.client(other_project, Role.ADMINISTRATOR)
    seal = seal_in(look(network, browser, content).text)
    for page in (
        other.post(f"/networks/{other_project.network_id}/import", data={"seal": seal}),
        browser.post(f"/networks/{network.id}/import", data={"seal": "0" * 64}),
        browser.post(f"/networks/{network.id}/import", data={}),
    ):
        assert page.status_code == 422
        assert "Choose the file again" in page.text
    assert other.get(f"/networks/{network.id}/import").status_code == 404


@pytest.mark.parametrize("role", [Role.CHAIR, Role.AUTHOR])
def test_only_who_looks_after_the_network_brings_projects_in(build, role, content):
    project = build.project()
    browser = build.client(project, role)
    assert browser.get(f"/networks/{project.network_id}/import").status_code in (403, 404)
    assert look(project.network, browser, content).status_code in (403, 404)
    assert "/import" not in browser.get(f"/networks/{project.network_id}").text
