"""Recommendations: the grammar, the canonical text, and edits that keep every other byte."""

import hashlib
import json
import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guidelines.text.attributes import parse_attributes, write_value
from guidelines.text.grammar import fresh_id, problems, renumber_copies, with_attributes
from guidelines.text.markdown import render
from guidelines.text.notices import BadText
from guidelines.text.recommendations import Recommendation, even, parse, write

OPENING = (
    "::: {.recommendation #rec-airway strength=conditional direction=for certainty=very-low"
    ' population="Infants, \\"syndromic\\"" x-local=kept}'
)
SOURCE = f"""# Airway

{OPENING}
We suggest a sleep study [@smith2019; @jones2020, p. 3].

- if apnoea is seen

::: {{.rationale}}
Because harm is rare [@smith2019].
:::
::: minority
Two members disagree.
:::
:::

After.
"""


def one(source=SOURCE):
    (found,) = parse(source)
    return found


def test_a_block_is_read_with_its_attributes_and_fields():
    found = one()

    assert found.id == "rec-airway"
    assert (found.type, found.strength, found.direction, found.certainty) == (
        "evidence-based", "conditional", "for", "very-low",
    )  # fmt: skip
    assert found.population == 'Infants, "syndromic"'
    assert found.attributes[-1] == ("x-local", "kept")
    assert found.body == (
        "We suggest a sleep study [@smith2019; @jones2020, p. 3].\n\n- if apnoea is seen"
    )
    assert found.fields == (
        ("rationale", "Because harm is rare [@smith2019]."),
        ("minority", "Two members disagree."),
    )
    assert SOURCE[found.start : found.end] == found.source
    assert found.line == 3
    assert problems(SOURCE) == ()


def test_the_canonical_text_is_what_people_agree_on():
    found = one()

    assert found.canonical_text == (
        '{"body":"We suggest a sleep study [p. 3].\\n\\n- if apnoea is seen","fields":'
        '{"direction":"for","population":"Infants, \\"syndromic\\"","strength":"conditional",'
        '"type":"evidence-based"},"v":1}'
    )
    assert found.wording_hash == hashlib.sha256(found.canonical_text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("change", "voids"),
    [
        pytest.param(("a sleep study", "surgery"), True, id="wording"),
        pytest.param(("strength=conditional", "strength=strong"), True, id="strength"),
        pytest.param(("direction=for", "direction=against"), True, id="direction"),
        pytest.param(("syndromic", "all"), True, id="population"),
        pytest.param(("[@smith2019;", "[@other2020;"), False, id="source"),
        pytest.param(("certainty=very-low", "certainty=low"), False, id="certainty"),
        pytest.param(("Because harm", "As harm"), False, id="rationale"),
        pytest.param((" x-local=kept", ""), False, id="unknown attribute"),
        pytest.param(("\n", "\r\n"), False, id="line ends"),
        pytest.param(("[@smith2019;", "[not @smith2019;"), True, id="words in a citation"),
        pytest.param(("#rec-airway", "#rec-airway type=evidence-based"), False, id="type said"),
        pytest.param(("#rec-airway", "#rec-airway type=consensus-based"), True, id="type"),
        pytest.param(("#rec-airway", "#rec-airway comparator=nothing"), True, id="comparator"),
        pytest.param(("#rec-airway", "#rec-airway conditions=night"), True, id="conditions"),
        pytest.param(("#rec-airway", "#rec-airway intervention=study"), True, id="action"),
        pytest.param(("#rec-airway", "#rec-airway off-label=yes"), False, id="off-label"),
        pytest.param(("#rec-airway", "#rec-airway status=updated"), False, id="status"),
        pytest.param(("#rec-airway", "#rec-airway last-search=2026-01"), False, id="search"),
        pytest.param(("#rec-airway", '#rec-airway certainty-reason="x"'), False, id="reason"),
        pytest.param(("a sleep study", "a\nsleep  study"), False, id="a line broken"),
        pytest.param(("[@smith2019;", "\n[@smith2019;"), False, id="a line broken at a source"),
        pytest.param(("\n\n- if", "\n\n\n\n- if"), False, id="empty lines"),
        pytest.param(("Infants, ", "Infants,   "), False, id="spaces in a field"),
    ],
)
def test_what_voids_an_agreement(change, voids):
    changed = SOURCE.replace(*change)

    assert changed != SOURCE
    assert (one(changed).wording_hash != one().wording_hash) == voids
    assert (one(changed).block_hash != one().block_hash) == (change[0] != "\n")


