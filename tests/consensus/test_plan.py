"""The plan of a process: what it may say, how it is locked, and how it is departed from."""

from dataclasses import replace
from fractions import Fraction

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from guidelines import audit
from guidelines.consensus import service
from guidelines.consensus.models import Deviation, Round
from guidelines.consensus.queries import lines_of
from guidelines.consensus.queries.plans import deviations_of
from guidelines.consensus.queries.reports import methods_of
from guidelines.consensus.rules.definition import Denominator
from guidelines.consensus.rules.methods import proposed_plan, proposed_rule
from guidelines.consensus.rules.plan import (
    Deviating,
    Invite,
    Plan,
    PlannedMethod,
    RoundKind,
    Settled,
)
from guidelines.consensus.rules.plan_wording import in_words
from guidelines.consensus.rules.policies import Stopping, StopWhen
from guidelines.consensus.rules.presets import adapt, preset
from guidelines.consensus.rules.stopping import advice
from guidelines.db import session, transaction
from guidelines.errors import Conflict, Invalid, NotAllowed
from guidelines.permissions import Role
from tests.consensus.build import KEYS, a_panel, an_open_round, close, rows, vote_all
from tests.drafts.build import a_document

SPLIT = {
    "rec-airway": [8, 8, 9, 7, 9],
    "rec-hearing": [1, 9, 2, 8, 5],
    "rec-follow-up": [8, 8, 9, 7, 9],
}


def test_a_plan_is_one_text_with_one_hash():
    plan = Plan(invite=Invite.RESPONDERS, quorum=Fraction(2, 3), registration="DRKS 1")

    assert Plan.parse(plan.canonical()) == plan
    assert Plan.parse("{}") == Plan()
    assert plan.sha256 != Plan().sha256
    assert '"quorum":"2/3"' in plan.canonical()


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ('{"reopen_by": 1}', "from 2 to 9"),
        ('{"reopen_by": -1}', "from 2 to 9"),
        ('{"quorum": "3/2"}', "between 0 % and 100 %"),
        ('{"quorum": 0.5}', "quorum"),
        ('{"invite": "nobody"}', "invite"),
        ('{"colour": "red"}', "colour"),
        ("{", "cannot be read"),
    ],
)
def test_a_plan_that_cannot_mean_what_it_says_is_refused(document, place):
    with pytest.raises(Invalid) as caught:
        Plan.parse(document)

    assert place in str(caught.value)


@pytest.mark.parametrize(
    ("method", "people", "rule", "kind"),
    [
        (PlannedMethod.MODIFIED_DELPHI, 20, "agree-75", RoundKind.QUESTIONNAIRE),
        (PlannedMethod.RAND_UCLA, 9, "rand-ucla", RoundKind.QUESTIONNAIRE),
        (PlannedMethod.RAND_UCLA, 7, "rand-ucla-ipras", RoundKind.QUESTIONNAIRE),
        (PlannedMethod.RAND_UCLA, 17, "rand-ucla-ipras", RoundKind.QUESTIONNAIRE),
        (PlannedMethod.NOMINAL_GROUP, 20, "awmf", RoundKind.MEETING),
        (PlannedMethod.REAL_TIME, 20, "agree-75", RoundKind.REAL_TIME),
        (PlannedMethod.GRADE_GRID, 20, "grade-grid", RoundKind.QUESTIONNAIRE),
        (PlannedMethod.FINAL_VOTE, 20, "awmf", RoundKind.QUESTIONNAIRE),
    ],
)
def test_a_method_brings_its_definition_and_its_plan(method, people, rule, kind):
    assert proposed_rule(method, people).name == rule
    plan = proposed_plan(method, "de")
    assert (plan.method, plan.kind, plan.language) == (method, kind, "de")
    assert (plan.invite, plan.office_votes) == (Invite.EVERYBODY, False)
    assert all(str(one).endswith(".") for one in in_words(plan))


