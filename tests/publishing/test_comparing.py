"""What became of each recommendation between two versions: a pure rule, tables and laws."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.errors import Invalid
from guidelines.publishing.rules.comparing import Change, Part, clashes, compare, counts_of
from guidelines.publishing.rules.corrections import Correction, check_correction
from guidelines.publishing.rules.currency import Verdict, verdict_of
from guidelines.publishing.rules.dois import doi_typed
from guidelines.publishing.rules.life import Life
from guidelines.publishing.rules.reviewing import is_near, reminders
from guidelines.publishing.rules.states import EditionState
from guidelines.text.recommendations import Recommendation, write


def block(key="rec-a", body="Give 5 mg/kg.", **attributes):
    given_ = {"strength": "strong", "direction": "for", "certainty": "low", **attributes}
    pairs = tuple((name.replace("_", "-"), value) for name, value in given_.items() if value)
    return write(Recommendation(key, body, pairs))


def content(body, number="1.0"):
    lines = [{"key": "rec-a", "number": "1", "wording": "Give 5 mg/kg."}]
    return {"number": number, "body": body, "recommendations": lines}


TABLE = [
    ("as it was", block(), block(), Change.UNCHANGED, ()),
    ("looked at again", block(), block(status="reaffirmed"), Change.REAFFIRMED, ()),
    ("a citation more", block(), block(body="Give 5 mg/kg [@new2026]."), Change.UNCHANGED, ()),
    ("a dose", block(), block(body="Give 50 mg/kg."), Change.MODIFIED, (Part.WORDING,)),
    ("a power of ten", block(body="10^5^ units"), block(body="105 units"), Change.MODIFIED,
     (Part.WORDING,)),
    ("strength", block(), block(strength="conditional"), Change.MODIFIED, (Part.STRENGTH,)),
    ("direction", block(), block(direction="against"), Change.MODIFIED, (Part.DIRECTION,)),
    ("certainty", block(), block(certainty="high"), Change.MODIFIED, (Part.CERTAINTY,)),
    ("type", block(), block(type="consensus-based"), Change.MODIFIED, (Part.TYPE,)),
    ("for whom", block(), block(population="Infants"), Change.MODIFIED, (Part.SCOPE,)),
    ("several", block(), block(body="Do not.", strength="conditional", direction="against"),
     Change.MODIFIED, (Part.WORDING, Part.STRENGTH, Part.DIRECTION)),
    ("reaffirmed but changed", block(), block(body="Give 6 mg/kg.", status="reaffirmed"),
     Change.MODIFIED, (Part.WORDING,)),
    ("another one", block("rec-b"), block(), Change.NEW, ()),
    ("kept to say it is withdrawn", block(), block(status="withdrawn"), Change.WITHDRAWN, ()),
    ("taken up again", block(status="withdrawn"), block(), Change.NEW, ()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "change", "parts"), [row[1:] for row in TABLE], ids=[r[0] for r in TABLE]
)
def test_what_became_of_a_recommendation(before, after, change, parts):
    found = compare(content(before), after).lines["rec-a"]
    assert (found.change, found.parts) == (change, parts)


def test_in_a_first_version_everything_is_new_and_nothing_clashes():
    found = compare(None, block(status="updated"))
    assert found.number == ""
    assert found.lines["rec-a"].change is Change.NEW
    assert clashes(found) == []


WHY = block(status="withdrawn", body="Give 5 mg/kg.\n\n::: {.remarks}\nIt does harm.\n:::")


@pytest.mark.parametrize(
    ("after", "reason"),
    [("No recommendation any more.", ""), (block(status="withdrawn"), ""), (WHY, "It does harm.")],
)
def test_what_is_gone_is_listed_with_its_old_number(after, reason):
    [gone] = compare(content(block()), after).gone
    assert gone.as_json() == {
        "key": "rec-a", "number": "1", "wording": "Give 5 mg/kg.", "reason": reason,
    }  # fmt: skip


def test_what_was_withdrawn_before_is_not_withdrawn_once_more():
    old = block(status="withdrawn")
    assert compare(content(old), old).gone == []
    assert counts_of(compare(content(old), old))[Change.WITHDRAWN] == 0


@pytest.mark.parametrize(
    ("status", "after", "clash"),
    [("updated", block(status="updated"), True),
     ("new", block(status="new"), True),
     ("reaffirmed", block(status="reaffirmed"), False),
     ("updated", block(body="Give 6 mg/kg.", status="updated"), False),
     ("reaffirmed", block(body="Give 6 mg/kg.", status="reaffirmed"), True),
     ("", block(body="Give 6 mg/kg."), False)],
)  # fmt: skip
def test_a_status_that_says_something_else_clashes(status, after, clash):
    assert bool(clashes(compare(content(block()), after))) is clash


BODIES = st.lists(
    st.tuples(
        st.sampled_from(["rec-a", "rec-b", "rec-c", "rec-d"]),
        st.sampled_from(["Give it.", "Give more.", "Stop."]),
        st.sampled_from(["strong", "conditional"]),
    ),
    unique_by=lambda one: one[0],
).map(lambda rows: "\n\n".join(block(k, b, strength=s) for k, b, s in rows))


@given(before=BODIES, after=BODIES)
def test_every_recommendation_of_both_versions_is_accounted_for_once(before, after):
    old = {"number": "1.0", "body": before, "recommendations": []}
    found = compare(old, after)
    now = set(compare(None, after).lines)
    was = set(compare(None, before).lines)
    assert set(found.lines) == now
    assert {one.key for one in found.gone} == was - now
    assert {k for k, one in found.lines.items() if one.change is Change.NEW} == now - was
    assert sum(counts_of(found).values()) == len(now | was)
    again = compare(old, before)
    assert {one.change for one in again.lines.values()} <= {Change.UNCHANGED}


VERDICTS = [
    (EditionState.PUBLISHED, Life.PUBLISHED, True, False, False, Verdict.CURRENT),
    (EditionState.PUBLISHED, Life.REAFFIRMED, True, False, False, Verdict.CURRENT),
    (EditionState.PUBLISHED, Life.UNDER_REVIEW, True, False, False, Verdict.UNDER_REVIEW),
    (EditionState.PUBLISHED, Life.UNDER_REVIEW, True, False, True, Verdict.DUE),
    (EditionState.PUBLISHED, Life.PUBLISHED, True, False, True, Verdict.DUE),
    (EditionState.SUPERSEDED, Life.PUBLISHED, False, False, True, Verdict.REPLACED),
    (EditionState.SUPERSEDED, Life.PUBLISHED, False, True, False, Verdict.CORRECTED),
    (EditionState.SUPERSEDED, Life.SUPERSEDED, False, True, False, Verdict.SUPERSEDED),
    (EditionState.WITHDRAWN, Life.WITHDRAWN, True, False, True, Verdict.WITHDRAWN),
    (EditionState.WITHDRAWN, Life.WITHDRAWN, False, True, True, Verdict.WITHDRAWN),
]


@pytest.mark.parametrize(("state", "life", "newest", "corrected", "due", "verdict"), VERDICTS)
def test_the_answer_that_matters_most_is_given(state, life, newest, corrected, due, verdict):
    found = verdict_of(
        state=state, life=life, is_newest=newest, is_corrected=corrected, is_due=due
    )
    assert found is verdict


TODAY = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("wrong", "right", "since", "number", "ok"),
    [("5 mg", "50 mg", None, "1.1", True), ("5 mg", "50 mg", TODAY, "1.1", True),
     ("5 mg", "", None, "1.1", False), ("", "50 mg", None, "1.1", False),
     ("5 mg", "50 mg", date(2026, 3, 4), "1.1", False), ("5 mg", "50 mg", None, "2.0", False),
     ("x" * 1001, "y", None, "1.1", False)],
)  # fmt: skip
def test_a_correction_is_whole_and_belongs_to_a_small_step(wrong, right, since, number, ok):
    stated = Correction(wrong, right, since)
    if ok:
        check_correction(stated, number, "1.0", TODAY)
    else:
        with pytest.raises(Invalid):
            check_correction(stated, number, "1.0", TODAY)


@pytest.mark.parametrize(
    ("typed", "doi"),
    [("10.1234/ABC.1", "10.1234/abc.1"), ("https://doi.org/10.1234/x", "10.1234/x"),
     ("doi: 10.1000/182", "10.1000/182"), (" 10.5281/zenodo.1 ", "10.5281/zenodo.1"),
     ("10.1234", None), ("11.1234/x", None), ("10.1234/a b", None), ("10.12/x", None),
     ("https://example.org/10.1234/x", None), ('10.1234/"><script>', None)],
)  # fmt: skip
def test_a_doi_is_taken_however_it_is_typed(typed, doi):
    if doi is None:
        with pytest.raises(Invalid):
            doi_typed(typed)
    else:
        assert doi_typed(typed) == doi


def test_reminders_come_before_the_day_and_once_it_is_over():
    due = date(2026, 12, 31)
    assert [days for days, _at in reminders(due, date(2026, 1, 1))] == [180, 60, -1]
    assert [days for days, _at in reminders(due, date(2026, 11, 15))] == [-1]
    assert reminders(due, date(2027, 2, 1)) == []
    assert [str(at.date()) for _d, at in reminders(due, date(2026, 1, 1))] == [
        "2026-07-04", "2026-11-01", "2027-01-01",
    ]  # fmt: skip
    assert is_near(due, date(2026, 11, 1))
    assert not is_near(due, date(2026, 10, 31))
