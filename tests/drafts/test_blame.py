"""Who wrote which words, through saves, moves, restorations and merges."""

import pytest

from guidelines.db import transaction
from guidelines.drafts import queries, service
from guidelines.drafts.queries.blame import blame_of
from guidelines.permissions import Role
from guidelines.text.anchors import project
from tests.drafts.build import a_document, an_author, save, section_called
from tests.real_data import real_data


@pytest.fixture
def document(build):
    return a_document(build)


@pytest.fixture
def author(build, document):
    return an_author(build, document.project)


def runs(document, title, number=None):
    version = (
        queries.version_numbered(document, number) if number else queries.current_version(document)
    )
    [section] = [one for one in blame_of(version) if one.item.title == title]
    return [
        [(run.text, run.number) for run in block.runs] for block in section.blocks if block.runs
    ]


def test_each_word_has_the_version_that_brought_it(author, document):
    item = section_called(document, "Scope")
    save(author, item, item.revision.source.replace("about children", "about small children"))
    item = section_called(document, "Scope")
    save(author, item, item.revision.source.replace("This guideline", "This standard"))

    assert runs(document, "Scope")[1] == [
        ("This ", 1), ("standard", 3), (" is about ", 1), ("small ", 2), ("children.", 1),
    ]  # fmt: skip
    assert runs(document, "Scope", 2)[1] == [
        ("This guideline is about ", 1), ("small ", 2), ("children.", 1),
    ]  # fmt: skip


def test_what_came_back_with_a_restoration_belongs_to_who_wrote_it_first(author, document):
    item = section_called(document, "Scope")
    save(author, item, item.revision.source.replace("about children", "about infants"))
    with transaction():
        service.restore_version(author, queries.version_numbered(document, 1))
    assert runs(document, "Scope")[1] == [("This guideline is about children.", 1)]
    item = section_called(document, "Scope")
    save(author, item, item.revision.source.replace("This guideline", "This text"))

    assert runs(document, "Scope")[1] == [
        ("This ", 1), ("text", 4), (" is about children.", 1),
    ]  # fmt: skip


def test_a_paragraph_that_moved_and_changed_keeps_its_past(author, document):
    item = section_called(document, "Scope")
    first, about, other = item.revision.source.strip().split("\n\n")
    save(author, item, "\n\n".join([first, about, other, "A third paragraph stands here now."]))
    item = section_called(document, "Scope")
    moved = about.replace("is about", "speaks about")
    save(author, item, "\n\n".join([first, other, "A third paragraph stands here now.", moved]))

    assert runs(document, "Scope")[-1] == [
        ("This guideline ", 1), ("speaks", 3), (" about children.", 1),
    ]  # fmt: skip


def test_real_revisions_are_covered_word_for_word(build):
    files = sorted(real_data("documents", "deep-review", "revisions-05.treat").glob("*.md"))
    texts = [path.read_text() for path in files]
    document = a_document(build, source=f"# Whole\n\n{_flat(texts[0])}")
    author = an_author(build, document.project)
    for number, text in enumerate(texts[1:15], 2):
        item = queries.sections_in(queries.current_version(document))[0]
        save(author, item, f"# Whole\n\n{_flat(text)}", f"Revision {number}")
    version = queries.current_version(document)
    [section] = blame_of(version)

    for one in section.blocks:
        assert "".join(run.text for run in one.runs) == project(one.block)
        for run in one.runs:
            source = queries.source_of(queries.version_numbered(document, run.number))
            words = [word for word in run.text.split() if word.isalpha()]
            assert all(word in source for word in words)
    assert len({run.number for one in section.blocks for run in one.runs}) > 3


def _flat(text):
    """Return a text as one section: without headings that would cut it."""
    return text.replace("\n# ", "\n### ").replace("\n## ", "\n### ").lstrip("# ")


def test_the_pages_say_who_wrote_what(build, document):
    person = build.member(document.project, Role.AUTHOR)
    client = build.sign_in(person)
    item = section_called(document, "Scope")
    client.post(
        f"/sections/{item.section.id}",
        data={"source": item.revision.source.replace("children", "infants"),
              "base": item.revision.id, "message": "As agreed in May"},
    )  # fmt: skip
    page = client.get(f"/sections/{item.section.id}/blame").text
    assert "As agreed in May" in page
    assert person.name in page
    assert "Words of version 2" in page
    page = client.get(f"/documents/{document.id}/blame").text
    assert "See the family again." in page
    page = client.get(f"/documents/{document.id}/blame?version=1").text
    assert "As of version 1." in page
    assert "As agreed in May" not in page
