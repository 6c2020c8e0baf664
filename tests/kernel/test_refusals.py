"""What a refused form answers: one sentence, and the words that were typed."""

import pytest

from guidelines.permissions import Role
from tests.drafts.build import a_document, section_called

TYPED = "These are words that took an hour."


@pytest.fixture
def document(build):
    return a_document(build)


@pytest.fixture
def author(build, document):
    return build.client(document.project, Role.AUTHOR)


def airway(document):
    return section_called(document, "Airway").section.id


def test_a_text_that_is_too_long_is_shown_again(document, author):
    long = f"# Airway\n\n{TYPED}\n" + "word " * 210_000
    answer = author.post(f"/sections/{airway(document)}", data={"source": long})
    assert answer.status_code == 413
    assert TYPED in answer.text
    assert "It is not saved" in answer.text


@pytest.mark.parametrize("visitor", ["stranger", "nobody", "reviewer"])
def test_who_may_not_save_gets_the_words_back(build, client, document, visitor):
    browser = {
        "stranger": lambda: build.client(build.project(), Role.AUTHOR),
        "nobody": lambda: client,
        "reviewer": lambda: build.client(document.project, Role.REVIEWER),
    }[visitor]()
    data = {"source": f"<script>{TYPED}", "password": "correct horse battery"}
    answer = browser.post(f"/sections/{airway(document)}", data=data)
    assert answer.status_code in (401, 403, 404)
    assert f"&lt;script&gt;{TYPED}" in answer.text
    assert "correct horse battery" not in answer.text


def test_a_form_without_words_is_not_shown_again(document, author):
    answer = author.post("/sections/000000000000/remove", data={"csrf_token": "abc", "x": "12"})
    assert answer.status_code == 404
    assert "What you wrote" not in answer.text


@pytest.mark.parametrize("header", [("HX-Request", "true"), ("Sec-Fetch-Dest", "empty")])
@pytest.mark.parametrize("size", [5_500_000, 7_000_000])
def test_a_script_gets_the_sentence_alone(app, document, author, header, size):
    app.config["WTF_CSRF_ENABLED"] = True  # the check of the token reads the form first
    data = {"text": "w" * size}
    answer = author.post(f"/documents/{document.id}/preview", data=data, headers=[header])
    assert answer.status_code in (400, 413)
    assert "<html" not in answer.text
    assert len(answer.text) < 1000


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/sections/{section}/comments", "body"),
        ("/sections/{section}", "source"),
        ("/projects/{project}/documents", "title"),
        ("/projects/{project}/evidence", "summary"),
    ],
)
def test_a_character_that_no_database_stores_is_refused(document, author, address, name):
    address = address.format(section=airway(document), project=document.project_id)
    data = {"kind": "guideline", "key": "rec-airway", "question": "Why?", name: f"{TYPED}\0"}
    answer = author.post(address, data=data)
    assert answer.status_code == 422
    assert "Paste it as plain text" in answer.text
    assert TYPED in answer.text


@pytest.mark.parametrize("address", ["/sections/%00", "/documents/x%00y/text", "/home?q=%00"])
def test_an_address_with_such_a_character_is_no_page(author, address):
    assert author.get(address).status_code == 404
