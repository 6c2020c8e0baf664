"""Pages of proof: the record, the program, the receipt, and the key of the answers."""

import json
from datetime import timedelta

import pytest

from guidelines.consensus import service
from guidelines.consensus.models import CustodyRequest, Process
from guidelines.consensus.queries.boxes import elector_of
from guidelines.consensus.rules.verifying import check_record, on_receipt
from guidelines.db import now, session, transaction
from guidelines.jobs import work_once
from guidelines.permissions import Role
from tests.consensus.build import KEYS, a_panel, an_open_round, close, rows, vote
from tests.consensus.test_record import verify
from tests.consensus.test_routes import office, text_of


@pytest.fixture
def closed(build):
    panel = a_panel(build, size=6)
    round_ = an_open_round(panel)
    for index in range(6):
        values = dict.fromkeys(KEYS, index + 4) | ({"rec-hearing": "cannot"} if not index else {})
        vote(panel, round_, index, values, {KEYS[0]: f"xylophone {index}"})
    close(panel, round_)
    return panel, round_


def reported(panel, round_):
    with transaction():
        service.report_round(panel.office, round_)


def as_member(panel, index):
    return panel.build.sign_in(panel.people[index])


def test_the_record_of_a_round_is_counted_again_and_holds_every_receipt(closed):
    panel, round_ = closed
    reported(panel, round_)
    answer = office(panel).get(f"/rounds/{round_.id}/record.json")
    record = json.loads(answer.data)

    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    assert check_record(record) == []
    assert list(verify.problems(record)) == []
    assert "xylophone" not in answer.text
    assert not [person for person in panel.people if person.id in answer.text]
    for person in panel.people:
        receipt = service.receipt_for(round_, elector_of(round_, person.id))
        text = "\n".join(f"{one.statement}. {one.commitment[:32]}" for one in receipt.commitments)
        assert on_receipt(record, text).absent == ()
        assert verify.missing_from(record, text) == ([], len(KEYS))
    member = as_member(panel, 0)
    assert member.get(f"/questionnaires/{round_.id}/record.json").data == answer.data


def test_rows_are_in_another_order_for_each_statement(closed):
    panel, round_ = closed
    record = json.loads(office(panel).get(f"/rounds/{round_.id}/record.json").data)
    orders = [[row[1] for row in one["rows"]] for one in record["answers"]]

    for one in record["answers"]:
        assert [row[0] for row in one["rows"]] == sorted(row[0] for row in one["rows"])
    assert len({tuple(order) for order in orders}) > 1


def test_nobody_has_a_record_of_an_open_round_and_the_panel_none_before_the_report(build):
    panel = a_panel(build, size=5)
    round_ = an_open_round(panel)
    for index in range(5):
        vote(panel, round_, index, dict.fromkeys(KEYS, 7))
    client, member = office(panel), as_member(panel, 0)

    assert client.get(f"/rounds/{round_.id}/record.json").status_code == 409
    assert member.get(f"/questionnaires/{round_.id}/record.json").status_code == 409
    close(panel, round_)
    assert client.get(f"/rounds/{round_.id}/record.json").status_code == 200
    assert member.get(f"/questionnaires/{round_.id}/record.json").status_code == 409
    assert "Not yet" in text_of(member.get(f"/questionnaires/{round_.id}/check"))
    assert member.get(f"/rounds/{round_.id}/record.json").status_code in {403, 404}


def test_the_page_for_receipts_sends_nothing(closed):
    panel, round_ = closed
    reported(panel, round_)
    page = as_member(panel, 0).get(f"/questionnaires/{round_.id}/check").text
    main = page[page.index("<main") : page.index("</main>")]

    assert "<form" not in main
    assert f"/questionnaires/{round_.id}/record.json" in main


def test_the_program_is_given_to_everybody(client):
    answer = client.get("/verify_consensus.py")
    assert answer.status_code == 200
    assert answer.data.startswith(b"#!/usr/bin/env python3")
    assert "attachment" in answer.headers["Content-Disposition"]


def test_the_key_from_a_day_to_its_end(closed, build):
    panel, round_ = closed
    reported(panel, round_)
    client, place = office(panel), f"/processes/{panel.process.id}/key"
    second = build.member(panel.project, Role.METHODOLOGIST)
    other = build.sign_in(second)

    def said(who=client):
        return text_of(who.get(place))

    assert "Confidential answers" in said()
    past = (now().date() - timedelta(days=2)).isoformat()
    answer = client.post(f"{place}/date", data={"until": past})
    assert (answer.status_code, "still to come" in text_of(answer)) == (422, True)
    assert client.post(f"{place}/date", data={"until": "2999-01-02"}).status_code == 303
    assert "2 January 2999" in said()
    assert client.post(f"{place}/destruction", data={}).status_code == 422
    early = client.post(f"{place}/destruction", data={"reason": "x"})
    assert (early.status_code, "Finish the process" in text_of(early)) == (409, True)
    with transaction():
        service.finish_process(panel.office, panel.process)
    asked = client.post(f"{place}/destruction", data={"reason": "It is over."})
    assert asked.status_code == 303
    [request] = rows(CustodyRequest)
    decision = f"/custody-requests/{request.id}/decision"
    assert client.post(decision, data={"decision": "agree"}).status_code == 403
    assert "waits for a second person" in said(other)
    assert other.post(decision, data={"decision": "agree"}).status_code == 303
    while work_once():
        pass
    session.rollback()

    assert session.get(Process, panel.process.id).wrapped_key == b""
    assert "Anonymous answers" in said()
    member = as_member(panel, 0)
    pages = [
        f"/questionnaires/{round_.id}{tail}" for tail in ("", "/results", "/receipt", "/check")
    ]
    for page in pages:
        assert member.get(page).status_code == 200, page
    assert "Numbers of my answers" not in text_of(
        member.get(f"/questionnaires/{round_.id}/receipt")
    )
    assert client.get(f"/rounds/{round_.id}/record.json").status_code == 200
    assert "Answers are anonymous" in text_of(client.get(f"/rounds/{round_.id}/results"))


def test_the_custodian_downloads_the_rows_once(closed, build):
    panel, _round = closed
    person = build.member(panel.project, Role.AUTHOR)
    client, custodian = office(panel), build.sign_in(person)
    place = f"/processes/{panel.process.id}/key"

    asked = {"reason": "Research."}
    assert custodian.post(f"{place}/linked-rows", data=asked).status_code == 409
    assert client.post(f"{place}/custodian", data={"person_id": person.id}).status_code == 303
    assert custodian.post(f"{place}/linked-rows", data=asked).status_code == 303
    [request] = rows(CustodyRequest)
    take = f"/custody-requests/{request.id}/rows"
    assert custodian.post(take).status_code == 409
    client.post(f"/custody-requests/{request.id}/decision", data={"decision": "agree"})
    assert "Download the rows" in text_of(custodian.get(place))
    assert client.post(take).status_code == 409
    answer = custodian.post(take)
    assert answer.status_code == 200
    assert len(answer.data.splitlines()) == 1 + 6 * len(KEYS)
    assert custodian.post(take).status_code == 409
