"""A box that was sealed before the transaction: put in its place only where all is as it was."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import event, insert, update

from guidelines.consensus import service
from guidelines.consensus.models import Ballot, Panelist, Process, Recusal, Round
from guidelines.consensus.queries import asked_in, lines_of, own_content
from guidelines.consensus.queries.boxes import elector_of
from guidelines.consensus.rules.ballots import Given
from guidelines.consensus.service.voiding import void_statement
from guidelines.db import db, now, session, transaction
from guidelines.errors import Conflict, NotAllowed, Unavailable
from tests.consensus.build import a_panel, an_open_round, answers_to, close, rows, vote

WORDS = ("SET ", "BEGIN", "SELECT pg_catalog")


@pytest.fixture
def seated(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    vote(panel, round_, 0, {"rec-hearing": 3}, submit=False)
    return panel, round_, panel.actor(0)


def ratings(panel, round_, index=0):
    session.rollback()
    content = own_content(round_, elector_of(round_, panel.people[index].id))
    return [content.given(one.version_id).rating for one in asked_in(round_)]


def save(actor, round_, answers, ahead):
    with transaction():
        service.save_answers(actor, round_, answers=answers, ahead=ahead)


def noted(engine, act):
    """Return the statements that `act` asks of the database."""
    asked = []

    def note(_connection, _cursor, statement, *_more):
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return [one for one in asked if not one.startswith(WORDS)]


def test_what_was_sealed_is_put_in_its_place_by_two_statements(seated):
    panel, round_, actor = seated
    answers = answers_to(round_, {"rec-airway": 7})
    ahead = service.seal_ahead(actor, round_, answers=answers)
    assert ratings(panel, round_) == [None, 3, None]  # nothing is written yet

    asked = noted(db.engine, lambda: save(actor, round_, answers, ahead))

    asked = [one for one in asked if "pg_advisory_xact_lock" not in one]
    assert [one.split()[0] for one in asked] == ["SELECT", "INSERT"], asked
    assert ratings(panel, round_) == [7, 3, None]
    assert [row.sealed for row in rows(Ballot)] == [ahead.box]


def test_what_another_device_saved_meanwhile_stays(seated):
    panel, round_, actor = seated
    answers = answers_to(round_, {"rec-airway": 7})
    ahead = service.seal_ahead(actor, round_, answers=answers)
    vote(panel, round_, 0, {"rec-follow-up": 9}, submit=True)

    save(actor, round_, answers, ahead)

    assert ratings(panel, round_) == [7, 3, 9]
    assert own_content(round_, elector_of(round_, actor.person_id)).submitted


def test_two_devices_that_seal_ahead_lose_no_answer(seated, app):
    panel, round_, actor = seated
    asked = asked_in(round_)
    start, trouble = threading.Barrier(len(asked)), []

    def device(mine):
        with app.app_context():
            try:
                start.wait()
                for point in range(1, 10):
                    answers = {mine: Given(rating=point)}
                    ahead = service.seal_ahead(actor, round_, answers=answers)
                    save(actor, round_, answers, ahead)
            except Exception as error:
                trouble.append(error)
            finally:
                session.remove()

    threads = [threading.Thread(target=device, args=[one.version_id]) for one in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert trouble == []
    assert ratings(panel, round_) == [9, 9, 9]


def recuse(panel, round_, version):
    panelist = elector_of(round_, panel.people[0].id)
    row = {"round_id": round_.id, "panelist_id": panelist.id, "version_id": version}
    session.execute(insert(Recusal), [row])


def destroy(panel, round_, _version):
    session.execute(update(Process).where(Process.id == round_.process_id), {"wrapped_key": b""})


def end(panel, round_, _version):
    service.close_round(panel.office, round_)


def run_out(panel, round_, _version):
    moment = now() - timedelta(seconds=1)
    session.execute(update(Round).where(Round.id == round_.id), {"closes_at": moment})


def void(panel, round_, version):
    lines = {line.version_id: line for line in lines_of(round_)}
    void_statement(panel.office, lines[version], reason="It rests on a mistake.")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        pytest.param(recuse, NotAllowed, id="an interest was declared"),
        pytest.param(destroy, Unavailable, id="the key was destroyed"),
        pytest.param(end, Conflict, id="the round was closed"),
        pytest.param(run_out, Conflict, id="its last moment passed"),
        pytest.param(void, Conflict, id="the statement was declared void"),
    ],
)
def test_what_changed_meanwhile_is_heeded(seated, change, error):
    panel, round_, actor = seated
    version = {one.key: one.version_id for one in asked_in(round_)}["rec-airway"]
    answers = {version: Given(rating=7)}
    ahead = service.seal_ahead(actor, round_, answers=answers)
    before = [row.sealed for row in rows(Ballot)]
    with transaction():
        change(panel, round_, version)

    with pytest.raises(error):
        save(actor, round_, answers, ahead)

    session.rollback()
    assert [row.sealed for row in rows(Ballot)] in (before, [])


def test_the_last_moment_passes_between_sealing_and_saving(seated, monkeypatch):
    _panel, round_, actor = seated
    answers = answers_to(round_, {"rec-airway": 7})
    with transaction():
        moment = now() + timedelta(minutes=1)
        session.execute(update(Round).where(Round.id == round_.id), {"closes_at": moment})
    ahead = service.seal_ahead(actor, round_, answers=answers)
    assert ahead is not None
    monkeypatch.setattr(
        "guidelines.consensus.service.booths.now", lambda: moment + timedelta(seconds=1)
    )

    with pytest.raises(Conflict):
        save(actor, round_, answers, ahead)


def test_nobody_saves_what_somebody_else_sealed(seated):
    panel, round_, actor = seated
    vote(panel, round_, 1, {"rec-airway": 1}, submit=False)
    nine, five = (answers_to(round_, {"rec-airway": point}) for point in (9, 5))
    ahead = service.seal_ahead(actor, round_, answers=nine)

    save(panel.actor(1), round_, five, ahead)

    assert ratings(panel, round_, 0) == [None, 3, None]
    assert ratings(panel, round_, 1) == [5, None, None]


def test_what_stands_against_it_is_said_when_it_is_saved(seated):
    _panel, round_, actor = seated
    answers = answers_to(round_, {"rec-airway": 7})
    first = next(iter(answers))
    assert service.seal_ahead(actor, round_, answers={first: Given(rating=99)}) is None
    assert service.seal_ahead(actor, round_, answers={"elsewhere": Given(rating=9)}) is None


def test_a_first_box_is_sealed_ahead_after_the_consent_alone(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    actor = panel.actor(0)
    answers = answers_to(round_, {"rec-airway": 7})
    assert service.seal_ahead(actor, round_, answers=answers) is None
    with transaction():
        session.execute(update(Panelist), {"consented_on": now().date()})
    ahead = service.seal_ahead(actor, round_, answers=answers)
    save(actor, round_, answers, ahead)
    assert ratings(panel, round_) == [7, None, None]
    close(panel, round_)
