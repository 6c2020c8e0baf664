"""The pages of the plan, the panel, a meeting and a panel member's own part."""

from datetime import timedelta

import pytest

from guidelines.consensus import queries, service
from guidelines.consensus.models import Attendance, Panelist
from guidelines.consensus.queries import lines_of
from guidelines.consensus.queries.plans import deviations_of
from guidelines.consensus.rules.plan import Plan, PlannedMethod, Settled
from guidelines.consensus.rules.presets import preset
from guidelines.consensus.rules.states import RoundState
from guidelines.consensus.service.snapshots import freeze_snapshot
from guidelines.db import now, session, transaction
from guidelines.jobs import work_once
from guidelines.permissions import Actor, Role
from tests.consensus.build import KEYS, a_panel, an_open_round, close, rows, vote, vote_all
from tests.consensus.test_routes import letters_to, link_to, office, text_of

ALL_AGREE = {key: [8, 8, 9, 7, 9] for key in KEYS}
PLAN = {
    "method": "modified-delphi",
    "invite": "everybody",
    "settled": "hidden",
    "reopen_by": "3",
    "quorum": "66.5",
    "language": "de",
    "registration": "DRKS 1",
    "ethics": "EK 2",
}


def day(days):
    return (now() + timedelta(days=days)).date().isoformat()


def test_a_process_is_started_with_its_method(build):
    panel = a_panel(build)
    client = office(panel)

    answer = client.post(
        f"/documents/{panel.document.id}/consensus",
        data={"title": "Wording", "method": "final-vote"},
    )

    page = text_of(client.get(answer.headers["Location"]))
    assert "Vote on the final wording" in page
    assert "Choose what the panel is asked about" in page
    bad = {"title": "Wording", "method": "dice"}
    assert client.post(f"/documents/{panel.document.id}/consensus", data=bad).status_code == 422


def test_the_plan_is_chosen_and_read_as_sentences(build):
    panel = a_panel(build, seal=False)
    client = office(panel)
    address = f"/processes/{panel.process.id}/plan"

    assert client.post(address, data=PLAN | {"office_votes": "yes"}).status_code == 303

    session.expire_all()
    plan = panel.process.planned
    assert (plan.settled, plan.reopen_by, plan.language) == (Settled.HIDDEN, 3, "de")
    assert plan.office_votes is True
    page = text_of(client.get(f"/processes/{panel.process.id}"))
    assert "Statements that are settled are not shown again." in page
    assert "DRKS 1" in page
    assert client.get(f"/processes/{panel.process.id}/plan.json").json["quorum"] == "133/200"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"reopen_by": "1"}, "from 2 to 9"),
        ({"quorum": "half"}, "Write a share"),
        ({"quorum": "120"}, "between 0 % and 100 %"),
        ({"method": "dice"}, "Choose one"),
        ({"registration": "x" * 300}, "at most 200"),
    ],
)
def test_a_plan_that_cannot_be_keeps_what_was_written(build, change, says):
    panel = a_panel(build, seal=False)
    client = office(panel)

    answer = client.post(f"/processes/{panel.process.id}/plan", data=PLAN | change)

    assert answer.status_code == 422
    assert says in text_of(answer)
    assert 'value="EK 2"' in answer.get_data(as_text=True)


def test_another_method_brings_its_definition(build):
    panel = a_panel(build, seal=False)
    client = office(panel)

    client.post(f"/processes/{panel.process.id}/plan", data=PLAN | {"method": "nominal-group"})

    session.expire_all()
    assert panel.process.planned.method is PlannedMethod.NOMINAL_GROUP
    assert panel.process.definition.name == "awmf"
    assert panel.process.planned.registration == "DRKS 1"


def test_a_deviation_is_listed_with_its_reason(build):
    panel = a_panel(build)
    client = office(panel)
    address = f"/processes/{panel.process.id}/deviation"

    assert client.get(address).status_code == 200
    assert client.post(address, data=PLAN | {"what": "Hidden.", "why": ""}).status_code == 422
    sent = PLAN | {"what": "Hidden from now on.", "why": "Too long."}
    assert client.post(address, data=sent).status_code == 303

    page = text_of(client.get(f"/processes/{panel.process.id}"))
    assert "From round 1: Hidden from now on." in page
    assert "Too long." in page
    assert client.post(f"/processes/{panel.process.id}/plan", data=PLAN).status_code == 409


