"""An author's text reads no file, runs no code and points nowhere it should not."""

import dataclasses
import html
import io
import re
import zipfile

import pytest
from pypdf import PdfReader

from guidelines.errors import DomainError, Invalid, TooLarge
from guidelines.typesetting import pandoc, press
from guidelines.typesetting.model import Asset
from guidelines.typesetting.recipes import Recipe, typeset_all
from guidelines.typesetting.typst_words import quoted
from tests.typesetting.manuscripts import ROWS, a_manuscript

FORMS = [Recipe.PDF, Recipe.DOCX, Recipe.HTML]
SECRET = "root:x:0:0"
RAW = {
    "typst block": '```{=typst}\n#panic("ran")\n```',
    "typst inline": '`#panic("ran")`{=typst}',
    "html block": '```{=html}\n<script>alert("ran")</script>\n```',
    "html": '<script>alert("ran")</script><img src=x onerror=alert("ran")>',
    "openxml": "```{=openxml}\n<w:p><w:r><w:t>ran</w:t></w:r></w:p>\n```",
    "latex": "\\input{/etc/passwd} \\write18{ran}",
    "typst in text": '#panic("ran") #read("/etc/passwd") #import "@preview/cetz:0.3.0": *',
    "typst in a heading": '# Heading #panic("ran")',
    "typst in code": '`#panic("ran")` and\n\n```typst\n#panic("ran")\n```\n',
    "typst in a formula": '$\\text{#panic("ran")}$ $\\unknown{"}] #panic()$ $a"#panic()$',
    "typst as an attribute": '[x]{typst:text:fill="panic(1)" typst:fill="panic(2)"}\n\n'
    '::: {typst:fill="panic(3)" custom-style="Title"}\nran\n:::\n',
    "typst in an identifier": '## Title {#x>#panic("ran")<}\n\n[y]{#a"b]} [z](#a"b])',
    "typst in alternative text": '![a" + panic("ran") + "\\](x](plot.svg)',
    "typst in a box": '::: {.recommendation #r strength=\'x", panic("ran"), a: "\'}\nText\n:::',
    "a code class": '``` {.x"#panic("ran")}\ncode\n```',
}


def words_of(form, content):
    if form is Recipe.PDF:
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if form is Recipe.DOCX:
        archive = zipfile.ZipFile(io.BytesIO(content))
        return " ".join(archive.read(name).decode("latin-1") for name in archive.namelist())
    return content.decode()


def set_all(body, **changes):
    made = typeset_all(a_manuscript(body=body, **{"recommendations": (), **changes}), FORMS)
    return made, {form: words_of(form, one.content) for form, one in made.items()}


@pytest.mark.parametrize(
    "body",
    [
        "![x](/etc/passwd)",
        "![x](file:///etc/passwd)",
        "![x](../../../../../../etc/passwd)",
        "---\nbibliography: /etc/passwd\n---\n\nText [@a].",
        "---\nheader-includes: '#read(\"/etc/passwd\")'\n---\n\nText",
        "% /etc/passwd\n\nText",
        "```{.include}\n/etc/passwd\n```",
        ".. include:: /etc/passwd",
    ],
)
def test_no_file_of_the_server_is_read(body):
    made, texts = set_all(body)
    assert {form for form, text in texts.items() if SECRET in text} == set()
    if body.startswith("!"):
        assert all("not an attachment" in " ".join(one.warnings) for one in made.values())


def test_front_matter_stays_text_and_reaches_no_template():
    _, texts = set_all('---\ntitle: Stolen\nheader-includes: "#panic()"\nlang: fr\n---\n\nText')
    assert 'lang="en"' in texts[Recipe.HTML]
    assert "<title>Care of" in texts[Recipe.HTML]
    assert "header-includes" in texts[Recipe.PDF]


@pytest.mark.parametrize("body", RAW.values(), ids=RAW.keys())
def test_raw_passages_are_literal_text(body):
    _, texts = set_all(body)
    tags = " ".join(re.findall(r"<[^>]*>", texts[Recipe.HTML].partition("<main>")[2]))
    assert not re.search(r"<script|\son\w+=", re.sub(r'alt="[^"]*"', "", tags))
    assert "<w:t>ran</w:t>" not in texts[Recipe.DOCX] or "custom-style" in body


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#115;cript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "/admin",
        "//evil.example/x",
        "#nowhere",
    ],
)
def test_a_link_leads_to_the_web_to_mail_or_inside(target):
    made, texts = set_all(f"[words]({target}) stay.")
    for form in FORMS:
        assert len(made[form].warnings) == 1
        assert "leads nowhere that can be published" in made[form].warnings[0]
    assert "words stay." in texts[Recipe.HTML]
    bare = {form: text for form, text in texts.items() if "alert" in text or "/admin" in text}
    assert bare == {}


def test_links_that_may_stay_stay():
    made, texts = set_all(
        "# A {#a}\n\n[w](https://example.org/?a=1&b=2) [m](mailto:x@y.org) [i](#a)"
    )
    assert {one.warnings for one in made.values()} == {()}
    assert texts[Recipe.HTML].partition("<main>")[2].count("<a href=") == 3


def test_remote_and_unknown_images_are_named_with_their_place():
    body = "# Place\n\n![x](https://tracker.example/p.png) ![y](data:image/png;base64,AAAA)"
    made, texts = set_all(body)
    assert made[Recipe.PDF].warnings[0] == (
        "The image “https://tracker.example/p.png” in “Place” was left out: "
        "it is not an attachment of this guideline."
    )
    assert not any("tracker" in text for text in texts.values())


