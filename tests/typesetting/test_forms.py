"""Every form of a small guideline that has everything in it."""

import io
import re
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from guidelines.errors import Invalid
from guidelines.typesetting.model import Alert, Asset, Findings
from guidelines.typesetting.recipes import Recipe, typeset, typeset_all
from tests.typesetting.manuscripts import BODY, ROWS, a_manuscript

NOTICE = "Demonstration, not for clinical use"


@pytest.fixture(scope="module")
def forms():
    return typeset_all(a_manuscript(), list(Recipe))


@pytest.fixture(scope="module")
def pdf(forms):
    return PdfReader(io.BytesIO(forms[Recipe.PDF].content))


@pytest.fixture(scope="module")
def word(forms):
    return docx.Document(io.BytesIO(forms[Recipe.DOCX].content))


def words_of(pdf):
    return [" ".join(page.extract_text().split()) for page in pdf.pages]


def test_pdf_has_tags_language_title_bookmarks_and_claims_ua(pdf):
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712
    assert root["/Lang"] == "en"
    assert pdf.metadata.title == "Care of an example condition, from referral to follow-up"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    titles = [item.title for item in pdf.outline if not isinstance(item, list)]
    assert titles == [
        "Contents",
        "What is new",
        "Summary of recommendations",
        "1 Background",
        "2 Follow-up",
        "How this guideline was made",
        "Panel",
        "Contributors",
        "Interests",
        "Approval",
        "References",
    ]


def test_every_page_of_the_pdf_says_what_it_is_and_whether_it_is_current(pdf):
    for page in words_of(pdf):
        assert NOTICE in page
        assert "Edition 1.0 · Review by 31 March 2029" in page
        assert "Is this current? guidelines.example/is/AB2C3D4" in page
    # the code for telephones is made of strokes, so it is sharp at any size
    strokes = [page.get_contents().get_data().count(b" l ") for page in pdf.pages]
    assert min(strokes) > 250, strokes


def test_what_stands_behind_a_recommendation_comes_before_its_reasons(pdf, word):
    printed = " ".join(words_of(pdf))
    box = printed[printed.rindex("Recommendation 1 ") :]
    assert box.index("94.4 % agree") < box.index("Early referral keeps options open")
    lines = [paragraph.text for paragraph in word.paragraphs]
    assert next(i for i, line in enumerate(lines) if "94.4 % agree" in line) < lines.index(
        "Rationale"
    )


def test_without_an_address_the_hash_tells_two_prints_apart():
    made = typeset(a_manuscript(short_address="", review_by=""), Recipe.PDF)
    pages = words_of(PdfReader(io.BytesIO(made.content)))
    assert ["Edition 1.0 · 0123456789ab" in page for page in pages] == [True] * len(pages)


def test_an_urgent_notice_comes_first_in_every_form():
    alerts = (Alert("Safety notice", "Do not use the dose in recommendation 3."),)
    made = typeset_all(a_manuscript(alerts=alerts), [Recipe.PDF, Recipe.DOCX, Recipe.HTML])
    pages = words_of(PdfReader(io.BytesIO(made[Recipe.PDF].content)))
    assert alerts[0].text in pages[0]
    assert all("Safety notice" in page and NOTICE in page for page in pages)
    word = docx.Document(io.BytesIO(made[Recipe.DOCX].content))
    assert any(alerts[0].text in paragraph.text for paragraph in word.paragraphs[:8])
    assert alerts[0].text in made[Recipe.HTML].content.decode().partition("<h1>")[0]


@pytest.mark.parametrize(
    "said",
    [
        "Conditional, for",
        "n = 18, median 8, 94.4 % agree",
        "No consensus",
        "n = 17, median 6.5, 58.8 % agree",
        "Very low",
        "Surgeon 3",
        "One member abstained from one vote.",
        "0123456789abcdef" * 4,
        "A first study of early referral",
        "Über, Ελληνικά, Русский",
    ],
)
def test_pdf_and_word_say_it(pdf, forms, said):
    assert said in " ".join(words_of(pdf))
    xml = zipfile.ZipFile(io.BytesIO(forms[Recipe.DOCX].content)).read("word/document.xml")
    text = " ".join(re.sub(r"</w:p>", " ", xml.decode()).split())
    assert said in re.sub(r"<[^>]+>", "", text)


def test_a_draft_is_marked_on_every_page_and_an_edition_is_not():
    draft = typeset(a_manuscript(edition=False), Recipe.PDF)
    pages = words_of(PdfReader(io.BytesIO(draft.content)))
    assert all("Draft" in page for page in pages)
    edition = typeset(a_manuscript(), Recipe.PDF)
    assert not any("Draft" in page for page in words_of(PdfReader(io.BytesIO(edition.content))))


