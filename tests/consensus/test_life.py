"""The life of a round as a machine: whatever happens in whatever order, its promises hold."""

import random
from datetime import timedelta
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from guidelines import audit
from guidelines.consensus import queries, service
from guidelines.consensus.models import Ballot, Elector
from guidelines.consensus.queries.plans import deviations_of
from guidelines.consensus.rules.next_steps import Held, Step, next_step
from guidelines.consensus.rules.plan import Plan, RoundKind, Settled
from guidelines.consensus.rules.presets import preset
from guidelines.consensus.rules.states import (
    LIVING,
    PROCESS,
    ROUND,
    ProcessState,
    RoundMove,
    RoundState,
)
from guidelines.db import now, session, transaction
from guidelines.errors import DomainError, IllegalTransition
from guidelines.jobs import work_once
from tests.consensus.build import KEYS, a_panel, answers_to, rows
from tests.consensus.test_dates import CLOCKS

POSSIBLE = {
    ("draft", "seal", "sealed"),
    ("sealed", "open", "open"),
    ("open", "close", "closed"),
    ("closed", "report", "reported"),
    ("draft", "annul", "annulled"),
    ("sealed", "annul", "annulled"),
    ("open", "annul", "annulled"),
    ("closed", "annul", "annulled"),
}


def test_the_life_of_a_round_is_a_table():
    for state in RoundState:
        for move in RoundMove:
            ends = {end for start, name, end in POSSIBLE if (start, name) == (state, move)}
            if ends:
                assert {ROUND.after(state, move).value} == ends
            else:
                with pytest.raises(IllegalTransition):
                    ROUND.after(state, move)


def test_a_process_is_prepared_locked_finished_and_never_goes_back():
    assert [(a.value, b.value, c.value) for (a, b), c in PROCESS.table.items()] == [
        ("draft", "seal", "sealed"),
        ("sealed", "report", "reported"),
    ]


def held(state, *, dated=False, kind=RoundKind.QUESTIONNAIRE, by_hands=False):
    return Held(RoundState(state), kind, dated, by_hands)


@pytest.mark.parametrize(
    ("state", "statements", "people", "rounds", "step"),
    [
        ("draft", 0, 9, [], Step.CHOOSE_STATEMENTS),
        ("draft", 3, 2, [], Step.INVITE),
        ("draft", 3, 3, [], Step.LOCK),
        ("sealed", 3, 9, [], Step.PREPARE_ROUND),
        ("sealed", 3, 9, [held("draft")], Step.OPEN_ROUND),
        ("sealed", 3, 9, [held("sealed")], Step.OPEN_ROUND),
        ("sealed", 3, 9, [held("sealed", dated=True)], Step.WAIT_FOR_OPENING),
        ("sealed", 3, 9, [held("draft", kind=RoundKind.MEETING)], Step.NOTE_ATTENDANCE),
        ("sealed", 3, 9, [held("open")], Step.WAIT_FOR_ANSWERS),
        ("sealed", 3, 9, [held("open", by_hands=True)], Step.COUNT_HANDS),
        ("sealed", 3, 9, [held("closed")], Step.REPORT_ROUND),
        ("sealed", 3, 9, [held("reported")], Step.DECIDE),
        ("reported", 3, 9, [held("reported")], Step.DONE),
    ],
)
def test_there_is_one_next_step(state, statements, people, rounds, step):
    found = next_step(ProcessState(state), statements=statements, people=people, rounds=rounds)

    assert found is step


