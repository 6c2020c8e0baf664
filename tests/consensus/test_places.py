"""Who may answer: places on the panel, shared ones, given-up ones, and those that stay."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, select

from guidelines.app import load_actor
from guidelines.config import current
from guidelines.consensus import queries, service
from guidelines.consensus.models import Elector, Panelist, Recusal
from guidelines.consensus.queries.boxes import elector_of
from guidelines.consensus.queries.course import course_of
from guidelines.consensus.queries.participation import reported_rounds_with
from guidelines.consensus.queries.recorded_panel import panel_facts
from guidelines.consensus.rules.entry import Profile
from guidelines.consensus.rules.plan import Invite, Plan
from guidelines.consensus.service.voting import voter_behind
from guidelines.db import session, transaction
from guidelines.errors import Conflict, Invalid, NotAllowed
from guidelines.permissions import Action, Role, can
from guidelines.projects.models import Member
from guidelines.projects.queries import actor_for
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
from tests.consensus.test_routes import office, text_of

ALL_AGREE = {key: [8, 8, 9, 7, 9] for key in KEYS}
SPLIT = {**ALL_AGREE, "rec-hearing": [1, 9, 2, 8, 5]}


def place(panel, index):
    return queries.panelist_of(panel.process, panel.people[index].id)


def shared(panel, *, society="The society"):
    """Let the first two of a panel share one vote and return their place."""
    with transaction():
        return service.share_vote(
            panel.office,
            panel.process,
            panelist_id=place(panel, 0).id,
            deputy_id=place(panel, 1).id,
            society=society,
        )


def planned(panel, plan):
    with transaction():
        service.set_plan(panel.office, panel.process, plan=plan)
        service.seal_rule(panel.office, panel.process)


def take_role(panel, person, role=Role.PANELIST):
    with transaction():
        session.execute(delete(Member).where(Member.person_id == person.id, Member.role == role))


def test_a_society_has_one_vote(build):
    panel = a_panel(build)
    seat = shared(panel)

    round_ = an_open_round(panel)

    assert queries.electorate_size(round_) == 4
    assert [e.panelist_id for e in rows(Elector)].count(seat.id) == 1
    assert elector_of(round_, panel.people[0].id) == elector_of(round_, panel.people[1].id)
    assert round_ in queries.due_questionnaires(panel.people[1].id)


@pytest.mark.parametrize(("first", "second"), [(0, 1), (1, 0)])
def test_whoever_comes_first_holds_the_vote_for_the_round(build, first, second):
    panel = a_panel(build)
    shared(panel)
    round_ = an_open_round(panel)
    vote(panel, round_, first, {"rec-airway": 9})

    with pytest.raises(NotAllowed), transaction():
        service.give_consent(panel.actor(second), round_)
    with pytest.raises(NotAllowed), transaction():
        service.save_answers(
            panel.actor(second), round_, answers=answers_to(round_, {"rec-airway": 1})
        )
    with pytest.raises(NotAllowed):  # nor is the other one's ballot shown
        elector_of(round_, panel.people[second].id)
    for index in (2, 3, 4):
        vote(panel, round_, index, {"rec-airway": 9})
    results = close(panel, round_)
    assert results["rec-airway"]["n_rated"] == 4

    later = an_open_round(panel, keys=["rec-hearing"])
    vote(panel, later, second, {"rec-hearing": 9})  # a new round, a new holder


def test_both_of_a_shared_vote_get_a_link_of_their_own(build):
    panel = a_panel(build)
    seat = shared(panel)
    round_ = an_open_round(panel)

    tokens = [
        service.link_token(current(), round_.id, seat.id),
        service.link_token(current(), round_.id, seat.id, deputy=True),
    ]

    assert [voter_behind(current(), token)[1].id for token in tokens] == [
        panel.people[0].id,
        panel.people[1].id,
    ]


def test_a_shared_vote_abstains_where_either_has_an_interest(build, monkeypatch):
    panel = a_panel(build)
    shared(panel)
    theirs = {panel.people[1].id: frozenset({"rec-airway"})}
    monkeypatch.setattr(
        "guidelines.consensus.service.electing.abstentions_in", lambda _project: theirs
    )

    an_open_round(panel)

    assert len(rows(Recusal)) == 1


def test_a_shared_vote_ends_between_rounds(build):
    panel = a_panel(build)
    seat = shared(panel)
    round_ = an_open_round(panel)
    with pytest.raises(Conflict), transaction():
        service.end_shared_vote(panel.office, seat)
    vote_all_but(panel, round_, 1)
    close(panel, round_)
    with transaction():
        service.end_shared_vote(panel.office, seat)

    assert queries.electorate_size(an_open_round(panel, keys=["rec-hearing"])) == 5


def vote_all_but(panel, round_, without):
    for index in range(len(panel.people)):
        if index != without:
            vote(panel, round_, index, dict.fromkeys(KEYS, 8))


@pytest.mark.parametrize(
    ("society", "representative", "deputy", "field"),
    [("", 0, 1, "society"), ("S", 0, 0, "deputy_id"), ("S", None, 1, "panelist_id")],
)
def test_a_shared_vote_needs_a_society_and_two_people(
    build, society, representative, deputy, field
):
    panel = a_panel(build)

    with pytest.raises(Invalid) as caught, transaction():
        service.share_vote(
            panel.office,
            panel.process,
            panelist_id=place(panel, representative).id if representative is not None else "x",
            deputy_id=place(panel, deputy).id,
            society=society,
        )

    assert field in caught.value.errors


@pytest.mark.parametrize("role", [Role.CHAIR, Role.FACILITATOR])
@pytest.mark.parametrize("allowed", [False, True])
def test_chair_and_facilitator_rate_only_if_the_plan_says_so(build, role, allowed):
    panel = a_panel(build, seal=False)
    build.member(panel.project, role, person=panel.people[0])
    planned(panel, Plan(office_votes=allowed))

    round_ = an_open_round(panel)

    assert queries.electorate_size(round_) == (5 if allowed else 4)
    if not allowed:
        with pytest.raises(NotAllowed), transaction():
            service.give_consent(panel.actor(0), round_)


def test_a_role_taken_away_leaves_the_place_in_an_open_round(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    take_role(panel, panel.people[0])
    actor = load_actor(panel.people[0].id, "")

    assert can(actor, Action.QUESTIONNAIRE_READ, round_)
    assert not can(actor, Action.PROJECT_READ, panel.project)
    with transaction():
        service.give_consent(actor, round_)
    with transaction():
        service.save_answers(actor, round_, answers=answers_to(round_, {"rec-airway": 9}))
    vote_all_but(panel, round_, 0)
    assert close(panel, round_)["rec-airway"]["n_rated"] == 5
    assert not can(actor, Action.QUESTIONNAIRE_READ, round_)
    assert queries.electorate_size(an_open_round(panel, keys=["rec-hearing"])) == 4


def test_strangers_have_no_place(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    stranger = load_actor(build.person().id, "")

    assert not can(stranger, Action.QUESTIONNAIRE_READ, round_)
    assert not can(stranger, Action.BALLOT_SUBMIT, round_)


def test_withdrawing_is_recorded_and_takes_no_rating_away(build):
    panel = a_panel(build)
    first = an_open_round(panel)
    vote_all(panel, first, SPLIT)
    before = close(panel, first)
    with transaction():
        service.leave_panel(panel.actor(0), panel.process)
        service.withdraw_panelist(panel.office, place(panel, 1))

    second = an_open_round(panel)

    assert queries.electorate_size(second) == 3
    withdrawn = [one.withdrawn_on for one in rows(Panelist)]
    assert sum(day is not None for day in withdrawn) == 2
    after = {e["key"]: e for e in queries.results_document(first)["statements"]}
    assert after == before
    with pytest.raises(Conflict), transaction():
        service.leave_panel(panel.actor(0), panel.process)


def test_late_joiners_enter_with_the_next_round(build):
    panel = a_panel(build)
    first = an_open_round(panel)
    late = build.member(panel.project, Role.PANELIST)
    with pytest.raises(NotAllowed), transaction():
        service.give_consent(actor_for(late.id), first)
    vote_all(panel, first, SPLIT)
    close(panel, first)

    assert queries.electorate_size(an_open_round(panel)) == 6


@pytest.mark.parametrize(("invite", "size"), [(Invite.EVERYBODY, 5), (Invite.RESPONDERS, 3)])
def test_who_is_asked_again(build, invite, size):
    panel = a_panel(build, seal=False)
    planned(panel, Plan(invite=invite))
    first = an_open_round(panel)
    for index in (0, 2, 4):
        vote(panel, first, index, {"rec-hearing": 5, "rec-airway": 9})
    with transaction():
        service.give_consent(panel.actor(1), first)  # came, and answered nothing
    close(panel, first)

    assert queries.electorate_size(an_open_round(panel)) == size


def test_what_people_say_of_themselves_lies_in_the_box_until_the_end(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    said = Profile(discipline="Surgery", country="Norway", years="10-19", named=True)
    with transaction():
        service.give_consent(panel.actor(0), round_, profile=said)

    assert {(str(one.profile), one.named) for one in rows(Panelist)} == {("{}", False)}
    vote_all_but(panel, round_, 1)
    close(panel, round_)

    found = {one.person_id: one for one in rows(Panelist)}
    assert found[panel.people[0].id].profile == said.document()
    assert found[panel.people[0].id].named is True
    assert found[panel.people[1].id].profile == {}
    mine = queries.own_content(round_, found[panel.people[0].id])
    assert mine is not None
    assert mine.entry == {}


@pytest.mark.parametrize("bad", [{"years": "many"}, {"discipline": "x" * 101}])
def test_a_profile_that_is_none_is_refused(bad):
    with pytest.raises(Invalid):
        replace(Profile(), **bad)


def test_a_certificate_is_for_those_who_answered_a_reported_round(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    for index in (0, 1, 2):
        vote(panel, round_, index, {"rec-airway": 9})
    with transaction():
        service.give_consent(panel.actor(3), round_)

    def rounds(index):
        return [r.number for r in reported_rounds_with(panel.process, place(panel, index))]

    assert rounds(0) == []
    close(panel, round_)
    assert rounds(0) == []
    with transaction():
        service.report_round(panel.office, round_)
    assert [rounds(index) for index in range(5)] == [[1], [1], [1], [], []]


def test_nobody_learns_of_a_turnout_by_a_row(build):
    """Consent, profile and holder of a shared vote are in the box alone while a round is open."""
    panel = a_panel(build)
    shared(panel)
    round_ = an_open_round(panel)
    before = [(p.id, p.consented_on, p.profile, p.named) for p in rows(Panelist)]
    vote(panel, round_, 1, {"rec-airway": 9})

    after = [(p.id, p.consented_on, p.profile, p.named) for p in rows(Panelist)]

    assert sorted(map(str, before)) == sorted(map(str, after))
    assert session.scalar(select(Elector.round_id).limit(1)) == round_.id


def test_only_those_who_agreed_are_named(build):
    panel = a_panel(build, size=3)
    round_ = an_open_round(panel)
    with transaction():
        service.give_consent(panel.actor(0), round_, profile=Profile(named=True))
        service.give_consent(panel.actor(1), round_, profile=Profile(country="DK"))
    assert queries.panel_table(panel.process.document)["people"] == []
    close(panel, round_)
    table = queries.panel_table(panel.process.document)
    assert [one["name"] for one in table["people"]] == [panel.people[0].name]
    assert (table["unnamed"], table["size"]) == (2, 3)


def test_what_the_definition_means_is_said_of_those_who_rate(build):
    panel = a_panel(build, size=7, seal=False)
    build.member(panel.project, Role.CHAIR, person=panel.people[0])
    with transaction():
        service.withdraw_panelist(panel.office, place(panel, 6))
        seat = service.share_vote(
            panel.office,
            panel.process,
            panelist_id=place(panel, 1).id,
            deputy_id=place(panel, 2).id,
            society="The society",
        )
    address = f"/processes/{panel.process.id}/definition"

    assert seat.deputy_id == panel.people[2].id
    assert "With your 4 people" in text_of(office(panel).get(address))
    with transaction():
        service.seal_rule(panel.office, panel.process)
        round_ = service.prepare_round(panel.office, panel.process)
    assert "4 people may answer" in text_of(office(panel).get(f"/rounds/{round_.id}"))


def test_a_deputy_is_not_reported_as_withdrawn(build):
    panel = a_panel(build)
    shared(panel)
    told = panel_facts(course_of(panel.process))
    assert "4 places on the panel" in str(told["panel"][0])
    assert "withdrew" not in str(told["recruitment"])
    with transaction():
        service.withdraw_panelist(panel.office, place(panel, 4))
    assert "1 withdrew" in str(panel_facts(course_of(panel.process))["recruitment"])
