"""The key of sealed answers: kept, handed out by two people, destroyed; and what is left then."""

import csv
import io
from datetime import timedelta

import pytest

from guidelines import audit
from guidelines.config import current
from guidelines.consensus import service
from guidelines.consensus.models import (
    ClosedBallot,
    Custody,
    CustodyRequest,
    OpenedAnswer,
    Panelist,
    Process,
)
from guidelines.consensus.queries import own_content
from guidelines.consensus.queries.boxes import alias_of, box_key, earlier_answers, elector_of
from guidelines.consensus.queries.custody import COLUMNS
from guidelines.consensus.rules import sealing
from guidelines.consensus.rules.custody import RequestState, Wish
from guidelines.consensus.service import custody
from guidelines.db import days_ago, db, now, session, transaction
from guidelines.errors import Conflict, Invalid, NotAllowed, Unavailable
from guidelines.jobs import Job, work_once
from guidelines.permissions import Role
from tests.consensus.build import KEYS, a_panel, an_open_round, close, rows, vote


def drain():
    while work_once():
        pass
    session.rollback()


@pytest.fixture
def done(build):
    """Return a finished process of six, with one closed round, and a second office."""
    panel = a_panel(build, size=6)
    round_ = an_open_round(panel)
    for index in range(6):
        vote(panel, round_, index, dict.fromkeys(KEYS, index + 4))
    close(panel, round_)
    with transaction():
        service.report_round(panel.office, round_)
        service.finish_process(panel.office, panel.process)
    drain()
    other = build.actor(panel.project, Role.METHODOLOGIST)
    return panel, round_, other


def ask(actor, process, wish=Wish.DESTROY):
    with transaction():
        return custody.ask(actor, process, wish=wish, reason="The guideline is published.")


def decide(actor, request, grant=True):
    with transaction():
        custody.decide(actor, request, grant=grant)


def test_two_people_destroy_the_key(done):
    panel, round_, other = done
    alias = alias_of(box_key(round_.process), elector_of(round_, panel.people[0].id))
    outer = current().keys / f"{sealing.key_name(panel.process.id)}.key"
    wrapped = bytes(panel.process.wrapped_key)
    assert outer.exists()

    request = ask(panel.office, panel.process)
    with pytest.raises(NotAllowed, match="second person"):
        decide(panel.office, request)
    assert own_content(round_, elector_of(round_, panel.people[0].id)) is not None
    decide(other, request)
    drain()

    assert rows(ClosedBallot) == []
    assert session.get(Process, panel.process.id).wrapped_key == b""
    assert session.get(CustodyRequest, request.id).state is RequestState.USED
    assert session.get(Custody, panel.process.id).destroyed_on == now().date()
    assert not outer.exists()
    assert [job.failure for job in rows(Job) if job.failure] == []
    process = session.get(Process, panel.process.id)
    panelist = session.get(Panelist, elector_of(round_, panel.people[0].id).id)
    assert own_content(round_, panelist) is None
    assert earlier_answers(process, panelist) == {}
    with pytest.raises(Unavailable, match="anonymous"):
        box_key(process)
    events = [entry.event for entry in audit.history(panel.project.id)]
    assert {"key.requested", "key-request.decided", "key.destroyed"} <= set(events)
    session.rollback()
    with db.engine.connect() as connection:
        dump = b"".join(
            repr(connection.execute(table.select()).all()).encode()
            for table in db.metadatas[None].sorted_tables
        )
    assert alias.encode() not in dump
    assert repr(wrapped).encode()[2:-1] not in dump


def test_an_old_copy_of_the_database_opens_nothing_any_more(done):
    """A backup from before holds the wrapped key; the outer key of the process is gone."""
    panel, _round, other = done
    copy = bytes(panel.process.wrapped_key)
    decide(other, ask(panel.office, panel.process))
    drain()

    for path in current().keys.glob("*.key"):
        with pytest.raises(ValueError, match="another key"):
            sealing.unwrap_key(bytes.fromhex(path.read_text()), copy, panel.process.id)


