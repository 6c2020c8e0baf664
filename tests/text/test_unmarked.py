"""A comparison shows words; marks are seen only where nothing else differs."""

import pytest

from guidelines.drafts.routes.compared import rows_shown
from guidelines.text.blocks import split
from guidelines.text.comparison import compare
from guidelines.text.unmarked import unmarked


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("- **Deciding together.** A team plans.", "• Deciding together. A team plans."),
        ("  * nested *word* here", "  • nested word here"),
        ("1. first __strong__ and _weak_", "1. first strong and weak"),
        ("***both*** and **a *b* c**", "both and a b c"),
        ("snake_case_name and 5 * 3 * 2", "snake_case_name and 5 * 3 * 2"),
        ("**two\nlines** of it", "two\nlines of it"),
        ("see [@smith2020; @b] and [*here*](https://a.example)",
         "see [@smith2020; @b] and [here](https://a.example)"),
        ("`**code**` and $a*b*c$ stay **so**", "`**code**` and $a*b*c$ stay **so**"),
        ("> a *quoted* word", "> a quoted word"),
        ("# A **heading**", "# A **heading**"),
    ],
)  # fmt: skip
def test_words_are_read_without_their_marks(typed, read):
    assert unmarked(split(typed)[0]) == read


def shown(before, after):
    return [
        (passage.kind, "".join(f"[{op}:{text}]" if op != "=" else text for op, text in parts))
        for group in rows_shown(compare(before, after).rows)
        for passage in group.passages
        if (parts := passage.parts)
    ]


def test_a_change_of_words_is_shown_without_marks():
    [(kind, words)] = shown("- **Safe.** It limits loss.", "- **Safe.** It stops loss.")
    assert kind == "changed"
    assert "*" not in words
    assert "limits" in words
    assert "stops" in words


def test_a_change_of_marks_alone_is_not_hidden():
    [(kind, words)] = shown("A plain word.", "A **plain** word.")
    assert kind == "changed"
    assert "**" in words
