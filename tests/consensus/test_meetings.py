"""Rounds of other kinds: meetings with phones and with hands, and real-time rounds."""

from collections import Counter
from datetime import timedelta
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines import audit
from guidelines.consensus import queries, service
from guidelines.consensus.models import (
    ClosedBallot,
    Elector,
    HandCount,
    OpenedAnswer,
    Round,
    Snapshot,
)
from guidelines.consensus.queries import lines_of, results_document
from guidelines.consensus.queries.meetings import last_snapshot, snapshots_of
from guidelines.consensus.queries.publication import publication
from guidelines.consensus.rules.looks import drawn
from guidelines.consensus.rules.opened import Matrix
from guidelines.consensus.rules.plan import Plan, PlannedMethod, RoundKind
from guidelines.consensus.rules.presets import preset
from guidelines.consensus.rules.scales import Scale
from guidelines.consensus.rules.states import RoundState
from guidelines.consensus.rules.verifying import check_record
from guidelines.consensus.service.meetings import invited_to, quorum_of
from guidelines.consensus.service.snapshots import freeze_snapshot
from guidelines.db import now, transaction
from guidelines.drafts.queries import outcomes_of
from guidelines.errors import Conflict, Invalid, NotAllowed
from guidelines.jobs import Job, work_once
from guidelines.permissions import Actor, Role
from tests.consensus.build import a_panel, an_open_round, close, rows, vote
from tests.consensus.test_answering import ESTIMATE, RANKING, WIDE
from tests.consensus.test_routes import office, text_of

AIRWAY, HEARING, FOLLOW_UP = "rec-airway", "rec-hearing", "rec-follow-up"


def a_meeting(build, *, size=6, present=5, by_hands=True, rule="awmf", open_=True):
    """Return a panel and a meeting round of it at which `present` people are noted."""
    panel = a_panel(
        build, size=size, rule=preset(rule) if isinstance(rule, str) else rule, seal=False
    )
    with transaction():
        service.set_plan(
            panel.office, panel.process, plan=Plan(method=PlannedMethod.NOMINAL_GROUP)
        )
        service.seal_rule(panel.office, panel.process)
        round_ = service.prepare_round(panel.office, panel.process, by_hands=by_hands)
    there = [one.id for one in invited_to(round_)]
    with transaction():
        service.record_attendance(panel.office, round_, present=there[:present])
    if open_:
        with transaction():
            service.open_round(panel.office, round_)
    return panel, round_


def count(panel, round_, table):
    """Enter the hands by recommendation id: (for, against, abstaining)."""
    for line in lines_of(round_):
        if line.statement.key in table:
            hands = dict(zip(("1", "0", "abstain"), table[line.statement.key], strict=True))
            with transaction():
                service.count_hands(panel.office, round_, line, counts=hands)


def test_a_meeting_is_a_round_of_its_own_kind_and_not_anonymous(build):
    panel, round_ = a_meeting(build)

    assert (round_.kind, round_.by_hands, round_.anonymous) == (RoundKind.MEETING, True, False)
    assert queries.electorate_size(round_) == 5
    count(panel, round_, {AIRWAY: (5, 0, 0), HEARING: (2, 2, 1), FOLLOW_UP: (4, 0, 1)})
    results = close(panel, round_)

    document = results_document(round_)
    assert (document["kind"], document["answers"]) == ("meeting", "not anonymous")
    assert (document["n_electors"], document["n_ballots"]) == (5, 5)
    assert {key: one["verdict"] for key, one in results.items()} == {
        AIRWAY: "consensus-for",
        HEARING: "no-consensus",
        FOLLOW_UP: "consensus-for",
    }
    assert results[HEARING]["n_rated"] == 4
    assert results[FOLLOW_UP]["percent_in"] == 100.0
    assert document["reliability"] is None


