"""Who came back, whether leaving was chance, who the panel was; and nothing about a few people."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelines.consensus import service
from guidelines.consensus.models import Panelist
from guidelines.consensus.queries import results_document
from guidelines.consensus.queries.accounts import checklist, parts_of, report_of
from guidelines.consensus.rules.attrition import Came, attrition
from guidelines.consensus.rules.linked import Linked
from guidelines.consensus.rules.opened import Matrix
from guidelines.consensus.rules.policies import Partial
from guidelines.consensus.rules.presets import preset
from guidelines.consensus.rules.suppression import may_show
from guidelines.consensus.rules.writeup import Grid, as_markdown
from guidelines.db import transaction
from guidelines.stats.tallies import UNRATED
from tests.consensus.build import KEYS, a_panel, an_open_round, close, rows, vote

SCALE = preset("agree-75").scale
K = 5


def linked(ratings, people):
    table = np.array(ratings, np.int16).reshape(-1, len(people))
    versions = [f"v{row}" for row in range(len(table))]
    return Linked(1, versions, people, Matrix(SCALE, table, np.full(table.shape, -1, np.int8)))


def found(groups, stayed, k=K):
    """Return the attrition of a first round by `groups`, of whom some `stayed`."""
    people = [f"p{number}" for number in range(len(groups))]
    here = [one for one, back in zip(people, stayed, strict=True) if back]
    rounds = [Came(1, len(people) + 2, people), Came(2, len(people) + 1, here)]
    of = dict(zip(people, groups, strict=True))
    return attrition(rounds, of, linked([[7] * len(people)], people), k)


def test_retention_is_of_those_who_came_first_and_every_time():
    people = [f"p{number}" for number in range(12)]
    rounds = [
        Came(1, 14, people[:12]),
        Came(2, 14, people[2:11]),
        Came(4, 13, [*people[:3], *people[5:11]]),
    ]
    got = attrition(rounds, {}, linked([[7] * 12], people), K)
    assert got["rounds"] == [
        {"round": 1, "invited": 14, "answered": 12, "retained": 12},
        {"round": 2, "invited": 14, "answered": 9, "retained": 9},
        {"round": 4, "invited": 13, "answered": 9, "retained": 7},
    ]


def test_leavers_are_held_against_stayers_by_medians_alone():
    people = [f"p{number}" for number in range(11)]
    ratings = [[1, 2, 3, 2, 1, 8, 9, 8, 7, 9, 9], [7] * 4 + [UNRATED] + [7] * 6]
    rounds = [Came(1, 11, people), Came(2, 11, people[5:])]
    leaving = attrition(rounds, {}, linked(ratings, people), K)["leaving"]
    [one] = leaving["statements"]  # of the other only four who left had rated it
    assert (one["version"], one["leavers"], one["stayers"]) == ("v0", 5, 6)
    assert (one["median_leavers"], one["median_stayers"]) == (2, 8.5)
    assert one["p"] < 0.01
    assert leaving["sealed"] == 1
    assert not [key for key in one if "mean" in key]


@pytest.mark.parametrize(
    ("groups", "stayed", "shown"),
    [
        pytest.param("A" * 12 + "B" * 12, [1] * 24, ["A", "B"], id="nobody left"),
        pytest.param("A" * 12 + "B" * 12, [1] * 23 + [0], [], id="one of B left"),
        pytest.param("A" * 10 + "B" * 10, [0] * 5 + [1] * 15, ["A", "B"], id="five of A left"),
        pytest.param("A" * 10 + "B" * 3, [0] * 5 + [1] * 8, [], id="B is small and subtractable"),
        pytest.param(
            "A" * 10 + "B" * 3 + "C" * 2, [0] * 5 + [1] * 10, ["A"], id="two small ones hide both"
        ),
    ],
)
def test_a_group_is_told_only_where_neither_stayers_nor_leavers_are_few(groups, stayed, shown):
    got = found(groups, stayed)
    assert [one["group"] for one in got["groups"]] == shown
    assert got["groups_sealed"] == (len(shown) < len(set(groups)))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ABCD"), st.booleans()), min_size=1, max_size=60))
def test_nothing_about_a_few_can_be_subtracted(people):
    groups, stayed = zip(*people, strict=True)
    got = found(groups, stayed)
    left = len(people), sum(stayed)
    for one in got["groups"]:
        for cell in (one["first"], one["retained"], one["first"] - one["retained"]):
            assert may_show(cell, K)
        left = left[0] - one["first"], left[1] - one["retained"]
    if got["groups"]:
        assert all(may_show(cell, K) for cell in (*left, left[0] - left[1]))


def a_process(build, *, size=12, staying=7):
    panel = a_panel(build, size=size)
    first = an_open_round(panel)
    for index in range(size):
        low = index >= staying
        vote(panel, first, index, dict.fromkeys(("rec-airway", "rec-hearing"), 3 if low else 6))
    close(panel, first)
    second = an_open_round(panel)
    for index in range(staying):
        vote(panel, second, index, {"rec-airway": 7, "rec-hearing": 8})
    close(panel, second)
    return panel, first, second


def grids(panel, by="delphistar"):
    parts = report_of(panel.process, by).answers
    return {
        block.caption: block for one in parts for block in one.blocks if isinstance(block, Grid)
    }


def test_closing_keeps_who_came_back_and_the_report_shows_it(build):
    panel, first, second = a_process(build)
    assert results_document(first)["attrition"] is None
    kept = results_document(second)["attrition"]
    assert [one["retained"] for one in kept["rounds"]] == [12, 7]

    tables = grids(panel)
    assert tables["Who came back"].rows == (
        ("Round 1", "12", "12", "100 %", "12", "100 %"),
        ("Round 2", "12", "7", "58.3 %", "7", "58.3 %"),
    )
    left = tables["Ratings of round 1 by those who answered round 2 or did not"]
    assert [row[:5] for row in left.rows] == [("1", "3", "5", "6", "7"), ("2", "3", "5", "6", "7")]
    rounds = [name for name in tables if name.startswith("Outcome of each statement in round")]
    assert len(rounds) == 2


def test_what_did_not_count_is_compared_with_nothing(build):
    """Five who never submitted, by a definition that counts the submitted only, and left."""
    rule = replace(preset("agree-75"), partial=Partial.ONLY_SUBMITTED)
    panel = a_panel(build, size=12, rule=rule)
    first = an_open_round(panel)
    for index in range(12):
        vote(panel, first, index, dict.fromkeys(KEYS, 3 + 3 * (index < 7)), submit=index < 7)
    close(panel, first)
    second = an_open_round(panel)
    for index in range(7):
        vote(panel, second, index, dict.fromkeys(KEYS, 7))
    close(panel, second)

    leaving = results_document(second)["attrition"]["leaving"]
    assert (leaving["statements"], leaving["sealed"]) == ([], 3)


def test_where_few_left_nothing_is_told_of_them(build):
    panel, _first, _second = a_process(build, size=9, staying=7)
    printed = as_markdown(parts_of(report_of(panel.process, "delphistar"), ""))[0]
    assert "or nobody left" in printed
    assert "Median, left" not in printed


def test_the_panel_is_described_once_nobody_can_join_and_never_by_a_few(build):
    panel, _first, second = a_process(build)
    said = ["Plastic surgery"] * 5 + ["plastic  surgery"] + ["Nursing"] * 2 + [""] * 4
    with transaction():
        for place, one in enumerate(rows(Panelist)):
            one.profile = {"discipline": said[place], "years": "20+", "country": "DE"}
    assert not [name for name in grids(panel) if name.startswith("The panel by disc")]
    with transaction():
        service.report_round(panel.office, second)
    with transaction():
        service.finish_process(panel.office, panel.process)

    tables = grids(panel)
    assert tables["The panel by discipline"].rows == (("Plastic surgery", "6"), ("Other", "6"))
    assert tables["The panel by country"].rows == (("Germany", "12"),)
    assert tables["The panel by years of experience"].rows == (("20+", "12"),)
    assert "Nursing" not in as_markdown(parts_of(report_of(panel.process), ""))[0]


def test_the_checklist_has_its_38_items_in_five_sections():
    found = checklist("delphistar")
    counts = {}
    for one in found.items:
        counts[one.section] = counts.get(one.section, 0) + 1
    assert list(counts.values()) == [3, 7, 20, 4, 4]
    assert [one.id for one in found.items] == [f"DS{n}" for n in range(1, 39)]


@pytest.mark.parametrize("name", ["accord", "delphistar", "credes"])
def test_every_fact_that_an_item_names_can_be_known(build, name):
    panel, _first, _second = a_process(build)
    told = {
        "trial",
        "registration",
        "patients",
        "aims",
        "scope",
        "stability",
        "profile",
    }  # not on record in this small process
    report = report_of(panel.process, name)
    for one in report.answers:
        if one.item.fact and not set(one.item.fact.split()) & told:
            assert one.blocks, one.item
