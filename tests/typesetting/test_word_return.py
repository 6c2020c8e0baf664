"""Word there and back: an untouched file brings nothing, a changed one exactly its changes."""

import datetime as dt
import io
import re
import shutil
import subprocess

import pytest
from PIL import Image

from guidelines.errors import Invalid
from guidelines.reviews.rules import Span, applied
from guidelines.text.blocks import split
from guidelines.typesetting import importing
from guidelines.typesetting.model import Asset, Manuscript
from guidelines.typesetting.word_alignment import folded
from guidelines.typesetting.word_export import word_for_comments
from guidelines.typesetting.word_marks import Marked, make_tag
from guidelines.typesetting.word_model import BREAK, OBJECT, ChangeKind, Origin
from guidelines.typesetting.word_reading import read_changes
from guidelines.typesetting.word_return import take_back
from tests.real_data import real_data
from tests.typesetting.tracking import (
    W,
    changed,
    comments,
    joins_next,
    moves,
    new_paragraph,
    paragraph_of,
    parts_at,
    put_around,
    removes,
    replaces,
    run,
    writes,
)

TEXT = """# Scope {#scope}

This **guideline** is about [children](https://example.org) with H~2~O.[^1] See [care](#care).

[^1]: A note *here*.

- one item
- two **items**
    - nested

1. first
2. second

| Drug | Dose |
|------|------|
| A | 10 mg |
| B | 20 mg |

: Doses of all drugs

## Care for all {#care}

> A quotation
> goes on.

Term
:   Meaning

::: {.recommendation #rec-a type=consensus-based strength=strong direction=for}
We recommend that all are seen [@nobody2020, p. 3] at once.

::: {.rationale}
Because it may be difficult.
:::
:::

```
code
```

Formula $x^2$ here.

- [ ] open task

The *very* last \\* paragraph, with a snake_case word.
"""


def _plot():
    out = io.BytesIO()
    Image.new("RGB", (40, 20), (11, 85, 99)).save(out, "PNG")
    return out.getvalue()


def sent(text):
    """Return the Word file of a text, and its blocks by id."""
    blocks = split(text)
    marked = [
        Marked(make_tag(f"block{n:07d}", 3, one.sha256), one) for n, one in enumerate(blocks)
    ]
    picture = Asset(media_type="image/png", content=_plot())
    manuscript = Manuscript(
        title="Safe airway", body=text, date=dt.date(2026, 1, 1), assets={"plot.png": picture}
    )
    content, _warnings = word_for_comments(
        manuscript, [(text, marked)], Origin("document", 3, "export")
    )
    return content, {f"block{n:07d}": one for n, one in enumerate(blocks)}


def brought(text, back, *, alone=False):
    """Return what `back` (bytes, or a function of the file sent) brings."""
    content, blocks = sent(text)
    back = back(content) if callable(back) else back
    out, read = read_changes(content), read_changes(back)
    return take_back(out, read, blocks, alone=alone), blocks, read


def with_all(text, returned, blocks):
    """Return a text with every proposal in it."""
    spans = []
    for number, one in enumerate(returned.proposals):
        start = blocks[one.block].start + one.replacement.start
        stop = blocks[one.block].start + one.replacement.stop
        spans.append(
            Span(str(number), start, stop, text[start:stop], one.replacement.text, number)
        )
    after, _taken, left = applied(text, spans)
    assert left == []
    return after


REAL = (
    "deep-review/doc25k.md",
    "meta-review/v3.0-old-manuscript.md",
    "deep-review/content/response-to-reviewers.md",
    "hl7-cpg",
    "who-smart-anc",
)


def test_an_untouched_file_of_every_kind_of_block_brings_nothing():
    returned, blocks, read = brought(TEXT, lambda content: content)
    assert (returned.proposals, returned.said, returned.unplaced) == ([], [], [])
    assert (returned.generated, returned.lost) == (0, 0)
    assert read.origin == Origin("document", 3, "export")
    named = {unit.block for unit in read.units if unit.block}
    silent = {key for key, one in blocks.items() if one.kind in ("open", "close")}
    assert named == set(blocks) - silent


@pytest.mark.real_data
@pytest.mark.parametrize("name", REAL)
def test_an_untouched_real_document_brings_nothing(name):
    place = real_data("documents", *name.split("/"))
    files = [place] if place.is_file() else sorted(place.rglob("*.md"))[:3]
    for file in files:
        returned, _blocks, _read = brought(file.read_text(), lambda content: content)
        assert returned.proposals == []
        assert returned.unplaced == []


