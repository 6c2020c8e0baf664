"""Laws of writing beside a source: nothing changes that nobody touched."""

from hypothesis import given
from hypothesis import strategies as st

from guidelines.drafts.rules.translation_edits import Typed, Verb, edited, marks_of
from guidelines.drafts.rules.translations import (
    Basis,
    Piece,
    State,
    counterparts,
    pieces,
    progress_of,
    shape,
    side_by_side,
)
from guidelines.text.blocks import Kind, split
from guidelines.text.recommendations import parse

WRITTEN = (Kind.PARAGRAPH, Kind.HEADING, Kind.ITEM)
WORDS = st.sampled_from(
    [
        "One sentence.", "Two  spaces.", "5 mg/kg [@smith2019].", "- looks like an item",
        "# looks like a heading", "1. 2. x", "**bold** and\nanother line", "> a quotation",
        "![alt](image.png)", "<!-- a note -->", "   indented", "[^1]: A note.", "x \t", "Å ﬁ é",
    ]
)  # fmt: skip
PARAGRAPH = WORDS
HEADING = st.builds("{} {}".format, st.sampled_from(["#", "##", "######"]), WORDS)
ITEMS = st.lists(WORDS, min_size=1, max_size=3).map(lambda w: "\n".join(f"- {x}" for x in w))
TABLE = st.just("| a | b |\n|---|---|\n| c | d |\n| e | f |")
CODE = st.just("```\n# code\n\n::: {.x}\n```")
FIELD = WORDS.map(lambda text: f"\n::: {{.rationale}}\n{text}\n:::\n")
RECOMMENDATION = st.builds(
    '::: {{.recommendation #rec-{} strength={} population="{}"}}\n{}\n{}:::'.format,
    st.integers(1, 99),
    st.sampled_from(["strong", "conditional"]),
    st.sampled_from(["all children", "x"]),
    WORDS,
    st.one_of(st.just(""), FIELD),
)
BLOCK = st.one_of(PARAGRAPH, HEADING, ITEMS, TABLE, CODE, RECOMMENDATION)
TEXT = st.builds(
    lambda blocks, gaps, end: (
        "".join(f"{block}{gap}" for block, gap in zip(blocks, gaps, strict=False)).rstrip("\n")
        + end
    ),
    st.lists(BLOCK, min_size=1, max_size=8),
    st.lists(st.sampled_from(["\n\n", "\n\n\n"]), min_size=8, max_size=8),
    st.sampled_from(["\n\n", "\n\n\n"]),
).filter(lambda text: len({one.id for one in parse(text)}) == len(parse(text)))
"""Texts as they are saved: the id of a recommendation is there once."""


def known(text: str, name: str) -> tuple[Piece, ...]:
    blocks = split(text)
    return pieces(blocks, [f"{name}{number}" for number in range(len(blocks))])


def copied(text: str):
    """Return source and translation as a copy makes them, and what is kept about them."""
    source, target = known(text, "s"), known(text, "t")
    kept = {
        here.lineage: Basis(there.lineage, here.block.sha256, here.block.text, False)
        for here, there in zip(source, target, strict=True)
        if here.block.kind.value not in ("blank", "close", "rule")
    }
    return source, target, kept


def shown(text, lines, source, target):
    """Return what the fields of the page hold, as a browser sends them back."""
    fields = {}
    for line in lines:
        if not line.is_here:
            continue
        first, last = target[line.first].block, target[line.last - 1].block
        piece = source[line.source] if line.source is not None else target[line.first]
        said = text[first.start : last.start + len(last.text)].removeprefix(marks_of(first))
        fields[piece.lineage] = said.replace("\n", "\r\n")
    return fields


@given(TEXT)
def test_a_page_that_is_sent_back_untouched_changes_nothing(text):
    source, target, kept = copied(text)
    lines = side_by_side(source, target, kept)
    result = edited(text, source, target, kept, Typed(shown(text, lines, source, target)))
    assert result.source == text
    assert not any(mark.is_new for mark in result.marks if mark.settled and mark.first is None)
    assert not result.forgotten


@given(TEXT, st.data())
def test_what_is_typed_changes_its_own_paragraph_alone(text, data):
    source, target, kept = copied(text)
    lines = side_by_side(source, target, kept)
    fields = shown(text, lines, source, target)
    written = [
        line for line in lines if line.is_here and source[line.source].block.kind in WRITTEN
    ]
    if not written:
        return
    line = data.draw(st.sampled_from(written))
    fields[source[line.source].lineage] = "Noget helt andet."
    result = edited(text, source, target, kept, Typed(fields))
    first, last = target[line.first].block, target[line.last - 1].block
    assert result.source.startswith(text[: first.start])
    assert result.source.endswith(text[last.start + len(last.text) :])
    assert "Noget helt andet." in result.source


@given(TEXT)
def test_every_paragraph_of_the_source_stands_on_the_page_once(text):
    source, target, kept = copied(text)
    numbers = [line.source for line in side_by_side(source, target, kept)]
    wanted = [
        number
        for number, piece in enumerate(source)
        if piece.block.kind.value not in ("blank", "close", "rule")
    ]
    assert numbers == wanted
    progress = progress_of(side_by_side(source, target, kept))
    assert progress.done + progress.changed + progress.new <= progress.total or progress.total == 0
    assert progress.is_current


@given(TEXT, TEXT)
def test_what_is_new_and_what_is_gone_is_never_lost(before, after):
    """The source became another text: each of its paragraphs and each of ours is on the page."""
    _source, target, kept = copied(before)
    source = known(after, "n")
    lines = side_by_side(source, target, kept)
    assert [line.source for line in lines if line.source is not None] == [
        number
        for number, piece in enumerate(source)
        if piece.block.kind.value not in ("blank", "close", "rule")
    ]
    here = [at for line in lines for at in range(line.first, line.last)]
    assert sorted(here) == [
        at
        for at, piece in enumerate(target)
        if piece.block.kind.value not in ("blank", "close", "rule")
    ]


@given(TEXT, st.data())
def test_what_is_taken_over_stands_there_and_all_else_stays(text, data):
    source, target, kept = copied(text)
    new = "::: {.recommendation #rec-100 type=good-practice}\nCall.\n:::\n\n"
    places = [piece.block.start for piece in source if piece.block.depth == 0]
    at = data.draw(st.sampled_from([*places, len(text)]))
    longer = text[:at] + new + text[at:]
    blocks = split(longer)
    names = {piece.block.text: piece.lineage for piece in source}
    if len(names) != len(source) or len(blocks) != len(source) + 3:
        return  # the same words twice, or the pieces joined: lineage would be a guess here
    now = pieces(blocks, [names.get(block.text, f"n{n}") for n, block in enumerate(blocks)])
    new_at = next(n for n, block in enumerate(blocks) if "rec-100" in block.text)
    result = edited(text, now, target, kept, Typed(verb=Verb.TAKE, about=now[new_at].lineage))
    assert "Call." in result.source
    assert sorted(b.text for b in split(result.source)) == sorted(b.text for b in blocks)


def test_counterparts_are_found_by_shape():
    one = [shape(b) for b in split("# A\n\nB.\n\n- c\n\nD.\n\n")]
    other = [shape(b) for b in split("# X\n\nY.\n\nZ.\n\n- w\n\nQ.\n\n")]
    assert counterparts(one, other)[0] == (0, 0)
    assert len(counterparts(one, other)) == 4
    assert State.NEW.value == "new"
