"""The pure parts: manifests, lineage, forms of recommendations."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guidelines.drafts.rules import edits
from guidelines.drafts.rules.imports import prepared
from guidelines.drafts.rules.lineage import descents
from guidelines.drafts.rules.manifest import (
    Entry,
    as_json,
    from_json,
    inserted,
    manifest_sha256,
    removed,
    replaced,
)
from guidelines.drafts.rules.structure import with_ends
from guidelines.drafts.rules.texts import ended, heading_of
from guidelines.errors import Conflict, Invalid
from guidelines.text.blocks import split
from guidelines.text.notices import BadText
from guidelines.text.recommendations import parse
from guidelines.text.sections import tidy_import

UNHURRIED = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
LINES = st.sampled_from(
    ["# A", "## B", "### C", "Some words.", "- an item", "", "", "::: note", ":::", "| a | b |",
     "```", "# Again", "Words {=x}", "::: {.recommendation #rec-a}"]
)  # fmt: skip
TEXTS = st.lists(LINES, max_size=30).map("\n".join)
IDS = st.sampled_from("abcdefgh")
MANIFESTS = st.lists(IDS, unique=True, min_size=1).map(
    lambda ids: tuple(Entry(one, f"r{one}", one * 64, 1) for one in ids)
)


@UNHURRIED
@given(TEXTS)
def test_the_sections_of_an_import_joined_are_the_tidied_text(text):
    try:
        tidied, _notices = tidy_import(text)
    except BadText:
        return
    closed, _notices = with_ends(tidied)
    assert closed.startswith(tidied.rstrip())
    assert "".join(prepared(text).sections) == closed


@UNHURRIED
@given(MANIFESTS, st.data())
def test_an_added_section_stands_where_it_should_and_nothing_gets_lost(manifest, data):
    after = data.draw(st.sampled_from([None, *(entry.section_id for entry in manifest)]))
    new = Entry("z", "rz", "0" * 64, 2)
    assert removed(inserted(manifest, new, after), "z") == manifest
    assert from_json(as_json(manifest)) == manifest


def test_the_hash_of_a_version_depends_on_its_text_alone():
    one = (Entry("a", "r1", "1" * 64, 1), Entry("b", "r2", "2" * 64, 2))
    other = (Entry("x", "r8", "1" * 64, 1), Entry("y", "r9", "2" * 64, 2))
    assert manifest_sha256(one) == manifest_sha256(other)
    assert manifest_sha256(one) != manifest_sha256(one[::-1])
    assert manifest_sha256(replaced(one, Entry("b", "r3", "3" * 64, 2))) != manifest_sha256(one)


def test_the_last_section_cannot_go_and_a_gone_one_is_named():
    one = (Entry("a", "r", "1" * 64, 1),)
    with pytest.raises(Conflict, match="needs a section"):
        removed(one, "a")
    with pytest.raises(Conflict, match="no longer part"):
        inserted(one, Entry("c", "s", "2" * 64, 1), "b")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# Airway {#a}\n", ("Airway", 1)),
        ("Airway\n======\n", ("Airway", 1)),
        ("Text.\n\n### The *first* `one` ###\n", ("The first one", 3)),
        ("No heading.\n", ("", 0)),
    ],
)
def test_the_heading_of_a_section(source, expected):
    assert heading_of(split(source)) == expected


@UNHURRIED
@given(st.text(alphabet="a\n"))
def test_a_text_ends_with_an_empty_line(text):
    assert ended(text).endswith("\n\n")
    assert ended(ended(text)) == ended(text)
    assert ended(text).rstrip("\n") == text.rstrip("\n")


@UNHURRIED
@given(TEXTS, TEXTS)
def test_an_unchanged_block_is_the_same_text_and_is_used_once(old, new):
    before, after = split(old), split(new)
    found = descents(before, after)
    assert len(found) == len(after)
    used = [descent.old for descent in found if descent.old is not None]
    assert len(used) == len(set(used))
    for block, descent in zip(after, found, strict=True):
        if descent.unchanged:
            assert before[descent.old].text == block.text
    if old == new:
        assert all(descent.unchanged for descent in found)


# recommendations by a form

BLOCK = """Before.

:::: {.recommendation .boxed #rec-a type=evidence-based strength=strong direction=for grade=B}
Do it.

::: {.rationale}
Why.
:::

::: {.subgroups}
Whom.
:::
::::

After.
"""


def test_a_form_without_a_change_changes_nothing():
    assert edits.with_changed(BLOCK, "rec-a", edits.draft_of(parse(BLOCK)[0])) == BLOCK


def test_a_form_changes_only_what_was_changed():
    draft = edits.draft_of(parse(BLOCK)[0])
    short = {**draft.short, "strength": "conditional", "population": "Children, all ages"}
    changed = edits.with_changed(BLOCK, "rec-a", edits.Draft(draft.wording, short, draft.long))
    assert changed == BLOCK.replace("strength=strong", "strength=conditional").replace(
        "grade=B", 'grade=B population="Children, all ages"'
    )
    long = {**draft.long, "rationale": "Because.", "remarks": "Mind this."}
    changed = edits.with_changed(BLOCK, "rec-a", edits.Draft("Do that.", draft.short, long))
    [block] = parse(changed)
    assert (block.body, block.field("rationale"), block.field("remarks")) == (
        "Do that.", "Because.", "Mind this.",
    )  # fmt: skip
    assert block.field("subgroups") == "Whom."
    assert block.get("grade") == "B"
    assert changed.startswith("Before.\n\n:::: {.recommendation .boxed #rec-a")
    assert changed.endswith("::::\n\nAfter.\n")


WORDS = st.text(alphabet="abc :\n`{}#.", min_size=1, max_size=40)


@UNHURRIED
@given(WORDS, WORDS)
def test_what_a_form_saves_reads_back_as_it_was_written_or_is_refused(wording, rationale):
    draft = edits.Draft(wording, {"type": "consensus-based"}, {"rationale": rationale})
    try:
        source = edits.with_new("# A\n", "rec-new", draft)
    except (Invalid, Conflict):
        return
    block = next(one for one in parse(source) if one.id == "rec-new")
    assert block.body == edits.settled(draft).wording
    assert block.field("rationale") == rationale.strip()


@pytest.mark.parametrize(
    ("draft", "wrong"),
    [
        (edits.Draft(" "), {"wording"}),
        (edits.Draft("Do it.", {"strength": "huge", "type": "x"}), {"strength", "type"}),
        (edits.Draft("Do it.", {"population": "x" * 501}), {"population"}),
        (edits.Draft("Do it.", {}, {"rationale": "x" * 20_001}), {"rationale"}),
    ],
)  # fmt: skip
def test_all_mistakes_of_a_form_are_told_at_once(draft, wrong):
    with pytest.raises(Invalid) as caught:
        edits.settled(draft)
    assert set(caught.value.errors) == wrong


def test_a_form_drops_what_does_not_belong_to_the_type():
    draft = edits.Draft(
        "Do it.",
        {"type": "good-practice", "strength": "strong", "direction": "for", "certainty": "high"},
    )
    short = edits.settled(draft).short
    assert (short["strength"], short["direction"], short["certainty"]) == ("", "", "")