def test_a_process_starts_with_what_fits_its_method(build):
    project = build.project()
    document = a_document(build, project)
    office = build.actor(project, Role.CHAIR)
    with transaction():
        process = service.start_process(
            office, document, title="Fit", method=PlannedMethod.FINAL_VOTE
        )

    assert process.definition.name == "awmf"
    assert process.planned == proposed_plan(PlannedMethod.FINAL_VOTE, document.language)
    assert process.planned.language == "en"
    assert process.plan_sha256 == process.planned.sha256


@pytest.mark.parametrize(("members", "rates", "rule"), [
    (7, False, "rand-ucla-ipras"),
    (7, True, "rand-ucla"),
    (8, False, "rand-ucla"),
])  # fmt: skip
def test_the_size_of_the_panel_is_that_of_those_who_rate(build, members, rates, rule):
    project = build.project()
    document = a_document(build, project)
    office = build.actor(project, Role.CHAIR, Role.PANELIST)
    for _ in range(members):
        build.member(project, Role.PANELIST)
    plan = replace(proposed_plan(PlannedMethod.RAND_UCLA, "en"), office_votes=rates)
    with transaction():
        process = service.start_process(
            office, document, title="Fit", method=PlannedMethod.RAND_UCLA, plan=plan
        )

    assert process.definition.name == rule


def test_plan_and_definition_are_locked_together(build):
    panel = a_panel(build, seal=False)
    plan = Plan(settled=Settled.HIDDEN)
    with transaction():
        service.set_plan(panel.office, panel.process, plan=plan)
        service.seal_rule(panel.office, panel.process)

    with pytest.raises(Conflict), transaction():
        service.set_plan(panel.office, panel.process, plan=Plan())
    assert panel.process.plan_sha256 == plan.sha256
    [sealed] = [e for e in audit.history(panel.project.id) if e.event == "rule.sealed"]
    assert sealed.detail["plan_sha256"] == plan.sha256
    assert sealed.detail["rule_sha256"] == panel.process.rule_sha256


def test_the_definition_of_a_locked_round_is_never_switched(build):
    """The same ratings, one switch of the denominator: 4 agree of 5 rated, of 6 with opt-outs."""
    panel = a_panel(build, size=6, rule=preset("agree-80"))
    first = an_open_round(panel)
    table = {"rec-hearing": [9, 9, 9, 9, 1, "cannot"]}
    counted = adapt(preset("agree-80"), denominator=Denominator.RATED_AND_OPTED_OUT)
    with pytest.raises(Conflict), transaction():
        service.set_rule(panel.office, panel.process, rule=counted)
    with transaction():
        deviation = service.deviate(
            panel.office, panel.process, what="Opt-outs count.", why="As in the trial.", to=counted
        )
    assert deviation.from_round == 2
    vote_all(panel, first, table)

    results = close(panel, first)

    assert first.definition == preset("agree-80")
    assert results["rec-hearing"]["verdict"] == "consensus-for"
    second = an_open_round(panel, keys=["rec-hearing"])
    vote_all(panel, second, table)
    assert second.definition == counted
    assert close(panel, second)["rec-hearing"]["verdict"] == "no-consensus"
    session.expire_all()
    assert panel.process.definition == preset("agree-80")
    assert first.rule_sha256 == preset("agree-80").sha256 != second.rule_sha256
    said = methods_of(panel.process)
    assert (
        "From round 2 on the definition of consensus was changed: Opt-outs count. Reason: As in "
        "the trial."
    ) in said
    laid_down = [panel.process.laid_down_at(Deviating.RULE, number) for number in (1, 2)]
    assert laid_down == [panel.process.rule_sealed_at, deviation.decided_at]


