"""Votes on single criteria between evidence and decision, beside each statement."""

from dataclasses import replace

import pytest

from guidelines.consensus import service
from guidelines.consensus.queries import asked_in
from guidelines.consensus.rules.ballots import Given
from guidelines.consensus.rules.blank_texts import blanks_of
from guidelines.consensus.rules.blanks import filled
from guidelines.consensus.rules.criteria import Asked, criteria_of, with_criteria
from guidelines.consensus.rules.policies import AnswerKind
from guidelines.consensus.rules.presets import preset
from guidelines.db import transaction
from guidelines.errors import Invalid
from tests.consensus.build import a_panel, an_open_round, close
from tests.consensus.test_routes import office, text_of

FEASIBLE = Asked("feasibility", "Feasibility", "Can it be done?", ("No", "Perhaps", "Yes"))
EQUITY = Asked("equity", "Fairness", "Is it fair?", ("No", "Rather no", "Rather yes", "Yes"))


def test_a_criterion_is_a_question_with_the_words_of_its_judgement():
    rule = with_criteria(preset("agree-75"), [FEASIBLE, EQUITY])
    first, second = rule.dimensions
    assert (first.key, first.title, list(first.scale.points)) == (
        "etd-feasibility", "Feasibility", [1, 2, 3],
    )  # fmt: skip
    assert [first.scale.words(point) for point in first.scale.points] == list(FEASIBLE.answers)
    assert (first.disagreement.high, first.agreement.low) == (1, 3)
    assert (second.disagreement.high, second.agreement.low) == (2, 3)
    assert criteria_of(rule) == {"feasibility", "equity"}


def test_choosing_again_replaces_criteria_and_leaves_other_questions():
    rule = with_criteria(preset("agree-75"), [FEASIBLE])
    own = replace(rule.dimensions[0], key="importance", title="Importance")
    rule = replace(rule, dimensions=(own, *rule.dimensions))
    assert [one.key for one in with_criteria(rule, [EQUITY]).dimensions] == [
        "importance", "etd-equity",
    ]  # fmt: skip
    assert [one.key for one in with_criteria(rule, []).dimensions] == ["importance"]


def test_filling_the_blanks_of_the_definition_again_keeps_them():
    rule = with_criteria(preset("agree-75"), [FEASIBLE])
    assert filled(rule, blanks_of(rule)).dimensions == rule.dimensions


def test_where_statements_are_ranked_no_criterion_is_asked():
    with pytest.raises(Invalid):
        with_criteria(replace(preset("agree-75"), kind=AnswerKind.RANKING), [FEASIBLE])


def test_the_office_chooses_the_panel_answers_and_the_result_describes(build):
    panel = a_panel(build, keys=("rec-airway",), seal=False)
    client = office(panel)
    path = f"/processes/{panel.process.id}/definition/criteria"
    assert "Feasibility" in text_of(client.get(path))
    assert client.post(path, data={"criteria": ["feasibility", "nonsense"]}).status_code == 303
    with transaction():
        service.seal_rule(panel.office, panel.process)
    assert client.post(path, data={"criteria": ["equity"]}).status_code == 409
    round_ = an_open_round(panel)
    [asked] = asked_in(round_)
    for index in range(5):
        actor = panel.actor(index)
        with transaction():
            service.give_consent(actor, round_)
        with transaction():
            service.save_answers(
                actor,
                round_,
                answers={
                    asked.version_id: {
                        "overall": Given(rating=9), "etd-feasibility": Given(rating=4),
                    }
                },
                submit=True,
            )  # fmt: skip
    result = close(panel, round_)["rec-airway"]
    assert result["verdict"] == "consensus-for"
    assert result["dimensions"]["etd-feasibility"]["median"] == 4
