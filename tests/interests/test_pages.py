"""The pages of those who declare and assess: what is typed stays, what is wrong is named."""

import io
from html import unescape

import pytest
from docx import Document as WordDocument

from guidelines.interests import queries
from guidelines.interests.rules import Band, Interest, Level, Measure, Recipient, Topic
from guidelines.permissions import Role
from guidelines.projects.queries import actor_for
from tests.drafts.build import a_document
from tests.interests.build import a_declaration, an_assessment

LINE = {
    "consulting-0-text": "Advice",
    "consulting-0-payer": "Maker",
    "consulting-0-recipient": "institution",
    "consulting-0-band": "to-5000",
    "consulting-0-period": "2025",
    "consulting-0-non_profit": "yes",
    "consulting-1-text": "",
    "family-0-text": "A relative is employed there",
    "family-0-payer": "Sister Jo",
    "patents-0-text": "",
    "patents-0-payer": "Office",
    "patents-0-band": "nonsense",
}


@pytest.fixture
def project(build):
    return a_document(build).project


def test_a_whole_declaration_is_kept_and_comes_back(build, project):
    person = build.member(project, Role.PANELIST)
    browser, page = build.sign_in(person), f"/projects/{project.id}/interests/mine"

    more = browser.post(page, data={**LINE, "more": "consulting"})
    assert more.status_code == 200
    assert 'name="consulting-1-text"' in more.text
    assert 'value="Advice"' in more.text
    assert queries.declarations_of(project.id, person.id) == []

    assert browser.post(page, data={**LINE, "complete": "yes"}).status_code == 303

    [kept] = queries.declarations_of(project.id, person.id)
    assert kept.declared == [
        Interest(
            Topic.CONSULTING, "Advice", "Maker", True, Recipient.INSTITUTION, Band.TO_5000, "2025"
        ),
        Interest(Topic.PATENTS, "", "Office"),
        Interest(Topic.FAMILY, "A relative is employed there"),
    ]
    again = browser.get(page).text
    assert 'value="Maker"' in again
    assert "Sister Jo" not in again
    browser.post(f"{page}/unchanged", data={"occasion": "Meeting of May"})
    assert "Meeting of May" in browser.get(page).text


def test_nothing_changed_before_anything_was_said(build, project):
    browser = build.client(project, Role.AUTHOR)

    answer = browser.post(f"/projects/{project.id}/interests/mine/unchanged")

    assert answer.status_code == 409
    assert "Fill in the form first" in answer.text


def test_several_recommendations_are_assessed_at_once(build, project):
    declaration = a_declaration(build.actor(project, Role.AUTHOR), project)
    browser = build.client(project, Role.CHAIR)
    page = f"/declarations/{declaration.id}"
    posted = {
        "key": ["rec-airway", "rec-2"],
        "level": "moderate",
        "measure": "",
        "reason": "Paid.",
    }

    assert "Recommendation 1: We recommend that" in browser.get(page).text
    assert browser.post(f"{page}/assessments", data=posted).status_code == 303
    assert {row.key: row.measure for row in queries.managements_of(project.id)} == {
        "rec-airway": Measure.ABSTAINS,
        "rec-2": Measure.ABSTAINS,
    }
    browser.post(f"{page}/assessments", data={**posted, "key": ["rec-2"], "level": "high"})
    shown = browser.get(page).text
    assert "Stays out because of an interest" in shown
    assert "1 earlier decision" in shown


def test_all_or_none_of_several_assessments_is_saved(build, project):
    declaration = a_declaration(build.actor(project, Role.AUTHOR), project)
    browser = build.client(project, Role.CHAIR)

    answer = browser.post(
        f"/declarations/{declaration.id}/assessments",
        data={"key": ["rec-airway", "x" * 201], "level": "high", "reason": "Paid."},
    )

    assert answer.status_code == 422
    assert queries.managements_of(project.id) == []


