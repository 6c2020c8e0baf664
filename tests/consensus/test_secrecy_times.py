"""Attacks by times, logs, counts and absences: what lies around a ballot says nothing of it."""

import random
import re
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import DateTime

from guidelines import audit
from guidelines.accounts.models import SignIn
from guidelines.config import current
from guidelines.consensus import service
from guidelines.consensus.models import Ballot, OpenedAnswer
from guidelines.consensus.queries.boxes import elector_of
from guidelines.consensus.queries.publication import publication
from guidelines.consensus.service.voting import enter_by_link, link_token
from guidelines.db import db, session, transaction
from guidelines.jobs import work_once
from guidelines.permissions import Role
from guidelines.web.logs import is_secluded
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
from tests.consensus.test_secrecy import CHANCE, SIZE, hits, owners


def drain():
    while work_once():
        pass
    session.rollback()


def entered(panel, round_, index):
    """Let a panel member come in by their personal link and answer at once."""

    panelist = elector_of(round_, panel.people[index].id)
    with transaction():
        enter_by_link(current(), link_token(current(), round_.id, panelist.id))
    vote(panel, round_, index, dict.fromkeys(KEYS, index % 9 + 1))


@pytest.fixture
def came(build):
    panel = a_panel(build, size=SIZE)
    round_ = an_open_round(panel)
    drain()
    order = list(range(SIZE))
    random.Random(11).shuffle(order)
    for index in order:
        entered(panel, round_, index)
    return panel, round_, order


def test_a_sign_in_by_link_tells_the_day_alone(came):
    panel, _round, _order = came
    found = rows(SignIn)

    assert len(found) == SIZE
    assert {one.scope for one in found} == {panel.project.id}
    for name in ("created_at", "seen_at", "expires_at"):
        assert len({getattr(one, name) for one in found}) == 1, name
        assert {getattr(one, name).time().isoformat() for one in found} == {"00:00:00"}


def test_no_time_in_any_table_orders_people_as_they_came(came):
    """Sort the rows about people by every moment that any table has: never better than chance."""
    panel, _round, order = came
    place = {person.id: index for index, person in enumerate(panel.people)}
    session.rollback()
    with db.engine.connect() as connection:
        for table in db.metadatas[None].sorted_tables:
            moments = [
                c for c in table.columns if isinstance(getattr(c.type, "impl", c.type), DateTime)
            ]
            for column in moments:
                lines = connection.execute(table.select()).mappings().all()
                lines = [one for one in lines if one[column.name] is not None]
                for who in (key for key in map(str, table.columns.keys()) if "person" in key):
                    told = [one for one in lines if one[who] in place]
                    if len({one[column.name] for one in told}) < 2:
                        continue
                    told.sort(key=lambda one: one[column.name])
                    seen = list(dict.fromkeys(place[one[who]] for one in told))
                    assert hits(seen, order) <= CHANCE, (table.name, column.name)


def test_the_published_rows_are_in_no_order_of_people(came):
    panel, round_, order = came
    close(panel, round_)
    drain()
    record = publication(round_)
    truth = [str(index % 9 + 1) for index in order]

    for one in record["answers"]:
        assert hits([row[1] for row in one["rows"]], truth) <= SIZE // 2
    positions = [{row[0]: at for at, row in enumerate(one["rows"])} for one in record["answers"]]
    receipts = [service.receipt_for(round_, elector) for elector in owners_in_order(panel, round_)]
    same = sum(
        len({positions[n][one.commitment] for n in range(3) for one in receipt.commitments
             if one.commitment in positions[n]}) == 1
        for receipt in receipts
    )  # fmt: skip
    assert same <= 1, "a row's place is the same for all statements of one person"


def owners_in_order(panel, round_):

    return [elector_of(round_, person.id) for person in panel.people]


def test_what_somebody_left_out_is_in_no_row(build):
    """The pattern of missing answers is unique for many people: every box has every item."""
    panel = a_panel(build, size=SIZE)
    round_ = an_open_round(panel)
    dice = random.Random(3)
    for index in range(SIZE):
        said = {key: dice.choice([7, 8, None, "cannot"]) for key in KEYS}
        vote(panel, round_, index, said)
    sizes = {len(row.sealed) for row in rows(Ballot)}
    close(panel, round_)
    per_statement = Counter(row.version_id for row in rows(OpenedAnswer))

    assert len(sizes) == 1
    assert set(per_statement.values()) == {SIZE}
    blank = [row for row in rows(OpenedAnswer) if row.rating is None]
    assert {row.answer for row in blank} == {"-"}
    assert len({row.salt for row in blank}) == len(blank)