CASES = [
    ("a word", replaces("Formula", "The formula"), ("Formula $", "The formula $")),
    ("in a heading", replaces("Care for all", "Care of all"), ("Care for all {", "Care of all {")),
    ("in a list", replaces("one item", "first item"), ("one item", "first item")),
    ("bold words", replaces("items", "things"), ("**items**", "**things**")),
    ("part of a link", replaces("children", "young people"), ("[children]", "[young people]")),
    ("a cell", replaces("10 mg", "15 mg"), ("10 mg", "15 mg")),
    ("a bar in a cell", replaces("20 mg", "5|6"), ("20 mg", "5\\|6")),
    ("a caption", replaces("Doses of", "All doses of"), (": Doses of", ": All doses of")),
    ("a quotation", replaces("goes on", "ends"), ("goes on", "ends")),
    ("a definition", replaces("Meaning", "Sense"), ("Meaning", "Sense")),
    ("a recommendation", replaces("all are seen ", "each child is seen "),
     ("all are seen [", "each child is seen [")),
    ("in a rationale", replaces("difficult", "hard"), ("difficult", "hard")),
    ("markup is words", replaces("paragraph", "*p* _q_ [r]"),
     ("paragraph", "\\*p\\* \\_q\\_ \\[r\\]")),
    ("beside a star", replaces("last ", "final "), ("last \\*", "final \\*")),
    ("nothing left", replaces("at once.", ""), (" at once.", " ")),
    ("untracked", writes("Formula", "This formula"), ("Formula $", "This formula $")),
    ("a paragraph gone", removes("quotation"), ("> A quotation\n> goes on.\n\n", "")),
    ("an item gone", removes("one item"), ("- one item\n", "")),
    ("a new paragraph", new_paragraph("New words.", "Formula"),
     ("here.\n\n- [ ]", "here.\n\nNew words.\n\n- [ ]")),
    ("an untracked one", new_paragraph("# no heading", "Formula", tracked=False),
     ("here.\n", "here.\n\n\\# no heading\n")),
    ("two become one", joins_next("difficult"), None),
    ("one becomes two", parts_at("paragraph, "), ("paragraph, with", "paragraph, \n\nwith")),
]  # fmt: skip


