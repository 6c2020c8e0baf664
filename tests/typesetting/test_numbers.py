"""Numbers, captions, references and notes to the author: the same in PDF, Word and web page."""

import datetime as dt
import html
import io
import re
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from guidelines.typesetting.model import Manuscript, RecommendationRow
from guidelines.typesetting.recipes import Recipe, typeset

BODY = """# Summary {.unnumbered}

See [](#rec-a), [](#tbl-doses), [](#sec-methods), [](#summary) and [](#gone).

# Background

::: {.guidance}
Never printed.
:::

## Doses

| Age | Dose |
|-----|-----:|
| < 2 | 5 mg |

Table: Doses by age {#tbl-doses}

# Methods {#sec-methods}

::: {.recommendation #rec-a strength=strong direction=for certainty=low off-label=yes
status=updated strength-reason="Life is in danger." last-search=2026-03}
We recommend it.
:::

# Abbreviations {.unnumbered}

::: {.abbreviations}
ICP
:   intracranial pressure
:::
""".replace("off-label=yes\nstatus", "off-label=yes status")
PACKED = (
    Recipe.EPUB, Recipe.JATS, Recipe.SOURCES, Recipe.SLIDES, Recipe.JOURNAL, Recipe.BLINDED
)  # fmt: skip
PRINTED = (Recipe.PDF, Recipe.DOCX, Recipe.HTML, Recipe.EPUB, Recipe.JATS)
REFERENCES = "See Recommendation 1, Table 1, Section 2, “Summary” and [reference missing]."


@pytest.fixture(scope="module")
def made():
    row = RecommendationRow(id="rec-a", number="1", strength="strong", certainty="low")
    manuscript = Manuscript(
        title="Care", body=BODY, date=dt.date(2026, 1, 1), recommendations=(row,)
    )
    return {recipe: typeset(manuscript, recipe) for recipe in Recipe}


@pytest.fixture(scope="module")
def texts(made):
    word = docx.Document(io.BytesIO(made[Recipe.DOCX].content))
    web = re.sub("<[^>]+>", "", made[Recipe.HTML].content.decode())
    return {
        **{form: printed(made[form].content) for form in (Recipe.PDF, Recipe.SUMMARY)},
        Recipe.DOCX: "\n".join(
            "".join(node.text or "" for node in p._p.iter(qn("w:t"))) for p in word.paragraphs
        ),
        Recipe.HTML: " ".join(web.split()),
        Recipe.MARKDOWN: made[Recipe.MARKDOWN].content.decode(),
        **{form: unpacked(made[form].content) for form in PACKED},
    }


def printed(content):
    """Return the words of a PDF."""
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def unpacked(content):
    """Return the words of the texts in a zip file, those of Word files in it as well."""
    with zipfile.ZipFile(io.BytesIO(content)) as read:
        names = [one for one in read.namelist() if one.endswith((".xhtml", ".xml", ".md"))]
        found = b"\n".join(read.read(one) for one in names if "META-INF" not in one).decode()
        found += "".join(unpacked(read.read(n)) for n in read.namelist() if n.endswith(".docx"))
    return html.unescape(" ".join(re.sub("<[^>]+>", "", found).split()))


@pytest.mark.parametrize("recipe", PRINTED)
@pytest.mark.parametrize(
    "said",
    [
        "Table 1: Doses by age",
        REFERENCES,
        "intracranial pressure",
        "Life is in danger.",
        "Updated · Off-label use · Last search for studies: 2026-03",
    ],
)
def test_every_form_says_the_same(texts, recipe, said):
    assert said in texts[recipe]


@pytest.mark.parametrize("recipe", Recipe)
def test_notes_to_the_author_are_in_no_form(texts, recipe):
    assert "Never printed" not in texts[recipe]


def test_headings_have_numbers_and_word_counts_them_itself(made, texts):
    for recipe in (Recipe.PDF, Recipe.HTML):
        for heading in ("1 Background", "1.1 Doses", "2 Methods"):
            assert heading in texts[recipe]
    with zipfile.ZipFile(io.BytesIO(made[Recipe.DOCX].content)) as archive:
        text = archive.read("word/document.xml").decode()
        lists = archive.read("word/numbering.xml").decode()
    levels = re.findall(r'w:val="Heading\d" ?/><w:numPr><w:ilvl w:val="(\d)"', text)
    assert levels == ["0", "1", "0"]
    assert '<w:lvlText w:val="%1.%2"/>' in lists
    assert " SEQ Table " in text
    assert "⁂" not in text


def test_a_dead_reference_is_told_with_its_place(made):
    for recipe in PRINTED:
        assert any("“gone” in “Summary” leads nowhere" in one for one in made[recipe].warnings)