def test_rules_and_topics(build, project):
    browser, page = build.client(project, Role.CHAIR), f"/projects/{project.id}/interests/rules"
    stricter = {
        "none": "none", "low": "abstains", "moderate": "abstains", "high": "out",
        "renewal_months": "6", "largest_share": "30", "reason": "A small field.",
    }  # fmt: skip

    for change, words in (
        ({"moderate": "no-lead"}, "A project can only be stricter"),
        ({"renewal_months": "x"}, "Write a whole number"),
        ({"reason": ""}, "Give the reason"),
    ):
        refused = browser.post(page, data={**stricter, **change})
        assert refused.status_code == 422
        assert words in unescape(refused.text)
    assert browser.post(page, data=stricter).status_code == 303
    policy = queries.policy_of(project.id)
    assert (policy.ladder[Level.LOW], policy.renewal_months) == (Measure.ABSTAINS, 6)
    assert "A small field." in browser.get(page).text

    topics = f"/projects/{project.id}/interests/topics"
    refused = browser.post(topics, data={"topic": "", "title": "", "keys": ["rec-airway"]})
    assert refused.status_code == 422
    assert "Name the topic" in refused.text
    data = {"topic": "", "title": "Airway", "keys": ["rec-airway"]}
    assert browser.post(topics, data=data).status_code == 303
    [topic] = queries.topics_of(project.id)
    browser.post(topics, data={**data, "topic": topic.id, "title": "The airway"})
    assert [one.title for one in queries.topics_of(project.id)] == ["The airway"]
    assert (
        "Topic: The airway"
        in browser.get(
            f"/declarations/{a_declaration(build.actor(project, Role.AUTHOR), project).id}"
        ).text
    )


def test_the_questions_about_the_panel_have_a_page(build, project):
    page = build.client(project, Role.METHODOLOGIST).get(f"/projects/{project.id}/interests/panel")

    assert "No: should" in page.text
    assert "Name a chair or co-chair" in page.text
    assert "10.7326/M14-1885" in page.text


def test_a_disclosure_as_a_word_file(build, project):
    person = build.member(project, Role.PANELIST)
    browser = build.sign_in(person)
    browser.post(f"/projects/{project.id}/interests/mine", data={**LINE, "complete": "yes"})
    browser.post("/profile", data={"name": "Person", "orcid": "0000-0002-1825-0097"})
    declaration = queries.declarations_of(project.id, person.id)[0]
    an_assessment(build.actor(project, Role.CHAIR), declaration, reason="A secret reason.")
    path = f"/projects/{project.id}/interests/mine/disclosure.docx"
    theirs = f"/declarations/{declaration.id}/disclosure.docx"

    answer = browser.get(path)

    assert answer.status_code == 200
    assert browser.get(path).data == answer.data
    document = WordDocument(io.BytesIO(answer.data))
    [table] = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert len(rows) == 19
    assert rows[4] == [
        "4",
        "Consulting fees",
        "Advice (Maker (non-profit); paid to the institution; €1,000 to €5,000; 2025)",
    ]
    assert rows[1][2] == "None"
    assert rows[18][2] == "1 interest declared"
    text = "\n".join(one.text for one in document.paragraphs)
    assert "0000-0002-1825-0097" in text
    for inside in ("relative", "Sister", "secret"):
        assert inside not in text + str(rows)
    assert build.client(project, Role.CHAIR).get(theirs).data == answer.data
    assert build.client(project, Role.AUTHOR).get(theirs).status_code == 404
    assert build.client(project, Role.AUTHOR).get(path).status_code == 303


def test_an_orcid_is_checked(build, project):
    person = build.member(project, Role.AUTHOR)
    browser = build.sign_in(person)

    wrong = browser.post("/profile", data={"name": "Person", "orcid": "0000-0002-1825-0098"})
    right = browser.post(
        "/profile", data={"name": "Person", "orcid": "https://orcid.org/0000-0002-1694-233x"}
    )

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert "This is no ORCID iD" in wrong.text
    assert 'value="0000-0002-1694-233X"' in browser.get("/profile").text
    assert actor_for(person.id).name == "Person"