def test_hands_leave_no_row_that_ties_them_together(build):
    panel, round_ = a_meeting(build)
    table = {AIRWAY: (3, 2, 0), HEARING: (1, 3, 1), FOLLOW_UP: (0, 5, 0)}
    count(panel, round_, table)
    close(panel, round_)

    assert rows(ClosedBallot) == []
    version = {line.statement.key: line.version_id for line in lines_of(round_)}
    opened = rows(OpenedAnswer)
    assert len({one.salt for one in opened}) == len(opened) == 15
    for key, (for_, against, _abstain) in table.items():
        found = Counter(one.rating for one in opened if one.version_id == version[key])
        assert (found[1], found[0]) == (for_, against)


@pytest.mark.parametrize(
    "counts",
    [{"1": 6}, {"1": 3, "0": 2, "abstain": 1}, {"1": -1}, {"7": 1}, {"skipped": 1}],
)
def test_hands_that_cannot_be_are_refused(build, counts):
    panel, round_ = a_meeting(build)
    line = lines_of(round_)[0]

    with pytest.raises(Invalid), transaction():
        service.count_hands(panel.office, round_, line, counts=counts)

    assert rows(HandCount) == []


def test_a_later_count_takes_the_place_of_an_earlier_one(build):
    panel, round_ = a_meeting(build)
    count(panel, round_, {AIRWAY: (1, 4, 0), HEARING: (5, 0, 0), FOLLOW_UP: (5, 0, 0)})
    count(panel, round_, {AIRWAY: (5, 0, 0)})

    assert close(panel, round_)[AIRWAY]["verdict"] == "consensus-for"
    said = [e for e in audit.history(panel.project.id) if e.event == "hands.counted"]
    assert len(said) == 4


def test_a_meeting_does_not_end_before_every_statement_is_counted(build):
    panel, round_ = a_meeting(build)
    count(panel, round_, {AIRWAY: (5, 0, 0)})

    with pytest.raises(Conflict) as caught:
        close(panel, round_)

    assert "Enter the hands for statement 2" in str(caught.value)


def test_no_ballot_is_taken_where_hands_are_counted(build):
    panel, round_ = a_meeting(build)

    with pytest.raises(Conflict), transaction():
        service.give_consent(panel.actor(0), round_)
    assert queries.due_questionnaires(panel.people[0].id) == []


def test_ratings_are_counted_by_hand_point_by_point(build):
    panel, round_ = a_meeting(build, rule="agree-75")
    table = {
        AIRWAY: {"7": 1, "8": 1, "9": 2, "not-my-expertise": 1},
        HEARING: {"1": 2, "5": 1, "9": 2},
        FOLLOW_UP: {"3": 1},
    }
    page = office(panel).get(f"/rounds/{round_.id}").get_data(as_text=True)
    for point in range(1, 10):
        assert page.count(f'name="n-{point}"') == 3
    assert f"9 – {preset('agree-75').scale.high_label}" in page
    for line in lines_of(round_):
        with transaction():
            service.count_hands(panel.office, round_, line, counts=table[line.statement.key])
    results = close(panel, round_)

    assert {key: results[key]["counts"] for key in table} == {
        key: {str(point): counts.get(str(point), 0) for point in range(1, 10)}
        for key, counts in table.items()
    }
    airway = results[AIRWAY]
    assert (airway["n_rated"], airway["n_opted_out"], airway["median"]) == (4, 1, 8.5)
    assert airway["verdict"] == "consensus-for"
    assert results[FOLLOW_UP]["n_missing"] == 4
    assert check_record(publication(round_)) == []


@pytest.mark.parametrize("rule", [WIDE, ESTIMATE, RANKING], ids=["several", "numbers", "order"])
def test_what_hands_cannot_say_is_refused_with_what_to_do(build, rule):
    panel, round_ = a_meeting(build, rule=rule)
    line = lines_of(round_)[0]

    with pytest.raises(Conflict, match="answer this one with their phones"), transaction():
        service.count_hands(panel.office, round_, line, counts={"9": 5})


def test_columns_of_the_grid_are_called_by_their_words(build):
    panel, round_ = a_meeting(build, rule="grade-grid")
    page = text_of(office(panel).get(f"/rounds/{round_.id}"))
    assert preset("grade-grid").scale.words(2) in page


