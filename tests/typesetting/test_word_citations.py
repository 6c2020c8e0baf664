"""Fields of Zotero, Mendeley and EndNote become citations, and citations fields again."""

import dataclasses
import datetime as dt

from guidelines.text.blocks import split
from guidelines.typesetting.importing import read_docx
from guidelines.typesetting.model import Manuscript
from guidelines.typesetting.word_export import word_for_comments
from guidelines.typesetting.word_marks import Marked, make_tag
from guidelines.typesetting.word_model import Origin
from guidelines.typesetting.word_reading import read_changes
from guidelines.typesetting.word_return import take_back
from tests.typesetting.fields import with_fields


def test_fields_of_three_managers_become_sources_with_keys():
    read = read_docx(with_fields())
    assert "[see @smith2019, page 12]" in read.markdown
    assert "[@doe2001]" in read.markdown
    assert "[@miller2015, 44]" in read.markdown
    assert "Smith J. 2019." not in read.markdown  # the list is made from the sources
    found = {item["id"]: item["title"] for item in read.references}
    assert found == {
        "smith2019": "A trial of grommets", "doe2001": "Ears", "miller2015": "Hearing",
    }  # fmt: skip
    assert next(i for i in read.references if i["id"] == "smith2019")["DOI"] == "10.1000/xyz"


def test_a_table_of_one_column_is_a_box():
    assert "> Recommendation 1: We suggest grommets" in read_docx(with_fields()).markdown


def test_live_fields_go_out_and_are_read_as_the_same_citations():
    read = read_docx(with_fields())
    blocks = split(read.markdown)
    marked = [Marked(make_tag(f"block{n:07d}", 1, b.sha256), b) for n, b in enumerate(blocks)]
    manuscript = Manuscript(
        title="Grommets",
        body=read.markdown,
        date=dt.date(2026, 1, 1),
        bibliography=tuple(dict(item) for item in read.references),
    )
    texts, origin = [(read.markdown, marked)], Origin("document", 1, "export")
    content, warnings = word_for_comments(manuscript, texts, origin, live=True)
    assert warnings == []

    again = read_docx(content)
    assert "[see @smith2019, page 12]" in again.markdown
    assert "[@miller2015, 44]" in again.markdown
    strip = {item["id"]: dict(item) for item in again.references}
    assert strip == {item["id"]: dict(item) for item in read.references}

    by_id = {f"block{n:07d}": b for n, b in enumerate(blocks)}
    sent = read_changes(content)
    assert take_back(sent, sent, by_id).proposals == []
    plain, _warnings = word_for_comments(
        dataclasses.replace(manuscript), texts, origin, live=False
    )
    assert b"ZOTERO_ITEM" not in plain