def test_another_definition_is_a_deviation_too(build):
    panel = a_panel(build)
    client = office(panel)
    address = f"/processes/{panel.process.id}/deviation/definition"
    sent = {"preset": "agree-80", "what": "80 %.", "why": "The society asks for it."}

    assert "Another definition from round 1 on" in text_of(client.get(address))
    assert client.get(f"{address}?preset=agree-80").status_code == 200
    assert client.post(address, data=sent | {"preview": "1"}).status_code == 200
    assert client.post(address, data=sent | {"why": " "}).status_code == 422
    assert client.post(address, data=sent).status_code == 303

    [one] = deviations_of(panel.process)
    assert one.document == preset("agree-80").document()
    assert "at least 80 %" in text_of(client.get(f"/processes/{panel.process.id}"))


def test_the_panel_page_shares_votes_and_notes_withdrawals(build):
    panel = a_panel(build)
    client = office(panel)
    address = f"/processes/{panel.process.id}"
    places = [queries.panelist_of(panel.process, one.id).id for one in panel.people]
    shared = {"society": "The society", "panelist_id": places[0], "deputy_id": places[1]}

    assert client.post(f"{address}/panel").status_code == 303
    assert client.post(f"{address}/shared-votes", data=shared | {"society": ""}).status_code == 422
    assert client.post(f"{address}/shared-votes", data=shared).status_code == 303
    page = text_of(client.get(f"{address}/panel"))
    assert "The society one vote" in page
    assert client.post(f"/panel-members/{places[0]}/own-votes").status_code == 303
    assert client.post(f"/panel-members/{places[2]}/withdraw").status_code == 303
    assert client.post(f"/panel-members/{places[2]}/withdraw").status_code == 409
    assert "Withdrawn" in text_of(client.get(f"{address}/panel"))


def test_a_meeting_from_attendance_to_hands(build):
    panel = a_panel(build, rule=preset("awmf"))
    client = office(panel)
    sent = {"kind": "meeting", "by_hands": "yes", "title": "In Vienna"}
    address = client.post(f"/processes/{panel.process.id}/rounds", data=sent).headers["Location"]
    places = [one.id for one in rows(Panelist)]

    assert "too few to decide" in text_of(client.get(address))
    assert client.post(f"{address}/open").status_code == 409
    noted = client.post(f"{address}/attendance", data={"present": places[:4]})
    assert noted.status_code == 303
    assert len(rows(Attendance)) == 4
    assert client.post(f"{address}/open").status_code == 303
    page = text_of(client.get(address))
    assert "not anonymous" in page
    round_ = queries.rounds_of(panel.process)[0]
    for line in lines_of(round_):
        hands = {"n-1": "3", "n-0": "1", "n-abstain": "0"}
        path = f"/round-statements/{line.id}/hands"
        assert client.post(path, data=hands | {"n-1": "9"}).status_code == 422
        assert client.post(path, data=hands | {"n-1": "x"}).status_code == 422
        assert client.post(path, data=hands).status_code == 303
    assert client.post(f"{address}/close").status_code == 303
    assert client.get(f"{address}/results.json").json["answers"] == "not anonymous"
    assert "Not anonymous" in text_of(client.get(f"{address}/results"))


def test_a_round_is_locked_to_open_on_a_day_and_stays_open_a_week_longer(build):
    panel = a_panel(build)
    client = office(panel)
    sent = {"closes_on": day(20)}
    address = client.post(f"/processes/{panel.process.id}/rounds", data=sent).headers["Location"]

    assert client.post(f"{address}/schedule", data={}).status_code == 422
    assert client.post(f"{address}/schedule", data={"opens_on": day(-3)}).status_code == 422
    assert client.post(f"{address}/schedule", data={"opens_on": day(30)}).status_code == 422
    assert client.post(f"{address}/schedule", data={"opens_on": day(5)}).status_code == 303
    assert "Opens by itself on" in text_of(client.get(address))
    assert "opens by itself on" in text_of(client.get(f"/processes/{panel.process.id}"))
    [round_] = queries.rounds_of(panel.process)
    assert round_.state is RoundState.SEALED
    before = round_.closes_at
    assert client.post(f"{address}/open").status_code == 303
    assert client.post(f"{address}/week").status_code == 303
    session.expire_all()
    assert round_.closes_at - before == timedelta(days=7)