def test_a_deviation_says_what_why_who_when_and_from_which_round(build):
    panel = a_panel(build)
    with transaction():
        service.prepare_round(panel.office, panel.process)
    changed = replace(panel.process.planned, settled=Settled.HIDDEN)
    with transaction():
        service.deviate(panel.office, panel.process, what="Hidden.", why="Too long.", to=changed)

    [one] = deviations_of(panel.process)

    assert (one.of, one.from_round, one.what, one.why) == (
        Deviating.PLAN,
        1,
        "Hidden.",
        "Too long.",
    )
    assert one.decided_by == panel.office.person_id
    assert one.decided_at is not None
    [round_] = rows(Round)
    assert round_.planned.settled is Settled.HIDDEN


@pytest.mark.parametrize("name", ["what", "why"])
def test_a_deviation_needs_its_words(build, name):
    panel = a_panel(build)
    words = {"what": "Hidden.", "why": "Too long.", name: "  "}

    with pytest.raises(Invalid) as caught, transaction():
        service.deviate(panel.office, panel.process, to=Plan(settled=Settled.HIDDEN), **words)

    assert name in caught.value.errors


def test_a_deviation_that_changes_nothing_or_too_early_is_refused(build):
    panel = a_panel(build, seal=False)
    with pytest.raises(Conflict), transaction():
        service.deviate(
            panel.office, panel.process, what="a", why="b", to=Plan(settled=Settled.HIDDEN)
        )
    with transaction():
        service.seal_rule(panel.office, panel.process)
    with pytest.raises(Conflict), transaction():
        service.deviate(panel.office, panel.process, what="a", why="b", to=panel.process.planned)
    facilitator = build.actor(panel.project, Role.FACILITATOR)
    with pytest.raises(NotAllowed), transaction():
        service.deviate(
            facilitator, panel.process, what="a", why="b", to=Plan(settled=Settled.HIDDEN)
        )

    assert rows(Deviation) == []


@pytest.mark.parametrize(
    "change", ["UPDATE process_deviation SET why = 'x'", "DELETE FROM process_deviation"]
)
def test_a_deviation_never_changes_again(build, change):
    panel = a_panel(build)
    with transaction():
        service.deviate(
            panel.office, panel.process, what="a", why="b", to=Plan(settled=Settled.HIDDEN)
        )

    with pytest.raises((DatabaseError, Conflict)), transaction():
        session.execute(text(change))


@pytest.mark.parametrize(
    ("settled", "asked", "carried"),
    [
        (Settled.SHOWN, ["rec-hearing"], ["rec-airway", "rec-follow-up"]),
        (Settled.HIDDEN, ["rec-hearing"], []),
        (Settled.REVOTE, list(KEYS), []),
    ],
)
def test_what_becomes_of_settled_statements(build, settled, asked, carried):
    panel = a_panel(build, seal=False)
    with transaction():
        service.set_plan(panel.office, panel.process, plan=Plan(settled=settled))
        service.seal_rule(panel.office, panel.process)
    first = an_open_round(panel)
    vote_all(panel, first, SPLIT)
    close(panel, first)

    lines = lines_of(an_open_round(panel))

    assert [line.statement.key for line in lines if not line.carried] == asked
    assert [line.statement.key for line in lines if line.carried] == carried


@pytest.mark.parametrize(
    ("when", "done", "unsettled", "moved", "stop"),
    [
        (StopWhen.FIXED, 3, 4, None, True),
        (StopWhen.FIXED, 2, 4, None, False),
        (StopWhen.FIXED, 2, 0, None, True),
        (StopWhen.SETTLED, 1, 0, None, True),
        (StopWhen.STABLE, 2, 4, 14.9, True),
        (StopWhen.STABLE, 2, 4, 15.0, False),
        (StopWhen.STABLE, 1, 4, None, False),
    ],
)
def test_what_the_stopping_rule_says(when, done, unsettled, moved, stop):
    last = {"stability": {"pooled": {"percent_redistributed": moved}}} if moved else {}

    found = advice(Stopping(when=when), done=done, unsettled=unsettled, last=last)

    assert found.stop is stop
    assert str(found.why)
