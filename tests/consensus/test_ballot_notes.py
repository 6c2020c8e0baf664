"""What the questionnaire says beside an answer: apart, skipped, merged, made up, for the whole."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from guidelines.consensus import service
from guidelines.consensus.models import OpenedAnswer, PanelComment
from guidelines.consensus.queries import lines_of, origins_for, own_content, sheet_before
from guidelines.consensus.queries.boxes import answering_apart, elector_of
from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.policies import Conflicted, Denominator
from guidelines.consensus.rules.presets import preset
from guidelines.consensus.service import statements
from guidelines.consensus.service.wordings import Part
from guidelines.db import session, transaction
from guidelines.permissions import Role
from tests.consensus.build import KEYS, a_panel, an_open_round, close, rows, vote, vote_all
from tests.consensus.test_answering import ESTIMATE, GRID, RANKING, VOTE, WIDE
from tests.consensus.test_routes import text_of

AGREE = preset("agree-75")
DOUBLE = replace(AGREE, conflicted=Conflicted.DOUBLE_VOTE)
APART = "your answer is counted apart, and the result without it decides"


def consented(panel, round_, index=0):
    with transaction():
        service.give_consent(panel.actor(index), round_)
    return build_client(panel, index)


def build_client(panel, index=0):
    return panel.build.sign_in(panel.people[index])


def field(round_, key="rec-airway"):
    return next(f"a-{line.id}" for line in lines_of(round_) if line.statement.key == key)


@pytest.mark.parametrize(("rule", "said"), [(DOUBLE, 1), (AGREE, 0)])
def test_who_answers_apart_is_told_so_calmly_and_nobody_else_is(build, monkeypatch, rule, said):
    panel = a_panel(build, rule=rule)
    declared = {panel.people[0].id: frozenset({"rec-airway"})}
    monkeypatch.setattr(
        "guidelines.consensus.service.electing.abstentions_in", lambda _project: declared
    )
    round_ = an_open_round(panel)
    for index, times in ((0, said), (1, 0)):
        page = text_of(consented(panel, round_, index).get(f"/questionnaires/{round_.id}"))
        assert page.count(APART) == times
    vote(panel, round_, 0, {"rec-hearing": 7})
    review = text_of(build_client(panel).get(f"/questionnaires/{round_.id}/review"))
    assert review.count("Counted apart because of an interest you declared") == said
    mine = elector_of(round_, panel.people[0].id)
    assert len(answering_apart(round_, mine)) == said


def test_to_skip_is_an_answer_of_its_own_and_a_blank_is_none(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    client, name = consented(panel, round_), field(round_)
    sent = {name: "not-my-expertise", name.replace("a-", "o-", 1): "skipped", "next": "review"}
    assert client.post(f"/questionnaires/{round_.id}", data=sent).status_code == 303

    content = own_content(round_, elector_of(round_, panel.people[0].id))
    codes = [one.code for cells in content.answers.values() for one in cells.values()]
    assert sorted(codes, key=str) == [None, None, OptOut.SKIPPED]
    review = text_of(client.get(f"/questionnaires/{round_.id}/review"))
    assert "Skipped on purpose" in review
    assert review.count("No answer yet") == 2


@pytest.mark.parametrize(
    ("denominator", "whole", "verdict"),
    [
        (Denominator.RATED, 3, "consensus-for"),
        (Denominator.RATED_AND_OPTED_OUT, 4, "consensus-for"),
        (Denominator.ELIGIBLE, 5, "no-consensus"),
    ],
)
def test_skipped_counts_by_the_denominator_and_a_blank_only_among_all(
    build, denominator, whole, verdict
):
    panel = a_panel(build, rule=replace(AGREE, denominator=denominator))
    round_ = an_open_round(panel)
    vote_all(panel, round_, {"rec-airway": [8, 8, 8, "skipped", None]})
    entry = close(panel, round_)["rec-airway"]

    assert (entry["n_rated"], entry["n_opted_out"], entry["n_missing"]) == (3, 1, 1)
    assert (entry["denominator"], entry["verdict"]) == (whole, verdict)
    assert entry["opt_outs"] == {"skipped": 1}


def test_in_published_rows_skipped_cannot_judge_and_recused_look_the_same(build, monkeypatch):
    panel = a_panel(build)
    declared = {panel.people[0].id: frozenset({"rec-airway"})}
    monkeypatch.setattr(
        "guidelines.consensus.service.electing.abstentions_in", lambda _project: declared
    )
    round_ = an_open_round(panel)
    for index, answer in enumerate(["skipped", "not-my-expertise", 8, None], start=1):
        vote(panel, round_, index, {"rec-airway": answer})
    vote(panel, round_, 0, {"rec-hearing": 8})
    entry = close(panel, round_)["rec-airway"]
    found = session.scalars(
        select(OpenedAnswer.answer).where(OpenedAnswer.version_id == entry["version"])
    ).all()
    assert sorted(found) == ["-", "-", "-", "-", "8"]


def a_merged_statement(build):
    panel = a_panel(build)
    first = an_open_round(panel)
    vote_all(
        panel, first, {"rec-airway": [9] * 5, "rec-hearing": [1, 2, 5, 8, 9],
                       "rec-follow-up": [4, 4, 5, 6, 6]},
    )  # fmt: skip
    close(panel, first)
    parents = [one.statement for one in lines_of(first) if one.statement.key != "rec-airway"]
    with transaction():
        statements.merge_statements(
            panel.office,
            panel.process,
            parents,
            Part(wording="Hearing is checked when the family is seen again."),
            reason="One visit for both.",
        )
    return panel, an_open_round(panel)


def test_a_merged_statement_shows_what_came_out_of_each_of_its_parents(build):
    panel, second = a_merged_statement(build)
    mine = elector_of(second, panel.people[1].id)
    [(merged, backs)] = origins_for(second, mine).items()

    assert [(one.entry["number"], one.own.rating) for one in backs] == [(2, 2), (3, 4)]
    assert [sum(one.entry["counts"].values()) for one in backs] == [5, 5]
    told = [(one.back.entry["number"], one.is_origin) for one in sheet_before(second, mine)
            if one.line.statement_id == merged]  # fmt: skip
    assert told == [(2, True), (3, True)]
    client = consented(panel, second, 1)
    for page in (f"/questionnaires/{second.id}", f"/questionnaires/{second.id}/feedback"):
        text = text_of(client.get(page))
        assert "Merged from statement 2" in text
        assert "Merged from statement 3" in text
        assert "We suggest that hearing is checked before surgery." in text
    assert client.get(f"/questionnaires/{second.id}/feedback.pdf").data.startswith(b"%PDF")


def test_once_it_was_asked_itself_its_parents_are_history(build):
    panel, second = a_merged_statement(build)
    [line] = [one for one in lines_of(second) if not one.carried]
    for index in range(5):
        vote(panel, second, index, {line.statement.key: 5})
    close(panel, second)
    third = an_open_round(panel)
    assert origins_for(third, elector_of(third, panel.people[1].id)) == {}


@pytest.mark.parametrize(
    ("rule", "example"),
    [(AGREE, 1), (VOTE, 1), (GRID, 1), (ESTIMATE, 1), (WIDE, 1), (RANKING, 0)],
    ids=lambda one: str(getattr(one, "kind", one)),
)
def test_a_trial_of_the_first_round_shows_what_feedback_will_look_like(build, rule, example):
    panel = a_panel(build, rule=rule)
    with transaction():
        round_ = service.prepare_round(panel.office, panel.process)
    office = build.client(panel.project, Role.FACILITATOR)
    page = text_of(office.get(f"/rounds/{round_.id}/trial"))

    assert page.count("Example data") == example
    assert page.count("these figures are made up") == example
    assert rows(PanelComment) == []


def test_a_trial_of_a_later_round_shows_the_panels_figures_with_a_made_up_own_answer(build):
    panel = a_panel(build)
    first = an_open_round(panel)
    vote_all(panel, first, dict.fromkeys(KEYS, (1, 2, 5, 8, 9)))
    close(panel, first)
    with transaction():
        second = service.prepare_round(panel.office, panel.process)
    office = build.client(panel.project, Role.FACILITATOR)
    page = text_of(office.get(f"/rounds/{second.id}/trial"))

    assert "“your answer” is made up" in page
    assert page.count("Your answer: 7") == len(KEYS)
    assert "Example data" not in page


@pytest.mark.parametrize(("rule", "said"), [(WIDE, len(KEYS)), (AGREE, 0)])
def test_with_several_questions_a_comment_is_for_the_whole_statement(build, rule, said):
    panel = a_panel(build, rule=rule)
    round_ = an_open_round(panel)
    page = text_of(consented(panel, round_).get(f"/questionnaires/{round_.id}"))
    assert page.count("One comment for the whole statement") == said
    assert page.count("Comment on statement 1") == 1