class Life(RuleBasedStateMachine):
    """Prepare, lock, open, extend, answer, close, report, annul, deviate, and dates passing."""

    build = None
    patch = None
    seen: ClassVar[set[RoundState]] = set()

    @initialize()
    def begin(self):
        self.hours = 0
        self.start = now()
        self.tick()
        self.panel = a_panel(self.build, size=4)
        self.answered = {}
        self.frozen = {}
        self.rules = {}

    def tick(self, hours=0):
        """Let time pass for everything that looks at dates."""
        self.hours += hours
        moment = self.start + timedelta(hours=self.hours)
        for module in CLOCKS:
            self.patch.setattr(f"{module}.now", lambda: moment)

    @property
    def moment(self):
        return self.start + timedelta(hours=self.hours)

    @property
    def rounds(self):
        return queries.rounds_of(self.panel.process)

    @property
    def last(self):
        return self.rounds[-1] if self.rounds else None

    def attempt(self, step, *expected):
        """Do a step; it works just where the tables say so."""
        before = self.last.state if self.last else None
        try:
            with transaction():
                step()
        except DomainError:
            session.expire_all()
            if self.last is not None:
                assert self.last.state is before
            return False
        session.expire_all()
        if expected:
            assert before in expected, before
        return True

    @rule(closes=st.sampled_from([None, 5, 30]), opens=st.sampled_from([None, 3]))
    def prepare(self, closes, opens):
        living = queries.living_round(self.panel.process) is not None

        def at(hours):
            return self.moment + timedelta(hours=hours) if hours else None

        done = self.attempt(
            lambda: service.prepare_round(
                self.panel.office,
                self.panel.process,
                keys=list(KEYS),
                closes_at=at(closes),
                opens_at=at(opens),
            )
        )
        assert done is not living

    @precondition(lambda self: self.last is not None)
    @rule()
    def seal(self):
        self.attempt(lambda: service.seal_round(self.panel.office, self.last), RoundState.DRAFT)

    @precondition(lambda self: self.last is not None)
    @rule()
    def open(self):
        self.attempt(
            lambda: service.open_round(self.panel.office, self.last),
            RoundState.DRAFT,
            RoundState.SEALED,
        )

    @precondition(lambda self: self.last is not None)
    @rule(hours=st.sampled_from([-2, 4, 40]))
    def extend(self, hours):
        done = self.attempt(
            lambda: service.extend_round(
                self.panel.office, self.last, closes_at=self.moment + timedelta(hours=hours)
            ),
            *LIVING,
        )
        assert not (done and hours < 0)

    @precondition(lambda self: self.last is not None)
    @rule(index=st.integers(0, 3), rating=st.integers(1, 9))
    def answer(self, index, rating):
        round_, actor = self.last, self.panel.actor(index)
        due = round_.closes_at is not None and round_.closes_at <= self.moment
        takes = round_.state is RoundState.OPEN and not due

        def give():
            service.give_consent(actor, round_)
            answers = answers_to(round_, {"rec-airway": rating})
            service.save_answers(actor, round_, answers=answers)

        assert self.attempt(give) is takes
        if takes:
            self.answered.setdefault(round_.id, {})[index] = rating

    @precondition(lambda self: self.last is not None)
    @rule()
    def close(self):
        self.attempt(lambda: service.close_round(self.panel.office, self.last), RoundState.OPEN)

    @precondition(lambda self: self.last is not None)
    @rule()
    def report(self):
        self.attempt(lambda: service.report_round(self.panel.office, self.last), RoundState.CLOSED)

    @precondition(lambda self: self.last is not None)
    @rule(reason=st.sampled_from(["", "A link was passed on."]))
    def annul(self, reason):
        done = self.attempt(
            lambda: service.annul_round(self.panel.office, self.last, reason=reason),
            *LIVING,
            RoundState.CLOSED,
        )
        assert not (done and not reason)

    @rule(steps=st.integers(2, 4))
    def go_on(self, steps):
        """Take the next steps as somebody of the office would."""
        for _step in range(steps):
            state = self.last.state if self.last else RoundState.ANNULLED
            match state:
                case RoundState.ANNULLED | RoundState.REPORTED:
                    self.prepare(None, None)
                case RoundState.DRAFT | RoundState.SEALED:
                    self.open()
                case RoundState.OPEN:
                    self.close()
                case RoundState.CLOSED:
                    self.report()

    @rule(name=st.sampled_from(["agree-75", "agree-80"]))
    def change_the_definition(self, name):
        self.attempt(
            lambda: service.deviate(
                self.panel.office, self.panel.process, what="a", why="b", to=preset(name)
            )
        )

    @rule(settled=st.sampled_from(Settled))
    def change_the_plan(self, settled):
        self.attempt(
            lambda: service.deviate(
                self.panel.office,
                self.panel.process,
                what="a",
                why="b",
                to=Plan(settled=settled),
            )
        )

    @rule(hours=st.sampled_from([1, 6, 48]))
    def time_passes(self, hours):
        self.tick(hours)
        while work_once():
            pass
        session.expire_all()

    @invariant()
    def promises(self):
        if not hasattr(self, "panel"):
            return
        session.expire_all()
        rounds = self.rounds
        assert [one.number for one in rounds] == list(range(1, len(rounds) + 1))
        assert sum(one.state in LIVING for one in rounds) <= 1
        for one in rounds:
            self.seen.add(one.state)
            self.check(one)
        for one in deviations_of(self.panel.process):
            assert one.what
            assert one.why

    def check(self, one):
        electors = sorted(e.panelist_id for e in rows(Elector) if e.round_id == one.id)
        ballots = [b for b in rows(Ballot) if b.round_id == one.id]
        result = queries.results_document(one)
        if one.state is not RoundState.DRAFT:  # what is locked never changes
            locked = (one.cards_sha256, one.rule_sha256, one.planned.sha256)
            if one.state is not RoundState.ANNULLED or one.cards_sha256:
                assert self.rules.setdefault(one.id, locked) == locked
        if electors:
            assert self.frozen.setdefault(one.id, electors) == electors
        if one.state is RoundState.OPEN:
            assert len(ballots) == len(self.answered.get(one.id, {}))
            assert result is None
        else:
            assert ballots == []
        if one.state in {RoundState.CLOSED, RoundState.REPORTED}:
            given = self.answered.get(one.id, {}).values()
            entry = next(e for e in result["statements"] if e["key"] == "rec-airway")
            assert entry["n_rated"] == len(given)
            assert result["rule_sha256"] == one.rule_sha256
            counts = {int(p): n for p, n in entry["counts"].items() if n}
            assert counts == {p: list(given).count(p) for p in set(given)}
        else:
            assert result is None
        if one.state is RoundState.ANNULLED:
            assert one.annulled_why

    def teardown(self):
        if hasattr(self, "panel"):
            assert audit.first_broken(self.panel.project.id) is None
            living = queries.living_round(self.panel.process)
            if living is not None:  # the document is free again for the next run
                with transaction():
                    service.annul_round(self.panel.office, living, reason="The end.")
        session.remove()


def test_whatever_happens_a_round_keeps_its_promises(build, monkeypatch):
    random.seed(0)
    machine = type("ALife", (Life,), {"build": build, "patch": monkeypatch, "seen": set()})

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=5,
            stateful_step_count=16,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert machine.seen >= {RoundState.OPEN, RoundState.CLOSED, RoundState.ANNULLED}