@pytest.mark.parametrize("named", [False, True])
def test_names_are_shown_to_a_facilitator_who_does_not_rate_if_the_plan_said_so(build, named):
    panel = a_panel(build, seal=False)
    with transaction():
        service.set_plan(panel.office, panel.process, plan=Plan(names_to_facilitator=named))
        service.seal_rule(panel.office, panel.process)
    round_ = an_open_round(panel)
    vote(panel, round_, 0, dict.fromkeys(KEYS, 8))
    vote(panel, round_, 1, {"rec-airway": 8}, submit=False)
    while work_once():
        pass
    said = "can see the names of those who have not answered"
    assert any(said in letter for letter in letters_to(panel.people[2])) is named
    address = f"/rounds/{round_.id}/waiting"
    facilitator = build.sign_in(build.member(panel.project, Role.FACILITATOR))
    chair = build.sign_in(build.member(panel.project, Role.CHAIR))

    assert ("Show the names" in text_of(facilitator.get(address))) is named
    answer = facilitator.post(address)
    assert answer.status_code == (200 if named else 409)
    if named:
        page = text_of(answer)
        assert panel.people[0].name not in page
        assert all(person.name in page for person in panel.people[1:])
        assert "Who has not finished" in text_of(facilitator.get(f"/rounds/{round_.id}"))
    assert chair.post(address).status_code == 409


def test_a_panel_member_has_a_page_of_their_own(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    vote_all(panel, round_, ALL_AGREE)
    close(panel, round_)
    with transaction():
        service.report_round(panel.office, round_)
    client = build.sign_in(panel.people[0])
    address = f"/processes/{panel.process.id}"
    [line, *_rest] = lines_of(round_)

    page = text_of(client.get(f"{address}/my-part"))
    assert "Settled statements" in page
    assert client.post(f"/statements/{line.statement_id}/ask-again").status_code == 303
    assert "You want it asked again" in text_of(client.get(f"{address}/my-part"))
    other = build.sign_in(panel.people[1])
    assert "You want it asked again" not in text_of(other.get(f"{address}/my-part"))
    assert client.post(f"/statements/{line.statement_id}/leave-settled").status_code == 303
    certificate = text_of(client.get(f"{address}/certificate"))
    assert panel.people[0].name in certificate
    assert client.post(f"{address}/leave").status_code == 303
    assert "You take no part any more" in text_of(client.get(f"{address}/my-part"))


def test_nobody_else_sees_that_page(build):
    panel = a_panel(build)
    address = f"/processes/{panel.process.id}"
    late = build.sign_in(build.member(panel.project, Role.PANELIST))
    author = build.sign_in(build.member(panel.project, Role.AUTHOR))

    for page in ("my-part", "certificate", "certificate.pdf"):
        assert author.get(f"{address}/{page}").status_code == 404
        answer = late.get(f"{address}/{page}")
        assert "You are not on the panel" in text_of(answer)
        assert panel.process.title not in text_of(answer)
    mine = build.sign_in(panel.people[0])
    assert "Your part in it" in text_of(mine.get(f"{address}/my-part"))
    assert "no round in which you answered" in text_of(mine.get(f"{address}/certificate"))


def test_the_entry_page_asks_for_a_short_profile(build):
    panel = a_panel(build, seal=False)
    with transaction():
        plan = Plan(registration="DRKS 1", ethics="EK 2", language="de")
        service.set_plan(panel.office, panel.process, plan=plan)
        service.seal_rule(panel.office, panel.process)
    round_ = an_open_round(panel)
    client = build.app.test_client()
    client.post(f"/questionnaires/link/{link_to(round_, panel, panel.people[0])}")
    address = f"/questionnaires/{round_.id}"

    page = text_of(client.get(address))
    assert "DRKS 1" in page
    assert "Deutsch" in page
    assert "The chair and the facilitator do not rate." in page
    assert client.post(f"{address}/consent", data={"years": "many"}).status_code == 422
    sent = {"discipline": "Nursing", "country": "Italy", "years": "5-9", "named": "yes"}
    assert client.post(f"{address}/consent", data=sent).status_code == 303
    content = queries.own_content(round_, queries.panelist_of(panel.process, panel.people[0].id))
    assert content.entry == {**sent, "named": "yes"}


def test_after_their_own_answer_people_see_the_frozen_look(build):
    panel = a_panel(build, size=12, seal=False)
    with transaction():
        service.set_plan(panel.office, panel.process, plan=Plan(method=PlannedMethod.REAL_TIME))
        service.seal_rule(panel.office, panel.process)
    round_ = an_open_round(panel)
    for index in range(10):
        vote(panel, round_, index, dict.fromkeys(KEYS, 8))
    with transaction():
        freeze_snapshot(Actor.machine(), round_)
    vote(panel, round_, 10, {"rec-airway": 3}, submit=False)

    def page(index):
        client = build.app.test_client()
        client.post(f"/questionnaires/link/{link_to(round_, panel, panel.people[index])}")
        return text_of(client.get(f"/questionnaires/{round_.id}"))

    assert page(0).count("Where the panel stood on") == 3
    assert page(10).count("Where the panel stood on") == 1
    assert page(11).count("Where the panel stood on") == 0