@pytest.mark.parametrize(
    "body",
    [
        "We suggest x.",
        "We suggest x.\n\n- a\n- b\n  - c",
        "We suggest x.\n\nAnd y.",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "```\na  b\n\nc\n```",
    ],
)
def test_even_text_keeps_the_hash_it_always_had(body):
    found = one(f"::: {{.recommendation #a type=good-practice}}\n{body}\n:::\n")
    plain = json.dumps(
        {"body": body, "fields": {"type": "good-practice"}, "v": 1},
        ensure_ascii=False, sort_keys=True, separators=(",", ":"),
    )  # fmt: skip

    assert found.canonical_text == plain
    assert found.wording_hash == hashlib.sha256(plain.encode()).hexdigest()


@pytest.mark.parametrize(
    ("one_way", "other"),
    [
        ("a\nb", "a b"),
        ("a  \nb", "a b"),
        ("- a\n\n- b", "- a\n- b"),
        ("- a\n  b", "- a b"),
        ("a\n- b", "a\n\n- b"),
        ("| a |  b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |"),
    ],
)
def test_white_space_is_no_wording(one_way, other):
    assert even(one_way) == even(other)


@pytest.mark.parametrize(
    ("one_way", "other"),
    [("- a\n- b", "- a\n  - b"), ("```\na  b\n```", "```\na b\n```"), ("a\n\nb", "a b")],
)
def test_white_space_that_means_something_stays(one_way, other):
    assert even(one_way) != even(other)


@given(st.lists(st.sampled_from(["a b", "- c", "  - d", "| e | f |", "> g", "", "1. h", "# i"])))
def test_making_even_twice_changes_nothing(lines):
    text = "\n".join(lines)

    assert even(even(text)) == even(text)


def test_composed_and_decomposed_letters_are_the_same_wording():
    source = SOURCE.replace("harm", "harm").replace("apnoea", "apnoé")

    assert one(source).wording_hash == one(unicodedata.normalize("NFD", source)).wording_hash


@pytest.mark.parametrize(
    ("opening", "codes"),
    [
        ("{.recommendation strength=strong direction=for certainty=high}", ["missing-id"]),
        ("{.recommendation #a strength=weak direction=for certainty=low}", ["unknown-value"]),
        ("{.recommendation #a strength=strong direction=for certainty=verylow}",
         ["unknown-value"]),
        ("{.recommendation #a type=good-practice strength=strong}", ["strength-on-good-practice"]),
        ("{.recommendation #a type=research-only strength=strong}", ["strength-on-research-only"]),
        ("{.recommendation #a type=no-recommendation strength=conditional}",
         ["strength-on-no-recommendation"]),
        ("{.recommendation #a type=consensus-based strength=strong direction=for certainty=low}",
         ["certainty-without-evidence"]),
        ("{.recommendation #a type=good-practice certainty=low}", ["certainty-without-evidence"]),
        ("{.recommendation #a type=no-recommendation certainty=low}", []),
        ("{.recommendation #a type=research-only certainty=very-low}", []),
        ("{.recommendation #a strength=strong direction=for}", ["missing-certainty"]),
        ("{.recommendation #a certainty=low}", ["missing-strength"]),
        ("{.recommendation #a type=consensus-based}", ["missing-strength"]),
        ("{.recommendation #a strength=conditional certainty=low}", ["missing-direction"]),
        ("{.recommendation #a strength=strong direction=for certainty=low}", ["discordant"]),
        ("{.recommendation #a strength=strong direction=against certainty=very-low}",
         ["discordant"]),
        ('{.recommendation #a strength=strong direction=for certainty=low strength-reason="life"}',
         []),
        ("{.recommendation #a strength=strong strength=strong direction=for certainty=high}",
         ["repeated"]),
        ("{.recommendation #a strength=strong direction=either certainty=high}",
         ["strong-either"]),
        ("{.recommendation #1a type=good-practice}", ["bad-id"]),
        ("{.recommendation #a type=good-practice population=\"x}", ["bad-braces"]),
        ("recommendation", ["missing-id", "missing-strength"]),
        ("{.recommendation #a type=consensus-based strength=strong direction=for}", []),
        ("{.recommendation #a type=research-only}", []),
        ("{.recommendation #a type=no-recommendation}", []),
        ("{.recommendation #a type=other}", ["unknown-value"]),
        ("{.recommendation #a status=withdrawn}", []),
        ("{.recommendation #a type=good-practice status=old}", ["unknown-value"]),
        ("{.recommendation #a type=good-practice off-label=yes status=new}", []),
        ("{.recommendation #a type=good-practice off-label=maybe}", ["unknown-value"]),
        ("{.recommendation #a type=good-practice last-search=2026-03}", []),
        ("{.recommendation #a type=good-practice last-search=2026-03-31}", []),
        ("{.recommendation #a type=good-practice last-search=March}", ["bad-date"]),
        ("{.recommendation #a type=good-practice last-search=2026-13}", ["bad-date"]),
    ],
)  # fmt: skip
def test_each_mistake_has_its_sentence(opening, codes):
    found = problems(f"::: {opening}\nWe suggest.\n:::\n")

    assert [one.code for one in found] == codes
    assert all(str(one) and one.line == 1 for one in found)


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [
        ("::: {.recommendation #a type=good-practice}\nWe suggest.\n", "unclosed", 1),
        ("::: {.recommendation #a type=good-practice}\n:::\n", "empty", 1),
        ("::: {.recommendation #a type=good-practice}\nA.\n:::\n\n"
         "::: {.recommendation #a type=good-practice}\nB.\n:::\n", "duplicate-id", 5),
        ("::: {.recommendation #a type=good-practice}\nA.\n\n"
         "::: {.recommendation #b type=good-practice}\nB.\n:::\n:::\n", "nested", 4),
        ("<!--\n\n::: {.recommendation #a type=good-practice}\nA.\n:::\n-->\n", "in-comment", 0),
        ("text\n::: {.recommendation #a type=good-practice}\nA.\n\n:::\n", "bad-braces", 2),
    ],
)  # fmt: skip
def test_a_mistake_is_reported_where_it_stands(source, code, line):
    assert (code, line) in [(one.code, one.line) for one in problems(source)]


