"""Sources under two keys, sources that were retracted, and the keys of a text."""

import pytest

from guidelines.text.bibliography import reference_line, reference_list
from guidelines.text.citations import Citations, keys_in, sources
from guidelines.text.markdown import render
from tests.real_data import FOLDER, real_data

ITEMS = {
    "a": {"id": "a", "title": "A"},
    "b": {"id": "b", "title": "A", "same-as": "a"},
    "c": {"id": "c", "title": "C", "status": "retracted"},
}


def test_two_keys_of_one_source_have_one_number_and_one_entry():
    shown = render("x [@b; @c] y [@a] z @b", citations=Citations(ITEMS))

    assert shown.html.count('href="#ref-a"') == 3
    assert ">2</a>" in shown.html
    assert ">3</a>" not in shown.html
    assert [key for key, _line in reference_list(ITEMS, shown.citation_keys)] == ["a", "c"]


def test_keys_cited_before_count_once_for_one_source():
    shown = render("[@c]", citations=Citations(ITEMS, before=("a", "b")))

    assert ">2</a>" in shown.html


def test_a_retracted_source_is_marked_where_it_is_cited():
    shown = render("x [@c] y [@c]", citations=Citations(ITEMS))

    assert shown.html.count('class="citation-retracted"') == 2
    assert [one.code for one in shown.warnings] == ["citation-retracted"]
    assert reference_line(ITEMS["c"]) == "C [retracted]."


def test_an_unknown_key_is_no_source():
    assert list(sources(ITEMS, ["x", "b", "a"])) == ["a"]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("[@a; see @b, p. 3] and @c [p. 4]", ("a", "b", "c")),
        ("@a. @a: again [-@b]", ("a", "b")),
        ("jo@example.org <jo@example.org> \\@a", ()),
        ("`@a` ``x ` @b`` @c", ("c",)),
        ("an odd ` tick\n\nand @a with another `", ("a",)),
        ("```\n@a\n```\n@b\n~~~\n@c\n", ("b",)),
        ("<!-- @a --> [text](https://example.org/@b) https://example.org/@c", ()),
        (
            "[@doi:10.1000/a_b; @url:https://example.org/x]",
            ("doi:10.1000/a_b", "url:https://example.org/x"),
        ),
        ("[@{odd key}] [@{a.b.}]", ("a.b.",)),
    ],
)
def test_the_keys_of_a_text(text, keys):
    assert keys_in(text) == keys


def test_the_keys_of_real_texts_are_those_that_the_parser_finds():
    real_data("documents")
    found = 0
    for path in sorted(FOLDER.glob("documents/**/*.md")):
        if "revisions" in str(path) or path.name == "doc25k.md":
            continue
        text = path.read_text(encoding="utf-8")
        keys = keys_in(text)
        if "@" in text:
            assert set(keys) == set(render(text).citation_keys), path.name
            found += len(keys)
    assert found > 900
