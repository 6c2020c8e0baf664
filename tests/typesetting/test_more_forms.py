"""A version at a glance, as slides and as a manuscript for a journal."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import page as pdf_judge
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from guidelines.typesetting.blinding import BLANK, own_work, without_names
from guidelines.typesetting.bylines import names_pattern
from guidelines.typesetting.model import Findings, Share
from guidelines.typesetting.qr import qr_code
from guidelines.typesetting.recipes import Recipe, typeset, typeset_all
from tests.typesetting.manuscripts import BODY, ROWS, a_manuscript

PERSON, HOUSE = "Ada Lovelace-Test", "Institute of Sample Surgery"
SEARCH = Findings(
    title="Does early referral help?",
    names=("Database", "Query"),
    widths=(0.3, 0.7),
    rows=(("Example base", "referral AND child"),),
)
ANSWERS = Findings(
    title="Public consultation",
    names=("Who and where", "Comment", "Decision and response"),
    widths=(0.2, 0.4, 0.4),
    rows=((f"{HOUSE}, Section 1", "Too short.", "Accepted. Thank you."),),
)


def a_signed_manuscript():
    """Return a manuscript in which names stand wherever they can."""
    plain = a_manuscript()
    return replace(
        plain,
        network="Network of Samples",
        project="Sample project",
        body=f"{BODY}\nWritten by {PERSON} of the {HOUSE} for the Network of\nSamples.\n",
        methods=f"{PERSON} chaired.\n\nTwo rounds were held by the {HOUSE}.",
        interests=f"{PERSON}: Nothing to declare.",
        shares=(Share(name=PERSON, roles=("methodology",), affiliation=HOUSE, orcid="0000-1"),),
        panel=(replace(plain.panel[0], name=PERSON, role=HOUSE),),
        searches=(SEARCH,),
        answers=(ANSWERS,),
        findings=(replace(SEARCH, title=f"What {PERSON} found"),),
    )


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def made():
    recipes = [Recipe.SUMMARY, Recipe.SLIDES, Recipe.JOURNAL, Recipe.BLINDED]
    return {form: one.content for form, one in typeset_all(a_signed_manuscript(), recipes).items()}


def test_what_was_agreed_stands_on_one_page(made):
    [page] = PdfReader(io.BytesIO(made[Recipe.SUMMARY])).pages
    words = " ".join(page.extract_text().split())
    for said in (
        "We suggest that every child is referred",
        "Conditional, for",
        "Very low",
        "94.4 % agree",
        "Children with the example condition",
        "Edition 1.0 · Review by 31 March 2029",
        "Is this current? guidelines.example/is/AB2C3D4",
    ):
        assert said in words
    assert "Early referral keeps options open" not in words  # reasons are left to the guideline
    assert round(float(page.mediabox.height)) == 842
    assert pdf_judge.validate_pdf_bytes(made[Recipe.SUMMARY]).is_compliant


def test_a_text_without_consensus_is_not_offered_at_a_glance():
    rows = (ROWS[0], replace(ROWS[1], caveat="No consensus on this text."), ROWS[2])
    content = typeset(a_manuscript(recommendations=rows), Recipe.SUMMARY).content
    words = PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert "against imaging" not in words


def test_many_recommendations_take_more_pages_but_lose_no_word():
    boxes = "\n".join(
        f"::: {{.recommendation #r{n} strength=strong direction=for}}\n"
        f"We recommend step {n} for every child, in every place, at any time.\n:::\n"
        for n in range(60)
    )
    rows = tuple(replace(ROWS[0], id=f"r{n}", number=str(n + 1)) for n in range(60))
    made = typeset(a_manuscript(body=boxes, recommendations=rows), Recipe.SUMMARY)
    pages = PdfReader(io.BytesIO(made.content)).pages
    words = " ".join(" ".join(page.extract_text().split()) for page in pages)
    assert len(pages) > 1
    assert all(f"step {n} for every child" in words for n in range(60))


def test_the_slides_say_each_recommendation_and_in_the_notes_why(made):
    files = unpacked(made[Recipe.SLIDES])
    slides = [
        re.sub(r"<[^>]+>", " ", files[name].decode())
        for name in sorted(files)
        if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)
    ]
    assert len(slides) == 6  # title, questions, three recommendations, where it is kept current
    assert "What Ada" in slides[1]
    assert "Recommendation 1" in slides[2]
    assert "Certainty of evidence: Very low" in " ".join(slides[2].split())
    assert "guidelines.example/is/AB2C3D4" in slides[-1]
    notes = b"".join(files[name] for name in files if name.startswith("ppt/notesSlides/n"))
    assert b"Early referral keeps options open" in re.sub(rb"<[^>]+>", b"", notes)
    for name in files:
        if re.fullmatch(r"ppt/slides/slide\d+\.xml", name):  # what is read aloud first
            kinds = re.findall(rb'<p:ph[^>]*type="(\w+)"', files[name])
            assert kinds[0] in (b"ctrTitle", b"title")


def test_the_manuscript_is_one_for_reviewers(made):
    files = unpacked(made[Recipe.JOURNAL])
    assert list(files) == [
        "manuscript.docx",
        "supplement-1-evidence.docx",
        "supplement-2-methods.docx",
        "supplement-3-search.docx",
        "supplement-4-comments.docx",
        "supplement-5-interests.docx",
    ]
    word = docx.Document(io.BytesIO(files["manuscript.docx"]))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert word.element.body.find(qn("w:sectPr")).find(qn("w:lnNumType")) is not None
    assert word.styles["Body Text"].paragraph_format.line_spacing == pytest.approx(2.0)
    assert f"{PERSON} · {HOUSE} · ORCID 0000-1" in text
    assert f"{PERSON}: Methodology" in text
    assert re.search(r"Words: \d+", text)
    assert "Two rounds were held" not in text  # the rest of the methods is a supplement
    assert "Early referral keeps options open" in text
    search = docx.Document(io.BytesIO(files["supplement-3-search.docx"]))
    assert [cell.text for cell in search.tables[0].rows[1].cells] == list(SEARCH.rows[0])


def test_the_blinded_manuscript_names_nobody_anywhere(made):
    files = unpacked(made[Recipe.BLINDED])
    assert "supplement-4-comments.docx" in files
    assert not any("interests" in name for name in files)
    for file in files.values():
        for name, part in unpacked(file).items():
            text = re.sub(rb"<[^>]+>", b" ", part) + part
            for secret in (
                "Ada", "Lovelace", "Institute of Sample", "Network of Samples", "Sample project",
                "AB2C3D4", "guidelines.example", "0123456789ab",
            ):  # fmt: skip
                assert secret.encode() not in text, (name, secret)
    word = docx.Document(io.BytesIO(files["manuscript.docx"]))
    text = " ".join(paragraph.text for paragraph in word.paragraphs)
    assert f"Written by {BLANK} of the {BLANK} for the {BLANK}." in text
    assert word.core_properties.author == ""


def test_blinding_takes_the_longer_name_first_and_no_part_of_a_word():
    signed = replace(
        a_signed_manuscript(), network="ERN", project="ERN Sample", body="A PATTERN of ERN sample."
    )
    assert without_names(signed).body == f"A PATTERN of {BLANK}."


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("A.B. Lovelace and A. Lovelace and AB Lovelace wrote", "█ and █ and █ wrote"),
        ("Lovelace AB, Lovelace, A., and Prof. Dr. med. Lovelace", "█, █, and █"),
        ("J.-P. Dupont, Dupont J-P and Mme Dupont", "█, █ and █"),
        ("Anna Young is no young person; A Young person is none", "█ is no young person; A Young"),
        ("write to ada@sample.example, 0000-0002-1825-0097", "write to █, █"),
        ("at Sample University Hospital, Department of Surgery", "at █, Department of Surgery"),
        ("at a university hospital [@lovelace.2020; -@young.b]", "[@lovelace.2020; -@young.b]"),
        ("Dr Who, A. Smith and Lovelace et al. found", "Dr Who, A. Smith and Lovelace et al."),
    ],
)
def test_people_are_found_as_they_are_usually_written(said, left):
    names = names_pattern(
        ["Ada B. Lovelace", "Jean-Pierre Dupont", "Young, Anna"],
        ["Department of Surgery, Sample University Hospital, Town"],
    )
    assert left in names.sub("█", said)


def test_a_project_that_is_called_after_its_subject_stays():
    signed = replace(
        a_signed_manuscript(),
        title="Cleft lip: first year",
        project="Cleft lip",
        body="Cleft lip.",
    )
    bare = without_names(signed)
    assert (bare.title, bare.body, bare.project) == ("Cleft lip: first year", "Cleft lip.", "")


def test_own_work_is_pointed_out_to_the_authors():
    assert own_work("As we have previously shown, it works. We recommend it.") == [
        "As we have previously shown"
    ]


def test_every_form_is_made_twice_with_equal_bytes():
    first, again = (typeset_all(a_signed_manuscript(), list(Recipe)) for _ in range(2))
    assert set(first) == set(Recipe)
    different = [form for form in Recipe if first[form].content != again[form].content]
    assert different == []


def test_the_code_for_telephones_is_the_same_for_the_same_address():
    one, other = qr_code("https://a.example/is/A"), qr_code("https://a.example/is/B")
    assert one == qr_code("https://a.example/is/A") != other
    assert one.startswith(b"<svg")


def test_a_draft_in_word_is_marked_on_every_page_and_an_edition_is_not():
    draft, edition = (
        unpacked(typeset(a_manuscript(edition=kind), Recipe.DOCX).content)
        for kind in (False, True)
    )
    heads = [name for name in draft if Path(name).name.startswith("header")]
    assert heads
    assert all(b'string="Draft"' in draft[name] for name in heads)
    assert not any(b"textpath" in edition[name] for name in heads)
