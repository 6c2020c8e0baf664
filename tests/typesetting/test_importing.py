"""Word files in: what is kept, what is said, and what is refused."""

import io
import re
import zipfile

import pytest
from PIL import Image

from guidelines.errors import TooLarge
from guidelines.typesetting.importing import Unreadable, read_docx
from guidelines.typesetting.recipes import Recipe, typeset
from tests.real_data import real_data
from tests.typesetting.manuscripts import a_manuscript
from tests.typesetting.word_files import (
    a_bomb,
    a_file,
    paragraph,
    with_everything,
    with_lying_size,
)


def test_headings_lists_and_tables_come_as_markdown():
    made = read_docx(with_everything())
    squeezed = re.sub(r"-{2,}", "--", re.sub(r" +", " ", made.markdown))
    assert squeezed == (
        "# First part\n\nA paragraph with **strong**\n\n- one\n- two\n\n## Second part\n\n"
        "| r0c0 | r0c1 | r0c2 |\n|--|--|--|\n| r1c0 r1c1 | | r1c2 |\n"
        "| r2c0 | r2c1 | r2c2 second line \\| with a bar |\n"
    )
    assert made.warnings == ("Merged cells (1) were parted in a table.",)


def test_a_guideline_comes_back_from_its_own_word_file():
    back = read_docx(typeset(a_manuscript(), Recipe.DOCX).content)
    for said in ("# Background", "## Referral", "# References", "We suggest that every child"):
        assert said in back.markdown
    assert "[^1]: The note has a [link](https://example.org/)" in back.markdown
    assert len(back.assets) == 2


@pytest.mark.parametrize(
    ("content", "error", "said"),
    [
        pytest.param(b"%PDF-1.7 nothing", Unreadable, "not a Word file", id="a PDF"),
        pytest.param(b"", Unreadable, "not a Word file", id="empty"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, Unreadable, "old Word", id="doc"
        ),
        pytest.param(a_file()[:-40], Unreadable, "not a Word file", id="cut off"),
        pytest.param(b"PK\x03\x04" + b"\0" * 51 * 1024**2, TooLarge, "50 MB", id="too large"),
        pytest.param(
            a_file(**{"..__evil_dot_xml": b"<a/>"}), Unreadable, "not a Word file", id="climbs"
        ),
        pytest.param(a_file(word__x_dot_xml=b"<a"), Unreadable, "damaged", id="broken part"),
        pytest.param(a_file("<w:p>" * 500 + "</w:p>" * 500), TooLarge, "far larger", id="deep"),
        pytest.param(
            a_file(
                paragraph("&e;"), doctype='<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
            ),
            Unreadable,
            "damaged or not allowed",
            id="outside entity",
        ),
        pytest.param(
            a_file(
                paragraph("&b;"),
                doctype='<!DOCTYPE d [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;">]>',
            ),
            Unreadable,
            "damaged or not allowed",
            id="entities",
        ),
        pytest.param(
            with_lying_size(a_file(" " * 4096)), Unreadable, "not a Word file", id="lies"
        ),
        pytest.param(
            a_file(**{f"word__p{n}_dot_bin": b"x" for n in range(2001)}),
            TooLarge,
            "far larger",
            id="many",
        ),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence(content, error, said):
    with pytest.raises(error, match=re.escape(said)):
        read_docx(content)


@pytest.mark.parametrize("change", [lambda content: content, with_lying_size])
def test_a_bomb_is_refused_before_it_unpacks(change):
    with pytest.raises((TooLarge, Unreadable)):
        read_docx(change(a_bomb()))


def test_an_embedded_archive_is_left_out_and_named():
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("x", "y")
    made = read_docx(a_file(word__embeddings__book_dot_xlsx=inner.getvalue()))
    assert made.markdown == "Text\n"
    assert made.warnings == ("Files embedded in the document (1) were left out.",)


def test_every_warning_of_tracked_changes_counts():
    tracked = (
        '<w:p><w:ins w:id="1" w:author="a"><w:r><w:t>new</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="a"><w:r><w:delText>old</w:delText></w:r></w:del></w:p>'
    )
    made = read_docx(a_file(tracked))
    assert made.markdown == "new\n"
    assert made.warnings == ("Tracked changes were accepted: 1 insertions, 1 deletions.",)


@pytest.mark.real_data
def test_a_real_paper_keeps_headings_tables_links_and_pictures():
    path = real_data("documents", "meta-review", "v3.0-new-manuscript.docx")
    made = read_docx(path.read_bytes())
    source = real_data("documents", "meta-review", "v3.0-new-manuscript.md").read_text()
    headings = re.findall(r"^#+ ", made.markdown, re.MULTILINE)
    assert len(headings) == 28
    assert len(re.findall(r"^\|:?-", made.markdown, re.MULTILINE)) == 2
    assert len(made.assets) == 6
    for asset in made.assets.values():
        assert Image.open(io.BytesIO(asset.content)).width > 10
    assert made.title in source
    assert made.warnings == ()
    printed = typeset(a_manuscript(body=made.markdown, assets=made.assets), Recipe.PDF)
    assert not [text for text in printed.warnings if "left out" in text or "PDF/UA" in text]


@pytest.mark.real_data
def test_a_real_copy_edit_says_what_it_dropped():
    made = read_docx(
        real_data("documents", "docx-tracked", "rust-book-chapter10.docx").read_bytes()
    )
    assert made.warnings == (
        "Tracked changes were accepted: 65 insertions, 28 deletions.",
        "Comments (12) were not taken over.",
    )
