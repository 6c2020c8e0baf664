"""The comment pages: who sees them, what a person reads, what a vote hides."""

import re

import pytest

from guidelines.drafts.queries import recommendations_of
from guidelines.permissions import Role
from guidelines.projects.queries import actor_for
from guidelines.reviews import queries
from guidelines.reviews.queries.answering import versions_answering
from guidelines.reviews.routes.slots import needs, recommendations
from tests.drafts.build import a_document, save, section_called
from tests.reviews.build import a_thread, resolve, vote_on

INSIDE = {
    Role.CHAIR,
    Role.AUTHOR,
    Role.METHODOLOGIST,
    Role.FACILITATOR,
    Role.REVIEWER,
    Role.APPROVER,
    Role.OBSERVER,
}
SPEAKERS = INSIDE - {Role.OBSERVER}
AUTHORS = {Role.CHAIR, Role.AUTHOR, Role.METHODOLOGIST}


@pytest.mark.parametrize("role", [*(role for role in Role if role is not Role.READER), None])
def test_who_sees_and_does_what(build, role):
    document = a_document(build)
    project = document.project
    thread = a_thread(build.actor(project, Role.AUTHOR), document, body="Secret remark")
    browser = build.client(project if role else build.project(), role or Role.CHAIR)
    section = thread.section_id

    for page in (f"/documents/{document.id}/comments", f"/threads/{thread.id}"):
        answer = browser.get(page)
        assert answer.status_code == (200 if role in INSIDE else 404), page
        assert ("Secret remark" in answer.text) == (role in INSIDE)
    assert ("Secret remark" in browser.get(f"/sections/{section}").text) == (role in INSIDE)
    new = browser.get(f"/sections/{section}/comments/new")
    assert new.status_code == (200 if role in SPEAKERS else 404)
    made = browser.post(f"/sections/{section}/comments", data={"body": "Mine"})
    assert made.status_code == (303 if role in SPEAKERS else 404)
    expected = {
        "replies": (SPEAKERS, {"body": "Reply"}),
        "answer": (AUTHORS, {"decision": "accepted", "response": "Done"}),
    }
    for action, (allowed, values) in expected.items():
        status = browser.post(f"/threads/{thread.id}/{action}", data=values).status_code
        assert status == (303 if role in allowed else 403 if role in INSIDE else 404), action
    if role in AUTHORS:
        reopened = browser.post(f"/threads/{thread.id}/reopen", data={"body": "Again"})
        assert reopened.status_code == 303
        assert "1 earlier answer" in browser.get(f"/threads/{thread.id}").text


def test_the_words_of_a_comment_are_never_html(build):
    document = a_document(build)
    browser = build.client(document.project, Role.REVIEWER)
    section = section_called(document, "Scope").section

    browser.post(
        f"/sections/{section.id}/comments",
        data={"body": "<img src=x onerror=alert(1)>", "quote": "about children"},
    )

    for page in (f"/documents/{document.id}/comments", f"/sections/{section.id}"):
        text = browser.get(page).text
        assert "&lt;img src=x onerror=alert(1)&gt;" in text
        assert "<img src=x" not in text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"body": ""}, "Write what you want to say"),
        ({"body": "Typed", "quote": "about"}, "2 times"),
        ({"body": "Typed", "key": "rec-none"}, "of this section"),
    ],
)
def test_a_refused_comment_keeps_what_was_typed(build, values, words):
    document = a_document(build)
    browser = build.client(document.project, Role.REVIEWER)
    section = section_called(document, "Scope").section

    answer = browser.post(f"/sections/{section.id}/comments", data=values)

    assert answer.status_code == 422
    assert words in answer.text
    assert values["body"] in answer.text
    assert queries.open_threads(document) == 0


