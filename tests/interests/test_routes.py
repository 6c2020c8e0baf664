"""The interest pages: everybody sees their own, assessors see all, nobody else sees anything."""

import pytest

from guidelines.interests import queries
from guidelines.interests.routes.slots import needs
from guidelines.permissions import Role
from guidelines.projects.queries import actor_for
from tests.interests.build import a_declaration, an_assessment

ASSESSORS = {Role.CHAIR, Role.METHODOLOGIST}


@pytest.mark.parametrize("role", [*(role for role in Role if role is not Role.READER), None])
def test_who_sees_which_page(build, role):
    project = build.project()
    declaration = a_declaration(build.actor(project, Role.AUTHOR), project, "Secret grant")
    browser = build.client(project if role else build.project(), role or Role.CHAIR)

    mine = f"/projects/{project.id}/interests/mine"
    declares = role not in {None, Role.ADMINISTRATOR}
    assert browser.get(mine).status_code == (200 if declares else 404)
    assert "Secret grant" not in browser.get(mine).text
    assert browser.post(mine, data={}).status_code == (422 if declares else 404)
    for page in (f"/projects/{project.id}/interests", f"/declarations/{declaration.id}"):
        answer = browser.get(page)
        assert answer.status_code == (200 if role in ASSESSORS else 404)
        assert ("Secret grant" in answer.text) == (role in ASSESSORS)
    answer = browser.post(
        f"/declarations/{declaration.id}/assessments",
        data={"key": "rec-1", "level": "high", "measure": "out", "reason": "Paid."},
    )
    assert answer.status_code == (303 if role in ASSESSORS else 404)
    assert len(queries.managements_of(project.id)) == (role in ASSESSORS)


def test_declaring_and_declaring_again(build):
    project = build.project()
    person = build.member(project, Role.PANELIST)
    browser = build.sign_in(person)
    page = f"/projects/{project.id}/interests/mine"

    first = browser.post(page, data={"grants-0-text": "A <b>grant</b>", "complete": "yes"})
    shown = browser.get(page).text
    refused = browser.post(page, data={"grants-0-text": "Typed", "nothing": "yes"})
    browser.post(page, data={"nothing": "yes", "complete": "yes"})

    assert first.status_code == 303
    assert "A &lt;b&gt;grant&lt;/b&gt;" in shown
    assert refused.status_code == 422
    assert "Typed" in refused.text
    assert "Confirm that your declaration is complete" in refused.text
    assert [one.nothing for one in queries.declarations_of(project.id, person.id)] == [True, False]


def test_a_panel_member_with_a_link_declares_too(build):
    project = build.project()
    person = build.member(project, Role.PANELIST)
    browser = build.sign_in(person, scope=project.id)

    answer = browser.post(
        f"/projects/{project.id}/interests/mine", data={"nothing": "yes", "complete": "yes"}
    )

    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"level": "x"}, "Choose a level"),
        ({"measure": "x"}, "Choose what follows"),
        ({"measure": "abstains"}, "milder than the level asks for"),
        ({"reason": ""}, "Give the reason"),
        ({"key": ""}, "Choose the recommendation"),
    ],
)
def test_a_refused_assessment_is_explained(build, change, words):
    project = build.project()
    declaration = a_declaration(build.actor(project, Role.AUTHOR), project)
    browser = build.client(project, Role.CHAIR)

    answer = browser.post(
        f"/declarations/{declaration.id}/assessments",
        data={
            "key": "rec-1",
            "level": "high",
            "measure": "out",
            "reason": "Paid.",
            **change,
        },
    )

    assert answer.status_code == 422
    assert words in answer.text


def test_one_s_own_declaration_shows_no_form_and_refuses(build):
    project = build.project()
    person = build.member(project, Role.CHAIR)
    declaration = a_declaration(actor_for(person.id), project)
    browser = build.sign_in(person)

    page = browser.get(f"/declarations/{declaration.id}")
    answer = browser.post(
        f"/declarations/{declaration.id}/assessments",
        data={"key": "", "level": "none", "measure": "none"},
    )

    assert "This is your own declaration" in page.text
    assert "Save assessment" not in page.text
    assert answer.status_code == 403
    assert "Nobody assesses their own interests" in answer.text


def test_the_person_reads_what_follows(build):
    project = build.project()
    person = build.member(project, Role.PANELIST)
    declaration = a_declaration(actor_for(person.id), project)
    an_assessment(build.actor(project, Role.CHAIR), declaration, "rec-7")

    page = build.sign_in(person).get(f"/projects/{project.id}/interests/mine").text

    assert "Abstains because of an interest" in page
    assert "rec-7" in page


def test_what_needs_me(app, build):
    project = build.project(title="Cleft")
    author, chair = build.actor(project, Role.AUTHOR), build.actor(project, Role.CHAIR)
    with app.test_request_context():
        assert [one["text"] for one in needs(author)] == ["Declare your interests"]
    a_declaration(author, project)
    with app.test_request_context():
        assert needs(author) == []
        assert [one["text"] for one in needs(chair)] == [
            "Declare your interests",
            "Assess the interests of 1 person",
        ]
