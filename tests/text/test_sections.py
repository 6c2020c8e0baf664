"""Sections of a document, and texts that come from outside."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelines.text.markdown import LARGEST_SOURCE
from guidelines.text.notices import TextTooLarge
from guidelines.text.sections import split_sections, tidy_import
from tests.real_data import real_data
from tests.text.test_blocks import PIECES


@given(st.lists(PIECES, max_size=20).map("\n".join), st.integers(1, 6))
def test_sections_joined_are_the_document(source, deepest):
    assert "".join(section.source for section in split_sections(source, deepest)) == source


def test_a_section_begins_at_a_heading_outside_divs_and_code():
    source = (
        "Before.\n\n# One *word*\n\n```\n# no\n```\n\n::: {.recommendation #r}\n# no\n:::\n\n"
        "## Two\n\n### Three\n\nFour\n====\nText\n"
    )

    assert [(s.level, s.title, s.line) for s in split_sections(source)] == [
        (0, "", 1), (1, "One word", 3), (2, "Two", 13), (1, "Four", 17),
    ]  # fmt: skip
    assert split_sections("") == ()


@pytest.mark.parametrize(
    ("source", "tidy", "codes"),
    [
        ("# A\n\ntext\n", "# A\n\ntext\n", []),
        ("## A\r\n\r\n### B\r\n", "# A\n\n## B\n", ["headings-shifted"]),
        ("## A\n\n# B\n\nC\n---\n", "# A\n\n# B\n\n# C\n", ["headings-shifted"]),
        ("---\nbibliography: /etc/passwd\nheader-includes: |\n  x\n---\n\n# A\n", "# A\n",
         ["front-matter-dropped"]),
        ("---\n\nA rule, then text.\n\n---\n", "---\n\nA rule, then text.\n\n---\n", []),
        ("---\n\nNote: stay.\n\nMore.\n\n---\n", "---\n\nNote: stay.\n\nMore.\n\n---\n", []),
        ("---\nNote: stay.\n\nProse.\n...\n", "---\nNote: stay.\n\nProse.\n...\n", []),
        ("---\n# x\ntitle: A\nlist:\n- b\n\nz:\n  - c\n...\ntext\n", "text\n",
         ["front-matter-dropped"]),
        ("a <!-- b --> c\n", "a  c\n", ["comments-dropped"]),
        ("a\n\n```{=typst}\n#read(\"/etc/passwd\")\n```\n\nb\n", "a\n\nb\n", ["raw-dropped"]),
        ("![Scan](https://e.org/a.png \"t\"){width=50%} and ![Local](b.png)\n",
         "Scan and ![Local](b.png)\n", ["image-remote"]),
        ("![x](data:image/png;base64,AA==)\n", "x\n", ["image-remote"]),
        ("```\n![x](https://e.org/a.png)\n```\n", "```\n![x](https://e.org/a.png)\n```\n", []),
        ("\ufeff# A", "# A", []),
    ],
)  # fmt: skip
def test_a_text_from_outside_is_tidied_and_every_change_is_said(source, tidy, codes):
    text, notices = tidy_import(source)

    assert text == tidy
    assert [one.code for one in notices] == codes
    assert all(str(one) for one in notices)
    assert tidy_import(text) == (text, ())


def test_a_huge_text_is_refused():
    with pytest.raises(TextTooLarge):
        tidy_import("x" * (LARGEST_SOURCE + 1))


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("#-`~<>!-[](){}=:/ \n\\'\"ahtps.|")))
def test_any_text_can_be_tidied(source):
    text, _ = tidy_import(source)
    assert "\r" not in text


@pytest.mark.real_data
def test_the_long_review_is_shifted_and_cut():
    text, notices = tidy_import(real_data("documents", "deep-review", "doc25k.md").read_text())

    assert [one.code for one in notices] == ["comments-dropped", "headings-shifted"]
    assert [len(split_sections(text, deepest)) for deepest in (1, 2, 3)] == [4, 28, 47]


def test_typed_numbers_of_headings_go_where_counting_gives_the_same():
    source = "# Abstract\n\n# 1. Scope\n\n## 1.1 Who\n\n## 1.2\\. What\n\n# 2 Methods\n"

    text, notices = tidy_import(source)

    assert text == "# Abstract {.unnumbered}\n\n# Scope\n\n## Who\n\n## What\n\n# Methods\n"
    assert [(one.code, one.values) for one in notices] == [("numbers-dropped", {"count": 4})]


@pytest.mark.parametrize(
    "source",
    [
        "# 1 Scope\n\n# 2 Methods\n",
        "# 2019 review\n\n# 2020 review\n\n# 2021 review\n",
        "# 1 A\n\n# 2 B\n\n# 4 C\n",
        "# 3 months\n\n# 6 months\n\n# 9 months\n",
        "# 1 A\n\n# 2 B\n\n3 C\n===\n",
    ],
)
def test_other_numbers_stay(source):
    assert tidy_import(source)[0] == source
