"""Who has an interest does not vote, nor chair the vote; what came late counts at closing."""

from dataclasses import replace
from html import unescape

import pytest

from guidelines import audit
from guidelines.consensus import service as consensus
from guidelines.consensus.queries import asked_in
from guidelines.consensus.rules.policies import Conflicted
from guidelines.consensus.rules.presets import preset
from guidelines.db import transaction
from guidelines.errors import Recused
from guidelines.interests.rules import Doing, Level
from guidelines.permissions import Role
from tests.consensus.build import a_panel, an_open_round, vote, vote_all
from tests.consensus.test_questionnaire import names
from tests.interests.build import a_declaration, conflict, person_of, refusals

KEY = "rec-airway"


def test_a_ballot_is_refused_and_recorded_without_a_trace_of_it(build):
    panel = a_panel(build)
    person = panel.people[0]
    conflict(build, panel.project, person.id, Level.MODERATE)
    round_ = an_open_round(panel)
    vote(panel, round_, 0, {"rec-hearing": 7}, submit=False)
    browser, field = build.sign_in(person), names(round_)[KEY]
    home = f"/questionnaires/{round_.id}"

    script = browser.post(f"{home}/answers", data={field: "9", f"was-{field}": ""})
    page = browser.post(home, data={field: "9", f"was-{field}": ""})

    assert (script.status_code, page.status_code) == (403, 403)
    assert "You abstain from this statement" in script.json["error"]
    assert "You abstain from this statement" in page.text
    assert refusals(panel.project) == [(Doing.VOTE, [KEY], person.id)] * 2


@pytest.mark.parametrize(("level", "votes"), [(Level.MODERATE, True), (Level.HIGH, False)])
def test_those_with_an_interest_vote_apart_where_the_plan_says_so(build, level, votes):
    panel = a_panel(build, rule=replace(preset("agree-75"), conflicted=Conflicted.DOUBLE_VOTE))
    conflict(build, panel.project, panel.people[0].id, level)
    round_ = an_open_round(panel)

    if not votes:
        with pytest.raises(Recused):
            vote(panel, round_, 0, {KEY: 9})
        return
    assert vote(panel, round_, 0, {KEY: 9}).answered == 1


def test_an_interest_of_an_open_round_counts_at_closing_and_is_recorded(build):
    panel = a_panel(build, rule=replace(preset("agree-75"), conflicted=Conflicted.DOUBLE_VOTE))
    round_ = an_open_round(panel)
    vote_all(panel, round_, {"rec-airway": [9, 9, 9, 1, 1], "rec-hearing": [9] * 5})
    conflict(build, panel.project, panel.people[4].id, Level.HIGH)
    conflict(build, panel.project, panel.people[3].id, Level.MODERATE)

    with transaction():
        result = consensus.close_round(panel.office, round_)

    found = {one["key"]: one for one in result.document["statements"]}
    assert found["rec-airway"]["n_recused"] == 2
    assert found["rec-airway"]["n_rated"] == 3
    assert found["rec-hearing"]["n_rated"] == 5
    [entry] = [
        one for one in audit.history(panel.project.id) if one.event == "round.interests-applied"
    ]
    numbers = {one.key: one.number for one in asked_in(round_)}
    assert entry.detail["statements"] == [numbers["rec-airway"]]
    assert entry.detail["abstentions"] == 2


def test_a_chair_with_an_interest_does_not_open_the_vote_on_it(build):
    panel = a_panel(build)
    conflict(build, panel.project, panel.office.person_id, Level.LOW)
    with transaction():
        round_ = consensus.prepare_round(panel.office, panel.process)
    browser = build.sign_in(person_of(panel.office))

    answer = browser.post(f"/rounds/{round_.id}/open")

    assert answer.status_code == 403
    assert "you do not chair on rec-airway" in unescape(answer.text)
    assert refusals(panel.project) == [(Doing.CHAIR, [KEY], panel.office.person_id)]
    facilitator = build.actor(panel.project, Role.FACILITATOR)
    with transaction():
        consensus.open_round(facilitator, round_)


def test_answers_to_nothing_recused_leave_no_record(build):
    panel = a_panel(build)
    conflict(build, panel.project, panel.people[0].id, Level.HIGH)
    round_ = an_open_round(panel)

    vote(panel, round_, 0, {"rec-hearing": 7})

    assert refusals(panel.project) == []


def test_whoever_closes_a_round_is_told_what_waits_for_an_assessment(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    browser = build.sign_in(person_of(panel.office))
    words = "What 1 person declared has not been assessed"
    assert words not in browser.get(f"/rounds/{round_.id}").text

    a_declaration(panel.actor(0), panel.project)

    assert words in browser.get(f"/rounds/{round_.id}").text
