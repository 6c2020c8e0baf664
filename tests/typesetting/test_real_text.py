"""A real review of 25,000 words with its 499 references, in every form."""

import datetime as dt
import io
import json
import re

import docx
import pytest
from pypdf import PdfReader

from guidelines.typesetting.model import Manuscript
from guidelines.typesetting.recipes import Recipe, typeset_all
from tests.real_data import real_data

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def made():
    text = real_data("documents", "deep-review", "doc25k.md").read_text()
    items = real_data("documents", "deep-review", "references.by-citekey.csl.json").read_text()
    manuscript = Manuscript(
        title="A real review",
        body=text,
        date=dt.date(2026, 1, 1),
        edition_label="Edition 1.0",
        sha256="0" * 64,
        bibliography=tuple(json.loads(items)),
    )
    return typeset_all(manuscript, [Recipe.PDF, Recipe.DOCX, Recipe.HTML])


def test_pdf_has_every_reference_and_starts_at_the_first_level(made):
    pdf = PdfReader(io.BytesIO(made[Recipe.PDF].content))
    text = "\n".join(page.extract_text() for page in pdf.pages)
    listed = text.rpartition("References")[2] if "\n499." not in text else text
    assert "499." in listed
    assert "\n500." not in text
    assert len(pdf.pages) > 60
    titles = [item.title for item in pdf.outline if not isinstance(item, list)]
    assert titles[1] == "1 Introduction to deep learning"
    assert b"pdfuaid" in pdf.trailer["/Root"]["/Metadata"].get_object().get_data()


def test_word_has_every_reference_and_the_table(made):
    word = docx.Document(io.BytesIO(made[Recipe.DOCX].content))
    entries = [p for p in word.paragraphs if p.style.name == "Bibliography"]
    assert len(entries) == 499
    assert [entries[0].text.split("\t")[0], entries[-1].text.split("\t")[0]] == ["1.", "499."]
    headings = [p.style.name for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert headings[0] == "Heading 1"
    assert len(word.tables) == 1


def test_web_page_has_every_reference(made):
    assert len(re.findall(r'<div id="ref-', made[Recipe.HTML].content.decode())) == 499


def test_what_was_left_out_is_said(made):
    assert made[Recipe.PDF].warnings == (
        "The citation key “fig:biotm” is not in the bibliography.",
        "The citation key “fig:nn-petting-zoo” is not in the bibliography.",
        "The citation key “tbl:glossary” is not in the bibliography.",
        "Comments in the source (1) are not part of the text: they were left out.",
        "The image “images/petting-zoo.svg” in “Introduction to deep learning” was left out: "
        "it is not an attachment of this guideline.",
        "The image “images/biotm.png” in “Text applications in healthcare” was left out: "
        "it is not an attachment of this guideline.",
    )
