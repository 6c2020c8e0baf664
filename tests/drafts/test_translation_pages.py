"""The pages of translations: who sees them, what they say, and that nothing typed is lost."""

import pytest

from guidelines.db import transaction
from guidelines.drafts import service
from guidelines.drafts.models import DocumentKind
from guidelines.drafts.queries import current_version, documents_of, sections_in, source_of
from guidelines.drafts.queries.translations import source_document, translation_of
from guidelines.permissions import Role
from tests.drafts.build import a_document, an_author, save, section_called
from tests.drafts.test_translations import key_of, section_beside, translate


@pytest.fixture
def source(build):
    return a_document(build)


@pytest.fixture
def document(build, source):
    return translate(an_author(build, source.project), source)


def fields(document, title, texts=None, **more):
    """Return what the page of a section sends back."""
    one = section_beside(document, title)
    sent = {f"text-{key_of(one, words)}": text for words, text in (texts or {}).items()}
    return one, {
        "base": one.item.revision.id,
        "beside": one.source.revision.id,
        **sent,
        **{name: value.format(key=key_of(one, "child")) for name, value in more.items()},
    }


def test_a_translation_is_started_on_the_page_of_its_source(build, source):
    client = build.client(source.project, Role.AUTHOR)
    page = client.get(f"/documents/{source.id}/translations")
    assert "No translation and no plain-language version yet" in page.text
    form = {"title": "Sikre luftveje", "kind": "translation", "language": "da"}
    answer = client.post(f"/documents/{source.id}/translations", data=form)
    assert answer.status_code == 303
    there = client.get(answer.location).text
    assert "0 of 8 paragraphs" in there
    assert "Sikre luftveje" in client.get(f"/documents/{source.id}/translations").text
    assert source_document(documents_of(source.project)[-1]).id == source.id


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({}, "Choose a kind from the list."),
        ({"kind": "translation", "title": "T"}, "Give the language as a short code"),
        ({"kind": "translation", "language": "en", "title": "T"}, "Choose another language"),
        ({"kind": "translation", "language": "da"}, "Give the document a title."),
        ({"kind": "guideline", "language": "da", "title": "T"}, "Choose a kind from the list."),
    ],
)
def test_a_form_with_mistakes_says_what_to_do(build, source, form, says):
    client = build.client(source.project, Role.AUTHOR)
    answer = client.post(f"/documents/{source.id}/translations", data=form)
    assert answer.status_code == 422
    assert says in answer.text


def test_source_and_own_text_stand_side_by_side(build, source, document):
    client = build.client(source.project, Role.AUTHOR)
    one, form = fields(document, "Scope", {"about children": "Om børn."})
    path = f"/sections/{one.item.section.id}/translation"
    assert "To translate" in client.get(path).text
    answer = client.post(path, data=form)
    assert answer.status_code == 303
    page = client.get(path).text
    assert "This guideline is about children." in page
    assert "Om børn." in page
    assert "1 of 3 paragraphs" in page


def test_a_change_of_the_source_is_shown_word_by_word_and_can_be_settled(build, source, document):
    client = build.client(source.project, Role.AUTHOR)
    one, form = fields(document, "Scope", {"about children": "Om børn."})
    path = f"/sections/{one.item.section.id}/translation"
    client.post(path, data=form)
    item = section_called(source, "Scope")
    author = an_author(build, source.project)
    save(author, item, item.revision.source.replace("about children", "about small children"))
    page = client.get(path).text
    assert "The original has changed here" in page
    assert "[added: </span>small" in page.replace("added:", "added:")
    assert "Om børn." in client.get(f"{path}?show=left").text
    _one, form = fields(document, "Scope", do="settle:{key}")
    answer = client.post(path, data=form)
    assert answer.status_code == 303
    assert "The original has changed here" not in client.get(path).text


def test_a_clash_keeps_both_texts(build, source, document):
    client = build.client(source.project, Role.AUTHOR)
    one, form = fields(document, "Scope", {"about children": "Kun for børn."})
    _one, other = fields(document, "Scope", {"about children": "Vejledning: unge patienter."})
    path = f"/sections/{one.item.section.id}/translation"
    client.post(path, data=other)
    answer = client.post(path, data=form)
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "Kun for børn" in page
    assert "Vejledning" in page