def test_the_boxes_of_one_person_look_alike_however_much_they_say(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    vote(panel, round_, 0, {})
    vote(panel, round_, 1, dict.fromkeys(KEYS, 9), dict.fromkeys(KEYS, "word " * 20))

    assert len({len(row.sealed) for row in rows(Ballot)}) == 1


def test_counts_before_and_after_one_person_tell_nothing(build):
    """Differencing over time: while a round is open every page says the same before and after."""
    panel = a_panel(build, size=SIZE)
    round_ = an_open_round(panel)
    for index in range(8):
        vote(panel, round_, index, dict.fromkeys(KEYS, 7))
    client = panel.build.sign_in(panel.build.member(panel.project, Role.FACILITATOR))
    drain()
    addresses = [
        f"/processes/{panel.process.id}", f"/rounds/{round_.id}", f"/rounds/{round_.id}/results",
        f"/projects/{panel.project.id}/history",
    ]  # fmt: skip

    def pages():
        text = "".join(client.get(one).text for one in addresses)
        return re.sub(r'(csrf-token" content|name="csrf_token" value)="[^"]*"', "", text)

    before = pages()
    vote(panel, round_, 8, dict.fromkeys(KEYS, 1))
    assert pages() == before


def test_no_event_is_written_between_opening_and_closing(came):
    panel, round_, _order = came
    events = [entry.event for entry in audit.history(panel.project.id)]
    opened = events.index("round.opened")
    around = events[:opened] if events[0] != "project.started" else events[opened + 1 :]
    assert not [name for name in around if "ballot" in name or "answer" in name]
    close(panel, round_)
    later = [entry.event for entry in audit.history(panel.project.id)]
    assert (Counter(later) - Counter(events))["round.closed"] == 1


def test_an_error_on_a_panel_members_page_is_logged_with_the_day_alone(capsys, build, monkeypatch):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    vote(panel, round_, 0, dict.fromkeys(KEYS, 7))
    member = build.sign_in(panel.people[0])
    capsys.readouterr()

    def broken(*_args, **_more):
        raise RuntimeError("a fault")

    monkeypatch.setattr("guidelines.consensus.routes.panel.queries.own_content", broken)
    member.application.config["PROPAGATE_EXCEPTIONS"] = False
    answer = member.get(f"/questionnaires/{round_.id}")
    logged = capsys.readouterr().err

    assert answer.status_code == 500
    assert "request.failed" in logged
    first = next(line for line in logged.splitlines() if "request.failed" in line)
    assert re.match(r"\d{4}-\d\d-\d\d\s", first), first
    assert not re.search(r"\d\d:\d\d:\d\d", first)
    assert panel.people[0].id not in logged
    assert panel.people[0].email not in logged
    assert "127.0.0.1" not in logged
    assert is_secluded("/questionnaires/x")
    assert not is_secluded("/rounds/x")


def test_refused_answers_are_logged_without_who_or_when(capsys, build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    vote_all(panel, round_, {key: [7] * len(panel.people) for key in KEYS})
    member = build.sign_in(panel.people[0])
    close(panel, round_)
    capsys.readouterr()

    answer = member.post(f"/questionnaires/{round_.id}/answers", data={})
    logged = capsys.readouterr().err

    assert answer.status_code == 409
    [line] = [line for line in logged.splitlines() if "answers.refused" in line]
    assert re.match(r"\d{4}-\d\d-\d\d\s", line), line
    assert not re.search(r"\d\d:\d\d:\d\d", line)
    assert not any(one.id in logged or one.email in logged for one in panel.people)
    assert "127.0.0.1" not in logged


def test_answering_moves_no_clock_of_a_whole_account(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    member = build.sign_in(panel.people[0])
    with transaction():
        row = session.query(SignIn).one()
        row.seen_at -= timedelta(minutes=20)
    before = rows(SignIn)[0].seen_at

    with transaction():
        service.give_consent(panel.actor(0), round_)
    answered = member.post(f"/questionnaires/{round_.id}/answers", data={})
    assert answered.status_code == 200
    assert rows(SignIn)[0].seen_at == before
    member.get("/home")
    assert rows(SignIn)[0].seen_at > before
    assert answers_to(round_, {KEYS[0]: 7})
    assert owners(panel, round_)
