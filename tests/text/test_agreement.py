"""The preview and pandoc see the same structure: constructs one by one, and real documents."""

import difflib
import json
import re
from pathlib import Path

import pytest

from tests.real_data import real_data
from tests.text.outlines import all_by_pandoc, by_pandoc, by_preview

COMMONMARK = Path(__file__).parent / "commonmark"
HANDBOOK = Path(__file__).parents[2] / "docs" / "markdown.md"

CONSTRUCTS = [
    '# A\n\n# A\n\n# 1. B, "c" d_e. f-g\n\n# —\n\n# X {#own .y}',
    "# A\ntext\n## B\n> quote\nlazy",
    " # no heading\n\nA\n ===\n\n- a\n\n  # B\n",
    "a\nb\n* * *\nc",
    "See [](#a) and [](#tbl-x).",
    "# A {-}\n\n## B {.unnumbered #b}\n",
    "::: {.guidance}\nWrite *this*.\n:::\n\n# A",
    "::: {.abbreviations}\nICP\n:   intracranial pressure\n:::\n",
    "A\n===\n\nB\n---\n",
    "Two\nlines\n---\n",
    "line\n***\nline",
    "***\n\n---\n",
    "a\n- b\nc\n",
    "a\n2019. The\n",
    "1. a\n\n   b\n2. c",
    "1) a\n2) b",
    "- a\n  - b\n    - c\n",
    "10. a\n11. b\n    - c",
    "- [ ] t\n- [x] u",
    '::: {.recommendation #rec-x strength=conditional population="a \\"b\\""}\nx\n\n'
    "::: {.rationale}\ny\n:::\n:::\nz",
    "::: {.a}\nx\n::: {.b}\ny\n:::\n:::\nz",
    "::: a\nunclosed",
    ":::\n\nstray",
    "text\n::: {.a}\nx\n:::",
    "::::: {.a}\n:::: b\nx\n::::\n:::::",
    "::: {.x}\n- a\n:::\n- b",
    "- a\n\n  ::: {.rationale}\n  x\n  :::\n\n- b",
    "a^[note *x*] b[^1]\n\n[^1]: c\n\n    d\n",
    "H~2~O ~~x~~ a^2^ ^a b^ x~a b~",
    "$a$ $ b $ $5 and $6$ $$x$$ \\$a\\$",
    "$x$ costs $5 and $6",
    "$$\n\\sum x\n$$",
    "[@a; @b, p. 3] @c [-@q] [@z](u) [see @k]{.x} x@y.z",
    "[@a]: x\n",
    "@a [p. 3] says, @b [@c; @d] too, @e [link](u), @f\n[chap. 2; @g]",
    "[a](javascript:x) <http://x.y> <a@b.c> [b][c]\n\n[c]: /u",
    "```{.python #x}\na\n```\n\n~~~\nb\n~~~",
    "a\n```\nx\n```\nb",
    "    code\n\ntext",
    "Term\n\n:   def\n\n    more\n\nT2\n:   d2\n",
    "| a |\n|--|\n| x |\ntext",
    "a | b\n--|--\n1 | 2\n\n: Caption",
    "Table: before\n\n| a |\n|--|\n| x |",
    "| a |\n|--|\n| x |\nTable: after {#tbl:x}",
    "text\n| a |\n|--|\n| b |",
    "![a *b*](x.png){#f width=50%}\n\n![](y.png)\n\n![i](z.png) t",
    "<div>\n\n*x*\n\n</div>\n\n<script>alert(1)</script>",
    "a <!-- c --> b\n<!-- d\n\n e -->\nf",
    "---\nbibliography: /etc/passwd\n---\n\nText",
    "% Title\n% Author\n\nText",
    "\\begin{a}x\\end{a}",
    "*a*b _c_d __e__ **f**g ***h*** 2*3*4",
    "p < 0.05 and > 3\n> quote",
    "a\\\nb  \nc",
]


@pytest.mark.parametrize("source", CONSTRUCTS)
def test_a_construct_has_the_same_structure_in_both(source):
    assert by_preview(source) == by_pandoc(source)


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("deep-review", "doc25k.md"),
        ("deep-review/content", "06.discussion.md"),
        ("meta-review", "v3.0-old-manuscript.md"),
        ("meta-review", "response-to-reviewers.md"),
        ("hl7-cpg", "methodology.md"),
        ("who-smart-anc", "ANCDataElementsByActivity.md"),
        ("cdc-opioid-cpg", "index.md"),
    ],
)
def test_a_real_document_has_the_same_structure_in_both(folder, name):
    source = real_data("documents", folder, name).read_text()
    preview, pandoc = by_preview(source), by_pandoc(source)

    assert list(difflib.unified_diff(pandoc[0], preview[0], lineterm="")) == []
    assert preview[1] == pandoc[1]


def test_the_examples_of_commonmark_differ_only_where_the_list_says_so():
    examples = json.loads((COMMONMARK / "examples.json").read_text())
    listed = json.loads((COMMONMARK / "differences.json").read_text())
    numbers = [number for group in listed.values() for number in group]
    pandoc = all_by_pandoc([one["markdown"] for one in examples])
    differing = [
        one["example"]
        for one, expected in zip(examples, pandoc, strict=True)
        if by_preview(one["markdown"]) != expected
    ]

    assert sorted(numbers) == differing
    assert len(examples) == 652


def test_the_handbook_names_the_differences():
    listed = json.loads((COMMONMARK / "differences.json").read_text())
    page = HANDBOOK.read_text()
    total = sum(len(group) for group in listed.values())

    assert f"{652 - total} of the 652 examples" in page
    for name, group in listed.items():
        row = re.search(rf"^\| [^|]+ \| {len(group)} \|.*<!-- {name} --> [|]$", page, re.MULTILINE)
        assert row, name