def test_blocks_in_code_are_no_recommendations():
    assert parse(f"```\n{SOURCE}\n```\n") == ()


def test_a_block_made_from_a_form_reads_back_as_it_was():
    made = Recommendation(
        "rec-new",
        "We suggest x.",
        (("strength", "strong"), ("population", 'Adults, "well"')),
        (("rationale", "Because."),),
    )

    assert one(write(made)) == made


def test_an_edit_of_attributes_keeps_every_other_byte():
    changed = with_attributes(
        SOURCE, "rec-airway", {"strength": "strong", "certainty": None, "conditions": "at night"}
    )

    assert changed == SOURCE.replace(
        OPENING,
        "::: {.recommendation #rec-airway strength=strong direction=for"
        ' population="Infants, \\"syndromic\\"" x-local=kept conditions="at night"}',
    )
    assert with_attributes(SOURCE, "rec-airway", {}) == SOURCE
    with pytest.raises(BadText, match="no recommendation with the id"):
        with_attributes(SOURCE, "rec-other", {"strength": "strong"})


def test_a_pasted_copy_gets_an_id_of_its_own():
    source, notices = renumber_copies(SOURCE + "\n" + SOURCE, ["rec-airway-2"])

    assert [found.id for found in parse(source)] == ["rec-airway", "rec-airway-3"]
    assert [str(one) for one in notices] == [
        "The copy of recommendation “rec-airway” got the new id “rec-airway-3”."
    ]
    assert source.startswith(SOURCE)
    assert renumber_copies(SOURCE, []) == (SOURCE, ())


def test_an_id_of_another_section_is_taken_and_a_missing_one_is_given():
    source = "::: recommendation\nWe suggest sleep studies.\n:::\n"

    given, _ = renumber_copies(source, [])
    assert [found.id for found in parse(given)] == ["rec-we-suggest-sleep-studies"]
    moved, _ = renumber_copies(given, ["rec-we-suggest-sleep-studies"])
    assert [found.id for found in parse(moved)] == ["rec-we-suggest-sleep-studies-2"]


def test_fresh_ids_are_short_plain_and_new():
    assert fresh_id([], "Ärztliche Überweisung!") == "rec-arztliche-uberweisung"
    assert fresh_id([], "???") == "rec-1"
    assert fresh_id(["rec-1"], "") == "rec-2"
    assert len(fresh_id([], "word " * 50)) <= 48


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1))
def test_any_value_can_be_written_and_read_again(value):
    attributes = parse_attributes(f"{{.a x={write_value(value)} y=1}}")

    assert attributes is not None
    assert attributes.pairs == (("x", value), ("y", "1"))


def test_two_recommendations_that_say_the_same_have_the_same_wording():
    found = one()

    assert replace(found, id="other").wording_hash == found.wording_hash


LINES = st.sampled_from(
    ["# H", "text", "- item", "1. item", "  - inner", "  text", "```", "  ```", "~~~", ":::",
     "::: {.recommendation #r%d a=b}", "  ::: {.recommendation #r%d}",
     "    ::: {.recommendation #r%d}", "::: rationale", "| a | b |", "|---|---|", "> q", "---",
     "===", "    code", "[^1]: note", ":   term", "", "", "- ```", "> ::: {.recommendation #r%d}"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@example(["| a | b |", "|---|---|", "# H", "| a | b |", "::: {.recommendation #r%d a=b}"])
@given(st.lists(LINES, max_size=8))
def test_the_preview_shows_the_recommendations_that_are_read(lines):
    source = "\n".join(line.replace("%d", str(n)) for n, line in enumerate(lines))
    shown = set(render(source).recommendations)
    read = parse(source)

    assert {found.id for found in read} <= shown
    assert shown <= {name for found in read for name in re.findall(r"#(r\d+)", found.source)}
