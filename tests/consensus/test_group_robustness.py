"""Conditions inside groups are looked at after the report too: exactly, or not at all."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelines.consensus import service
from guidelines.consensus.models import Panelist
from guidelines.consensus.rules.clauses import (
    BandName,
    Clause,
    Comparison,
    GroupClause,
    Groups,
    Outcome,
)
from guidelines.consensus.rules.counting import Counted
from guidelines.consensus.rules.deciding import decide
from guidelines.consensus.rules.exploring import counted, groups_known, other_definitions
from guidelines.consensus.rules.presets import preset
from guidelines.consensus.rules.robustness import MOST_IN_GROUPS, robustness
from guidelines.consensus.rules.verdicts import Verdict, evaluate_all
from guidelines.db import transaction
from guidelines.stats.tallies import Tally
from tests.consensus.build import a_panel, an_open_round, close, rows, vote

SEVENTY = Clause(BandName.AGREEMENT, Comparison.AT_LEAST, Fraction(7, 10))
FEW_OUT = Clause(BandName.DISAGREEMENT, Comparison.LESS_THAN, Fraction(1, 5))
AGREE = preset("agree-75")


def asking(*clauses):
    return replace(AGREE, name="custom", group_clauses=tuple(clauses))


IN_EVERY = GroupClause(Outcome.AGREED, SEVENTY, Groups.EVERY, 2)
IN_ANY = GroupClause(Outcome.AGREED, SEVENTY, Groups.ANY, 2)
PATIENTS = GroupClause(Outcome.REJECTED, FEW_OUT, Groups.EVERY, 2, ("b",))
RULES = {
    "every": asking(IN_EVERY),
    "any": asking(IN_ANY),
    "one named": asking(PATIENTS),
    "two clauses": asking(IN_EVERY, GroupClause(Outcome.AGREED, FEW_OUT, Groups.ANY, 3)),
}
POINTS = (2, 5, 8)


def tally(ratings):
    return Tally.of(ratings, 1, 9)


def panel_of(groups, rest=()):
    """Return the counted answers of groups, by name, and of those in no group."""
    whole = [one for ratings in groups.values() for one in ratings] + list(rest)
    return Counted(
        tally(whole), groups={name: Counted(tally(ratings)) for name, ratings in groups.items()}
    )


def slowly(rule, groups, rest, most):
    """Try every set of ratings that could have been given instead, and count the changes."""
    now = decide(rule, panel_of(groups, rest)).verdict
    people = [(name, one) for name, ratings in groups.items() for one in ratings]
    people += [(None, one) for one in rest]
    best = None
    for other in product(POINTS, repeat=len(people)):
        changes = sum(new != old for new, (_name, old) in zip(other, people, strict=True))
        if not 0 < changes <= most or (best is not None and changes >= best):
            continue
        new_groups = {name: [] for name in groups}
        new_rest = []
        for rating, (name, _old) in zip(other, people, strict=True):
            (new_groups[name] if name is not None else new_rest).append(rating)
        if decide(rule, panel_of(new_groups, new_rest)).verdict is not now:
            best = changes
    return best


ratings = st.lists(st.sampled_from(POINTS), min_size=1, max_size=3)


@settings(max_examples=15, deadline=None)
@given(a=ratings, b=ratings, rest=st.lists(st.sampled_from(POINTS), max_size=1))
@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_it_is_the_number_that_trying_everything_finds(rule, a, b, rest):
    groups = {"a": a, "b": b}
    [found] = robustness(rule, [panel_of(groups, rest)])
    if found.verdict is Verdict.NOT_COMPUTABLE:
        assert (found.changes, found.tried) == (None, 0)
        return
    assert found.changes == slowly(rule, groups, rest, len(a) + len(b) + len(rest))


def test_one_small_group_can_be_what_the_result_hangs_on():
    groups = {"clinicians": [9] * 40, "patients": [9, 9, 9, 9, 9, 9, 9, 2, 2, 2]}
    [with_groups] = robustness(RULES["every"], [panel_of(groups)])
    [alone] = robustness(AGREE, [panel_of(groups)])
    assert (with_groups.verdict, with_groups.changes) == (Verdict.FOR, 1)
    assert alone.changes == 10


def test_a_large_panel_is_looked_at_up_to_a_number_of_changes():
    groups = {"a": [9] * 400, "b": [9] * 400}
    [found] = robustness(RULES["every"], [panel_of(groups)])
    assert (found.changes, found.tried) == (None, MOST_IN_GROUPS)


ENTRY = {"n_rated": 12, "groups": [{"group": "a", "n_rated": 7}, {"group": "b", "n_rated": 5}]}


@pytest.mark.parametrize(
    ("rule", "entry", "known"),
    [
        pytest.param(AGREE, {**ENTRY, "groups": []}, True, id="nobody asks inside groups"),
        pytest.param(RULES["every"], ENTRY, True, id="every group is shown"),
        pytest.param(RULES["every"], {**ENTRY, "n_rated": 15}, False, id="three are sealed"),
        pytest.param(RULES["every"], {**ENTRY, "n_rated": 13}, True, id="one is never asked"),
        pytest.param(RULES["one named"], {**ENTRY, "n_rated": 15}, True, id="the named is shown"),
        pytest.param(
            RULES["one named"],
            {"n_rated": 15, "groups": [{"group": "a", "n_rated": 7}]},
            False,
            id="the named is sealed",
        ),
    ],
)
def test_a_statement_is_looked_at_only_where_its_groups_are_published(rule, entry, known):
    assert groups_known(entry, rule) is known


def a_finished_process(build, titles, table):
    panel = a_panel(build, size=len(titles), rule=RULES["every"])
    with transaction():
        for place, one in zip(titles, rows(Panelist), strict=True):
            one.group_title = place
    panel.people.sort(
        key=lambda person: [one.person_id for one in rows(Panelist)].index(person.id)
    )
    round_ = an_open_round(panel)
    for index in range(len(titles)):
        vote(panel, round_, index, {"rec-airway": table[index]})
    entry = close(panel, round_)["rec-airway"]
    with transaction():
        service.finish_process(panel.office, panel.process)
    return panel, entry


def looked_at(panel):
    with transaction():
        firm = service.look_how_firm(panel.office, panel.process)
        other = service.look_under(panel.office, panel.process, name="agree-80")
    return firm.found, other.found


def test_published_groups_give_the_same_verdict_again_and_their_firmness(build):
    panel, entry = a_finished_process(build, "aaaaabbbbb", [9] * 8 + [9, 2])
    rule = RULES["every"]
    assert [one["group"] for one in entry["groups"]] == ["a", "b"]
    assert groups_known(entry, rule)
    [again] = evaluate_all(rule, [counted(entry, rule)])
    assert str(again.verdict) == entry["verdict"] == "consensus-for"
    firm, _other = looked_at(panel)
    assert firm["statements"][0]["changes"] == 1  # one more of b, and b is below 70 %


def test_what_hangs_on_a_few_is_not_told(build):
    panel, entry = a_finished_process(build, "aaaaaaabbb", [9] * 10)
    assert entry["groups"] == []
    firm, other = looked_at(panel)
    assert (firm["statements"][0]["changes"], firm["statements"][0]["tried"]) == (None, 0)
    assert "1 statement is not told" in firm["said"] or "statements are not told" in firm["said"]
    assert other["statements"][0]["after"] == "consensus-for"  # it asks nothing inside groups


def test_a_definition_with_conditions_inside_groups_can_be_tried():
    names = set(other_definitions(AGREE))
    grouped = {key for key, one in other_definitions(AGREE).items() if one.group_clauses}
    assert grouped
    assert grouped < names
