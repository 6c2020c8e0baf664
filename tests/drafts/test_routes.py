"""The pages: who sees them, what they say, and that nothing typed is lost."""

import io

import pytest

from guidelines.drafts.queries import (
    current_version,
    documents_of,
    open_clashes,
    recommendations_of,
    versions_of,
)
from guidelines.jobs import work_once
from guidelines.permissions import Role
from tests.drafts.build import AIRWAY, a_document, save, section_called, taking


@pytest.fixture
def document(build):
    return a_document(build)


def author(build, document):
    return build.client(document.project, Role.AUTHOR)


def posted(client, address, data=None):
    """Post a form, and return the page that its answer leads to."""
    answer = client.post(address, data=data)
    assert answer.status_code == 303, answer.text
    return client.get(answer.location)


def pages(document):
    version = current_version(document)
    section = section_called(document, "Airway").section
    return [
        f"/projects/{document.project_id}/documents",
        f"/documents/{document.id}",
        f"/documents/{document.id}/text",
        f"/documents/{document.id}/versions",
        f"/documents/{document.id}/compare",
        f"/versions/{version.id}",
        f"/sections/{section.id}",
    ]


def author_pages(document):
    section = section_called(document, "Airway").section
    return [
        f"/projects/{document.project_id}/documents/new",
        f"/sections/{section.id}/edit",
        f"/sections/{section.id}/recommendations/new",
    ]


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        (Role.AUTHOR, True, True),
        (Role.REVIEWER, True, False),
        (Role.APPROVER, True, False),
        (Role.PANELIST, False, False),
        (Role.ADMINISTRATOR, False, False),
    ],
)
def test_who_sees_what(build, document, role, reads, writes):
    client = build.client(document.project, role)
    stranger = build.client(build.project(), role)
    for may, addresses in [(reads, pages(document)), (writes, author_pages(document))]:
        for address in addresses:
            assert client.get(address).status_code == (200 if may else 404), address
            assert stranger.get(address).status_code == 404, address


def test_a_project_without_documents_says_what_to_do(build):
    project = build.project()
    page = build.client(project, Role.AUTHOR).get(f"/projects/{project.id}/documents")
    assert "No document yet" in page.text
    assert "Start a document" in page.text


def test_a_document_is_started_and_written(build):
    project = build.project()
    client = build.client(project, Role.CHAIR)
    answer = posted(
        client,
        f"/projects/{project.id}/documents",
        data={"title": "Safe airway", "kind": "guideline", "language": "en"},
    )
    assert "Scope and purpose" in answer.text
    [document] = documents_of(project)
    item = section_called(document, "Summary")
    answer = posted(
        client,
        f"/sections/{item.section.id}",
        data={
            "source": "# Summary\r\n\r\nKeep it **safe**.\r\n",
            "base": item.revision.id,
            "message": "First words",
        },
    )
    assert "Saved as version 2." in answer.text
    assert "<strong>safe</strong>" in answer.text
    again = posted(
        client,
        f"/sections/{item.section.id}",
        data={
            "source": "# Summary\r\n\r\nKeep it **safe**.\r\n",
            "base": section_called(document, "Summary").revision.id,
        },
    )
    assert "Nothing has changed" in again.text
    assert len(versions_of(document)) == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"title": "", "kind": "guideline"}, "Give the document a title."),
        ({"title": "A", "kind": "poem"}, "Choose a kind from the list."),
    ],
)
def test_a_document_needs_a_title_and_a_kind(build, data, said):
    project = build.project()
    answer = build.client(project, Role.CHAIR).post(f"/projects/{project.id}/documents", data=data)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_clash_is_shown_with_both_texts_and_settled(build, document):
    item = section_called(document, "Scope")
    old = item.revision.source
    save(build.actor(document.project, Role.AUTHOR), item, old.replace("children", "infants"))
    client = author(build, document)

    answer = posted(
        client,
        f"/sections/{item.section.id}",
        data={"source": old.replace("children", "teenagers"), "base": item.revision.id},
    )

    assert "infants" in answer.text
    assert "teenagers" in answer.text
    [clash] = open_clashes(document)
    assert answer.request.path == f"/clashes/{clash.id}"
    assert "waits for a decision" in client.get(f"/documents/{document.id}").text
    answer = posted(client, f"/clashes/{clash.id}", data=taking("mine", answer.text))
    assert "Saved as version 3." in answer.text
    assert "teenagers" in section_called(document, "Scope").revision.source
    assert open_clashes(document) == []
    assert "This is settled" in client.get(f"/clashes/{clash.id}").text


