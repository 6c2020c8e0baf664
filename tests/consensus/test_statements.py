"""Statements: alone or from the draft, reworded, split, merged, withdrawn; numbers and lineage."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from guidelines.consensus import service
from guidelines.consensus.models import Recusal, Statement, StatementVersion
from guidelines.consensus.queries import asked_in, settled_keys, statements_of, versions_of
from guidelines.consensus.rules.lineage import Lineage
from guidelines.consensus.service import statements
from guidelines.consensus.service.wordings import Part
from guidelines.db import session, transaction
from guidelines.drafts.queries import outcomes_of
from guidelines.errors import Conflict, Invalid
from tests.consensus.build import KEYS, a_panel, an_open_round, close, rows, vote_all
from tests.drafts.build import an_author, save, section_called

ALL_AGREE = {key: [9] * 5 for key in KEYS}


def rewrite(panel, title, before, after):
    """Change the text of the section with this heading as an author does."""
    item = section_called(panel.document, title)
    author = an_author(panel.build, panel.project)
    save(author, item, item.revision.source.replace(before, after))


def numbered(panel, number):
    session.expire_all()
    return session.query(Statement).filter_by(process_id=panel.process.id, number=number).one()


def add(panel, *wordings, **more):
    with transaction():
        return statements.add_statements(
            panel.office, panel.process, [Part(wording=one) for one in wordings], **more
        )


def test_a_statement_that_stands_alone_goes_through_a_round_like_any_other(build):
    panel = a_panel(build)
    (alone,) = add(panel, "Children are seen by a team.")
    assert (alone.number, alone.key, alone.recommendation_key) == (4, "#4", None)
    round_ = an_open_round(panel)
    vote_all(panel, round_, {**ALL_AGREE, "#4": [9, 9, 9, 9, 1]})
    results = close(panel, round_)
    assert results["#4"]["verdict"] == "consensus-for"
    assert results["#4"]["wording"] == "Children are seen by a team."
    assert results["#4"]["document_version"] is None
    assert "#4" in settled_keys(panel.process)
    assert set(outcomes_of(panel.document)) == set(KEYS)


def test_a_process_can_have_statements_that_stand_alone_only(build):
    panel = a_panel(build, keys=("rec-airway",))
    add(panel, "Alone.")
    with transaction():
        service.choose_statements(panel.office, panel.process, keys=[])
    assert [one.key for one in statements_of(panel.process)] == ["#2"]
    round_ = an_open_round(panel)
    vote_all(panel, round_, {"#2": [9, 9, 9, 9, 9]})
    assert list(close(panel, round_)) == ["#2"]


@pytest.mark.parametrize(
    ("wording", "said"),
    [
        ("  \n ", "Write the statement"),
        ("x" * 4001, "4000"),
        ("one\x00two", "cannot be stored"),
        ("one\u202etwo", "cannot be stored"),
    ],
)
def test_what_is_no_statement_is_refused_and_nothing_is_kept(build, wording, said):
    panel = a_panel(build)
    with pytest.raises(Invalid, match=said):
        add(panel, "A good one.", wording)
    assert len(rows(Statement)) == 3


def test_the_same_words_are_not_asked_twice(build):
    panel = a_panel(build)
    add(panel, "Wash  your hands.")
    with pytest.raises(Invalid, match="Statement 4 says exactly this already"):
        add(panel, "Wash your hands.")


def test_a_change_of_meaning_sets_a_settled_statement_back_an_editorial_one_does_not(build):
    panel = a_panel(build, keys=("rec-airway",))
    one, two = add(panel, "First.", "Second.")
    round_ = an_open_round(panel)
    vote_all(panel, round_, {"rec-airway": [9] * 5, "#2": [9] * 5, "#3": [9] * 5})
    close(panel, round_)
    assert settled_keys(panel.process) == {"rec-airway", "#2", "#3"}
    with transaction():
        statements.reword_statement(
            panel.office, one, wording="First!", meaning_changed=False, reason="A full stop."
        )
        statements.reword_statement(
            panel.office, two, wording="Never.", meaning_changed=True, reason="It was wrong."
        )
    assert settled_keys(panel.process) == {"rec-airway", "#2"}
    wording = versions_of(two)[-1]
    assert (wording.number, wording.lineage, wording.after_round) == (2, Lineage.REWORDED, 1)
    assert wording.created_by == panel.office.person_id


def test_a_recommendation_is_reworded_in_the_draft_first(build):
    panel = a_panel(build, keys=("rec-follow-up",))
    round_ = an_open_round(panel)
    vote_all(panel, round_, {"rec-follow-up": [9] * 5})
    close(panel, round_)
    statement = numbered(panel, 1)
    with pytest.raises(Invalid, match="in the text of the draft first"), transaction():
        statements.reword_statement(
            panel.office, statement, meaning_changed=True, reason="Clearer."
        )
    rewrite(panel, "Follow-up", "See the family again.", "See the family after a month.")
    with transaction():
        statements.reword_statement(
            panel.office, statement, meaning_changed=True, reason="Clearer."
        )
    assert "after a month" in versions_of(statement)[-1].wording
    assert settled_keys(panel.process) == frozenset()


def test_a_statement_is_split_and_its_parts_know_it(build):
    panel = a_panel(build, keys=("rec-airway",))
    (whole,) = add(panel, "Weigh and measure every child.")
    with transaction():
        parts = statements.split_statement(
            panel.office,
            whole,
            [Part(wording="Weigh every child."), Part(wording="Measure every child.")],
            reason="Two questions in one.",
        )
    assert [one.number for one in parts] == [3, 4]
    whole = numbered(panel, 2)
    assert whole.withdrawn
    before = versions_of(whole)
    assert [one.lineage for one in before] == [Lineage.NEW, Lineage.WITHDRAWN]
    for one in parts:
        (wording,) = versions_of(one)
        assert (wording.lineage, wording.reason) == (Lineage.SPLIT, "Two questions in one.")
        assert [parent.id for parent in wording.parents] == [before[0].id]


def test_a_recommendation_that_is_split_keeps_its_number_for_the_part_that_it_still_is(build):
    panel = a_panel(build, keys=("rec-airway", "rec-hearing"))
    rewrite(panel, "Airway", "sees the child first.", "sees the child.")
    with transaction():
        parts = statements.split_statement(
            panel.office,
            numbered(panel, 1),
            [Part(key="rec-airway"), Part(wording="Before anybody else.")],
            reason="Two questions in one.",
        )
    assert [one.number for one in parts] == [1, 3]
    assert not numbered(panel, 1).withdrawn


def test_statements_are_merged_and_the_new_one_knows_all_of_them(build):
    panel = a_panel(build, keys=("rec-airway",))
    olds = add(panel, "Weigh.", "Measure.")
    with transaction():
        merged = statements.merge_statements(
            panel.office,
            panel.process,
            olds,
            Part(wording="Weigh and measure."),
            reason="They belong together.",
        )
    assert merged.number == 4
    (wording,) = versions_of(merged)
    assert wording.lineage is Lineage.MERGED
    assert {one.statement_id for one in wording.parents} == {one.id for one in olds}
    assert [one.number for one in statements_of(panel.process)] == [1, 4]


def test_what_is_withdrawn_keeps_its_number_and_can_be_seen(build):
    panel = a_panel(build, keys=("rec-airway",))
    (one,) = add(panel, "Weigh.")
    with transaction():
        statements.withdraw_statement(panel.office, one, reason="Off the topic.")
    (two,) = add(panel, "Weigh.")
    assert two.number == 3
    assert versions_of(numbered(panel, 2))[-1].reason == "Off the topic."
    with pytest.raises(Conflict, match="withdrawn already"), transaction():
        statements.withdraw_statement(panel.office, numbered(panel, 2), reason="Again.")


@pytest.mark.parametrize(
    "act",
    [
        lambda panel, one: statements.reword_statement(
            panel.office, one, wording="Other.", meaning_changed=True, reason="Because."
        ),
        lambda panel, one: statements.withdraw_statement(panel.office, one, reason="Because."),
        lambda panel, one: statements.split_statement(
            panel.office, one, [Part(wording="A."), Part(wording="B.")], reason="Because."
        ),
        lambda panel, one: statements.merge_statements(
            panel.office,
            panel.process,
            [one, numbered(panel, 1)],
            Part(wording="AB."),
            reason="Because.",
        ),
    ],
    ids=["reword", "withdraw", "split", "merge"],
)
def test_nothing_changes_under_an_open_round(build, act):
    panel = a_panel(build, keys=("rec-airway",))
    (one,) = add(panel, "Weigh.")
    an_open_round(panel)
    with pytest.raises(Conflict, match="The panel is being asked about statement"), transaction():
        act(panel, one)


def test_a_round_in_preparation_follows_what_happens_to_its_statements(build):
    panel = a_panel(build, keys=("rec-airway",))
    (one,) = add(panel, "Weigh and measure.")
    with transaction():
        round_ = service.prepare_round(panel.office, panel.process)
    with transaction():
        statements.split_statement(
            panel.office, one, [Part(wording="Weigh."), Part(wording="Measure.")], reason="Two."
        )
    with transaction():
        service.open_round(panel.office, round_)
    assert [asked.number for asked in asked_in(round_)] == [1, 3, 4]


def test_choosing_recommendations_leaves_other_statements_and_voted_ones_alone(build):
    panel = a_panel(build, keys=("rec-airway", "rec-hearing"))
    add(panel, "Alone.")
    with transaction():
        service.choose_statements(panel.office, panel.process, keys=["rec-airway"])
    assert [one.key for one in statements_of(panel.process)] == ["rec-airway", "#3"]
    round_ = an_open_round(panel)
    vote_all(panel, round_, {"rec-airway": [1, 9, 5, 5, 5], "#3": [9] * 5})
    close(panel, round_)
    with pytest.raises(Invalid, match="Withdraw it on its own page"), transaction():
        service.choose_statements(panel.office, panel.process, keys=["rec-hearing"])


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM statement",
        "UPDATE statement SET number = number + 100",
        "DELETE FROM statement_version",
        "UPDATE statement_version SET wording = 'Something else.'",
        "UPDATE statement_parent SET parent_id = version_id",
        "DELETE FROM statement_parent",
    ],
)
def test_the_database_keeps_numbers_wordings_and_lineage(build, change):
    panel = a_panel(build)
    olds = add(panel, "Weigh.", "Measure.")
    with transaction():
        statements.merge_statements(
            panel.office, panel.process, olds, Part(wording="Both."), reason="Together."
        )
    with pytest.raises((Conflict, DatabaseError)), transaction():
        session.execute(text(change))
    assert len(rows(StatementVersion)) == 5


def test_who_abstains_from_a_recommendation_abstains_from_what_was_made_of_it(build, monkeypatch):
    panel = a_panel(build)
    with transaction():
        parts = statements.split_statement(
            panel.office,
            numbered(panel, 1),
            [Part(wording="Look at the airway."), Part(wording="Ask an anaesthetist.")],
            reason="Two in one.",
        )
    with transaction():
        merged = statements.merge_statements(
            panel.office,
            panel.process,
            [parts[1], numbered(panel, 3)],
            Part(wording="Ask an anaesthetist, and see the family again."),
            reason="One visit.",
        )
    declared = {panel.people[0].id: frozenset({"rec-airway"})}
    monkeypatch.setattr(
        "guidelines.consensus.service.electing.abstentions_in", lambda _project: declared
    )
    round_ = an_open_round(panel)
    number_of = {one.version_id: one.number for one in asked_in(round_)}
    assert sorted(number_of.values()) == [2, 4, merged.number]
    assert {number_of[row.version_id] for row in rows(Recusal)} == {4, merged.number}
