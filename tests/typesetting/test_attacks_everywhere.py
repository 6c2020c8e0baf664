"""One text with every attack in it, made into every form: none of them lets anything through."""

import io
import os
import re
import time
import zipfile

import pytest
from pypdf import PdfReader

from guidelines.errors import DomainError, TooLarge
from guidelines.typesetting.model import Asset
from guidelines.typesetting.recipes import Recipe, typeset_each
from tests.typesetting.manuscripts import a_manuscript

SECRET = "root:x:0:0"
ATTACKS = """---
title: Stolen
bibliography: /etc/passwd
header-includes: '#read("/etc/passwd")'
include-before: /etc/passwd
---

# Pictures of the server

![one](/etc/passwd) ![two](file:///etc/passwd) ![three](../../../../../../etc/passwd)

![far](https://tracker.example/p.png){width=1px} ![data](data:text/html;base64,PHNjcmlwdD4=)

# Raw passages

```{=typst}
#panic("ran")
```

```{=html}
<script>alert("ran")</script>
```

```{=latex}
\\input{/etc/passwd}
```

```{=openxml}
<w:p><w:r><w:t>ran</w:t></w:r></w:p>
```

`#panic("ran")`{=typst} <script>alert("ran")</script> <img src=x onerror=alert("ran")>

#read("/etc/passwd") #include "/etc/passwd" #import "@preview/cetz:0.3.0": * \\input{/etc/passwd}

&xxe; <!ENTITY xxe SYSTEM "file:///etc/passwd"> <?xml version="1.0"?> ]]> %x;

[go](javascript:alert(1)) [file](file:///etc/passwd)

```{.include}
/etc/passwd
```

$\\text{#panic("ran")}$ and $\\input{/etc/passwd}$

::: {.recommendation #rec-route strength='x", panic("ran"), a: "'}
We recommend <script>alert("ran")</script> #read("/etc/passwd").

::: {.rationale}
#include "/etc/passwd" ![x](/etc/passwd)
:::
:::

| `#panic("ran")` | <b onmouseover=alert(1)>x</b> |
|-----------------|-------------------------------|
| #read("/etc/passwd") | \\input{/etc/passwd} |
"""


def everything(content):
    """Return all bytes in a file, whatever is packed in whatever."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return b"\n".join(everything(archive.read(name)) for name in archive.namelist())
    if content.startswith(b"%PDF"):
        return "\n".join(
            page.extract_text() for page in PdfReader(io.BytesIO(content)).pages
        ).encode()
    return content


@pytest.fixture(scope="module")
def made():
    manuscript = a_manuscript(body=ATTACKS)
    files, troubles = typeset_each(manuscript, list(Recipe))
    assert troubles == {}
    return files


@pytest.mark.parametrize("recipe", list(Recipe))
def test_no_attack_gets_through(made, recipe):
    inside = everything(made[recipe].content)
    assert SECRET.encode() not in inside
    if recipe in (Recipe.MARKDOWN, Recipe.SOURCES, Recipe.PDF, Recipe.SUMMARY):
        return  # words to be read: nothing in them is markup
    assert not re.search(rb"<(?:dc:)?(?:article-)?title[^>]*>Stolen", inside)
    assert not re.search(rb"<script|<img[^>]*\sonerror|<b [^>]*onmouseover", inside)
    named = rb"https?://tracker|file:|javascript:"
    assert not re.search(rb"(?:src|href|Target)=[\"'](?:" + named + rb")", inside)
    assert b"<w:t>ran</w:t>" not in inside
    assert b"<!ENTITY" not in inside


@pytest.mark.parametrize("recipe", [one for one in Recipe if one.value not in ("md", "md.zip")])
def test_what_was_left_out_is_named_with_its_place(made, recipe):
    said = " ".join(made[recipe].warnings)
    assert "The image “/etc/passwd” in “Pictures of the server” was left out" in said


@pytest.mark.parametrize("body", ["> " * 1500 + "x", "*a " * 2500, "- " * 1200 + "x"])
def test_deep_nesting_ends_soon_in_every_form_with_a_plain_sentence(body):
    began = time.monotonic()
    files, troubles = typeset_each(a_manuscript(body=body, recommendations=()), list(Recipe))
    assert set(files) | set(troubles) == set(Recipe)
    assert all(one.message.endswith("try again.") for one in troubles.values())
    assert time.monotonic() - began < 60


def test_a_picture_that_unpacks_to_too_much_keeps_no_other_form_back():
    flood = zipfile.ZipFile(out := io.BytesIO(), "w", zipfile.ZIP_DEFLATED)
    flood.writestr("a", b"0" * 5_000_000)
    flood.close()
    assets = {"a.png": Asset(media_type="image/png", content=out.getvalue())}
    manuscript = a_manuscript(body="# A\n\n![x](a.png)", assets=assets)
    files, troubles = typeset_each(manuscript, [Recipe.PDF, Recipe.MARKDOWN, Recipe.HTML])
    assert set(troubles) == {Recipe.PDF, Recipe.HTML}
    for one in troubles.values():
        assert "The picture “a.png” in “A” cannot be read." in str(one.message)
    assert set(files) == {Recipe.MARKDOWN}


def test_a_table_of_fifty_megabytes_is_refused_at_once_with_a_plain_sentence():
    body = "| a | b |\n|---|---|\n" + "| word word word | other other |\n" * 1_600_000
    began = time.monotonic()
    files, troubles = typeset_each(a_manuscript(body=body), [Recipe.PDF, Recipe.JOURNAL])
    assert files == {}
    assert all(isinstance(one, TooLarge) for one in troubles.values())
    assert time.monotonic() - began < 10


@pytest.mark.skipif(
    os.environ.get("HYPOTHESIS_PROFILE") != "long", reason="takes a minute: make test-long"
)
def test_a_table_that_is_just_allowed_ends_all_the_same():
    body = "| a | b |\n|---|---|\n" + "| word word word | other other |\n" * 240_000
    began = time.monotonic()
    _files, troubles = typeset_each(a_manuscript(body=body), [Recipe.PDF, Recipe.DOCX])
    assert all(isinstance(one, TooLarge) for one in troubles.values())
    assert time.monotonic() - began < 200


def test_every_trouble_is_one_for_people():
    body = "| " + "a | " * 1500 + "\n|" + "-|" * 1500 + "\n"
    _files, troubles = typeset_each(a_manuscript(body=body), [Recipe.PDF])
    for one in troubles.values():
        assert isinstance(one, DomainError)
        assert "Traceback" not in str(one.message)
