"""Words become typst source that prints exactly them, alone and beside calls."""

import io
import random

import pytest
from pypdf import PdfReader

from guidelines.typesetting import press
from guidelines.typesetting.nodes import emphasis, link, para, raw, strong, words
from guidelines.typesetting.typst_words import as_one, letters, merged

SIGNS = "#$\\`*_<>@[]~'\"/-+=.;:(){}?!1a b"
BEGINNINGS = ["- a", "+ a", "= a", "== a", "/ a: b", "1. a", "12. a", " - a", "-- a", "--- a"]
PRINTED = str.maketrans({"…": "...", "\u2212": "-", "\u2013": "--", "\u2014": "---"})


def a_text(inlines):
    return {"t": "Str", "c": inlines}


def printed(paragraphs):
    """Return what typst prints of paragraphs, each on a page of its own."""
    blocks = [as_one(para(merged(inlines))) for inlines in paragraphs]
    assert {block["t"] for block in blocks} == {"RawBlock"}
    source = "#set page(width: auto, height: auto)\n" + "#pagebreak()\n\n".join(
        block["c"][1] for block in blocks
    )
    with press.started() as waiting:
        pages = PdfReader(io.BytesIO(waiting.compile(source, {}, {}, 0, accessible=False))).pages
    return ["".join(page.extract_text().split()).translate(PRINTED) for page in pages]


def test_every_sign_is_printed_at_the_beginning_inside_and_after_calls():
    chance = random.Random(4)
    texts = [*BEGINNINGS, *("".join(chance.choices(SIGNS, k=9)) for _ in range(200))]
    texts = [text for text in texts if text.strip()]
    made = printed(
        [a_text(text), emphasis([a_text(text)]), a_text(text), strong([]), a_text(text)]
        for text in texts
    )
    assert made == ["".join((text * 4).split()) for text in texts]


@pytest.mark.parametrize(
    ("inlines", "source"),
    [
        ([a_text("-? a // b")], "\\-\\? a /\\/ b"),
        ([a_text("5 %"), {"t": "LineBreak"}, a_text("b")], "5 % \\ b"),
        ([link(words("a b"), "#x%20y")], '#link(label("x y"))[a b]'),
        ([link([a_text('"')], 'https://x.example/"#')], '#link("https://x.example/\\"#")[\\"]'),
        ([{"t": "Superscript", "c": [a_text("2")]}, a_text(".x")], "#super[2]\\.x"),
        ([raw("typst", "#section-number(1)"), a_text("(In)")], "#section-number(1)\\(In)"),
    ],
)
def test_known_inlines_become_one_piece(inlines, source):
    assert merged(inlines) == [raw("typst", source)]


def test_what_is_not_known_stays_for_pandoc():
    formula = {"t": "Math", "c": [{"t": "InlineMath"}, "x_1"]}
    first, kept, last = merged([*words("a #b"), emphasis([formula]), a_text("(c)")])
    assert (first, last) == (raw("typst", "a \\#b"), raw("typst", "\\(c)"))
    assert kept == emphasis([formula])
    assert as_one(para([first, kept, last]))["t"] == "Para"
    assert as_one({"t": "Plain", "c": [first]})["t"] == "Plain"


def test_source_of_another_form_is_not_taken_for_typst():
    foreign = raw("html", "<b>")
    assert merged([foreign]) == [foreign]
    assert as_one(para([foreign]))["t"] == "Para"


def test_letters_are_those_that_are_read():
    inlines = merged([*words("as in"), link(words("1"), "#ref-a"), emphasis(words("ab"))])
    assert letters([para(inlines)]) == len("as in[1][ab]")
