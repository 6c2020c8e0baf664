"""One statement of an open round is void: no answer to it counts, and the panel is told."""

import pytest

from guidelines.consensus import service
from guidelines.consensus.models import OpenedAnswer, PanelComment
from guidelines.consensus.queries import (
    asked_in,
    lines_of,
    own_content,
    results_document,
    settled_keys,
)
from guidelines.consensus.queries.boxes import elector_of
from guidelines.consensus.service.voiding import void_statement
from guidelines.db import transaction
from guidelines.drafts.queries import locked_keys, outcomes_of
from guidelines.errors import Conflict, Invalid, NotAllowed
from guidelines.jobs import work_once
from tests.consensus.build import (
    KEYS,
    a_panel,
    an_open_round,
    answers_to,
    close,
    rows,
    vote,
    vote_all,
)
from tests.consensus.test_routes import letters_to, text_of
from tests.consensus.test_statements import add, rewrite

WHY = "The dose in it was wrong."


@pytest.fixture
def panel(build):
    return a_panel(build)


def void(panel, round_, key, reason=WHY):
    line = next(line for line in lines_of(round_) if line.statement.key == key)
    with transaction():
        void_statement(panel.office, line, reason=reason)


def test_answers_to_a_void_statement_are_not_counted_and_are_destroyed(panel):
    round_ = an_open_round(panel)
    vote_all(panel, round_, {key: [9] * 5 for key in KEYS})
    version = {one.key: one.version_id for one in asked_in(round_)}["rec-hearing"]
    void(panel, round_, "rec-hearing")
    results = close(panel, round_)
    assert set(results) == {"rec-airway", "rec-follow-up"}
    assert version not in {row.version_id for row in rows(OpenedAnswer)}
    assert version not in {row.version_id for row in rows(PanelComment)}
    panelist = elector_of(round_, panel.people[0].id)
    assert version not in own_content(round_, panelist).answers
    document = results_document(round_)
    assert [(one["key"], one["reason"]) for one in document["void"]] == [("rec-hearing", WHY)]


def test_the_wording_is_free_again_and_the_draft_says_why(panel):
    round_ = an_open_round(panel)
    assert set(locked_keys(panel.document)) == set(KEYS)
    void(panel, round_, "rec-hearing")
    assert set(locked_keys(panel.document)) == set(KEYS) - {"rec-hearing"}
    rewrite(panel, "Hearing", "hearing is checked", "hearing is tested")
    outcome = outcomes_of(panel.document)["rec-hearing"]
    assert (outcome.verdict, outcome.summary["reason"]) == ("void", WHY)


def test_a_result_that_stands_is_not_taken_away_by_a_void_vote(panel):
    first = an_open_round(panel)
    vote_all(panel, first, {key: [9, 9, 5, 5, 1] for key in KEYS})
    close(panel, first)
    second = an_open_round(panel)
    void(panel, second, "rec-hearing")
    assert outcomes_of(panel.document)["rec-hearing"].verdict == "no-consensus"


def test_it_can_be_asked_anew_in_the_next_round(panel):
    round_ = an_open_round(panel)
    void(panel, round_, "rec-hearing")
    vote_all(panel, round_, {"rec-airway": [9] * 5, "rec-follow-up": [9] * 5})
    close(panel, round_)
    assert settled_keys(panel.process) == {"rec-airway", "rec-follow-up"}
    again = an_open_round(panel)
    assert [one.key for one in asked_in(again)] == ["rec-hearing"]


def test_the_panel_reads_the_reason_and_answers_the_rest(panel):
    round_ = an_open_round(panel)
    vote(panel, round_, 0, {"rec-airway": 9}, submit=False)
    client = panel.build.sign_in(panel.people[0])
    assert WHY not in text_of(client.get(f"/questionnaires/{round_.id}"))
    void(panel, round_, "rec-hearing")
    page = text_of(client.get(f"/questionnaires/{round_.id}"))
    assert WHY in page
    receipt = vote(panel, round_, 0, {"rec-airway": 8, "rec-follow-up": 8})
    assert (receipt.answered, receipt.askable) == (2, 2)
    assert 2 not in {one[0] for one in receipt.commitments}


def test_an_answer_that_is_sent_all_the_same_is_refused_and_nothing_else_is_lost(panel):
    round_ = an_open_round(panel)
    answers = answers_to(round_, dict.fromkeys(KEYS, 9))
    vote(panel, round_, 0, {"rec-airway": 8}, submit=False)
    void(panel, round_, "rec-hearing")
    with pytest.raises(Conflict, match="not asked in this round"), transaction():
        service.save_answers(panel.actor(0), round_, answers=answers)
    panelist = elector_of(round_, panel.people[0].id)
    content = own_content(round_, panelist)
    assert content.given(asked_in(round_)[0].version_id).rating == 8


@pytest.mark.parametrize(
    ("reason", "error"), [("", Invalid), ("   ", Invalid), ("x" * 1001, Invalid)]
)
def test_a_reason_is_needed(panel, reason, error):
    round_ = an_open_round(panel)
    with pytest.raises(error):
        void(panel, round_, "rec-hearing", reason)
    assert len(asked_in(round_)) == 3


def test_the_last_statement_is_not_void_alone_and_none_is_so_twice(panel):
    round_ = an_open_round(panel)
    void(panel, round_, "rec-hearing")
    with pytest.raises(Conflict, match="Nobody is asked"):
        void(panel, round_, "rec-hearing")
    void(panel, round_, "rec-airway")
    with pytest.raises(Conflict, match="the whole round void"):
        void(panel, round_, "rec-follow-up")


def test_only_who_closes_rounds_may_and_only_while_one_is_under_way(panel):
    add(panel, "Alone.")
    round_ = an_open_round(panel)
    line = lines_of(round_)[0]
    with pytest.raises(NotAllowed), transaction():
        void_statement(panel.actor(0), line, reason=WHY)
    void(panel, round_, "#4")
    close(panel, round_)
    with pytest.raises(Conflict, match="under way"):
        void(panel, round_, "rec-airway")


def test_everybody_gets_a_letter_with_the_reason_whether_they_came_or_not(panel):
    round_ = an_open_round(panel)
    vote(panel, round_, 0, {"rec-airway": 9})
    void(panel, round_, "rec-hearing")
    while work_once():
        pass
    for person in panel.people:
        [letter] = [one for one in letters_to(person) if WHY in one]
        assert "statement 2" in letter
