"""A real document of 25,000 words, and a real Word file, all the way."""

import json

import pytest

from guidelines.db import transaction
from guidelines.drafts import service
from guidelines.drafts.importers import read_file
from guidelines.drafts.models import DocumentKind
from guidelines.drafts.queries import assets_of, current_version, sections_in, source_of
from guidelines.evidence.service import import_references
from guidelines.permissions import Role
from guidelines.text.comparison import RowKind, compare
from guidelines.text.sections import tidy_import
from tests.drafts.build import save
from tests.real_data import real_data

pytestmark = pytest.mark.real_data


@pytest.fixture
def review(build):
    folder = real_data("documents", "deep-review")
    project = build.project()
    author = build.actor(project, Role.AUTHOR)
    with transaction():
        import_references(
            author, project, content=(folder / "references.by-citekey.csl.json").read_bytes()
        )
        document, warnings = service.import_document(
            author,
            project,
            title="Deep review",
            source=(folder / "doc25k.md").read_text(),
            kind=DocumentKind.GUIDELINE,
        )
    return document, author, warnings


def test_a_long_text_is_imported_exactly_saved_and_compared(review):
    document, author, warnings = review
    folder = real_data("documents", "deep-review")
    tidied, _notices = tidy_import((folder / "doc25k.md").read_text())
    first = current_version(document)

    assert source_of(first).rstrip("\n") == tidied.rstrip("\n")
    assert {"headings-shifted", "comments-dropped"} <= {one.code for one in warnings}
    items = sections_in(first)
    assert 20 < len(items) < 100
    assert [item.number for item in items[:2]] != ["", ""]

    saved = save(author, items[4], items[4].revision.source.replace("deep", "shallow"))
    rows = compare(source_of(first), source_of(saved.version)).rows
    changed = [row for row in rows if row.kind is not RowKind.SAME]
    assert changed
    assert all(row.kind is RowKind.CHANGED for row in changed)


def test_all_its_references_are_known_in_the_preview(build, review):
    document, _author, _warnings = review
    page = build.client(document.project, Role.REVIEWER).get(f"/documents/{document.id}/text").text
    items = json.loads(
        real_data("documents", "deep-review", "references.by-citekey.csl.json").read_text()
    )
    shown = sum(f'id="t-ref-{item["id"]}"' in page for item in items)
    assert shown == 499


def test_a_word_file_comes_with_tables_notes_and_pictures(build):
    folder = real_data("documents", "meta-review")
    path = sorted(folder.rglob("*.docx"))[0]
    project = build.project()
    author = build.actor(project, Role.AUTHOR)
    read = read_file(path.read_bytes(), path.name)
    with transaction():
        document, _warnings = service.import_document(
            author, project, title="Meta review", source=read.markdown, pictures=read.assets
        )
    text = source_of(current_version(document))
    assert len(sections_in(current_version(document))) > 3
    assert "|" in text
    assert len(assets_of(document)) == len(read.assets)
    client = build.client(project, Role.REVIEWER)
    page = client.get(f"/documents/{document.id}/text")
    assert page.status_code == 200
    if read.assets:
        asset = assets_of(document)[0]
        assert f"/assets/{asset.id}" in page.text
        picture = client.get(f"/assets/{asset.id}")
        assert picture.mimetype == asset.media_type
        assert picture.data == read.assets[asset.name].content