@pytest.mark.parametrize(("step", "change"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_a_change_of_the_words_is_that_change_of_the_source(step, change):
    returned, blocks, read = brought(TEXT, lambda content: changed(content, step))
    assert returned.unplaced == []
    after = with_all(TEXT, returned, blocks)
    if change is not None:
        assert after == TEXT.replace(*change)
    counts = read.counts
    assert returned.arrived(ChangeKind.INSERTION) == counts.insertions
    assert returned.arrived(ChangeKind.DELETION) == counts.deletions
    authors = {one.author for one in returned.proposals}
    assert authors <= {"Ada Outside", ""}


PARTS = r"""# Parts

$$
E = mc^2
$$

Before $$a+b$$ between $$c$$ after all.

![Two bars: *before* and after](plot.png)

![](plot.png)

```python
code = 1
```

    indented code

- item

  ```
  listed code
  ```

The last paragraph $$z$$
"""


def test_formulas_pictures_and_code_are_named_and_untouched_bring_nothing():
    returned, blocks, read = brought(PARTS, lambda content: content)
    assert (returned.proposals, returned.unplaced, returned.generated) == ([], [], 0)
    named = {unit.block for unit in read.units if unit.block}
    assert named == {key for key, one in blocks.items() if one.kind != "blank"}
    formulas = [unit for unit in read.units if OBJECT in unit.before]
    assert len(formulas) == 6  # four formulas, two pictures
    assert all(unit.block for unit in formulas)


@pytest.mark.parametrize(
    ("step", "change"),
    [
        (replaces("between", "amid"), ("between", "amid")),
        (replaces("after all", "in the end"), ("after all", "in the end")),
        (replaces("listed", "noted"), ("listed", "noted")),
        (replaces("indented", "shifted"), ("indented", "shifted")),
        (replaces("Two bars", "Three bars"), ("Two bars", "Three bars")),
    ],
)
def test_words_beside_formulas_in_captions_and_in_code_change_as_in_word(step, change):
    returned, blocks, _read = brought(PARTS, lambda content: changed(content, step))
    assert with_all(PARTS, returned, blocks) == PARTS.replace(*change)
    assert returned.unplaced == []


@pytest.mark.parametrize(
    ("step", "after"),
    [
        (replaces("10.1234", "10.4321"), "<https://doi.org/10.4321/first>"),
        (replaces("org/10", "org/ DOI: 10"), "https://doi.org/ DOI: 10.1234/first"),
    ],
)
def test_words_within_a_bare_link_leave_its_address_as_words(step, after):
    text = "Printed in 2018 <https://doi.org/10.1234/first>\n"
    returned, blocks, _read = brought(text, lambda content: changed(content, step))
    assert returned.unplaced == []
    assert with_all(text, returned, blocks) == f"Printed in 2018 {after}\n"


def test_a_footnote_can_be_changed():
    def step(parts, root):
        notes = parts["word/footnotes.xml"].decode()
        assert "here" in notes
        parts["word/footnotes.xml"] = notes.replace("here", "there").encode()

    returned, blocks, _read = brought(TEXT, lambda content: changed(content, step))
    assert with_all(TEXT, returned, blocks) == TEXT.replace("*here*", "*there*")


def test_a_moved_paragraph_is_two_halves_of_one_move():
    returned, blocks, read = brought(
        TEXT, lambda content: changed(content, moves("Formula", "quotation"))
    )
    assert returned.arrived(ChangeKind.MOVE_FROM) == read.counts.moves > 0
    assert {one.move for one in returned.proposals} == {"move1"}
    after = with_all(TEXT, returned, blocks)
    assert "Formula $x^2$" not in after
    assert after.index("Formula ") < after.index("quotation")


def test_changes_of_two_people_at_one_place_stay_apart():
    def step(parts, root):
        paragraph = paragraph_of(root, "difficult")
        paragraph.append(put_around(run(" First."), "ins", "Ada Outside"))
        paragraph.append(put_around(run(" Second."), "ins", "Ben Elsewhere"))

    returned, blocks, _read = brought(TEXT, lambda content: changed(content, step))
    assert [one.author for one in returned.proposals] == ["Ada Outside", "Ben Elsewhere"]
    assert "difficult. First. Second.\n" in with_all(TEXT, returned, blocks)


def test_what_one_put_in_and_another_took_out_is_told_as_nothing():
    def step(parts, root):
        both = put_around(put_around(run("gone", "delText"), "del", "Ben"), "ins")
        paragraph_of(root, "difficult").append(both)

    returned, _blocks, read = brought(TEXT, lambda content: changed(content, step))
    assert returned.proposals == []
    assert len(returned.nothing) == read.counts.insertions + read.counts.deletions == 2


def test_a_change_in_the_contents_is_listed_with_its_words():
    def step(parts, root):
        first = next(p for p in root.iter(f"{W}p") if "Contents" in "".join(p.itertext(f"{W}t")))
        first.append(put_around(run(" (mine)"), "ins"))

    returned, _blocks, _read = brought(TEXT, lambda content: changed(content, step))
    assert [one.after for one in returned.unplaced] == ["Contents (mine)"]


def test_comments_stand_at_their_words_with_their_replies():
    back = comments(
        ("1", "difficult", "Why?", ""), ("2", "", "Because.", "1"), ("3", "Sense", "", "")
    )
    steps = (replaces("Meaning", "Sense"), back)
    returned, blocks, read = brought(TEXT, lambda content: changed(content, *steps))
    assert (read.counts.comments, read.counts.replies) == (2, 1)
    first, second = returned.said
    assert [one.text for one in first.replies] == ["Because."]
    assert (first.start, first.stop) == (18, 27)
    assert blocks[second.block].text.endswith("Meaning")
    assert (second.start, second.stop) == (0, 7)  # its words are new: it is about those that went


def test_a_comment_on_new_words_stands_at_the_words_beside_them():
    steps = (replaces("difficult", "difficult and slow"), comments(("1", "slow", "Sure?", "")))
    returned, _blocks, _read = brought(TEXT, lambda content: changed(content, *steps))
    [said] = returned.said
    reading = "Because it may be difficult."
    assert reading[said.start : said.stop] in ("difficult", "difficult.")


def test_a_hostile_part_is_refused():
    def step(parts, root):
        parts["word/comments.xml"] = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x/>'

    with pytest.raises(Invalid):
        brought(TEXT, lambda content: changed(content, step))


def test_a_program_that_drops_the_controls_is_found_out():
    def step(parts, root):
        for control in list(root.iter(f"{W}sdt")):
            for child in control.find(f"{W}sdtContent"):
                control.addprevious(child)
            control.getparent().remove(control)

    returned, _blocks, _read = brought(TEXT, lambda content: changed(content, step))
    assert returned.proposals == []
    assert returned.lost > 10


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_opens_the_file_and_what_it_saves_comes_back(tmp_path):
    content, _blocks = sent(TEXT)
    (tmp_path / "out.docx").write_bytes(content)
    order = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    order += ["--convert-to", "docx:Office Open XML Text", "--outdir", str(tmp_path / "saved")]
    subprocess.run([*order, str(tmp_path / "out.docx")], check=True, timeout=120)
    back = (tmp_path / "saved" / "out.docx").read_bytes()
    returned, _blocks, read = brought(TEXT, back)
    assert read.origin == Origin("document", 3, "export")
    assert returned.proposals == []
    named = sum(bool(unit.block) for unit in read.units)
    assert named == sum(bool(unit.block) for unit in read_changes(content).units)


TRACKED = {  # insertions, deletions, comments: what the README of the data counts in the XML
    "rust-book-appendix_c": (6, 3, 2),
    "rust-book-chapter01": (17, 12, 2),
    "rust-book-chapter08": (30, 17, 14),
    "rust-book-chapter10": (65, 28, 12),
}


def before_of(file, monkeypatch):
    """Return the text of a Word file with all its tracked changes rejected, as Markdown."""
    whole = importing.pandoc.run

    def rejecting(arguments, *more, **named):
        return whole([one.replace("=accept", "=reject") for one in arguments], *more, **named)

    monkeypatch.setattr(importing.pandoc, "run", rejecting)
    text = importing.read_docx(file.read_bytes()).markdown
    monkeypatch.undo()
    return text


@pytest.mark.real_data
@pytest.mark.parametrize("name", TRACKED)
def test_every_change_and_comment_of_a_real_round_arrives(name, monkeypatch):
    file = real_data("documents", "docx-tracked", f"{name}.docx")
    text = before_of(file, monkeypatch)
    returned, blocks, read = brought(text, file.read_bytes(), alone=True)
    insertions, deletions, remarks = TRACKED[name]
    assert returned.arrived(ChangeKind.INSERTION) == read.counts.insertions == insertions
    assert returned.arrived(ChangeKind.DELETION) == read.counts.deletions == deletions
    assert sum(1 + len(said.replies) for said in returned.said) == remarks
    assert all(said.block for said in returned.said)
    assert sum(not one.changes for one in returned.proposals) == 0
    assert len(returned.unplaced) <= 1
    same_words(with_all(text, returned, blocks), read, allowed=2 * len(returned.unplaced))


def same_words(text, read, *, allowed):
    """Compare a text with the accept-all reading of a file, paragraph by paragraph."""
    content, _blocks = sent(text)
    got = {squeezed(unit.before) for unit in read_changes(content).units}
    wanted, line = [], ""
    for unit in read.units:
        words = unit.after.replace(BREAK, " ") if unit.is_row else unit.after
        line += words
        last = unit.pieces[-1] if unit.pieces else None
        if last is not None and last.text == BREAK and last.went is not None:
            continue  # flows into the next one
        wanted += [squeezed(part) for part in line.split(BREAK)]
        line = ""
    missing = [words for words in wanted if words and words not in got]
    assert len(missing) <= allowed, missing[:5]
    return missing


def squeezed(words):
    return re.sub(r"\s", "", folded(words).replace(OBJECT, ""))


@pytest.mark.real_data
def test_a_real_comparison_by_word_arrives_whole():
    """629 insertions, 227 deletions and 5 moves; accepting all gives the text after.

    Differences: the title, which is no paragraph of the text; one block of code, which has no
    words of its own; and the list of references, in which Word's comparison did not track the
    words of links.
    """
    old = real_data("documents", "meta-review", "v3.0-old-manuscript.docx")
    diff = real_data("documents", "meta-review", "v3.0-diff-from-docx.docx")
    text = importing.read_docx(old.read_bytes()).markdown
    returned, blocks, read = brought(text, diff.read_bytes(), alone=True)
    counts = read.counts
    assert (counts.insertions, counts.deletions, counts.moves) == (629, 227, 5)
    assert returned.arrived(ChangeKind.INSERTION) == 629
    assert returned.arrived(ChangeKind.DELETION) == 227
    assert returned.arrived(ChangeKind.MOVE_FROM) == returned.arrived(ChangeKind.MOVE_TO) == 5
    missing = same_words(with_all(text, returned, blocks), read, allowed=60)
    body = [words for words in missing if not re.match(r"\d+\.", words)]
    assert len(body) <= 2, body
    listed = {change.number for one in returned.unplaced for change in one.changes}
    assert len(listed) <= 7  # words between two formats, and a number that Markdown counts itself
