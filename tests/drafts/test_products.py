"""Products and modules: what a new document begins with, and what is still to be written."""

import pytest

from guidelines.drafts.forms import KIND_WORDS
from guidelines.drafts.models import DocumentKind
from guidelines.drafts.queries import current_version, documents_of, sections_in
from guidelines.drafts.rules.products import GROUPS, MODULES, PRODUCTS, named, outline_for
from guidelines.drafts.rules.structure import check_closed, is_unwritten, with_ends
from guidelines.errors import Invalid
from guidelines.permissions import Role
from guidelines.text.markdown import render
from guidelines.text.sections import split_sections
from tests.drafts.build import a_document, section_called


@pytest.mark.parametrize("kind", DocumentKind)
def test_every_kind_has_a_name_a_purpose_and_sections_that_stay_apart(kind):
    assert KIND_WORDS[kind]
    assert PRODUCTS[kind].purpose.endswith(".")
    texts = outline_for(kind)
    joined = "\n\n".join(texts)
    assert len(split_sections(joined, 6)) == len(texts) == len(PRODUCTS[kind].parts)
    for text in texts:
        check_closed(text)


def test_all_that_can_be_chosen_is_in_one_group():
    offered = [kind for _title, members in GROUPS for kind in members]

    assert len(offered) == len(set(offered))
    assert set(DocumentKind) - set(offered) == {DocumentKind.TRANSLATION}


@pytest.mark.parametrize("kind", [kind for kind in DocumentKind if kind != "translation"])
def test_notes_to_the_author_are_never_in_what_readers_see(kind):
    text = "\n\n".join(outline_for(kind))
    read = render(text)

    for part in PRODUCTS[kind].parts:
        assert part.guidance
        assert str(part.guidance) not in read.html
        assert part.title.split("’")[0] in read.html


def test_a_module_has_question_conclusions_considerations_recommendations_in_this_order():
    titles = [part.title for part in MODULES["question"].parts]
    order = ["Question", "Conclusions", "Considerations", "Recommendations"]

    assert [title for title in titles if title in order] == order


def test_the_heading_of_a_module_can_be_given_and_means_nothing_but_its_words():
    first, *rest = named(MODULES["question"], "Airway *and* [sleep]")

    assert render(first).headings[0].text == "Airway *and* [sleep]"
    assert len(rest) == 6


@pytest.mark.parametrize(
    ("source", "unwritten"),
    [
        ("# A\n\n::: {.guidance}\nWrite.\n:::\n", True),
        ("# A\n\n::: {.guidance}\nWrite.\n\n- this\n:::\n\n## B\n", True),
        ("# A\n\n::: {.guidance}\nWrite.\n:::\n\n| a | b |\n|---|---|\n|   |   |\n", True),
        ("# A\n\n::: {.guidance}\nWrite.\n:::\n\n| a | b |\n|---|---|\n| 1 |   |\n", False),
        ("# A\n\n::: {.guidance}\nWrite.\n:::\n\nWritten.\n", False),
        ("# A\n", False),
        ("# A\n\nOn guidance.\n", False),
    ],
)
def test_what_is_still_to_be_written(source, unwritten):
    assert is_unwritten(source) == unwritten


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("# A\n\n```\ncode\n", "begins in line 3 with “```” is not closed"),
        ("# A\n\n~~~~\ncode\n~~~\n", "begins in line 3 with “~~~~” is not closed"),
        ("# A\n\n::: {.note}\ntext\n", "begins in line 3 with “:::” is not closed"),
    ],
)
def test_what_runs_past_the_end_of_a_section_is_refused(source, said):
    with pytest.raises(Invalid) as refused:
        check_closed(source)
    assert said in refused.value.errors["source"]
    check_closed(with_ends(source)[0])


def test_an_unclosed_block_is_not_saved_and_nothing_is_lost(build):
    document = a_document(build)
    found = section_called(document, "Scope")
    answer = build.client(document.project, Role.AUTHOR).post(
        f"/sections/{found.section.id}",
        data={"source": "# Scope\n\n```\nmine\n", "base": found.revision.id},
    )
    assert answer.status_code == 422
    assert "is not closed" in answer.text
    assert "mine" in answer.text


def test_a_document_is_started_with_the_sections_of_its_product(build):
    project = build.project()
    client = build.client(project, Role.AUTHOR)
    assert "Quality measures" in client.get(f"/projects/{project.id}/documents/new").text

    answer = client.post(
        f"/projects/{project.id}/documents",
        data={"title": "Measures", "kind": "quality-measures", "language": "en"},
    )

    (document,) = documents_of(project)
    assert document.kind is DocumentKind.QUALITY_MEASURES
    titles = [item.title for item in sections_in(current_version(document))]
    assert titles == [str(part.title) for part in PRODUCTS[document.kind].parts]
    page = client.get(answer.location).text
    assert "5 sections hold only their note to the author so far." in page
    section = section_called(document, "Measures").section
    assert "this is not published" in client.get(f"/sections/{section.id}").text
    assert "this is not published" not in client.get(f"/documents/{document.id}/text").text


def test_a_module_is_added_behind_a_chapter_in_one_version(build):
    document = a_document(build)
    client = build.client(document.project, Role.AUTHOR)
    behind = section_called(document, "Scope").section.id
    assert "Knowledge gaps" in client.get(f"/documents/{document.id}/modules/new").text

    answer = client.post(
        f"/documents/{document.id}/modules",
        data={"module": "question", "title": "Sleep", "after": behind},
    )

    assert answer.status_code == 303
    sections = sections_in(current_version(document))
    assert [(item.number, item.title) for item in sections][:4] == [
        ("1", "Scope"), ("2", "Sleep"), ("2.1", "Question"), ("2.2", "Search and selection"),
    ]  # fmt: skip
    assert sections[-2].title == "Airway"
    assert current_version(document).number == 2


@pytest.mark.parametrize("data", [{"module": "other"}, {"module": "gaps", "title": "x" * 201}])
def test_a_module_that_cannot_be_added_changes_nothing(build, data):
    document = a_document(build)
    client = build.client(document.project, Role.AUTHOR)

    assert client.post(f"/documents/{document.id}/modules", data=data).status_code == 422
    assert current_version(document).number == 1
