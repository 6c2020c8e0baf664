"""Fields of Zotero, Mendeley and EndNote become citations, and citations fields again."""

import base64
import dataclasses
import datetime as dt
import io
import json
from xml.sax.saxutils import quoteattr

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from guidelines.text.blocks import split
from guidelines.typesetting.importing import read_docx
from guidelines.typesetting.model import Manuscript
from guidelines.typesetting.word_export import word_for_comments
from guidelines.typesetting.word_marks import Marked, make_tag
from guidelines.typesetting.word_model import Origin
from guidelines.typesetting.word_reading import read_changes
from guidelines.typesetting.word_return import take_back
from tests.typesetting.fields import DOE, put_field, with_fields


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


def v3(*items: object) -> str:
    told = json.dumps({"citationItems": list(items), "properties": {"noteIndex": 0}})
    return "MENDELEY_CITATION_v3_" + base64.b64encode(told.encode()).decode()


TRIAL = {
    "id": "0f8fad5b-d9cb-469f", "type": "article-journal", "title": "A trial of tubes – größer",
    "author": [{"family": "Müller", "given": "Ö.", "parse-names": False, "dropping-particle": ""}],
    "issued": {"date-parts": [[2021, 3]]}, "container-title": "BMJ", "DOI": "10.1000/tubes",
}  # fmt: skip
BOOK = {"id": "7c9e6679", "type": "book", "title": "Ears", "author": [{"family": "Doe"}],
        "issued": {"date-parts": [["2001"]]}}  # fmt: skip
ONE = {"id": TRIAL["id"], "itemData": TRIAL, "locator": "12", "label": "page", "prefix": "see "}


def with_controls(*tags: str, note: bool = False) -> bytes:
    """Return a Word file with a control of Mendeley Cite for each tag, and the list it makes."""
    made = docx.Document()
    made.add_heading("Grommets", 1)
    paragraph = made.add_paragraph("Grommets help")
    for number, tag in enumerate(tags, 1):
        paragraph._p.append(_control(tag, f"<w:r><w:t>(words {number})</w:t></w:r>"))
    paragraph.add_run(".")
    words = "<w:p><w:r><w:t>Müller Ö. A trial.</w:t></w:r></w:p>"
    made.element.body.insert(-1, _control("MENDELEY_BIBLIOGRAPHY", words * 2))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _control(tag: str, inside: str):
    return parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtPr><w:tag w:val={quoteattr(tag)}/></w:sdtPr>"
        f"<w:sdtContent>{inside}</w:sdtContent></w:sdt>"
    )


def test_citations_of_mendeley_cite_become_sources_with_keys():
    read = read_docx(with_controls(v3(ONE), v3({"itemData": BOOK}, {"itemData": TRIAL})))
    assert "[see @muller2021, page 12]" in read.markdown
    assert "[@doe2001; @muller2021]" in read.markdown
    assert "words" not in read.markdown
    assert "A trial." not in read.markdown  # the list is made from the sources
    assert read.warnings == ()
    found = {item["id"]: item for item in read.references}
    assert set(found) == {"muller2021", "doe2001"}
    assert found["muller2021"]["title"] == "A trial of tubes – größer"
    assert found["muller2021"]["DOI"] == "10.1000/tubes"


def test_the_tag_may_be_without_padding_and_safe_for_addresses():
    tag = v3({**ONE, "suffix": "ÿþ??>>~~"}).rstrip("=").replace("+", "-").replace("/", "_")
    assert "@muller2021" in read_docx(with_controls(tag)).markdown


@pytest.mark.parametrize(
    "tag",
    [
        "MENDELEY_CITATION_v3_",
        "MENDELEY_CITATION_v3_%%%",
        "MENDELEY_CITATION_v3_eyJjaXRhdGlvbklE",
        "MENDELEY_CITATION_v3_" + base64.b64encode(b"\xff\xfe{}").decode(),
        "MENDELEY_CITATION_v3_" + base64.b64encode(b"[" * 100_000).decode(),
        "MENDELEY_CITATION_v3_" + base64.b64encode(b'{"citationItems": 7}').decode(),
        v3(),
        v3("a", 7),
        v3({"itemData": None}),
        v3({"itemData": {"title": ["x"], "author": "Smith", "issued": 7}}),
        v3(ONE, {"itemData": {"type": {"a": 1}}}),
        v3(*[ONE] * 201),
    ],
)
def test_a_citation_that_cannot_be_read_stays_as_its_words(tag):
    read = read_docx(with_controls(tag, v3(ONE)))
    assert "(words 1)" in read.markdown
    assert "@muller2021" in read.markdown
    assert "A trial." in read.markdown  # the list stays, so that nothing gets lost
    assert [w for w in read.warnings if "1 citations of Mendeley could not be read" in w]


@pytest.mark.parametrize(
    "changed",
    [
        {"issued": {"date-parts": [["x"], 7, [None]]}},
        {"issued": {"date-parts": [[2021, "3", 99999999]]}},
        {"author": [7, {"family": 3}, {"literal": "The group\x00"}]},
        {"title": "A ]]> \x01 & <w:p>\ud800 \" ' \\"},
        {"custom": {"a": "b"}, "page": {"x": 1}, "volume": True, "note": None},
        {"type": "poem of mine", "categories": ["x"]},
    ],
)
def test_odd_fields_of_a_source_do_no_harm(changed):
    read = read_docx(with_controls(v3({"itemData": {**TRIAL, **changed}})))
    [item] = read.references
    assert f"[@{item['id']}]" in read.markdown
    assert "words" not in read.markdown


def test_two_old_citations_that_both_call_their_source_item_1_are_two_sources():
    made = docx.Document()
    paragraph = made.add_paragraph("Tubes help ")
    for item in (DOE, {**DOE, "title": "Noses", "author": [{"family": "Roe", "given": "B."}]}):
        order = {"citationItems": [{"id": "ITEM-1", "itemData": item}], "mendeley": {}}
        put_field(paragraph, f"ADDIN CSL_CITATION {json.dumps(order)}", "(words)")
    out = io.BytesIO()
    made.save(out)
    read = read_docx(out.getvalue())
    assert "[@doe2001]" in read.markdown
    assert "[@roe2001]" in read.markdown
    assert {item["title"] for item in read.references} == {"Ears", "Noses"}
