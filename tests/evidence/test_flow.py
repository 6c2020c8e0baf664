"""The flow of records: its arithmetic, its drawing and its page."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.db import transaction
from guidelines.errors import Invalid
from guidelines.evidence import service
from guidelines.evidence.rules.drawing import Step, drawn
from guidelines.evidence.rules.flow import Flow, flow_of, imbalances, read_flow
from guidelines.permissions import Role

COUNT = st.integers(0, 400)


@st.composite
def balanced(draw):
    """A flow whose numbers add up."""
    studies = draw(st.integers(0, 50))
    reports = studies + draw(COUNT)
    out = tuple((f"reason {n}", draw(COUNT)) for n in range(draw(st.integers(0, 3))))
    other_out = tuple((f"other {n}", draw(COUNT)) for n in range(draw(st.integers(0, 2))))
    from_other = draw(st.integers(0, reports))
    assessed = reports - from_other + sum(n for _why, n in out)
    not_retrieved, excluded, duplicates = draw(COUNT), draw(COUNT), draw(COUNT)
    sought = assessed + not_retrieved
    screened = sought + excluded
    other_assessed = from_other + sum(n for _why, n in other_out)
    other_lost = draw(COUNT)
    return Flow(
        databases=screened + duplicates, duplicates=duplicates, screened=screened,
        excluded=excluded, sought=sought, not_retrieved=not_retrieved, assessed=assessed,
        reasons=out, other_identified=other_assessed + other_lost + draw(COUNT),
        other_sought=other_assessed + other_lost, other_not_retrieved=other_lost,
        other_assessed=other_assessed, other_reasons=other_out, reports=reports, studies=studies,
    )  # fmt: skip


@given(balanced())
def test_numbers_that_add_up_raise_no_complaint(flow):
    assert imbalances(flow) == []
    assert imbalances(flow, flow.databases) == []
    assert flow_of(flow.plain()) == flow


CHANGED = [
    "databases", "duplicates", "screened", "excluded", "sought", "not_retrieved", "assessed",
    "other_not_retrieved", "other_assessed", "reports",
]  # fmt: skip


@given(balanced(), st.sampled_from(CHANGED), st.integers(1, 9))
def test_one_wrong_number_never_passes(flow, name, more):
    wrong = replace(flow, **{name: getattr(flow, name) + more})
    assert imbalances(wrong)
    assert imbalances(wrong, flow.databases)


@given(balanced(), st.sets(st.sampled_from(CHANGED), max_size=8))
def test_unknown_numbers_are_not_held_against_anybody(flow, unknown):
    kept = {name: None for name in unknown if name not in ("duplicates", "excluded",
            "not_retrieved", "other_not_retrieved", "other_assessed")}  # fmt: skip
    assert imbalances(replace(flow, **kept)) == []


@pytest.mark.parametrize(
    ("flow", "hits", "words"),
    [
        (Flow(databases=812, duplicates=150, screened=630), None,
         "812 records were identified and 150 removed before screening, which leaves 662; but "
         "630 are given as screened."),
        (Flow(databases=10), 12, "found 12 records together, but 10 are given"),
        (Flow(screened=10, excluded=4, sought=7), None, "10 records were screened and 4 excluded"),
        (Flow(sought=6, assessed=7), None, "6 reports were sought and 0 not retrieved"),
        (Flow(assessed=6, reasons=(("x", 2),), reports=5), None, "which leaves 4; but 5"),
        (Flow(other_identified=1, other_sought=2), None, "2 reports from other sources were"),
        (Flow(studies=3, reports=2), None, "3 studies cannot come from 2 reports"),
    ],
)  # fmt: skip
def test_the_sentence_says_what_does_not_add_up(flow, hits, words):
    [found] = imbalances(flow, hits)
    assert words in found


@pytest.mark.parametrize(
    ("texts", "reasons", "wrong"),
    [
        ({"databases": "many"}, [], {"databases"}),
        ({"databases": "-1", "studies": "1.5"}, [], {"databases", "studies"}),
        ({}, [("", "3")], {"reasons-0-why"}),
        ({}, [("Why", "x")], {"reasons-0-count"}),
        ({}, [(f"r{n}", "1") for n in range(31)], {"reasons"}),
    ],
)
def test_what_is_no_number(texts, reasons, wrong):
    with pytest.raises(Invalid) as caught:
        read_flow(texts, reasons)
    assert set(caught.value.errors) == wrong


def test_empty_rows_and_thousands_are_understood():
    found = read_flow({"databases": "1,204", "screened": ""}, [("", ""), ("Why", "3")])
    assert (found.databases, found.screened, found.reasons) == (1204, None, (("Why", 3),))


LINES = st.lists(st.text("abc def", max_size=120), min_size=1, max_size=6)
STEPS = st.lists(
    st.builds(Step, LINES, st.just([]) | LINES, st.just([]) | LINES), min_size=1, max_size=6
)


@given(STEPS, st.booleans())
def test_boxes_lie_in_the_drawing_and_do_not_cover_each_other(steps, wide):
    found = drawn(steps, wide=wide)
    for box in found.boxes:
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= found.width
        assert box.y + box.height <= found.height
    for number, one in enumerate(found.boxes):
        for other in found.boxes[number + 1 :]:
            apart = (
                one.x + one.width <= other.x or other.x + other.width <= one.x
                or one.y + one.height <= other.y or other.y + other.height <= one.y
            )  # fmt: skip
            assert apart
    for points in found.arrows:
        assert all(0 <= x <= found.width and 0 <= y <= found.height for x, y in points)


def test_the_page_draws_the_flow_and_says_where_it_does_not_add_up(build):
    project = build.project()
    actor = build.actor(project, Role.CHAIR)
    with transaction():
        search = service.start_search(actor, project, texts={"title": "Search"})
    browser = build.client(project, Role.METHODOLOGIST)
    address = f"/searches/{search.id}"
    assert '<svg class="flow' not in browser.get(address).text

    answer = browser.post(
        f"{address}/flow",
        data={"databases": "812", "duplicates": "150", "screened": "630", "revision": "1",
              "reasons-0-why": "<b>Other</b> population", "reasons-0-count": "4"},
    )  # fmt: skip
    assert answer.status_code == 303
    page = browser.get(address).text
    assert "The numbers do not add up" in page
    assert "which leaves 662; but 630" in page
    assert page.count('<svg class="flow') == 2
    assert "Reports excluded (n\u00a0=\u00a04)" in page
    assert "<b>Other" not in page
    assert "style=" not in page

    refused = browser.post(f"{address}/flow", data={"databases": "many", "revision": "2"})
    assert refused.status_code == 422
    assert "“many” is not a number of records" in refused.text
    stale = browser.post(f"{address}/flow", data={"databases": "1", "revision": "1"})
    assert stale.status_code == 412
    assert "Saved meanwhile: 812" in stale.text
