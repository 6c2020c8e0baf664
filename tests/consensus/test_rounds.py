"""The life of a process and of a round: what may happen when, and what is frozen."""

import contextlib
import threading
from datetime import timedelta

import pytest

from guidelines import audit
from guidelines.consensus import service
from guidelines.consensus.models import Elector, Round
from guidelines.consensus.queries import lines_of, results_document
from guidelines.consensus.rules.presets import preset
from guidelines.consensus.rules.states import ROUND, ProcessState, RoundMove, RoundState
from guidelines.db import now, session, transaction
from guidelines.drafts.queries import locked_keys, outcomes_of, recommendation_in
from guidelines.drafts.service import save_section
from guidelines.errors import Conflict, DomainError, IllegalTransition, Invalid, NotAllowed
from guidelines.jobs import Job, work_once
from guidelines.permissions import Role
from guidelines.projects.queries import actor_for
from tests.consensus.build import KEYS, TEXT, a_panel, an_open_round, close, rows, vote, vote_all
from tests.drafts.build import section_called

ALL_AGREE = {key: [8, 8, 9, 7, 9] for key in KEYS}
SPLIT = {**ALL_AGREE, "rec-hearing": [1, 9, 2, 8, 5]}


def reword(panel, title="Hearing", old="hearing is checked", new="hearing is measured"):
    item = section_called(panel.document, title)
    author = panel.build.actor(panel.project, Role.AUTHOR)
    with transaction():
        save_section(
            author,
            item.section,
            source=item.revision.source.replace(old, new),
            base_revision_id=item.revision.id,
        )


def test_the_states_of_a_round_in_a_table():
    possible = {(state, move) for state in RoundState for move in ROUND.moves(state)}

    assert possible == set(ROUND.table)
    assert ROUND.moves(RoundState.REPORTED) == ROUND.moves(RoundState.ANNULLED) == frozenset()
    assert {state for state, move in possible if move is RoundMove.CLOSE} == {RoundState.OPEN}


def test_nobody_is_asked_before_the_definition_of_consensus_is_locked(build):
    panel = a_panel(build, seal=False)

    with pytest.raises(Conflict):
        an_open_round(panel)

    assert rows(Round) == []


def test_a_locked_definition_does_not_change(build):
    panel = a_panel(build)
    before = panel.process.rule_sha256

    with pytest.raises(Conflict), transaction():
        service.set_rule(panel.office, panel.process, rule=preset("agree-80"))
    with pytest.raises(Conflict), transaction():
        service.seal_rule(panel.office, panel.process)

    session.expire_all()
    assert panel.process.rule_sha256 == before == preset("agree-75").sha256


def test_a_definition_is_not_changed_while_it_is_being_locked(build, app):
    panel = a_panel(build, seal=False)
    read, locked = threading.Event(), threading.Event()

    def seal():
        with app.app_context():
            read.wait(10)
            with transaction():
                service.seal_rule(panel.office, panel.process)
            locked.set()
            session.remove()

    sealing = threading.Thread(target=seal)
    sealing.start()
    with contextlib.suppress(Conflict), transaction():
        assert panel.process.state is ProcessState.DRAFT
        read.set()
        locked.wait(2)  # in SQLite the other one has to wait instead
        service.set_rule(panel.office, panel.process, rule=preset("agree-80"))
    sealing.join(30)

    session.rollback()
    session.expire_all()
    sealed = [e for e in audit.history(panel.project.id) if e.event == "rule.sealed"]
    assert [entry.detail["rule_sha256"] for entry in sealed] == [panel.process.rule_sha256]
    assert panel.process.definition.sha256 == panel.process.rule_sha256