def test_everything_that_is_left_ties_no_answer_to_a_person(done):
    """Try each name of a person with each thing that could be a key, against each commitment."""
    panel, round_, other = done
    decide(other, ask(panel.office, panel.process))
    drain()

    keys = [bytes.fromhex(path.read_text()) for path in current().keys.glob("*.key")]
    keys += [bytes(32), panel.process.id.encode(), round_.id.encode()]
    names = [value for one in rows(Panelist) for value in (one.id, one.person_id)]
    left = rows(OpenedAnswer)
    numbers = {row.commitment for row in left} | {row.salt for row in left} | {r.id for r in left}
    for key in keys:
        for name in names:
            alias = sealing.pseudonym(key, panel.process.id, name)
            assert alias not in numbers
            for row in left:
                secret = bytes.fromhex(alias[:32])
                assert sealing.salt(secret, row.version_id, row.dimension) != row.salt
    assert len({row.salt for row in left}) == len(left)  # no two answers share one


def test_the_key_goes_by_itself_after_the_appeal_date(done):
    panel, _round, _other = done
    with days_ago(3), transaction():
        custody.set_appeal_date(panel.office, panel.process, until=now().date())
    drain()

    assert session.get(Process, panel.process.id).wrapped_key == b""
    assert rows(ClosedBallot) == []


def test_the_key_stays_until_the_process_is_finished(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    for index in range(5):
        vote(panel, round_, index, dict.fromkeys(KEYS, 7))
    close(panel, round_)
    with days_ago(3), transaction():
        custody.set_appeal_date(panel.office, panel.process, until=now().date())
    drain()

    assert session.get(Process, panel.process.id).wrapped_key != b""
    waiting = [job for job in rows(Job) if job.name == "consensus.destroy_key_when_due"]
    assert max(job.run_at for job in waiting) > now()


def test_what_the_office_may_not_do_with_the_key(done, build):
    panel, _round, other = done
    process = panel.process
    with pytest.raises(Invalid), transaction():
        custody.set_appeal_date(panel.office, process, until=now().date() - timedelta(days=1))
    with pytest.raises(Invalid), transaction():
        custody.ask(panel.office, process, wish=Wish.DESTROY, reason=" ")
    with pytest.raises(Invalid), transaction():
        custody.name_custodian(panel.office, process, person_id=panel.people[0].id)
    for stranger in (panel.actor(0), build.actor(panel.project, Role.AUTHOR)):
        with pytest.raises(NotAllowed):
            ask(stranger, process)
    request = ask(other, process)
    with pytest.raises(Conflict, match="already"):
        ask(panel.office, process)
    third = build.actor(panel.project, Role.FACILITATOR)
    with pytest.raises(NotAllowed, match="chair"):
        decide(third, request)
    decide(panel.office, request, grant=False)
    assert session.get(Process, process.id).wrapped_key != b""
    decide(panel.office, ask(other, process))
    with pytest.raises(Conflict, match="destroyed already"):
        ask(panel.office, process)


def test_the_key_is_not_destroyed_while_rounds_may_follow(build):
    panel = a_panel(build)
    with pytest.raises(Conflict, match="Finish the process"):
        ask(panel.office, panel.process)


def test_linked_rows_go_to_the_custodian_once_and_are_logged(done):
    panel, _round, other = done
    process = panel.process
    with pytest.raises(Conflict, match="named for it"):
        ask(other, process, Wish.LINKED_ROWS)
    with transaction():
        custody.name_custodian(panel.office, process, person_id=other.person_id)
    request = ask(other, process, Wish.LINKED_ROWS)
    for actor in (other, panel.office):
        with pytest.raises((NotAllowed, Conflict)), transaction():
            custody.take_linked_rows(actor, request)
    with pytest.raises(NotAllowed):
        decide(other, request)
    decide(panel.office, request)
    with pytest.raises(Conflict, match="named for it"), transaction():
        custody.take_linked_rows(panel.office, request)
    with transaction():
        content = custody.take_linked_rows(other, request)
    with pytest.raises(Conflict), transaction():
        custody.take_linked_rows(other, request)

    [head, *table] = csv.reader(io.StringIO(content.decode()))
    assert tuple(head) == COLUMNS
    people = {row[0] for row in table}
    assert (len(people), len(table)) == (6, 6 * len(KEYS))
    known = {person.id for person in panel.people} | {one.id for one in rows(Panelist)}
    known |= {row.pseudonym for row in rows(ClosedBallot)}
    assert not people & known
    by_person = {name: {row[5] for row in table if row[0] == name} for name in people}
    assert sorted(by_person.values(), key=sorted) == [{str(n)} for n in range(4, 10)]
    [event] = [e for e in audit.history(panel.project.id) if e.event == "linked-rows.exported"]
    assert event.detail["rows"] == len(table)
    assert not [name for name in people if name in repr(event.detail)]