def test_who_steers_may_count_and_nobody_else(build):
    panel, round_ = a_meeting(build)
    line = lines_of(round_)[0]

    for role in (Role.PANELIST, Role.AUTHOR, Role.METHODOLOGIST, Role.ADMINISTRATOR):
        actor = build.actor(panel.project, role)
        with pytest.raises(NotAllowed), transaction():
            service.count_hands(actor, round_, line, counts={"1": 5})
    author = build.actor(panel.project, Role.AUTHOR)
    with pytest.raises(NotAllowed), transaction():
        service.record_attendance(author, round_, present=[])


@pytest.mark.parametrize(
    ("present", "quorum", "enough"),
    [(3, Fraction(1, 2), True), (3, Fraction(2, 3), False), (4, Fraction(2, 3), True)],
)
def test_the_quorum_is_exact(build, present, quorum, enough):
    panel = a_panel(build, size=6, rule=preset("awmf"), seal=False)
    with transaction():
        plan = Plan(method=PlannedMethod.NOMINAL_GROUP, quorum=quorum)
        service.set_plan(panel.office, panel.process, plan=plan)
        service.seal_rule(panel.office, panel.process)
        round_ = service.prepare_round(panel.office, panel.process)
    there = [one.id for one in invited_to(round_)][:present]
    with transaction():
        service.record_attendance(panel.office, round_, present=there)

    assert quorum_of(round_) == (present, 6, enough)
    if not enough:
        with pytest.raises(Conflict), transaction():
            service.open_round(panel.office, round_)


def test_at_a_meeting_with_phones_only_those_present_vote(build):
    panel, round_ = a_meeting(build, by_hands=False)
    present = {one.panelist_id for one in rows(Elector)}
    away = next(
        i
        for i, person in enumerate(panel.people)
        if queries.panelist_of(panel.process, person.id).id not in present
    )
    for index in range(6):
        if index == away:
            with pytest.raises(NotAllowed):
                vote(panel, round_, index, {AIRWAY: 1})
        else:
            vote(panel, round_, index, {AIRWAY: 1})

    assert close(panel, round_)[AIRWAY]["n_rated"] == 5
    assert results_document(round_)["answers"] == "not anonymous"


def test_who_was_present_is_fixed_when_the_vote_opens(build):
    panel, round_ = a_meeting(build)

    with pytest.raises(Conflict), transaction():
        service.record_attendance(panel.office, round_, present=[])


# Real time


def a_real_time_round(build, size=14):
    panel = a_panel(build, size=size, seal=False)
    with transaction():
        service.set_plan(panel.office, panel.process, plan=Plan(method=PlannedMethod.REAL_TIME))
        service.seal_rule(panel.office, panel.process)
    return panel, an_open_round(panel)


def look(round_):
    with transaction():
        return freeze_snapshot(Actor.machine(), round_)


def tomorrow(monkeypatch, days):
    later = now() + timedelta(days=days)
    monkeypatch.setattr("guidelines.consensus.service.snapshots.now", lambda: later)


def test_a_frozen_look_needs_enough_people(build, monkeypatch):
    panel, round_ = a_real_time_round(build, size=19)
    assert round_.kind is RoundKind.REAL_TIME
    for index in range(4):
        vote(panel, round_, index, {AIRWAY: 9})
    assert look(round_) is None
    for index in range(4, 10):
        vote(panel, round_, index, {AIRWAY: 9})

    first = look(round_)

    [entry] = first.document["statements"]
    assert (entry["n_rated"], entry["counts"]["9"], entry["median"]) == (5, 5, 9)
    assert look(round_) is None  # at most one a day
    tomorrow(monkeypatch, 1)
    for index in range(10, 14):
        vote(panel, round_, index, {AIRWAY: 9})
    assert look(round_) is None
    vote(panel, round_, 14, {AIRWAY: 9})
    assert look(round_).number == 2
    assert len(snapshots_of(round_)) == 2


