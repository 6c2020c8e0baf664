"""Paragraphs that we write for Word are those that pandoc would write."""

import io
import re
import zipfile

import docx
import pytest

from guidelines.typesetting import pandoc
from guidelines.typesetting.docx import written
from guidelines.typesetting.nodes import div, emphasis, link, para, raw, strong, words
from guidelines.typesetting.word_file import finished
from guidelines.typesetting.word_runs import Runs
from tests.typesetting.manuscripts import a_manuscript

RELATIONS = "word/_rels/document.xml.rels"
ADDRESS = "https://x.example/?a=1&b=%20\"'"
PLACES = ["a", "ref-doi:10.1000/x", "ref-" + "long" * 20, "1-begins-with-a-number", "ü"]


def mark(kind, *inlines):
    return {"t": kind, "c": list(inlines)}


def formula(source):
    return {"t": "Math", "c": [{"t": "InlineMath"}, source]}


KNOWN = [
    words("a first paragraph"),
    words('"quoted" <b> & it\'s – ‘x’ Ελληνικά Русский 5\u00a0%'),
    [*words("in"), emphasis([*words("leaning"), strong(words("both"))]), *words("out")],
    [strong([emphasis(words("x")), mark("Superscript", *words("2"))]), mark("Subscript")],
    [mark("SmallCaps", *words("s"), mark("Strikeout", mark("Underline", *words("u"))))],
    [link(words("1"), f"#{place}") for place in PLACES],
    [link([strong(words("there"))], ADDRESS)],
    [link(words("again"), ADDRESS), raw("openxml", "<w:r><w:tab/></w:r>")],
    [emphasis([link(words("leaning"), "https://y.example")])],
]
LEFT = [
    [*words("a note"), {"t": "Note", "c": [para([link(words("n"), "https://n.example")])]}],
    [formula("x_1")],
    words("漢字 and\u00adsoft"),
    [emphasis([emphasis(words("twice"))])],
    [{"t": "LineBreak"}],
]
BLOCKS = [
    {"t": "Header", "c": [1, ["h", [], []], words("Head")]},
    *map(para, KNOWN),
    *(para(inlines) for one in LEFT for inlines in (one, KNOWN[0], KNOWN[1])),
    {"t": "BulletList", "c": [[para(words("x"))]]},
    para([]),
    *map(para, KNOWN[:2]),
    *(
        div(place, [para(inlines)], "Bibliography")
        for place, inlines in zip(PLACES, KNOWN[: len(PLACES)], strict=True)
    ),
    div("", [para(KNOWN[1])], "Bibliography"),
    div("two", [para(KNOWN[1]), para(KNOWN[2])], "Bibliography"),
    div("other", [para(LEFT[0])], "Bibliography"),
]


@pytest.fixture(scope="module")
def tree():
    return pandoc.parse("", (), "nlm-citation-sequence")[0]


def comparable(content):
    """Return the text of a Word file in which bookmarks and links have names for numbers."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text, relations = (archive.read(n).decode() for n in ("word/document.xml", RELATIONS))
    targets = dict(re.findall(r'Id="([^"]+)" Target=("[^"]+"|\'[^\']+\')', relations))
    text = re.sub(r'r:id="([^"]+)"', lambda m: targets[m[1]], text)
    names = dict(re.findall(r'<w:bookmarkStart w:id="(\d+)" w:name="([^"]*)"', text))
    text = re.sub(r'(<w:(\w+) w:id=)"(\d+)"', lambda m: m[1] + names.get(m[3], m[2]), text)
    return re.sub(r">\s+<", "><", re.sub("&quot;|&#39;|&apos;|[\"']", "~", text))


def test_what_we_write_is_what_pandoc_writes(tree):
    manuscript = a_manuscript()
    ours, _warnings = written(tree, BLOCKS, manuscript)
    whole = {**tree, "meta": {"lang": {"t": "MetaString", "c": "en"}}, "blocks": BLOCKS}
    theirs = finished(pandoc.write(whole, "docx").output, manuscript, Runs())
    assert comparable(ours).split("<w:p>") == comparable(theirs).split("<w:p>")
    assert docx.Document(io.BytesIO(ours)).paragraphs[-2].style.name == "Bibliography"


def test_only_paragraphs_after_a_plain_one_and_plain_references_are_ours():
    made = Runs().commented(BLOCKS)
    ours = [n for n, (one, before) in enumerate(zip(made, BLOCKS, strict=True)) if one != before]
    assert {made[n]["t"] for n in ours} == {"RawBlock"}
    of_text = len(KNOWN) - 1 + len(LEFT) + 1
    assert len(ours) == of_text + len(PLACES) + 1