def test_choosing_one_side_of_a_clash_keeps_the_other_paragraphs_of_both(build, document):
    item = section_called(document, "Scope")
    old = item.revision.source
    theirs = old.replace("children", "infants").replace("adults", "grown-ups")
    save(build.actor(document.project, Role.AUTHOR), item, theirs)
    client = author(build, document)
    client.post(
        f"/sections/{item.section.id}",
        data={"source": old.replace("children", "teenagers"), "base": item.revision.id},
    )
    [clash] = open_clashes(document)
    page = client.get(f"/clashes/{clash.id}").text
    client.post(f"/clashes/{clash.id}", data=taking("mine", page))
    now = section_called(document, "Scope").revision.source
    assert "teenagers" in now
    assert "grown-ups" in now


def test_a_refused_save_keeps_what_was_typed(build, document):
    item = section_called(document, "Scope")
    client = author(build, document)
    client.post(f"/sections/{item.section.id}/remove")
    answer = client.post(
        f"/sections/{item.section.id}",
        data={"source": "# Scope\n\nMy own words.\n", "base": item.revision.id},
    )
    assert answer.status_code == 409
    assert "My own words." in answer.text
    assert "no longer part of the document" in answer.text


def test_sections_are_added_and_moved(build, document):
    client = author(build, document)
    last = section_called(document, "Follow-up").section.id
    client.post(f"/sections/{last}/move", data={"direction": "up"})
    answer = posted(
        client,
        f"/documents/{document.id}/sections",
        data={"title": "Transport", "level": "2", "after": last},
    )
    assert "Transport" in answer.text
    entries = current_version(document).entries
    assert [entry.depth for entry in entries] == [1, 1, 2, 1]


def test_the_preview_shows_what_is_typed_and_saves_nothing(build, document):
    client = author(build, document)
    answer = client.post(
        f"/documents/{document.id}/preview",
        data={"text": "See [@smith2019].\n\n<script>alert(1)</script> $x^2$"},
    )
    assert "@smith2019" in answer.text
    assert "not in the references" in answer.text
    assert "<script>" not in answer.text
    assert "<math" in answer.text
    assert len(versions_of(document)) == 1


def test_a_forty_megabyte_paste_is_refused_with_a_sentence(build, document):
    client = author(build, document)
    for address, name in [
        (f"/documents/{document.id}/preview", "text"),
        (f"/sections/{section_called(document, 'Scope').section.id}", "source"),
    ]:
        answer = client.post(address, data={name: "x" * 40_000_000})
        assert answer.status_code == 413
        assert "too large" in answer.text
    assert len(versions_of(document)) == 1


def test_versions_are_compared_restored_and_named(build, document):
    client = author(build, document)
    item = section_called(document, "Scope")
    save(
        build.actor(document.project, Role.AUTHOR),
        item,
        item.revision.source.replace("children", "infants"),
        "Who it is about",
    )
    page = client.get(f"/documents/{document.id}/versions").text
    assert "Who it is about" in page
    page = client.get(f"/documents/{document.id}/compare?before=1&after=2").text
    assert "<ins>" in page
    assert "infants" in page
    assert "1 section changed" in page
    first = versions_of(document)[-1]
    page = posted(client, f"/versions/{first.id}/label", data={"label": "Sent out"}).text
    assert "Sent out" in page
    page = posted(client, f"/versions/{first.id}/restore").text
    assert "Version 1 is restored as version 3." in page
    for number in ["9", "-1", "x", "²", "9" * 30]:
        address = f"/documents/{document.id}/compare?before=1&after={number}"
        assert client.get(address).status_code == 404, number
    assert "No difference" in client.get(f"/documents/{document.id}/compare?before=1&after=3").text


FORM = {
    "wording": "We suggest asking the family.",
    "type": "evidence-based",
    "strength": "conditional",
    "direction": "for",
    "certainty": "very-low",
    "population": "Children with a cleft",
    "rationale": "Families know.",
}


