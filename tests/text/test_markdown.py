"""The preview: what it shows, and what it never lets through."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelines.text.citations import Citations, CitationStyle, without_keys
from guidelines.text.comments import without_comments
from guidelines.text.markdown import (
    LARGEST_SOURCE,
    Heading,
    Words,
    lowered,
    plain_text,
    render,
)
from guidelines.text.notices import TextTooLarge

ITEMS = {
    "smith2019": {
        "author": [{"family": "Smith"}, {"family": "Lee"}],
        "issued": {"date-parts": [[2019, 3]]},
    },
    "doi:10.1/x.y": {"author": [{"literal": "A <b>group</b>"}], "issued": {"raw": "in 2020"}},
}


def codes(rendered):
    return [warning.code for warning in rendered.warnings]


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("H~2~O 10^9^ ~~old~~", "<p>H<sub>2</sub>O 10<sup>9</sup> <s>old</s></p>\n"),
        ("a `x`{.py onclick=y} b", "<p>a <code>x</code> b</p>\n"),
        ("[words]{#here .btn onclick=x}", '<p><span id="here">words</span></p>\n'),
        ("Term\n:   words", "<dl>\n<dt>Term</dt>\n<dd>words</dd>\n</dl>\n"),
        ("- [ ] to do\n- [x] done", "<ul>\n<li>☐ to do</li>\n<li>☒ done</li>\n</ul>\n"),
        ("| a | b |\n|--:|---|\n| 1 | 2 |\n\nTable: Doses {#tbl:d}",
         '<div class="table-scroll"><table>\n<caption id="tbl:d">Doses</caption>\n<thead>\n<tr>\n'
         '<th class="align-right">a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n'
         '<td class="align-right">1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table></div>\n'),
        ("$x$ costs $5 and $6",
         '<p><math xmlns="http://www.w3.org/1998/Math/MathML" display="inline"><mrow><mi>x</mi>'
         "</mrow></math> costs $5 and $6</p>\n"),
        ("[a](#b) <https://e.org/?a&b>",
         '<p><a href="#b">a</a> <a href="https://e.org/?a&amp;b">https://e.org/?a&amp;b</a></p>\n'),
        ("1986. A good year", '<ol start="1986">\n<li>A good year</li>\n</ol>\n'),
    ],
)  # fmt: skip
def test_what_is_shown(source, html):
    assert render(source).html == html


def test_a_recommendation_is_a_box_with_its_fields():
    words = Words(recommendation=lambda given: f"Recommendation, {given['strength']}")
    rendered = render(
        "::: {.recommendation #rec-x strength=conditional .btn onclick=alert(1)}\nWe suggest.\n\n"
        "::: {.rationale}\nWhy.\n:::\n:::\n",
        words=words,
    )

    assert rendered.html == (
        '<div class="recommendation" id="rec-x" data-strength="conditional">'
        '<p class="recommendation-label">Recommendation, conditional</p>\n<p>We suggest.</p>\n'
        '<div class="rationale field"><p class="field-label">Rationale</p>\n<p>Why.</p>\n</div>\n'
        "</div>\n"
    )
    assert rendered.recommendations == ("rec-x",)
    assert rendered.warnings == ()


def test_headings_have_stable_ids_and_a_prefix_where_asked():
    rendered = render(
        "# A\n\n## Dose, timing\n\n# A\n\n# —\n\n# X {#own}\n\n[b](#a)", id_prefix="t-"
    )

    assert rendered.headings == (
        Heading(1, "A", "a", 1), Heading(2, "Dose, timing", "dose-timing", 3),
        Heading(1, "A", "a-1", 5), Heading(1, "—", "section", 7), Heading(1, "X", "own", 9),
    )  # fmt: skip
    assert re.findall(r'id="([^"]*)"', rendered.html) == [
        "t-a", "t-dose-timing", "t-a-1", "t-section", "t-own",
    ]  # fmt: skip
    assert 'href="#t-a"' in rendered.html


@pytest.mark.parametrize(
    ("style", "text", "shown"),
    [
        ("numbered", "x [@doi:10.1/x.y; see @smith2019, p. 3] y [@smith2019].",
         "x [1, see 2, p. 3] y [2]."),
        ("numbered", "@smith2019 says", "Smith and Lee [1] says"),
        ("author-year", "x [@smith2019, p. 3; @doi:10.1/x.y]",
         "x (Smith and Lee 2019, p. 3; A &lt;b&gt;group&lt;/b&gt; 2020)"),
        ("author-year", "@smith2019 says [-@smith2019]", "Smith and Lee (2019) says (2019)"),
        ("numbered", "mail a@b.org \\@smith2019 `@smith2019`",
         "mail a@b.org @smith2019 @smith2019"),
    ],
)  # fmt: skip
def test_citations_are_links_to_the_references(style, text, shown):
    rendered = render(text, citations=Citations(ITEMS, CitationStyle(style)))
    words = re.sub(r"<[^>]*>", "", rendered.html).strip()

    assert words == shown
    assert rendered.warnings == ()


def test_numbers_go_on_from_earlier_sections_and_keys_are_told():
    rendered = render(
        "[@smith2019; @smith2019; @gone]",
        citations=Citations(ITEMS, before=("doi:10.1/x.y",)),
    )

    assert '<a href="#ref-smith2019">2</a>' in rendered.html
    assert rendered.citation_keys == ("smith2019", "gone")
    assert codes(rendered) == ["citation-unknown"]
    assert 'class="citation-unknown"' in rendered.html


ATTACKS = [
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](vbscript:x) [y](data:text/html,<script>alert(1)</script>) [z](file:///etc/passwd)",
    "[x][a]\n\n[a]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "[x](//evil.example/a) [y](/admin/delete) [z](\\\\evil)",
    "![x](javascript:alert(1)) ![y](data:image/svg+xml;base64,PHN2Zz4=) ![z](//e.org/x.png)",
    "![x](https://evil.example/pixel.png)",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "```{=html}\n<script>alert(1)</script>\n```",
    "`<b>`{=html}",
    "# H {#a onclick=alert(1) style=x}",
    "[x](#a){onclick=alert(1) href=javascript:alert(1)}",
    "![x](a.png){onerror=alert(1) src=javascript:x}",
    '::: {.recommendation #"><script> strength="><script>alert(1)</script>"}\nx\n:::',
    '::: {.btn .recommendation onclick="alert(1)" style="position:fixed"}\nx\n:::',
    "$\\href{javascript:alert(1)}{x}$ $\\text{<script>alert(1)</script>}$ $</math><script>$",
    "$\\style{background:url(x)}{y}$ $\\class{btn}{x}$",
    '[@x"><script>alert(1)</script>] [<script> @smith2019 </script>]',
    "a^[<script>alert(1)</script>]",
    '[^"><script>]\n\n[^"><script>]: x',
    "| <script>alert(1)</script> |\n|---|\n| ![x](http://e.org/x) |",
    '```"onmouseover=alert(1)\nx\n```',
    '<https://e.org/"onclick=alert(1)>',
    '[x](https://e.org "\\" onclick=alert(1)")',
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_of_an_attack_gets_through(attack):
    html = render(
        attack, citations=Citations(ITEMS), images=lambda source: f"/attachments/{source}"
    ).html

    tags = re.findall(r"<[^>]*>", html)
    for tag in tags:
        assert not re.match(r"<(script|svg|iframe|style|object|form|input)", tag, re.IGNORECASE)
        names = re.sub(r'"[^"]*"', '""', tag)
        assert not re.search(r"\bon\w+=|style=", names, re.IGNORECASE), tag
    for target in re.findall(r'(?:href|src)="([^"]*)"', html):
        assert re.match(r"https?://e\.org|#|/attachments/", target), target


def test_what_is_left_out_is_said():
    rendered = render(
        "[x](javascript:a) ![Airway](https://e.org/x.png) <!-- c -->\n\n![B](b.png)\n\n"
        "$\\frac{a}{$\n\n::: {.note}\nopen"
    )

    assert codes(rendered) == [
        "comments-dropped", "link-dropped", "image-remote", "image-missing", "formula-broken",
        "div-unclosed",
    ]  # fmt: skip
    assert "Image not shown: Airway" in rendered.html
    assert rendered.images == ("https://e.org/x.png", "b.png")
    assert "formula-broken" in rendered.html
    assert all(str(warning) for warning in rendered.warnings)


def test_front_matter_is_only_words():
    html = render("---\nbibliography: /etc/passwd\nheader-includes: x\n---\n\nText").html

    assert "bibliography: /etc/passwd" in html


def test_an_image_of_the_text_is_a_figure_with_its_words():
    rendered = render("![Left *view*](a.png){width=50%}", images=lambda source: f"/f/{source}")

    assert rendered.html == (
        '<figure><img src="/f/a.png" alt="Left view" width="50%">'
        "<figcaption>Left <em>view</em></figcaption></figure>\n"
    )


def test_a_text_that_is_too_large_is_refused():
    with pytest.raises(TextTooLarge, match="5 MB"):
        render("é" * (LARGEST_SOURCE // 2 + 1))


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "source",
    [
        "[" * 300_000, "![" * 20_000, "[" * 20_000 + "]" * 20_000, "[^" * 20_000, "^[" * 20_000,
        "[@a " * 10_000, ">" * 20_000, "- " * 10_000, "> " * 500 + "x", "*a " * 20_000,
        "`" * 50_000, "{" * 50_000, "[a]{" * 10_000, "::: {.a}\n\n" * 2_000, "<!--" * 20_000,
        "".join("  " * n + "- a\n" for n in range(300)), "$\\sqrt{" * 5_000, "|a" * 20_000,
        "::: {.a " + "b=c " * 20_000 + "}\nx",
    ],
    ids=lambda source: f"{source[:8]!r}×",
)  # fmt: skip
def test_no_text_makes_it_hang_or_crash(source):
    assert isinstance(render(source).html, str)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("[](){}<>#*_`~^$:|@!\\\n\"'=-; .aeox1/&é𝒳\r\t\x00")))
def test_any_text_can_be_shown(source):
    render(source, citations=Citations(ITEMS))
    plain_text(source)


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("Give *10 mg*\ndaily [@smith2019].", "Give 10 mg daily ."),
        ("a[^1]\n\n[^1]: note", "a note"),
        ("- [link](https://e.org) and `code`", "link and code"),
        ("no   markup", "no markup"),
        ("Two lines,\nof words (and more): 5 mg.", "Two lines, of words (and more): 5 mg."),
        ("- item", "item"),
        ("Said\n- item", "Said item"),
        ("1. item", "item"),
        ("Heading\n===", "Heading"),
        ("a\n\nb", "a b"),
    ],
)
def test_plain_words(source, plain):
    assert plain_text(source) == plain


@given(st.text(st.sampled_from("aé1 .,:;-+=!#()\n\"'%/>·x~*"), max_size=30))
def test_words_alone_need_no_parser_and_are_the_same_as_with_it(source):
    marked = plain_text(f"{source}\n\n*end*")
    assert plain_text(source) == marked.removesuffix("end").rstrip()


@pytest.mark.parametrize(
    ("source", "left", "count"),
    [
        ("a <!-- b --> c", "a  c", 1),
        ("a\n<!-- b -->\nc", "a\nc", 1),
        ("a\n\n<!-- b\n\nc -->\n\nd", "a\n\n\nd", 1),
        ("```\n<!-- b -->\n```\n", "```\n<!-- b -->\n```\n", 0),
        ("`<!-- b -->` <!-- c -->", "`<!-- b -->` ", 1),
        ("a <!-- b", "a <!-- b", 0),
        ("<!-- a --><!-- b -->", "", 2),
    ],
)
def test_comments_go_but_code_keeps_them(source, left, count):
    assert without_comments(source) == (left, count)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("x [@a; @b] y", "x y"),
        ("x [see @a, p. 3; @b] y", "x [see p. 3] y"),
        ("As @a says", "As says"),
        ("a@b.org [no key] [x](y)", "a@b.org [no key] [x](y)"),
    ],
)
def test_keys_go_but_words_stay(text, left):
    assert without_keys(text) == left


@pytest.mark.parametrize(
    ("source", "by", "tag"),
    [("# A", 1, "h2"), ("### A", 1, "h4"), ("###### A", 1, "h6"), ("## A", 0, "h2")],
)
def test_headings_stand_below_the_title_of_a_page(source, by, tag):
    html = lowered(render(f"{source}\n\nText <h1>, 1 < h2.").html, by)
    assert html.startswith(f"<{tag}")
    assert f"</{tag}>" in html
    assert html.count("<h") == 1