@pytest.mark.parametrize(
    "svg",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        b'<image href="file:///etc/passwd" width="9" height="9"/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>x</script></svg>',
    ],
)
def test_a_drawing_pulls_nothing_in(svg):
    assets = {"a.svg": Asset(media_type="image/svg+xml", content=svg)}
    for form in FORMS:
        try:
            made = typeset_all(a_manuscript(body="![drawing](a.svg)", assets=assets), [form])
        except Invalid as refused:
            assert "not allowed" in str(refused)  # noqa: PT017
        else:
            assert SECRET not in words_of(form, made[form].content)


def test_what_is_no_picture_is_refused_with_a_sentence():
    assets = {"a.png": Asset(media_type="image/png", content=b"no picture")}
    with pytest.raises(DomainError, match=r"“a\.png” in .* cannot be read"):
        typeset_all(a_manuscript(body="![x](a.png)", assets=assets), [Recipe.PDF])


@pytest.mark.parametrize("body", ["> " * 3000 + "x", "*a " * 5000, "- " * 2000 + "x"])
def test_deep_nesting_ends_in_time(body):
    try:
        typeset_all(a_manuscript(body=body, recommendations=()), [Recipe.HTML])
    except DomainError as refused:
        assert refused.message.endswith("try again.")  # noqa: PT017


def test_a_reader_that_never_ends_is_stopped():
    with pytest.raises(TooLarge, match="more memory or time"):
        pandoc.run(["--from=markdown", "--to=html"], b"[" * 400_000, seconds=1)


@pytest.mark.parametrize(
    "source",
    [
        '#import "@preview/cetz:0.3.0": *',
        '#read("/etc/passwd")',
        '#read("../packages/x")',
        '#image("/etc/passwd")',
    ],
)
def test_the_press_reads_nothing(source):
    with (
        pytest.raises(DomainError, match="The PDF could not be made"),
        press.started() as waiting,
    ):
        press.print_pdf(waiting, source, {}, {}, 0)


@pytest.mark.parametrize(
    "text", ['"', "\\", '\\"', "a\nb", "\u0000", "\u202e", "#x", '")] #panic()']
)
def test_a_quoted_string_is_one_string(text):
    assert re.fullmatch(r'"(?:[^"\\\n]|\\["\\]|\\u\{[0-9a-f]+\})*"', quoted(text))


def test_facts_with_code_and_markup_are_only_words():
    evil = '<script>"] #panic("ran") \\ & $x$ @@HEAD@@'
    made = typeset_all(
        a_manuscript(title=evil, network=evil, notice=evil, methods=evil, status=evil), FORMS
    )
    assert "<script>" not in made[Recipe.HTML].content.decode()
    assert '#panic("ran")' in words_of(Recipe.PDF, made[Recipe.PDF].content)
    zipfile.ZipFile(io.BytesIO(made[Recipe.DOCX].content)).testzip()


@pytest.mark.parametrize(
    "body",
    [
        "> ::: {.recommendation #rec-none strength=strong direction=for}\n> Secretly.\n> :::",
        "> ::: {.recommendation #rec-route strength=strong direction=for}\n> Secretly.\n> :::",
        "1. ::: {.recommendation #rec-none strength=strong}\n   Secretly.\n   :::",
        "A[^n].\n\n[^n]: Note\n\n    ::: {.recommendation #rec-route}\n    Secretly.\n    :::",
        "::: {.recommendation #rec-none strength=strong direction=for}\nSecretly.\n:::",
        "::: recommendation\nSecretly.\n:::",
        ":::: {.recommendation #rec-route}\n::: {.recommendation #rec-follow}\n"
        "Secretly.\n:::\n::::",
    ],
)
def test_nothing_looks_like_a_recommendation_that_was_not_voted_on(body):
    made, texts = set_all(body, recommendations=ROWS)
    for form in FORMS:
        assert "Secretly" in texts[form]
        assert any("not one of the numbered recommendations" in w for w in made[form].warnings)
    page = texts[Recipe.HTML].partition("<main>")[2]
    assert page.count('class="box-head"') == body.count("::: {.recommendation #rec-route}\n::: {")


def test_remarks_are_plain_text_and_a_caveat_takes_the_strength_away():
    text = "Less than <!-- 5 % [x](javascript:alert(1)) @first *a*.\n\n:::\n\n```\n\n# End"
    row = dataclasses.replace(
        ROWS[0], caveat="This is none.", remarks=(("minority", text),), state="No consensus"
    )
    body = "::: {.recommendation #rec-route}\nDo it.\n:::\n\nAfter."
    made, texts = set_all(body, recommendations=(row,))
    for form in FORMS:
        words = " ".join(html.unescape(re.sub("<[^>]+>", " ", texts[form])).split())
        assert made[form].warnings == ()
        for said in ("This is none.", "Number 1: not a recommendation", "No recommendation"):
            assert said in words, (form, said)
        assert "Minority statement" in words
        assert "Less than <!-- 5 % [x](javascript:alert(1)) @first *a*." in words.replace(
            "\u2060", ""
        )
        assert "# End" in words
        assert "Conditional" not in words
        assert "After." in words


@pytest.mark.parametrize(
    "source",
    ["#for i in range(100000) { for j in range(100000) { let x = i * j } }", "#range(900000000)"],
)
def test_a_source_that_takes_too_much_is_stopped(source):
    with pytest.raises(TooLarge), press.started(seconds=3) as waiting:
        waiting.compile(source, {}, {}, 0, accessible=False)


def test_no_character_of_the_text_is_lost_in_print():
    said = "A -? b, c-?d-?e. F // g /* h */ i ~ j -- k --- l $5 and #hash_x @ y *"
    _, texts = set_all(said.replace("*", "\\*").replace("~", "\\~"))
    for form in (Recipe.PDF, Recipe.HTML):
        assert said in " ".join(html.unescape(texts[form]).split()), form