def test_a_recommendation_is_added_and_edited_by_a_form(build, document):
    client = author(build, document)
    item = section_called(document, "Follow-up")
    answer = posted(
        client,
        f"/sections/{item.section.id}/recommendations",
        data={**FORM, "base": item.revision.id},
    )
    assert "Saved as version 2." in answer.text
    source = section_called(document, "Follow-up").revision.source
    assert "#rec-we-suggest-asking-the-family" in source
    assert 'population="Children with a cleft"' in source
    [_first, row] = recommendations_of(document)
    page = client.get(f"/recommendations/{row.id}/edit").text
    assert "Families know." in page
    answer = posted(
        client,
        f"/recommendations/{row.id}",
        data={
            **FORM,
            "certainty": "low",
            "remarks": "Ask twice.",
            "base": section_called(document, "Follow-up").revision.id,
        },
    )
    assert "Saved as version 3." in answer.text
    [_first, row] = recommendations_of(document)
    assert (row.certainty, row.fields["remarks"]) == ("low", "Ask twice.")


def test_an_empty_recommendation_is_refused(build, document):
    client = author(build, document)
    item = section_called(document, "Follow-up")
    answer = client.post(
        f"/sections/{item.section.id}/recommendations",
        data={**FORM, "wording": " ", "base": item.revision.id},
    )
    assert answer.status_code == 422
    assert "Write what is recommended." in answer.text


def test_a_file_becomes_a_document(build):
    project = build.project()
    client = build.client(project, Role.AUTHOR)
    text = f"---\ntitle: x\n---\n\n## Scope\n\n<!-- note -->\n\n## Airway\n\n{AIRWAY}"
    answer = client.post(
        f"/projects/{project.id}/document-imports",
        data={
            "file": (io.BytesIO(text.encode()), "draft.md"),
            "title": "Airway",
            "kind": "guideline",
            "language": "en",
        },
    )
    page = client.get(answer.location)
    assert "is being read" in page.text
    while work_once():
        pass
    page = client.get(answer.location)
    assert "The document is here" in page.text
    assert "front matter" in page.text
    [document] = documents_of(project)
    assert [entry.depth for entry in current_version(document).entries] == [1, 1]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("draft.docx", b"plain text", "not a Word document"),
        ("draft.md", b"\xff\xfe\x00w", "not a text in UTF-8"),
        ("draft.pdf", b"%PDF", "Choose a Markdown file"),
        ("draft.md", b"  ", "empty"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(build, name, content, said):
    project = build.project()
    client = build.client(project, Role.AUTHOR)
    answer = client.post(
        f"/projects/{project.id}/document-imports",
        data={"file": (io.BytesIO(content), name), "title": "A", "kind": "guideline"},
    )
    assert answer.status_code == 422
    assert said in answer.text
    assert documents_of(project) == []


def test_a_broken_word_file_fails_with_a_sentence(build):
    project = build.project()
    client = build.client(project, Role.AUTHOR)
    answer = client.post(
        f"/projects/{project.id}/document-imports",
        data={
            "file": (io.BytesIO(b"PK\x03\x04junk"), "a.docx"),
            "title": "A",
            "kind": "guideline",
        },
    )
    while work_once():
        pass
    assert "Nothing was imported" in client.get(answer.location).text
    assert documents_of(project) == []


def test_the_overview_of_a_project_and_the_home_page_lead_here(build, document):
    item = section_called(document, "Scope")
    old = item.revision.source
    save(build.actor(document.project, Role.AUTHOR), item, old.replace("children", "infants"))
    client = author(build, document)
    client.post(
        f"/sections/{item.section.id}",
        data={"source": old.replace("children", "teenagers"), "base": item.revision.id},
    )
    [clash] = open_clashes(document)
    assert f"/clashes/{clash.id}" in client.get("/home").text
    assert f"/clashes/{clash.id}" not in author(build, document).get("/home").text
    assert f"/documents/{document.id}" in client.get(f"/projects/{document.project_id}").text
    panelist = build.client(document.project, Role.PANELIST)
    assert "/documents/" not in panelist.get(f"/projects/{document.project_id}").text