def test_word_has_styles_tables_properties_header_and_foot(word):
    styles = {paragraph.style.name for paragraph in word.paragraphs}
    assert {
        "Title",
        "Notice",
        "Recommendation Heading",
        "Recommendation",
        "Recommendation Part",
        "Recommendation Detail",
        "Open Recommendation Wording",
        "Heading 1",
        "Heading 2",
        "Bibliography",
    } <= styles
    summary = word.tables[0]
    assert [cell.text for cell in summary.rows[0].cells][:2] == ["No.", "Recommendation"]
    assert summary.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert len(summary.rows) == 4
    assert len(word.inline_shapes) == 2
    properties = word.core_properties
    assert properties.title == "Care of an example condition, from referral to follow-up"
    assert (properties.author, properties.language) == ("Example Network", "en")
    section = word.sections[0]
    foot = " ".join(paragraph.text for paragraph in section.footer.paragraphs)
    assert "Edition 1.0 · Review by 31 March 2029" in foot
    assert "Is this current? guidelines.example/is/AB2C3D4" in foot
    assert NOTICE in foot
    assert "@@" not in foot + section.header.paragraphs[0].text


def test_word_gets_drawings_as_png(forms):
    names = zipfile.ZipFile(io.BytesIO(forms[Recipe.DOCX].content)).namelist()
    media = sorted(name.rsplit(".", 1)[1] for name in names if name.startswith("word/media/"))
    assert media == ["png", "png"]


def test_web_page_holds_everything_and_loads_nothing(forms):
    page = forms[Recipe.HTML].content.decode()
    assert page.count('class="box"') == 2
    assert page.count('class="box box-open"') == 1
    assert page.count(NOTICE) == 2
    assert '<h1 id="background">' in page
    assert "<math" in page
    assert "A first study of early referral" in page
    ours = r"data:image|https?://(?:doi\.org|example\.org|guidelines\.example)|#"
    assert not re.search(rf'(?:src|href)="(?!{ours})', page)


def test_markdown_is_the_source_byte_for_byte(forms):
    assert typeset(a_manuscript(notice=""), Recipe.MARKDOWN).content == BODY.encode()
    assert forms[Recipe.MARKDOWN].content == f"> **{NOTICE}**\n\n{BODY}".encode()


def test_the_same_manuscript_gives_the_same_bytes(forms):
    again = typeset_all(a_manuscript(), list(Recipe))
    assert {recipe for recipe in Recipe if again[recipe].content != forms[recipe].content} == set()


def test_the_only_warning_is_about_the_comment(forms):
    said = "Comments in the source (1) are not part of the text: they were left out."
    assert {form.warnings for form in forms.values()} == {(), (said,)}


@pytest.mark.parametrize("recipe", [Recipe.PDF, Recipe.DOCX, Recipe.HTML])
def test_an_empty_text_and_an_unknown_language_are_set(recipe):
    assert typeset(a_manuscript(body="", recommendations=(), language="el"), recipe).content


def test_an_unknown_style_is_refused_by_name():
    with pytest.raises(Invalid, match=r"no citation style named “\.\./x”"):
        typeset(a_manuscript(style="../x"), Recipe.HTML)


def test_an_unknown_key_is_named():
    made = typeset(a_manuscript(body="See [@nobody]."), Recipe.HTML)
    assert made.warnings == ("The citation key “nobody” is not in the bibliography.",)


def test_the_web_page_has_layers_that_open_without_a_script():
    plot = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'
    found = Findings(
        title="Does it help?", about=("rec-route",), names=("A",), widths=(1,), rows=(("B",),)
    )
    rows = (replace(ROWS[0], plot="v.svg", plot_words="Point 8: 9"), *ROWS[1:])
    drawn = Asset(media_type="image/svg+xml", content=plot.encode())
    assets = {**a_manuscript().assets, "v.svg": drawn}
    manuscript = a_manuscript(findings=(found,), recommendations=rows, assets=assets)
    page = typeset(manuscript, Recipe.HTML).content.decode()
    box = page.partition('id="rec-route"')[2].partition('id="rec-imaging"')[0]
    order = [
        "We suggest that every child", "Conditional, for", "<summary>Rationale",
        "<summary>Summary of findings", "<summary>How the panel rated", 'alt="Point 8: 9"',
    ]  # fmt: skip
    places = [box.index(words) for words in order]
    assert places == sorted(places)
    assert page.count("Does it help?") == 1  # not a second time at the end
    assert "<script" not in page
    assert (
        'content: "Edition 1.0 · Review by 31 March 2029 · guidelines.example/is/AB2C3D4"' in page
    )
    assert 'data-label="Strength"' in page


@pytest.mark.parametrize("label", ['"}</style><script>x</script>', "\\", "a\nb", "'; } body { x"])
def test_no_word_breaks_out_of_the_style_sheet(label):
    page = typeset(a_manuscript(edition_label=label), Recipe.HTML).content.decode()
    style = page.partition("<style>")[2].partition("</style>")[0]
    assert "@media print" in style
    assert "<script" not in page
    assert "body { x" not in style
