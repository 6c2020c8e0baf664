"""Controlled feedback: before the next round and after a reported one, for one person alone."""

import re

import pytest

from guidelines.consensus import service
from guidelines.consensus.queries import elector_of, feedback_for, sheet_after, sheet_before
from guidelines.consensus.rules.criteria import with_criteria
from guidelines.consensus.rules.presets import preset
from guidelines.consensus.rules.writeup import Picture
from guidelines.consensus.service import statements
from guidelines.consensus.service.wordings import Part
from guidelines.db import transaction
from guidelines.permissions import Role
from tests.consensus.build import (
    CANNOT,
    a_panel,
    an_open_round,
    close,
    given,
    vote,
    vote_all,
)
from tests.consensus.test_criteria import FEASIBLE

FIRST = {
    "rec-airway": [9, 9, 8, 9, 9],
    "rec-hearing": [1, 2, 5, 8, CANNOT],
    "rec-follow-up": [7, 8, 3, 4, 6],
}


def two_rounds(build):
    panel = a_panel(build)
    first = an_open_round(panel)
    vote_all(panel, first, FIRST)
    close(panel, first)
    return panel, first, an_open_round(panel)


def test_before_a_round_each_sees_the_panel_and_only_their_own_answer(build):
    panel, _first, second = two_rounds(build)

    for index in range(5):
        mine = feedback_for(second, elector_of(second, panel.people[index].id))
        by_key = {one.entry["key"]: one for one in mine.values()}
        assert by_key["rec-hearing"].own == given(FIRST["rec-hearing"][index])
        assert by_key["rec-hearing"].entry["n_rated"] == 4
        assert by_key["rec-hearing"].same_wording


def test_the_sheet_before_a_round_is_in_its_order_and_knows_what_is_settled(build):
    panel, _first, second = two_rounds(build)

    sheet = sheet_before(second, elector_of(second, panel.people[0].id))

    assert [one.line.statement.number for one in sheet] == [1, 2, 3]
    assert [one.line.carried for one in sheet] == [True, False, False]


def test_who_did_not_answer_sees_the_panel_all_the_same(build):
    panel = a_panel(build)
    first = an_open_round(panel)
    vote(panel, first, 0, {"rec-hearing": 2})
    vote(panel, first, 1, {"rec-hearing": 3})
    close(panel, first)
    second = an_open_round(panel)

    told = {
        one.back.entry["key"]: one
        for one in sheet_before(second, elector_of(second, panel.people[4].id))
    }
    assert told["rec-hearing"].back.own is None
    assert told["rec-hearing"].back.entry["counts"]["2"] == 1


def test_after_a_reported_round_the_sheet_is_that_of_the_round(build):
    panel, first, _second = two_rounds(build)

    sheet = sheet_after(first, elector_of(first, panel.people[3].id))

    assert [one.back.own.rating for one in sheet] == [9, 8, 4]


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def test_the_page_shows_own_answers_and_preselects_nothing(build):
    panel, first, second = two_rounds(build)
    client = build.sign_in(panel.people[0])

    page = client.get(f"/questionnaires/{second.id}/feedback")

    assert "Your answer: 1" in text_of(page)
    assert "<input" not in page.get_data(as_text=True).partition("<main")[2]
    closed = text_of(client.get(f"/questionnaires/{first.id}/feedback"))
    assert "There is nothing to show yet" in closed  # closed, not yet shown to the panel
    with transaction():
        service.report_round(panel.office, first)
    assert "Your answer: 9" in text_of(client.get(f"/questionnaires/{first.id}/feedback"))


def test_the_pdf_is_made_for_one_person_and_kept_nowhere(build):
    panel, _first, second = two_rounds(build)
    mine = build.sign_in(panel.people[0])
    address = f"/questionnaires/{second.id}/feedback.pdf"

    answer = mine.get(address)

    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert "ETag" not in answer.headers
    assert panel.people[0].name not in answer.headers["Content-Disposition"]
    other = build.sign_in(panel.people[4]).get(address)
    assert other.data != answer.data
    outsider = build.sign_in(build.member(panel.project, Role.AUTHOR))
    assert outsider.get(address).status_code in {403, 404}


@pytest.mark.parametrize("page", ["feedback", "feedback.pdf"])
def test_who_is_not_eligible_gets_the_questionnaires_answer(build, page):
    panel, _first, second = two_rounds(build)
    late = build.sign_in(build.member(panel.project, Role.PANELIST))

    answer = late.get(f"/questionnaires/{second.id}/{page}")

    assert answer.status_code in {302, 303}


def a_changed_statement(build, change):
    """Return the panel, what one of them is told, and the round, after a change of statement 4."""
    panel = a_panel(build)
    with transaction():
        [statement] = statements.add_statements(
            panel.office, panel.process, [Part(wording="Weigh and measure every child.")]
        )
    first = an_open_round(panel)
    vote_all(panel, first, {**FIRST, "#4": [1, 2, 5, 8, 9]})
    close(panel, first)
    with transaction():
        change(panel.office, statement)
    second = an_open_round(panel)
    return panel, sheet_before(second, elector_of(second, panel.people[1].id)), second


def test_a_changed_wording_is_told_with_its_difference_and_reason(build):
    panel, sheet, second = a_changed_statement(
        build,
        lambda office, one: statements.reword_statement(
            office,
            one,
            wording="Weigh and measure every infant.",
            reason="Only infants are meant.",
            meaning_changed=True,
        ),
    )

    told = {one.back.entry["key"]: one for one in sheet}["#4"]
    assert not told.back.same_wording
    assert told.back.own.rating == 2
    page = build.sign_in(panel.people[1]).get(f"/questionnaires/{second.id}/feedback")
    assert "The wording was changed, and what it means" in text_of(page)
    assert "Reason: Only infants are meant." in text_of(page)
    assert "<del>" in page.get_data(as_text=True)


def test_a_part_of_a_split_statement_shows_what_was_said_of_the_whole(build):
    _panel, sheet, _second = a_changed_statement(
        build,
        lambda office, one: statements.split_statement(
            office,
            one,
            [Part(wording="Weigh every child."), Part(wording="Measure every child.")],
            reason="Two questions in one.",
        ),
    )

    parts = [one for one in sheet if one.line.statement.number > 4]
    assert [one.back.entry["key"] for one in parts] == ["#4", "#4"]
    assert [one.back.own.rating for one in parts] == [2, 2]
    assert not any(one.back.same_wording for one in parts)


def test_the_pdf_tells_the_further_questions_as_the_page_does(build, monkeypatch):
    panel = a_panel(build, rule=with_criteria(preset("agree-75"), [FEASIBLE]))
    first = an_open_round(panel)
    for index, rating in enumerate([9, 1, 5, 9, 1]):
        both = {"overall": given(rating), "etd-feasibility": given(index % 3 + 1)}
        vote(panel, first, index, {"rec-airway": both})
    close(panel, first)
    second = an_open_round(panel)
    made = []
    printed = "guidelines.consensus.routes.feedback.printed"
    monkeypatch.setattr(printed, lambda _process, parts, *_rest, **_more: made.extend(parts) or "")

    build.sign_in(panel.people[1]).get(f"/questionnaires/{second.id}/feedback.pdf")

    said = [getattr(block, "words", "") for block in made[0].blocks]
    assert FEASIBLE.question in said
    assert "Your answer: Perhaps" in said
    assert sum(isinstance(block, Picture) for block in made[0].blocks) == 2