@pytest.mark.parametrize(
    ("action", "values", "words"),
    [
        ("replies", {"body": " "}, "Write what you want to say"),
        ("answer", {"response": "Because"}, "Choose a decision"),
        ("answer", {"decision": "accepted"}, "Write what you want to say"),
    ],
)
def test_a_refused_answer_is_explained(build, action, values, words):
    document = a_document(build)
    thread = a_thread(build.actor(document.project, Role.REVIEWER), document)
    browser = build.client(document.project, Role.AUTHOR)

    answer = browser.post(f"/threads/{thread.id}/{action}", data=values)

    assert answer.status_code == 422
    assert words in answer.text
    assert all(value in answer.text for value in values.values())


def test_a_second_answer_is_refused_kindly(build):
    document = a_document(build)
    author = build.actor(document.project, Role.AUTHOR)
    thread = a_thread(author, document)
    resolve(author, thread)
    browser = build.client(document.project, Role.AUTHOR)

    for action, values in (
        ("answer", {"decision": "accepted", "response": "Twice"}),
        ("replies", {"body": "More"}),
    ):
        assert browser.post(f"/threads/{thread.id}/{action}", data=values).status_code == 409


def test_a_comment_names_its_recommendation_by_number(build):
    document = a_document(build)
    rows = recommendations_of(document)
    browser = build.client(document.project, Role.REVIEWER)
    section_id = rows[-1].section_id
    browser.post(f"/sections/{section_id}/comments", data={"body": "Why so?", "key": rows[-1].key})

    page = browser.get(f"/documents/{document.id}/comments").text
    assert f"Recommendation {rows[-1].ordinal}" in page
    assert rows[-1].key not in re.sub(r"<[^>]+>", "", page)


def test_a_vote_hides_named_discussion_from_the_panel(build):
    document = a_document(build)
    project = document.project
    author = build.actor(project, Role.AUTHOR)
    thread = a_thread(author, document, "Airway", "I vote against", key="rec-airway")
    voter = build.client(project, Role.AUTHOR, Role.PANELIST)
    pages = (f"/documents/{document.id}/comments", f"/sections/{thread.section_id}")
    for page in pages:
        assert "I vote against" in voter.get(page).text
    vote_on(build, document)

    for page in pages:
        assert "I vote against" not in voter.get(page).text
    assert voter.get(f"/threads/{thread.id}").status_code == 404
    assert voter.post(f"/threads/{thread.id}/replies", data={"body": "x"}).status_code == 404
    refused = voter.post(
        f"/sections/{thread.section_id}/comments", data={"body": "x", "key": "rec-airway"}
    )
    assert refused.status_code == 403
    assert "until the round ends" in refused.text
    others = build.client(project, Role.AUTHOR)
    assert "I vote against" in others.get(pages[0]).text


def test_a_lost_passage_is_said_and_its_version_linked(build):
    document = a_document(build)
    author = build.actor(document.project, Role.AUTHOR)
    thread = a_thread(author, document, quote="about children")
    item = section_called(document, "Scope")
    save(author, item, item.revision.source.replace("children", "babies"))
    browser = build.client(document.project, Role.AUTHOR)

    page = browser.get(f"/threads/{thread.id}").text

    assert "The passage was reworded since" in page
    assert "about babies" in page
    item = section_called(document, "Scope")
    save(author, item, item.revision.source.replace("This guideline is about babies", "Nothing"))
    page = browser.get(f"/threads/{thread.id}").text

    assert "The passage is no longer in the text" in page
    assert "Read it in version 1" in page
    assert "Passage no longer in the text" in browser.get(f"/sections/{thread.section_id}").text


