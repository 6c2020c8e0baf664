"""Laws of statements, whatever is done with them: numbers, wordings and lineage."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guidelines.consensus.models import Statement, StatementParent, StatementVersion
from guidelines.consensus.queries import statements_of
from guidelines.consensus.rules.lineage import Lineage, ancestors, checked_wording, wording_hash
from guidelines.consensus.service import statements
from guidelines.consensus.service.wordings import Part
from guidelines.db import session, transaction
from guidelines.errors import Conflict, Invalid
from tests.consensus.build import a_panel, rows

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "reword", "split", "merge", "withdraw"]),
        st.integers(0, 30),
        st.integers(0, 30),
    ),
    min_size=3,
    max_size=8,
)


def act(panel, step, first, second, fresh):
    """Do one step with two of the statements that are there."""
    there = statements_of(panel.process)
    one, two = there[first % len(there)], there[second % len(there)]
    new = [Part(wording=f"Statement made as number {next(fresh)}.") for _ in range(2)]
    match step:
        case "add":
            statements.add_statements(panel.office, panel.process, new)
        case "reword":
            statements.reword_statement(
                panel.office, one, wording=new[0].wording, meaning_changed=True, reason="Clearer."
            )
        case "split":
            statements.split_statement(panel.office, one, new, reason="Two in one.")
        case "merge":
            statements.merge_statements(
                panel.office, panel.process, [one, two], new[0], reason="One in two."
            )
        case "withdraw":
            statements.withdraw_statement(panel.office, one, reason="Off the topic.")


@pytest.fixture
def panel(build):
    panel = a_panel(build, keys=("rec-airway",))
    with transaction():
        statements.add_statements(panel.office, panel.process, [Part(wording="The first.")])
    return panel


FRESH = count(1)


@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_numbers_are_never_reused_wordings_never_change_and_lineage_has_no_circle(panel, steps):
    given_out = {one.number: one.id for one in rows(Statement)}
    said = {one.id: one.wording for one in rows(StatementVersion)}
    for step, first, second in steps:
        if not statements_of(panel.process):
            break
        try:
            with transaction():
                act(panel, step, first, second, FRESH)
        except (Invalid, Conflict):
            session.rollback()
        for one in rows(Statement):
            assert given_out.setdefault(one.number, one.id) == one.id
    assert sorted(given_out) == list(range(1, len(given_out) + 1))
    versions = rows(StatementVersion)
    assert said.items() <= {one.id: one.wording for one in versions}.items()
    parents: dict[str, set[str]] = {}
    for row in rows(StatementParent):
        parents.setdefault(row.version_id, set()).add(row.parent_id)
    for version in versions:
        if version.parent_id:
            parents.setdefault(version.id, set()).add(version.parent_id)
        if version.lineage in {Lineage.SPLIT, Lineage.MERGED}:
            assert parents[version.id]
    for version_id in parents:
        assert version_id not in ancestors(version_id, parents)


@given(st.text(max_size=80))
def test_a_wording_and_its_hash_do_not_depend_on_spaces_at_its_ends(text):
    try:
        wording = checked_wording(text)
    except Invalid:
        return
    assert checked_wording(wording) == wording
    assert wording_hash(f"  {wording}\r\n") == wording_hash(wording)


def test_ancestors_are_found_through_every_generation():
    family = {"d": {"b", "c"}, "b": {"a"}, "c": {"a"}}
    assert ancestors("d", family) == {"a", "b", "c"}
    assert ancestors("a", family) == frozenset()
    assert "x" in ancestors("x", {"x": {"y"}, "y": {"x"}})