def test_opening_fixes_the_panel_the_wordings_and_the_cards(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    late = build.member(panel.project, Role.PANELIST)
    lines = lines_of(round_)

    assert len(rows(Elector)) == 5
    assert [line.version.wording_sha256 for line in lines] == [
        recommendation_in(panel.document, key).wording_sha256 for key in KEYS
    ]
    assert lines[0].card["rationale"] == "Because the airway may be difficult."
    assert len(round_.cards_sha256) == 64
    assert set(locked_keys(panel.document)) == set(KEYS)
    with pytest.raises(Conflict):
        reword(panel)
    with pytest.raises(NotAllowed), transaction():
        service.give_consent(actor_for(late.id), round_)


def test_a_round_needs_three_people(build):
    panel = a_panel(build, size=2)

    with pytest.raises(Conflict), transaction():
        service.open_round(panel.office, service.prepare_round(panel.office, panel.process))

    assert rows(Round) == []


def test_closing_freezes_results_and_frees_the_wording(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    vote_all(panel, round_, SPLIT)

    results = close(panel, round_)

    assert {key: entry["verdict"] for key, entry in results.items()} == {
        "rec-airway": "consensus-for",
        "rec-hearing": "no-consensus",
        "rec-follow-up": "consensus-for",
    }
    assert results["rec-hearing"]["median"] == 5.0
    assert results["rec-airway"]["percent_in"] == 100.0
    assert locked_keys(panel.document) == {}
    outcome = outcomes_of(panel.document)["rec-airway"]
    assert outcome.stands(recommendation_in(panel.document, "rec-airway"))
    assert outcome.summary["n_agree"] == 5
    with pytest.raises(IllegalTransition), transaction():
        service.close_round(panel.office, round_)
    assert audit.first_broken(panel.project.id) is None


def test_the_second_round_asks_what_is_not_settled(build):
    panel = a_panel(build)
    first = an_open_round(panel)
    vote_all(panel, first, SPLIT)
    close(panel, first)
    reword(panel)

    with pytest.raises(Conflict), transaction():  # a changed wording needs its reason
        service.open_round(panel.office, service.prepare_round(panel.office, panel.process))
    second = an_open_round(panel, reasons={"rec-hearing": "Measured says how."})

    lines = {line.statement.recommendation_key: line for line in lines_of(second)}
    assert {key: line.carried for key, line in lines.items()} == {
        "rec-airway": True,
        "rec-hearing": False,
        "rec-follow-up": True,
    }
    version = lines["rec-hearing"].version
    assert (version.number, version.reason) == (2, "Measured says how.")
    assert version.parent.wording == "We suggest that hearing is checked before surgery."
    vote_all(panel, second, {"rec-hearing": [7, 9, 8, 8, 9]})
    assert close(panel, second)["rec-hearing"]["verdict"] == "consensus-for"
    with pytest.raises(Conflict), transaction():
        service.prepare_round(panel.office, panel.process)


def test_a_wording_changed_after_the_vote_no_longer_has_the_result(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    vote_all(panel, round_, ALL_AGREE)
    close(panel, round_)
    reword(panel)

    outcome = outcomes_of(panel.document)["rec-hearing"]

    assert not outcome.stands(recommendation_in(panel.document, "rec-hearing"))


def test_a_round_closes_at_its_date_without_anybody(build, monkeypatch):
    panel = a_panel(build)
    round_ = an_open_round(panel, closes_at=now() + timedelta(hours=1))
    vote(panel, round_, 0, {"rec-airway": 9})
    later = now() + timedelta(hours=2)
    for module in ("guidelines.consensus.jobs.dates", "guidelines.jobs.outbox"):
        monkeypatch.setattr(f"{module}.now", lambda: later)
    for module in ("booths", "voting"):
        monkeypatch.setattr(f"guidelines.consensus.service.{module}.now", lambda: later)

    with pytest.raises(Conflict):  # the date counts, however late the worker is
        vote(panel, round_, 1, {"rec-airway": 9})
    while work_once():
        pass

    session.expire_all()
    assert round_.state is RoundState.CLOSED
    assert results_document(round_)["n_ballots"] == 1
    assert [job.failure for job in rows(Job) if job.failure] == []


def test_a_void_round_has_a_reason_and_no_results(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    vote(panel, round_, 0, {"rec-airway": 9})

    with pytest.raises(Invalid), transaction():
        service.annul_round(panel.office, round_, reason=" ")
    with transaction():
        service.annul_round(panel.office, round_, reason="The wrong panel was asked.")

    assert results_document(round_) is None
    assert locked_keys(panel.document) == {}
    assert an_open_round(panel).number == 2


def test_a_void_closed_round_no_longer_counts_in_the_document(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    vote_all(panel, round_, ALL_AGREE)
    close(panel, round_)

    with transaction():
        service.annul_round(panel.office, round_, reason="A link was passed on.")

    assert outcomes_of(panel.document)["rec-airway"].verdict == "not-computable"


@pytest.mark.parametrize("void", [1, 2])
def test_a_void_round_leaves_the_results_of_the_others(build, void):
    panel = a_panel(build)
    first = an_open_round(panel)
    vote_all(panel, first, SPLIT)
    close(panel, first)
    second = an_open_round(panel)
    vote_all(panel, second, {"rec-hearing": [8, 8, 9, 7, 9]})
    close(panel, second)

    with transaction():
        service.annul_round(
            panel.office, (first, second)[void - 1], reason="A link was passed on."
        )

    found = {
        key: (one.verdict, one.summary["round"], one.summary["n_rated"])
        for key, one in outcomes_of(panel.document).items()
    }
    if void == 1:
        assert found["rec-hearing"] == ("consensus-for", 2, 5)
        assert found["rec-airway"] == ("not-computable", 1, 0)
    else:
        assert found["rec-hearing"] == ("no-consensus", 1, 5)
        assert found["rec-airway"] == ("consensus-for", 1, 5)


EVIDENCE = TEXT.replace(
    "type=consensus-based strength=strong", "type=evidence-based strength=strong"
)


def test_evidence_based_recommendations_need_their_evidence_card(build):
    with pytest.raises(Invalid) as caught:
        a_panel(build, source=EVIDENCE)

    assert str(caught.value) == (
        "Recommendation 1 is evidence-based and cannot be put to the panel without the question, "
        "the certainty of the evidence, the judgements from evidence to decision, the "
        "references. Add this first."
    )


@pytest.mark.parametrize(
    ("step", "roles", "error"),
    [
        ("seal", [Role.CHAIR], None),
        ("seal", [Role.FACILITATOR], NotAllowed),
        ("open", [Role.FACILITATOR], None),
        ("open", [Role.AUTHOR], NotAllowed),
        ("open", [Role.PANELIST], NotAllowed),
        ("close", [Role.FACILITATOR], None),
        ("close", [Role.METHODOLOGIST], NotAllowed),
        ("close", [Role.ADMINISTRATOR], NotAllowed),
    ],
)
def test_who_may_do_what(build, step, roles, error):
    panel = a_panel(build, seal=step != "seal")
    actor = build.actor(panel.project, *roles)
    round_ = an_open_round(panel) if step == "close" else None

    def act():
        with transaction():
            if step == "seal":
                service.seal_rule(actor, panel.process)
            elif step == "open":
                prepared = service.prepare_round(panel.office, panel.process)
                service.open_round(actor, prepared)
            else:
                service.close_round(actor, round_)

    before = len(audit.history(panel.project.id))
    if error is None:
        act()
        assert len(audit.history(panel.project.id)) > before
    else:
        with pytest.raises(DomainError) as caught:
            act()
        assert type(caught.value) is error
        assert len(audit.history(panel.project.id)) == before