def test_no_step_between_two_looks_tells_of_a_few(build, monkeypatch):
    """A statement that only two more people rated stays as it was in the look before."""
    panel, round_ = a_real_time_round(build, size=15)
    for index in range(10):
        vote(panel, round_, index, {AIRWAY: 9, HEARING: 2})
    look(round_)
    tomorrow(monkeypatch, 1)
    for index in range(10, 15):
        vote(panel, round_, index, {AIRWAY: 9, **({HEARING: 9} if index < 12 else {})})

    look(round_)

    found = {e["number"]: e["n_rated"] for e in last_snapshot(round_)["statements"]}
    assert found == {1: 10, 2: 5}


def test_the_last_to_answer_does_not_follow_from_the_last_look_and_the_result(build):
    """Who subtracts the look from the result finds five people and cannot tell who they are."""
    panel, round_ = a_real_time_round(build, size=11)
    for index in range(10):
        vote(panel, round_, index, {AIRWAY: 9 if index % 2 else 8})
    seen = look(round_).document["statements"][0]["counts"]
    vote(panel, round_, 10, {AIRWAY: 1})

    result = close(panel, round_)[AIRWAY]["counts"]

    assert sum(result[point] - seen[point] for point in result) == 6
    assert all(result[point] >= seen[point] for point in result)


@given(
    ratings=st.lists(st.integers(1, 9), min_size=0, max_size=30),
    k=st.integers(2, 8),
)
def test_a_look_leaves_out_as_many_answers_as_a_group_has(ratings, k):
    table = np.array([ratings], np.int16)
    answers = Matrix(Scale(1, 9, "no", "yes"), table, np.full(table.shape, -1, np.int8))
    seen = drawn(answers, 0, k, Random(7))
    if len(ratings) <= k:
        assert seen is None
    else:
        left = answers.tally(0).n - seen.n
        apart = [a - b for a, b in zip(answers.tally(0).counts, seen.tally.counts, strict=True)]
        assert (left, sum(apart), min(apart) >= 0) == (k, k, True)


def test_a_look_is_made_by_the_job_and_frozen(build, monkeypatch):
    panel, round_ = a_real_time_round(build)
    for index in range(11):
        vote(panel, round_, index, {AIRWAY: 9})
    later = now() + timedelta(days=1, minutes=1)
    for module in ("guidelines.jobs.outbox", "guidelines.consensus.service.snapshots"):
        monkeypatch.setattr(f"{module}.now", lambda: later)
    monkeypatch.setattr("guidelines.consensus.service.opening.now", lambda: later)

    while work_once():
        pass

    [frozen] = rows(Snapshot)
    assert frozen.people == 11
    assert [job.failure for job in rows(Job) if job.failure] == []
    assert sum(job.name == "consensus.freeze_snapshot" for job in rows(Job)) == 2


@pytest.mark.parametrize("role", [Role.CHAIR, Role.FACILITATOR])
def test_a_look_is_of_an_open_real_time_round_only(build, role):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    actor = build.actor(panel.project, role)

    with pytest.raises(Conflict), transaction():
        freeze_snapshot(actor, round_)

    [kept] = rows(Round)
    assert kept.state is RoundState.OPEN


def test_a_result_that_comes_back_is_still_not_anonymous(build):
    panel, round_ = a_meeting(build)
    count(panel, round_, {AIRWAY: (5, 0, 0), HEARING: (2, 2, 1), FOLLOW_UP: (4, 0, 1)})
    close(panel, round_)
    locked = outcomes_of(panel.document)[HEARING].summary
    with transaction():
        other = preset("agree-80")
        service.deviate(panel.office, panel.process, what="How.", why="Too few came.", to=other)
    later = an_open_round(panel, kind=RoundKind.QUESTIONNAIRE)
    for index in range(6):
        vote(panel, later, index, {HEARING: 9})
    close(panel, later)
    assert outcomes_of(panel.document)[HEARING].summary["rule"] == "agree-80"

    with transaction():
        service.annul_round(panel.office, later, reason="A link was passed on.")

    assert outcomes_of(panel.document)[HEARING].summary == locked
    assert (locked["rule"], locked["anonymous"], locked["median"]) == ("awmf", False, None)
