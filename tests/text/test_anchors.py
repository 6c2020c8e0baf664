"""Anchors: what is selected, and what a reader sees of a block."""

import pytest

from guidelines.text.anchors import make, project
from guidelines.text.blocks import split
from guidelines.text.notices import BadText


def test_nothing_cannot_be_selected():
    with pytest.raises(BadText):
        make("text", 2, 2)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("## A *heading*", ["A heading"]),
        ("Give *10 mg*\ndaily [@smith2019].", ["Give 10 mg daily ."]),
        ("- an **item**\n- two", ["an item", "two"]),
        ("| a \\| b | *c* |\n|---|---|\n| 1 | |", ["a | b c", "1"]),
        ("::: {.rationale}\nWhy\n:::", ["", "Why", ""]),
        ("[^1]: a *note*\n\nT\n:   words", ["a note", "T", "words"]),
        ("> quoted", ["quoted"]),
    ],
)
def test_the_projection_is_what_a_reader_sees(source, words):
    assert [project(block) for block in split(source)] == words
