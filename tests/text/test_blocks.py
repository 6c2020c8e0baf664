"""Blocks: joined they are the text again, and each is what its markup says."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelines.text.blocks import Kind, divs, split

PIECES = st.sampled_from(
    ["# H", "text", "more text", "- item", "1. item", "  - inner", "```", "~~~", ":::",
     "::: {.recommendation #r a=b}", "::: rationale", "| a | b |", "|---|---|", "> q", "---",
     "===", "    code", "[^1]: note", ":   term", "", "", " ", "\t", "\r", "é𝒳", "\u2028", "\x00"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.lists(PIECES, max_size=25).map("\n".join)))
def test_blocks_joined_are_the_text(source):
    blocks = split(source)

    assert "".join(source[b.start : b.end] for b in blocks) == source
    for block in blocks:
        assert source[block.start :].startswith(block.text)
        assert source.count("\n", 0, block.start) == block.line
        digest = hashlib.sha256(block.text.encode("utf-8", "surrogatepass")).hexdigest()
        assert block.sha256 == digest


@pytest.mark.parametrize(
    ("source", "kinds"),
    [
        ("# A\ntext\nmore\n\nnext", "heading paragraph paragraph"),
        ("A\n===\n\nB\n---\n", "heading heading"),
        ("- a\n  lazy\n- b\n  - c\n", "item item item"),
        ("Text\n- a\n", "paragraph item"),
        ("| a |\n|---|\n| 1 |\n| 2 |\nafter", "row row row paragraph"),
        ("::: {.x}\ntext\n:::\n", "open paragraph close"),
        ("text\n::: {.x}\nmore\n:::", "paragraph"),
        (":::\n", "paragraph"),
        ("```\n# no\n\n:::\n```\ntext", "code paragraph"),
        ("- ```\n  # no\n  ```\n\n# yes", "item heading"),
        ("> a\nlazy\n\n---\n\n[^1]: n\n\nT\n:   d", "quote rule note paragraph definition"),
        ("    code\n\ntext", "code paragraph"),
        ("\n\ntext", "blank paragraph"),
        ("", ""),
    ],
)
def test_a_block_is_what_its_markup_says(source, kinds):
    assert " ".join(block.kind for block in split(source)) == kinds


def test_a_block_knows_the_divs_around_it():
    opened = "::: {.recommendation #r}"
    blocks = split(f"{opened}\nWe suggest.\n\n::: {{.rationale}}\nWhy.\n:::\n:::\nAfter.\n")

    assert [(b.kind, b.depth) for b in blocks] == [
        (Kind.OPEN, 0), (Kind.PARAGRAPH, 1), (Kind.OPEN, 1), (Kind.PARAGRAPH, 2),
        (Kind.CLOSE, 1), (Kind.CLOSE, 0), (Kind.PARAGRAPH, 0),
    ]  # fmt: skip
    assert blocks[1].within == opened
    assert blocks[5].key != blocks[4].key


def test_divs_know_where_they_close():
    found = divs("::: {.a}\n::: b\nx\n:::\n:::\n\n::: c\nopen to the end\n")

    assert {line: (div.close, div.closed) for line, div in found.items()} == {
        0: (4, True), 1: (3, True), 6: (9, False),
    }  # fmt: skip
