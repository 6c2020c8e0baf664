"""The forms for reading devices, for archives and for other programs."""

import io
import json
import zipfile
from dataclasses import replace

import pytest
from lxml import etree

from guidelines.typesetting.model import Asset
from guidelines.typesetting.packing import inside, packed
from guidelines.typesetting.recipes import Recipe, typeset, typeset_all
from tests.typesetting.manuscripts import BODY, a_manuscript, square

FORMS = (Recipe.EPUB, Recipe.JATS, Recipe.SOURCES)
XHTML = {"h": "http://www.w3.org/1999/xhtml"}
OPF = {"o": "http://www.idpf.org/2007/opf", "d": "http://purl.org/dc/elements/1.1/"}
XLINK = "{http://www.w3.org/1999/xlink}href"


@pytest.fixture(scope="module")
def made():
    return typeset_all(a_manuscript(), FORMS)


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as read:
        assert read.testzip() is None
        return {name: read.read(name) for name in read.namelist()}


@pytest.fixture(scope="module")
def book(made):
    return unpacked(made[Recipe.EPUB].content)


@pytest.fixture(scope="module")
def article(made):
    files = unpacked(made[Recipe.JATS].content)
    return etree.fromstring(files["article.xml"])


def test_equal_manuscripts_give_equal_bytes(made):
    again = typeset_all(a_manuscript(), FORMS)
    assert {form: again[form].content for form in FORMS} == {
        form: made[form].content for form in FORMS
    }


def test_a_device_knows_the_book_by_its_first_bytes(made):
    assert made[Recipe.EPUB].content[30:58] == b"mimetypeapplication/epub+zip"


def test_the_book_says_what_it_is(book):
    package = etree.fromstring(book["EPUB/content.opf"])
    assert package.findtext(".//d:title", namespaces=OPF).startswith("Care of an example")
    assert package.findtext(".//d:language", namespaces=OPF) == "en"
    assert package.findtext(".//d:identifier", namespaces=OPF).startswith("urn:sha256:0123")
    dated = package.xpath("//o:meta[@property='dcterms:modified']/text()", namespaces=OPF)
    assert dated == ["2026-11-20T00:00:00Z"]


def test_the_contents_lead_to_every_chapter(book):
    contents = etree.fromstring(book["EPUB/nav.xhtml"])
    links = contents.xpath("//h:nav[@id='toc']//h:a/text()", namespaces=XHTML)
    joined = " ".join("".join(links).split())
    for chapter in ("Summary of recommendations", "Background", "Follow-up", "Panel"):
        assert chapter in joined


def test_the_book_holds_boxes_pictures_and_the_notice(book):
    chapters = {name: content for name, content in book.items() if name.endswith(".xhtml")}
    whole = b"\n".join(chapters.values()).decode()
    assert "Demonstration, not for clinical use" in whole
    assert 'id="rec-route" class="box"' in whole
    assert 'class="box box-open"' in whole
    assert 'alt="A grey square"' in whole
    assert book["EPUB/media/file1.png"] == square()
    assert b".box-open" in book["EPUB/styles/stylesheet1.css"]


def test_every_link_of_the_book_leads_somewhere(book):
    chapters = {
        name.removeprefix("EPUB/text/"): etree.fromstring(content)
        for name, content in book.items()
        if name.startswith("EPUB/text/")
    }
    targets = {
        f"{name}#{anchor}"
        for name, chapter in chapters.items()
        for anchor in chapter.xpath("//@id")
    }
    links = [
        f"{name}{href}" if href.startswith("#") else href
        for name, chapter in chapters.items()
        for href in chapter.xpath("//h:a/@href", namespaces=XHTML)
        if "://" not in href
    ]
    assert links
    assert not [link for link in links if link not in targets]


def test_the_article_has_its_front_body_and_sources(article):
    assert article.findtext(".//article-title").startswith("Care of an example")
    assert article.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert article.find(".//pub-date").get("iso-8601-date") == "2026-11-20"
    assert [one.text for one in article.findall(".//contrib//string-name")] == [
        "Author 1",
        "Author 2",
        "Surgeon 3",
        "Parent 1",
    ]
    roles = article.findall(".//contrib-group[@content-type='authors']/contrib/role")
    assert [(one.text, one.get("content-type").rsplit("/", 2)[1]) for one in roles] == [
        ("Conceptualization", "conceptualization"),
        ("Writing – original draft", "writing-original-draft"),
        ("Methodology", "methodology"),
    ]
    assert article.findtext(".//abstract[@abstract-type='update-info']/p").startswith("Recomm")
    assert article.findtext(".//article-id[@pub-id-type='doi']") == "10.1000/example.1"
    assert article.findtext(".//ref-list/title") == "References"
    assert [one.get("id") for one in article.findall(".//ref")] == ["ref-first", "ref-second"]
    assert (
        article.findtext(".//abstract[@abstract-type='notice']/p")
        == "Demonstration, not for clinical use"
    )


def test_the_article_boxes_its_recommendations(article):
    boxes = {one.get("id"): "".join(one.itertext()) for one in article.findall(".//boxed-text")}
    assert set(boxes) == {"rec-route", "rec-imaging", "rec-follow"}
    assert "Recommendation 1 · Evidence-based" in boxes["rec-route"]
    assert "Strength: Conditional, for" in boxes["rec-route"]
    assert "Consensus: n = 18, median 8, 94.4 % agree" in boxes["rec-route"]


def test_the_article_names_pictures_that_lie_beside_it(made, article):
    files = unpacked(made[Recipe.JATS].content)
    named = {one.get(XLINK) for tag in ("graphic", "inline-graphic") for one in article.iter(tag)}
    assert named == {"plot.svg", "square.png"}
    assert named < set(files)


def test_the_article_is_well_formed_whatever_people_type():
    hostile = replace(
        a_manuscript(),
        title="A < B & “C” $title$",
        notice="</p></abstract>]]>",
        body=BODY + "\nA word with & and <tag> and $x$ and `]]>`.\n",
    )
    files = unpacked(typeset(hostile, Recipe.JATS).content)
    found = etree.fromstring(files["article.xml"])
    assert found.findtext(".//article-title") == "A < B & “C” $title$"
    assert found.findtext(".//abstract[@abstract-type='notice']/p") == "</p></abstract>]]>"


def test_the_sources_are_the_text_its_pictures_and_what_it_cites(made):
    files = unpacked(made[Recipe.SOURCES].content)
    assert set(files) == {
        "guideline.md",
        "references.json",
        "style.csl",
        "plot.svg",
        "square.png",
    }
    assert BODY in files["guideline.md"].decode()
    assert {one["id"] for one in json.loads(files["references.json"])} == {"first", "second"}


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("images/a.png", "images/a.png"),
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("a\\..\\b.png", "a/b.png"),
        ("./a.png", "a.png"),
    ],
)
def test_nothing_is_unpacked_outside_its_folder(name, kept):
    assert inside(name) == kept
    assert list(unpacked(packed({name: b"x"}))) == [kept]


def test_a_picture_with_a_path_lies_where_the_article_says():
    body = "# One\n\n![Grey](images/../grey.png)\n"
    assets = {"images/../grey.png": Asset(media_type="image/png", content=square())}
    manuscript = replace(a_manuscript(), body=body, recommendations=(), assets=assets)
    files = unpacked(typeset(manuscript, Recipe.JATS).content)
    (graphic,) = etree.fromstring(files["article.xml"]).iter("graphic")
    assert graphic.get(XLINK) in files
