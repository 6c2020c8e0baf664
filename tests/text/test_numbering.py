"""Numbers of sections, tables, figures and recommendations, and references to them."""

import pytest

from guidelines.text.markdown import WHOLE, Around, landmarks_of, render
from guidelines.text.numbering import Kind, Sections, placed

TEXT = """# Summary {.unnumbered}

See [](#tbl-doses), [](#fig-course), [](#rec-a), [](#methods) and [](#summary).

# Background

## Doses

| A |
|---|
| 1 |

Table: Doses by *age* {#tbl-doses}

| no | caption |
|----|---------|

![Course](x.png){#fig-course}

# Methods

::: {.recommendation #rec-a}
We suggest it.
:::
"""


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([1, 2, 2, 1, 2], ["1", "1.1", "1.2", "2", "2.1"]),
        ([2, 2, 3], ["1", "2", "2.1"]),
        ([1, 3, 2], ["1", "1.1", "1.2"]),
        ([2, 1, 2], ["1", "2", "2.1"]),
        ([-1, 1, 2, -1, 2, 1], ["", "1", "1.1", "", "", "2"]),
        ([1, -2, 2], ["1", "", "1.1"]),
        ([-2, 1], ["", "1"]),
        ([], []),
    ],
)
def test_sections_are_numbered_as_they_are_nested(levels, expected):
    sections = Sections()

    assert [sections.next(abs(level), level > 0)[0] for level in levels] == expected


def test_all_that_is_counted_is_found_in_order():
    found = [(one.kind, one.number, one.id) for one in placed(landmarks_of(TEXT))]

    assert found == [
        (Kind.SECTION, "", "summary"),
        (Kind.SECTION, "1", "background"),
        (Kind.SECTION, "1.1", "doses"),
        (Kind.TABLE, "1", "tbl-doses"),
        (Kind.FIGURE, "1", "fig-course"),
        (Kind.SECTION, "2", "methods"),
        (Kind.RECOMMENDATION, "1", "rec-a"),
    ]


def test_a_reference_without_words_says_what_it_is_to():
    html = render(TEXT, around=WHOLE, images=lambda name: name).html

    for words in (
        '<a class="reference" href="#tbl-doses">Table 1</a>',
        '<a class="reference" href="#fig-course">Figure 1</a>',
        '<a class="reference" href="#rec-a">Recommendation 1</a>',
        '<a class="reference" href="#methods">Section 2</a>',
        '<a class="reference" href="#summary">“Summary”</a>',
        '<h1 id="summary">Summary</h1>',
        '<h2 id="doses"><span class="number">1.1</span> Doses</h2>',
        '<span class="number">Table 1:</span> Doses by <em>age</em></caption>',
        '<figcaption><span class="number">Figure 1:</span> Course</figcaption>',
    ):
        assert words in html


def test_a_dead_reference_is_named_with_its_line():
    read = render("# A\n\nAs [](#gone) and [words](#elsewhere) say.\n", around=WHOLE)

    assert [(one.code, one.line) for one in read.warnings] == [("reference-dead", 3)]
    assert '<span class="reference-dead">gone?</span>' in read.html


def test_a_section_is_numbered_among_the_others():
    chapters = TEXT.split("# Methods")[0], "# Methods" + TEXT.split("# Methods")[1]
    around = Around(landmarks_of(chapters[0]), (), {"tbl-doses": "/sections/1#t-tbl-doses"})
    text = chapters[1] + "\n## Doses\n\nSee [](#tbl-doses) and [](#rec-a).\n"

    read = render(text, around=around, id_prefix="t-")

    assert [(one.number, one.text) for one in read.headings] == [
        ("2", "Methods"),
        ("2.1", "Doses"),
    ]
    assert '<a class="reference" href="/sections/1#t-tbl-doses">Table 1</a>' in read.html
    assert '<a class="reference" href="#t-rec-a">Recommendation 1</a>' in read.html


def test_a_text_by_itself_has_no_numbers_and_no_empty_links():
    html = render("# A\n\nSee [](#b).\n").html

    assert html == '<h1 id="a">A</h1>\n<p>See <span class="unlinked">b</span>.</p>\n'


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("> # Quoted\n", 0),
        ("::: {.note}\n# In a box\n:::\n", 0),
        ("- # In a list\n", 0),
        ("::: {.guidance}\n| a |\n|---|\n| b |\n\n: Caption\n:::\n", 0),
        ("a[^1]\n\n[^1]: x\n\n    ![Figure](y.png)\n", 0),
        ("> ::: {.recommendation #a}\n> x\n> :::\n", 0),
        ("::: {.note}\n| a |\n|---|\n| b |\n\n: Caption\n:::\n", 1),
    ],
)
def test_what_is_counted(source, count):
    assert len(landmarks_of(source)) == count


def test_notes_to_the_author_are_shown_only_where_asked_for():
    source = "# A\n\n::: {.guidance}\nSay *why*.\n\n::: {.note}\nx\n:::\n:::\n\nText.\n"

    assert render(source).html == '<h1 id="a">A</h1>\n<p>Text.</p>\n'
    assert '<div class="guidance"><p class="guidance-label">' in render(source, guidance=True).html


def test_headings_with_the_same_words_have_ids_of_their_own_through_the_document():
    first, second = landmarks_of("# A\n\n# A\n"), landmarks_of("# A\n")

    assert [one.id for one in placed([*first, *second])] == ["a", "a-1", "a-2"]
