"""A questionnaire over its routes: every kind of answer, what is missing, trials."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from guidelines.audit import AuditEntry
from guidelines.consensus import service
from guidelines.consensus.models import Ballot, OpenedAnswer, TrialBallot
from guidelines.consensus.queries import asked_in, lines_of, own_content
from guidelines.consensus.queries.boxes import elector_of
from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.ballots import Given
from guidelines.consensus.rules.policies import Partial, ReasonRequired
from guidelines.consensus.rules.presets import preset
from guidelines.db import session, transaction
from guidelines.errors import Conflict, Invalid, NotAllowed
from guidelines.permissions import Role
from tests.consensus.build import (
    a_panel,
    an_open_round,
    answers_to,
    close,
    rows,
    vote,
    vote_all,
)
from tests.consensus.test_answering import ESTIMATE, GRID, RANKING, WIDE
from tests.consensus.test_routes import text_of
from tests.consensus.test_statements import add

RATING = preset("agree-75")
OUTSIDE = replace(RATING, reason_required=ReasonRequired.OUTSIDE_BAND)
CROSSING = replace(RATING, reason_required=ReasonRequired.ON_CROSSING)


def names(round_):
    """Return the names of the answer fields by recommendation id."""
    return {line.statement.key: f"a-{line.id}" for line in lines_of(round_)}


def own(panel, round_, index=0):
    return own_content(round_, elector_of(round_, panel.people[index].id))


@pytest.mark.parametrize(
    ("rule", "sent", "said"),
    [
        pytest.param(GRID, {"": "-2"}, "strong recommendation against", id="grid"),
        pytest.param(replace(RANKING, partial_lists=True), {"": "2"}, "Place 2", id="ranking"),
        pytest.param(
            ESTIMATE,
            {"-lower": "10", "-best": "20,5", "-upper": "40"},
            "20.5 % (from 10 to 40)",
            id="estimate",
        ),
        pytest.param(WIDE, {"": "8", "-feasibility": "2"}, "Feasibility: 2", id="dimension"),
        pytest.param(RATING, {"": "unclear"}, "The question is unclear to me", id="opt-out"),
        pytest.param(preset("awmf"), {"": "0"}, "No", id="vote"),
    ],
)
def test_every_kind_of_answer_is_given_reviewed_submitted_and_opened(build, rule, sent, said):
    panel = a_panel(build, rule=rule)
    round_ = an_open_round(panel)
    client = build.sign_in(panel.people[0])
    home = f"/questionnaires/{round_.id}"
    assert client.post(f"{home}/consent").status_code == 303
    page = client.get(home)
    assert page.status_code == 200
    name = names(round_)["rec-airway"]
    fields = {f"{name}{ending}": value for ending, value in sent.items()}

    saved = client.post(f"{home}/answers", data=fields)

    assert (saved.status_code, saved.json["errors"]) == (200, {})
    assert said in text_of(client.get(f"{home}/review"))
    assert client.post(f"{home}/submit").status_code == 303
    assert client.get(f"{home}/receipt").status_code == 200
    receipt = service.receipt_for(round_, elector_of(round_, panel.people[0].id))
    close(panel, round_)
    opened = {row.commitment: row.answer for row in rows(OpenedAnswer)}
    answers = [opened[one.commitment] for one in receipt.commitments]
    assert len(answers) == 3 * (1 + len(rule.dimensions))
    given = own(panel, round_).given(asked_in(round_)[0].version_id)
    assert answers[0] == given.text


def test_a_missing_reason_is_asked_for_and_costs_no_answer(build):
    panel = a_panel(build, rule=OUTSIDE)
    round_ = an_open_round(panel)
    vote(panel, round_, 0, {"rec-airway": 2, "rec-hearing": 8}, submit=False)
    client = build.sign_in(panel.people[0])
    home = f"/questionnaires/{round_.id}"
    name = names(round_)["rec-airway"]

    refused = client.post(f"{home}/submit")

    assert refused.status_code == 422
    assert "Say in a few words why" in text_of(refused)
    version = asked_in(round_)[0].version_id
    assert own(panel, round_).given(version) == Given(rating=2)
    assert not own(panel, round_).submitted
    reason = {f"r-{name[2:]}": "The trial was small."}
    assert client.post(f"{home}/answers", data=reason).status_code == 200
    assert client.post(f"{home}/submit").status_code == 303
    assert own(panel, round_).given(version) == Given(rating=2, reason="The trial was small.")


def test_a_reason_is_due_where_one_crosses_from_one_side_to_the_other(build):
    panel = a_panel(build, rule=CROSSING)
    first = an_open_round(panel)
    vote_all(panel, first, {"rec-airway": [9, 1, 5, 5, 5], "rec-hearing": [5] * 5})
    close(panel, first)
    second = an_open_round(panel)

    vote(panel, second, 0, {"rec-airway": 7})
    with pytest.raises(Invalid):
        vote(panel, second, 1, {"rec-airway": 7})
    vote(panel, second, 2, {"rec-airway": 6})

    assert own(panel, second, 0).submitted
    assert not own(panel, second, 1).is_begun(asked_in(second)[0].version_id)


@pytest.mark.parametrize("meaning_changed", [False, True])
def test_nobody_changes_sides_where_the_meaning_was_changed(build, meaning_changed):
    panel = a_panel(build, rule=CROSSING)
    (alone,) = add(panel, "Children are seen by a team.")
    first = an_open_round(panel)
    vote_all(panel, first, {"#4": [1, 9, 5, 5, 5]})
    close(panel, first)
    with transaction():
        service.statements.reword_statement(
            panel.office,
            alone,
            reason="Who the team is.",
            meaning_changed=meaning_changed,
            wording="Children are seen by a team of two.",
        )
    second = an_open_round(panel)
    client = build.sign_in(panel.people[0])
    with transaction():
        service.give_consent(panel.actor(0), second)
    page = client.get(f"/questionnaires/{second.id}").get_data(as_text=True)

    assert bool(re.search(" data-due[ >]", page)) is not meaning_changed
    if meaning_changed:
        vote(panel, second, 0, {"#4": 9})
        assert own(panel, second).submitted
    else:
        with pytest.raises(Invalid):
            vote(panel, second, 0, {"#4": 9})


def test_the_first_screen_says_whether_answers_count_without_submitting(build):
    counts = an_open_round(panel := a_panel(build))
    client = build.sign_in(panel.people[0])
    assert "also if you did not press “Submit”" in text_of(
        client.get(f"/questionnaires/{counts.id}")
    )
    strict = a_panel(build, rule=replace(RATING, partial=Partial.ONLY_SUBMITTED))
    only = an_open_round(strict)
    client = build.sign_in(strict.people[0])
    assert "only if you press “Submit”" in text_of(client.get(f"/questionnaires/{only.id}"))


def test_one_mistake_does_not_cost_the_other_answers(build):
    panel = a_panel(build, rule=ESTIMATE)
    round_ = an_open_round(panel)
    vote(panel, round_, 0, {}, submit=False)
    client = build.sign_in(panel.people[0])
    name = names(round_)
    good, bad = name["rec-airway"], name["rec-hearing"]
    fields = {f"{good}-lower": "1", f"{good}-best": "2", f"{good}-upper": "3"}
    fields |= {f"{bad}-lower": "9", f"{bad}-best": "2", f"{bad}-upper": "3"}

    answer = client.post(f"/questionnaires/{round_.id}/answers", data=fields)
    page = client.post(f"/questionnaires/{round_.id}", data=fields)

    assert (answer.status_code, set(answer.json["errors"])) == (422, {bad})
    assert own(panel, round_).given(asked_in(round_)[0].version_id).text == "1|2|3"
    assert page.status_code == 422
    assert f'name="{bad}-lower" value="9"' in page.get_data(as_text=True)


def test_an_answer_of_another_device_is_kept_and_said(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    vote(panel, round_, 0, {"rec-airway": 3}, submit=False)
    client = build.sign_in(panel.people[0])
    name = names(round_)["rec-airway"]

    late = client.post(f"/questionnaires/{round_.id}/answers", data={name: "9", f"was-{name}": ""})
    again = client.post(
        f"/questionnaires/{round_.id}/answers", data={name: "9", f"was-{name}": "3"}
    )

    assert late.json["elsewhere"][name]["choice"] == "3"
    assert "On another device" in late.json["elsewhere"][name]["words"]
    assert late.json["fields"] == {f"was-{name}": "3"}
    assert again.json["elsewhere"] == {}
    assert own(panel, round_).given(asked_in(round_)[0].version_id).rating == 9


def test_all_votes_again_and_again_count_once(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    for rating in (1, 5, 9):
        for index in range(5):
            vote(panel, round_, index, {"rec-airway": rating}, submit=rating == 9)
    results = close(panel, round_)

    assert results["rec-airway"]["n_rated"] == 5
    assert results["rec-airway"]["counts"]["9"] == 5
    assert sum(row.answer == "9" for row in rows(OpenedAnswer)) == 5


def a_prepared_round(panel):
    with transaction():
        return service.prepare_round(panel.office, panel.process)


def test_the_office_tries_a_round_and_nothing_of_it_stays(build):
    panel = a_panel(build, rule=OUTSIDE)
    round_ = a_prepared_round(panel)
    client = build.client(panel.project, Role.FACILITATOR)
    trial = f"/rounds/{round_.id}/trial"
    name = names(round_)["rec-airway"]

    page = text_of(client.get(trial))
    assert "Trial: nothing here is counted" in page
    assert "an anaesthetist sees the child first" in page
    saved = client.post(f"{trial}/answers", data={name: "2", f"was-{name}": ""})
    assert (saved.status_code, saved.json["fields"]) == (200, {f"was-{name}": "2"})
    assert "Trial: nothing here is counted" in text_of(client.get(f"{trial}/review"))
    assert client.post(f"{trial}/submit").status_code == 422
    client.post(trial, data={f"r-{name[2:]}": "A reason.", "next": "review"})
    assert client.post(f"{trial}/submit").status_code == 303
    assert len(rows(TrialBallot)) == 1
    assert rows(Ballot) == []
    assert "1 of 3" not in text_of(client.get(f"/rounds/{round_.id}"))

    with transaction():
        service.open_round(panel.office, round_)

    assert rows(TrialBallot) == rows(Ballot) == []
    assert client.get(trial).status_code == 409
    assert client.post(f"{trial}/answers", data={name: "9"}).status_code == 409
    assert close(panel, round_)["rec-airway"]["n_rated"] == 0


def test_trials_are_wiped_on_request_one_by_one(build):
    panel = a_panel(build)
    round_ = a_prepared_round(panel)
    name = names(round_)["rec-airway"]
    clients = [build.client(panel.project, Role.FACILITATOR) for _ in range(2)]
    for rating, client in enumerate(clients, start=4):
        client.post(f"/rounds/{round_.id}/trial/answers", data={name: str(rating)})

    assert clients[0].post(f"/rounds/{round_.id}/trial/wipe").status_code == 303

    assert sorted(bool(one.content) for one in rows(TrialBallot)) == [False, True]
    assert 'value="4" checked' not in clients[0].get(f"/rounds/{round_.id}/trial").get_data(
        as_text=True
    )
    assert 'value="5" checked' in clients[1].get(f"/rounds/{round_.id}/trial").get_data(
        as_text=True
    )


def test_that_it_was_tried_stays_on_record_as_a_count_alone(build):
    panel = a_panel(build)
    round_ = a_prepared_round(panel)
    name = names(round_)["rec-airway"]
    clients = [build.client(panel.project, Role.FACILITATOR) for _ in range(3)]
    for client in clients:
        client.post(f"/rounds/{round_.id}/trial/answers", data={name: "4"})
    clients[0].post(f"/rounds/{round_.id}/trial/wipe")
    clients[1].post(f"/rounds/{round_.id}/trial/submit")
    with transaction():
        service.open_round(panel.office, round_)

    [told] = session.scalars(select(AuditEntry).where(AuditEntry.event == "round.tried")).all()
    assert {key: told.detail[key] for key in ("round_id", "people", "finished")} == {
        "round_id": round_.id, "people": 3, "finished": 1,
    }  # fmt: skip
    assert not {"person_id", "answers", "content"} & set(told.detail)
    assert rows(TrialBallot) == []


def test_a_round_that_nobody_tried_leaves_no_such_line(build):
    panel = a_panel(build)
    round_ = a_prepared_round(panel)
    with transaction():
        service.open_round(panel.office, round_)
    assert not session.scalars(select(AuditEntry).where(AuditEntry.event == "round.tried")).all()


def test_a_panel_member_cannot_try_and_a_trial_is_no_vote(build):
    panel = a_panel(build)
    round_ = a_prepared_round(panel)
    assert build.sign_in(panel.people[0]).get(f"/rounds/{round_.id}/trial").status_code in {
        403,
        404,
    }
    with transaction():
        service.open_round(panel.office, round_)
    with pytest.raises((Conflict, NotAllowed)), transaction():
        service.save_answers(
            panel.office, round_, answers=answers_to(round_, {"rec-airway": OptOut.UNCLEAR})
        )
