"""The tables of the lives of things, the checks, numbers, hashes, and how a page is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.errors import IllegalTransition
from guidelines.publishing.rules.content import EDITORIAL, Line
from guidelines.publishing.rules.facts import Standing
from guidelines.publishing.rules.hashes import sha256_of, signoff_manifest
from guidelines.publishing.rules.naming import (
    Form,
    Step,
    file_name,
    forms_of,
    next_number,
    parts_of,
)
from guidelines.publishing.rules.reading import Page, from_json, page_of
from guidelines.publishing.rules.states import APPROVAL, CHANGE, EDITION, RENDERING

LIVES = [
    (
        APPROVAL,
        """stateDiagram-v2
    [*] --> waiting
    waiting --> waiting: sign
    waiting --> approved: complete
    waiting --> returned: return
    waiting --> replaced: replace
    approved --> replaced: replace
    approved --> published: publish""",
    ),
    (
        CHANGE,
        """stateDiagram-v2
    [*] --> proposed
    proposed --> attested: attest
    proposed --> refused: refuse
    attested --> objected: object
    attested --> settled: settle
    objected --> objected: object
    objected --> vote-again: call-substantive
    objected --> taken-back: take-back""",
    ),
    (
        EDITION,
        """stateDiagram-v2
    [*] --> published
    published --> superseded: supersede
    published --> withdrawn: withdraw
    superseded --> withdrawn: withdraw""",
    ),
    (
        RENDERING,
        """stateDiagram-v2
    [*] --> waiting
    waiting --> ready: finish
    waiting --> failed: fail
    failed --> waiting: retry
    ready --> waiting: repeat
    failed --> ready: finish""",
    ),
]


@pytest.mark.parametrize(("machine", "drawn"), LIVES, ids=[m.name for m, _d in LIVES])
def test_lives_are_as_drawn_and_everything_else_is_refused(machine, drawn):
    assert machine.mermaid() == drawn
    moves = {move for _state, move in machine.table}
    for state in type(machine.initial):
        for move in moves - machine.moves(state):
            with pytest.raises(IllegalTransition):
                machine.after(state, move)


@pytest.mark.parametrize(
    ("published", "step", "number"),
    [
        ([], Step.MAJOR, (1, 0)),
        ([], Step.MINOR, (1, 0)),
        ([(1, 0)], Step.MINOR, (1, 1)),
        ([(1, 0), (1, 9), (1, 2)], Step.MINOR, (1, 10)),
        ([(1, 9), (2, 0)], Step.MAJOR, (3, 0)),
    ],
)
def test_numbers_count_up(published, step, number):
    assert next_number(published, step) == number


@pytest.mark.parametrize("text", ["", "1", "0.1", "01.0", "1.0.0", "1.00", "a.b", "1.0\n", "1.-1"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match="no number"):
        parts_of(text)


def test_forms_made_of_recommendations_need_some():
    assert set(forms_of({"recommendations": [{}]})) == set(Form)
    assert set(Form) - set(forms_of({"recommendations": []})) == {Form.SUMMARY, Form.SLIDES}


def test_a_file_name_says_what_it_is():
    assert file_name("craniosynostosis", "1.0", "pdf") == "craniosynostosis-edition-1.0.pdf"


PARTS = {
    "title": "T",
    "kind": "guideline",
    "language": "en",
    "sections": [(1, "a"), (1, "b")],
    "bibliography": [{"id": "x", "title": "X"}, {"id": "y"}],
    "assets": {"a.png": "1", "b.png": "2"},
    "evidence": {"rec-1": {"certainty": "low"}},
}


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "U"},
        {"language": "de"},
        {"sections": [(1, "b"), (1, "a")]},
        {"sections": [(1, "a"), (2, "b")]},
        {"bibliography": [{"id": "x", "title": "Y"}, {"id": "y"}]},
        {"assets": {"a.png": "1", "b.png": "3"}},
        {"evidence": {"rec-1": {"certainty": "high"}}},
    ],
)
def test_any_change_of_what_is_signed_changes_its_hash(changes):
    assert sha256_of(signoff_manifest(**PARTS)) != sha256_of(
        signoff_manifest(**{**PARTS, **changes})
    )


def test_the_order_of_references_and_images_does_not_matter():
    other = {
        **PARTS,
        "bibliography": list(reversed(PARTS["bibliography"])),
        "assets": {"b.png": "2", "a.png": "1"},
    }
    assert signoff_manifest(**PARTS) == signoff_manifest(**other)


BODY = """# One

Text [@a].

::::: {.recommendation #rec-1 strength=strong}
Do it.

::: {.rationale}
Because ![x <div> y](plot.png).
:::
:::::

> ::: {.recommendation #rec-2}
> Within a quotation.
> :::

After.
"""


def test_a_page_is_cut_at_its_boxes_and_loses_nothing():
    page = page_of(BODY, references=[{"id": "a", "title": "A <b>"}], images=lambda name: name)
    keys = [part.key for part in page.parts]
    box = next(part for part in page.parts if part.key == "rec-1")

    assert keys.count("rec-1") == 1
    assert box.html == "<p>Do it.</p>"
    assert box.more.startswith('<div class="rationale field">')
    assert box.more.count("<div") == box.more.count("</div")
    assert "After." in page.parts[-1].html
    assert page.parts[0].html.startswith('<h2 id="one"><span class="number">1</span> One</h2>')
    assert page.contents[0].words == "1 One"
    assert [part.key for part in page.references] == ["a"]
    assert "<b>" not in page.references[0].html
    assert from_json(page.as_json()) == page


@given(st.text(max_size=300))
def test_no_text_breaks_the_cutting(text):
    page = page_of(f"{text}\n\n{BODY}", references=[], images=lambda _name: None)
    assert isinstance(page, Page)
    assert "script" not in {part.key for part in page.parts}


@pytest.mark.parametrize(
    ("outcome", "voted", "state"),
    [
        ({}, "", "Consensus"),
        ({"anonymous": False}, "", "Consensus; not an anonymous vote"),
        ({"anonymous": False}, "Use", f"Consensus; not an anonymous vote; {EDITORIAL}"),
    ],
)
def test_a_vote_at_a_meeting_is_told_as_such(outcome, voted, state):
    line = Line(
        key="rec-a",
        number="1",
        wording="Use it.",
        wording_sha256="0" * 64,
        type="consensus-based",
        strength="strong",
        direction="for",
        certainty="",
        standing=Standing.CONSENSUS,
        outcome=outcome,
        voted=voted,
    )
    assert line.state == state