def test_a_refused_save_shows_what_was_typed_again(build, source, document):
    client = build.client(source.project, Role.AUTHOR)
    one, form = fields(document, "Scope", {"about children": "Om\ud7ffbørn og en lang sætning."})
    path = f"/sections/{one.item.section.id}/translation"
    answer = client.post(path, data={**form, "base": "nonsense"})
    assert answer.status_code == 409
    assert "børn og en lang sætning." in answer.text


def test_a_new_section_is_taken_over_from_the_list(build, source, document):
    client = build.client(source.project, Role.AUTHOR)
    client.post(f"/documents/{source.id}/sections", data={"title": "Methods"})
    page = client.get(f"/documents/{document.id}/translations").text
    assert "New in the original" in page
    new = section_called(source, "Methods").section
    answer = client.post(
        f"/documents/{document.id}/translations/sections", data={"source": new.id}
    )
    assert answer.status_code == 303
    assert "# Methods" in source_of(current_version(document))
    again = client.post(f"/documents/{document.id}/translations/sections", data={"source": new.id})
    assert again.status_code == 409


def test_a_patient_version_stands_beside_what_it_rests_on(build, source):
    author = an_author(build, source.project)
    document = translate(author, source, kind=DocumentKind.PATIENT_VERSION)
    client = build.client(source.project, Role.AUTHOR)
    item = sections_in(current_version(document))[1]
    path = f"/sections/{item.section.id}/translation"
    assert "We recommend that an anaesthetist" in client.get(path).text
    text = "# Airway\n\nA doctor for anaesthesia sees your child first.\n"
    answer = client.post(path, data={"base": item.revision.id, "source": text})
    assert answer.status_code == 303
    there = section_called(source, "Airway")
    save(author, there, there.revision.source.replace("strong", "conditional"))
    page = client.get(path).text
    assert "The original has changed here" in page
    assert "Still right" in page
    basis = f"/sections/{item.section.id}/basis"
    client.post(basis, data={"passage": there.section.id})
    assert "The original has changed here" not in client.get(path).text
    client.post(basis, data={"passage": f"{there.section.id}#rec-airway"})
    [one] = translation_of(document, source, item.section.id)
    assert len(one.grounds) == 2
    client.post(basis, data={"remove": one.grounds[0].row.id})
    [one] = translation_of(document, source, item.section.id)
    assert [ground.row.source_key for ground in one.grounds] == ["rec-airway"]


def test_what_is_no_translation_says_so(build, source):
    client = build.client(source.project, Role.AUTHOR)
    section = section_called(source, "Scope").section
    assert client.get(f"/sections/{section.id}/translation").status_code == 303
    assert client.post(f"/sections/{section.id}/translation").status_code == 409


def test_a_reviewer_reads_and_does_not_write(build, source, document):
    client = build.client(source.project, Role.REVIEWER)
    one, form = fields(document, "Scope", {"about children": "Om børn."})
    path = f"/sections/{one.item.section.id}/translation"
    page = client.get(path)
    assert page.status_code == 200
    assert "Take it over" not in page.text
    assert client.post(path, data=form).status_code == 403
    assert build.client(build.project(), Role.AUTHOR).get(path).status_code == 404


def test_a_document_is_tied_to_its_original_on_its_page(build, source):
    author = an_author(build, source.project)
    with transaction():
        document, _notices = service.import_document(
            author, source.project, title="Luftveje", source="# Et\n\nTo.\n", language="da"
        )
    client = build.client(source.project, Role.AUTHOR)
    path = f"/documents/{document.id}/translations"
    assert "Translated already?" in client.get(path).text
    assert client.post(f"{path}/original").status_code == 422
    answer = client.post(f"{path}/original", data={"original": source.id})
    assert answer.status_code == 303
    assert "Translated already?" not in client.get(path).text
    assert client.post(f"{path}/original", data={"original": source.id}).status_code == 409