def test_filters_show_open_or_answered(build):
    document = a_document(build)
    author = build.actor(document.project, Role.AUTHOR)
    a_thread(author, document, body="Still open one")
    resolve(author, a_thread(author, document, body="Settled one"))
    browser = build.client(document.project, Role.AUTHOR)
    [still_open, _settled] = queries.threads_of(document, author)
    for page in (f"/documents/{document.id}/comments", f"/sections/{still_open.section_id}"):
        assert f'href="/threads/{still_open.id}"' in browser.get(page).text
    found = {}
    for show in ("open", "answered", "all", "nonsense"):
        text = browser.get(f"/documents/{document.id}/comments?show={show}").text
        found[show] = ("Still open one" in text, "Settled one" in text)

    assert found == {
        "open": (True, False),
        "answered": (False, True),
        "all": (True, True),
        "nonsense": (True, False),
    }


def test_what_needs_me_and_what_pages_below_ask(app, build):
    document = a_document(build)
    project = document.project
    person = build.member(project, Role.AUTHOR)
    reviewer = build.actor(project, Role.REVIEWER)
    a_thread(reviewer, document)

    with app.test_request_context():
        assert [one["text"] for one in needs(actor_for(person.id))] == [
            "Answer 1 comment on Safe airway"
        ]
        assert needs(reviewer) == []
        assert [one["key"] for one in recommendations(project)] == ["rec-airway"]


def saved(browser, item, source, answers):
    return browser.post(
        f"/sections/{item.section.id}",
        data={
            "source": source, "base": item.revision.id, "message": "As asked",
            "answers": answers,
        },
    )  # fmt: skip


@pytest.mark.parametrize("joined", [False, True])
def test_a_save_says_which_comments_it_answers(build, joined):
    document = a_document(build)
    reviewer = build.actor(document.project, Role.REVIEWER)
    first = a_thread(reviewer, document, body="Why not adults?")
    second = a_thread(reviewer, document, body="And babies?")
    elsewhere = a_thread(reviewer, document, "Follow-up", body="When?")
    browser = build.client(document.project, Role.AUTHOR)
    item = section_called(document, "Scope")
    page = browser.get(f"/sections/{item.section.id}/edit").text
    assert "Why not adults?" in page
    offered = page.split('id="desk-comments"')[1].split("</fieldset>")[0]
    assert f'value="{first.id}"' in offered
    assert f'value="{elsewhere.id}"' not in offered

    ticked = [first.id, second.id, elsewhere.id, "nonsense"]
    source = "# Scope\n\nThis is about children and babies.\n"
    answer = saved(browser, item, source, " ".join(ticked) if joined else ticked)
    assert answer.status_code == 303
    [version] = versions_answering(first)
    assert (version.number, list(versions_answering(second))) == (2, [version])
    assert list(versions_answering(elsewhere)) == []
    why = browser.get(f"/sections/{item.section.id}/blame").text
    assert "Answers the comment: “Why not adults?”" in why
    assert "Version 2" in browser.get(f"/threads/{first.id}").text


def test_a_save_without_a_change_or_that_is_refused_answers_nothing_and_keeps_the_ticks(build):
    document = a_document(build)
    thread = a_thread(build.actor(document.project, Role.REVIEWER), document)
    browser = build.client(document.project, Role.AUTHOR)
    item = section_called(document, "Scope")
    saved(browser, item, item.revision.source, [thread.id])
    refused = saved(browser, item, "", [thread.id])
    assert refused.status_code == 422
    assert f'value="{thread.id}" checked' in refused.text
    assert list(versions_answering(thread)) == []


def test_a_panel_member_is_not_offered_what_a_vote_hides_and_cannot_tick_it(build):
    document = a_document(build)
    thread = a_thread(
        build.actor(document.project, Role.REVIEWER), document, "Airway", key="rec-airway"
    )
    browser = build.client(document.project, Role.AUTHOR, Role.PANELIST)
    vote_on(build, document)
    item = section_called(document, "Airway")
    page = browser.get(f"/sections/{item.section.id}/edit").text
    assert 'id="desk-comments"' not in page
    text = item.revision.source + "\nMore.\n"
    assert saved(browser, item, text, [thread.id]).status_code == 303
    assert list(versions_answering(thread)) == []
