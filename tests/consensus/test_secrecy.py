"""Attacks on the secrecy of ballots, as whoever reads the database, files, letters and logs."""

import random
import smtplib
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from guidelines import audit, mail
from guidelines.config import current
from guidelines.consensus import service
from guidelines.consensus.models import (
    Ballot,
    ClosedBallot,
    OpenedAnswer,
    PanelComment,
    Panelist,
)
from guidelines.consensus.queries import asked_in, own_content
from guidelines.consensus.queries.boxes import alias_of, box_key, elector_of
from guidelines.consensus.rules import sealing
from guidelines.consensus.rules.ballots import Content
from guidelines.consensus.rules.turnout import in_steps
from guidelines.db import db, session, transaction
from guidelines.errors import Unavailable
from guidelines.jobs import Job, work_once
from guidelines.jobs.outbox import JobEffect
from tests.consensus.build import KEYS, a_panel, an_open_round, close, rows, vote
from tests.consensus.test_routes import office, text_of

SECRET = "xylophone-canary"
SIZE = 24
CHANCE = 5
"""Of 24 random pairs, more than this many are right in one of about 300 tries."""


@pytest.fixture
def voted(build):
    """Return a panel of 24 who answered, in a known order, and who gave which rating."""
    panel = a_panel(build, size=SIZE)
    round_ = an_open_round(panel)
    order = list(range(SIZE))
    random.Random(7).shuffle(order)
    for index in order:
        vote(
            panel,
            round_,
            index,
            dict.fromkeys(KEYS, index % 9 + 1),
            {KEYS[0]: f"{SECRET} {index}"},
        )
    return panel, round_, order


def drain():
    while work_once():
        pass


def owners(panel, round_):
    """Return the person behind each pseudonym; only possible with the key."""
    key = box_key(round_.process)
    return {
        alias_of(key, elector_of(round_, person.id)): index
        for index, person in enumerate(panel.people)
    }


def stored_bytes() -> bytes:
    """Return everything that lies in the folders of the installation but for the keys."""
    keys = current().keys
    return b"".join(
        path.read_bytes()
        for path in sorted(Path(current().instance).rglob("*"))
        if path.is_file() and keys not in path.parents
    )


def test_the_database_holds_no_key_no_answer_and_no_time_of_an_open_round(voted):
    _panel, round_, _order = voted
    outer = current().kept_key(sealing.key_name(round_.process_id))
    session.commit()

    with db.engine.connect() as connection:
        dump = b"".join(
            repr(connection.execute(table.select()).all()).encode()
            for table in db.metadatas[None].sorted_tables
        )
    for content in (dump, stored_bytes()):
        assert SECRET.encode() not in content
        assert b'"kind":"rating"' not in content
        assert outer not in content
        assert outer.hex().encode() not in content
        assert box_key(round_.process) not in content
    columns = {column.name for column in Ballot.__table__.columns}
    assert columns == {"round_id", "pseudonym", "sealed"}
    assert {key.column.table.name for key in Ballot.__table__.foreign_keys} == {"consensus_round"}


def test_without_the_key_folder_no_box_opens(voted):
    panel, round_, _order = voted
    key = current().keys / f"{sealing.key_name(round_.process_id)}.key"

    for change in (lambda: key.write_text("11" * 32), key.unlink):
        change()
        with pytest.raises(Unavailable):
            own_content(round_, elector_of(round_, panel.people[0].id))
    assert not key.exists()


def test_boxes_have_sizes_that_say_nothing_and_cannot_be_moved_or_changed(voted):
    _panel, round_, _order = voted
    ballots = rows(Ballot)
    key = box_key(round_.process)
    one, other = ballots[:2]

    assert {len(ballot.sealed) for ballot in ballots} == {sealing.STEP + 28}
    for round_id, alias, sealed in (
        (round_.id, other.pseudonym, one.sealed),
        ("another-one1", one.pseudonym, one.sealed),
        (round_.id, one.pseudonym, one.sealed[:-1] + bytes([one.sealed[-1] ^ 1])),
    ):
        with pytest.raises(ValueError, match="box"):
            sealing.open_box(key, round_id, alias, sealed)


def hits(guess, truth):
    return sum(a == b for a, b in zip(guess, truth, strict=False))


def test_the_order_of_rows_says_nothing_about_who_answered(voted, database_kind):
    panel, round_, order = voted
    owner = owners(panel, round_)
    session.rollback()

    if database_kind == "sqlite":
        file = sqlite3.connect(current().database.removeprefix("sqlite:///"))
        with pytest.raises(sqlite3.OperationalError):
            file.execute("SELECT rowid FROM ballot")
        found = [owner[alias] for (alias,) in file.execute("SELECT pseudonym FROM ballot")]
        file.close()
        assert hits(found, order) <= CHANCE
    close(panel, round_)
    drain()
    session.rollback()
    closed = [owner[row.pseudonym] for row in rows(ClosedBallot)]
    assert sorted(closed) == sorted(order)
    assert hits(closed, order) <= CHANCE
    opened = [row.rating for row in rows(OpenedAnswer)][:SIZE]
    assert hits(opened, [index % 9 + 1 for index in order]) <= SIZE // 2
    comments = [int(row.original.rpartition(" ")[2]) for row in rows(PanelComment)]
    assert sorted(comments) == sorted(order)
    assert hits(comments, order) <= CHANCE


def test_the_place_of_an_opened_answer_ties_it_to_no_other(voted, database_kind):
    """Written box by box, the answers of one person would lie at one place of each statement."""
    panel, round_, _order = voted
    close(panel, round_)
    drain()
    mine = [
        [
            one.commitment
            for one in service.receipt_for(round_, elector_of(round_, person.id)).commitments
        ]
        for person in panel.people
    ]
    by_place = " ORDER BY ctid" if database_kind == "postgresql" else ""
    stored: dict[str, list[str]] = {}
    for version, number in session.execute(
        text(f"SELECT version_id, commitment FROM opened_answer{by_place}")
    ):
        stored.setdefault(version, []).append(number)
    place = {number: at for numbers in stored.values() for at, number in enumerate(numbers)}

    assert len(place) == SIZE * len(KEYS)
    assert sum(len({place[number] for number in numbers}) == 1 for numbers in mine) <= CHANCE


def test_no_other_row_was_written_together_with_a_ballot(voted, database_kind):
    """PostgreSQL names the transaction that wrote a row: joining by it must give nobody."""
    if database_kind != "postgresql":
        pytest.skip("the hidden column xmin is PostgreSQL's")
    panel, round_, order = voted
    people = [table.name for table in db.metadatas[None].sorted_tables if table.name != "ballot"]

    def joined(ballots):
        found = {}
        for table in people:
            count = session.execute(
                text(f"SELECT count(*) FROM {ballots} b JOIN {table} o ON o.xmin = b.xmin")
            ).scalar()
            if count and table != ballots:
                found[table] = count
        return found

    assert joined("ballot") == {}
    session.rollback()
    close(panel, round_)
    drain()
    distinct = "SELECT count(DISTINCT xmin::text) FROM "
    for table in ("closed_ballot", "opened_answer", "panel_comment", "panelist"):
        assert session.execute(text(distinct + table)).scalar() == 1, table  # one for everybody
    owner = owners(panel, round_)
    heap = [
        row[0]
        for row in session.execute(text("SELECT pseudonym FROM closed_ballot ORDER BY ctid"))
    ]
    assert hits([owner[alias] for alias in heap], order) <= CHANCE


def test_a_save_leaves_no_event_no_job_and_no_row_about_a_person(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    drain()

    def everything():
        session.expire_all()
        with db.engine.connect() as connection:
            return {
                table.name: repr(sorted(map(repr, connection.execute(table.select()).all())))
                for table in db.metadatas[None].sorted_tables
            }

    before = everything()
    vote(panel, round_, 0, {"rec-airway": 7}, {"rec-airway": SECRET})
    after = everything()

    assert {name for name in before if before[name] != after[name]} == {"ballot"}


def test_after_closing_nothing_ties_answers_to_each_other_or_to_a_person(voted):
    panel, round_, _order = voted
    close(panel, round_)
    drain()
    ids = {person.id for person in panel.people} | {row.id for row in rows(Panelist)}
    events = repr([entry.detail for entry in audit.history(panel.project.id)])
    closed = next(
        entry for entry in audit.history(panel.project.id) if entry.event == "round.closed"
    )

    assert rows(Ballot) == []
    assert {column.name for column in OpenedAnswer.__table__.columns} == {
        "id", "round_id", "version_id", "dimension", "rating", "answer", "salt", "commitment",
    }  # fmt: skip
    salts = [row.salt for row in rows(OpenedAnswer)]
    assert len(set(salts)) == len(salts) == SIZE * len(KEYS)
    assert not any(row.id in ids for row in rows(OpenedAnswer) + rows(PanelComment))
    assert SECRET not in events
    assert set(closed.detail) == {
        "network_id", "project_id", "round_id", "ballots", "ballots_sha256", "results_sha256",
    }  # fmt: skip
    with_key = [
        Content.from_bytes(
            sealing.open_box(box_key(round_.process), round_.id, row.pseudonym, row.sealed)
        )
        for row in rows(ClosedBallot)
    ]
    assert all(
        not cell.reason
        for content in with_key
        for cells in content.answers.values()
        for cell in cells.values()
    )


def test_the_purged_file_no_longer_holds_a_sealed_box(voted, database_kind):
    panel, round_, _order = voted
    sealed = [row.sealed for row in rows(Ballot)]
    session.rollback()
    close(panel, round_)
    session.rollback()
    drain()
    session.rollback()

    assert [job.failure for job in rows(Job) if job.failure] == []
    session.rollback()
    if database_kind == "sqlite":
        content = stored_bytes()
        assert not [box for box in sealed if box[:64] in content or box[-64:] in content]


def test_everybody_leaves_the_same_pattern_whatever_they_abstain_from(voted):
    panel, round_, _order = voted
    close(panel, round_)
    per_statement = {}
    for row in rows(OpenedAnswer):
        per_statement[row.version_id] = per_statement.get(row.version_id, 0) + 1

    assert set(per_statement.values()) == {SIZE}
    assert len(per_statement) == len(KEYS)


def test_interim_results_are_in_no_page_letter_or_answer(voted, build, app, capsys):
    panel, round_, _order = voted
    client = office(panel)
    drain()
    pages = [
        f"/documents/{panel.document.id}/consensus",
        f"/processes/{panel.process.id}",
        f"/rounds/{round_.id}",
        f"/rounds/{round_.id}/results",
        f"/rounds/{round_.id}/comments",
        f"/projects/{panel.project.id}/history",
        "/home",
    ]

    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        said = text_of(answer)
        assert SECRET not in said, page
        assert "Median" not in said, page
        assert f"{SIZE} of" not in said, page
    assert client.get(f"/rounds/{round_.id}/results.json").status_code == 409
    letters = b"".join(p.read_bytes() for p in (current().instance / "mail").glob("*.eml"))
    assert SECRET.encode() not in letters
    logged = capsys.readouterr()
    assert SECRET not in logged.out + logged.err
    assert not any(person.id in logged.out + logged.err for person in panel.people)


def test_reminders_go_only_to_those_who_have_not_come_and_leave_no_trace(build):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    drain()
    vote(panel, round_, 0, {"rec-airway": 7})
    before = {path.name for path in (current().instance / "mail").glob("*.eml")}
    effects = len(rows(JobEffect))
    session.rollback()

    with transaction():
        service.remind_panel(panel.office, round_)
    drain()

    new = [p for p in (current().instance / "mail").glob("*.eml") if p.name not in before]
    reached = {
        line.removeprefix("To: ")
        for path in new
        for line in path.read_text().splitlines()
        if line.startswith("To: ")
    }
    assert reached == {person.email for person in panel.people[1:]}
    assert len(rows(JobEffect)) == effects
    assert "panelist" not in repr([job.payload for job in rows(Job) if "remind" in job.name])


@pytest.mark.parametrize("reminder", [False, True])
def test_one_refused_address_keeps_no_letter_from_the_others_and_is_not_named(
    build, monkeypatch, reminder
):
    panel = a_panel(build)
    refused = panel.people[1].email
    reached = []

    def send(letter):
        if letter.to == refused:
            raise smtplib.SMTPRecipientsRefused({letter.to: (550, b"no such person")})
        reached.append(letter.to)

    round_ = an_open_round(panel)
    if reminder:
        drain()
        with transaction():
            service.remind_panel(panel.office, round_)
    monkeypatch.setattr(mail, "send", send)
    drain()

    everybody = {person.email for person in panel.people}
    assert set(reached) & everybody == everybody - {refused}
    name = "consensus.send_reminders" if reminder else "consensus.send_links"
    (job,) = [job for job in rows(Job) if job.name == name]
    assert "Some letters could not be sent" in job.failure
    assert not [email for email in everybody if email in job.failure]


def test_a_line_break_in_a_title_does_not_hold_up_the_letters(build):
    panel = a_panel(build)
    with transaction():
        panel.document.title = "Otitis\r\nBcc: everybody@evil.example"
    an_open_round(panel)
    drain()

    letters = [path.read_text() for path in (current().instance / "mail").glob("*.eml")]
    asked = [letter for letter in letters if "Subject: You are asked" in letter]
    assert len(asked) == len(panel.people)
    assert not [letter for letter in asked if "\nBcc:" in letter.partition("\n\n")[0]]


@pytest.mark.parametrize(
    ("came", "eligible", "said"),
    [
        (0, 24, "Fewer than a quarter have come."),
        (5, 24, "Fewer than a quarter have come."),
        (6, 24, "At least a quarter have come."),
        (17, 24, "At least half have come."),
        (23, 24, "At least three quarters have come."),
        (24, 24, "Everybody has come."),
        (2, 5, "Fewer than half have come."),
        (4, 5, "At least half have come."),
    ],
)
def test_turnout_is_said_in_steps(came, eligible, said):
    assert in_steps(came, eligible) == said


def test_an_interest_declared_while_the_round_is_open_counts_at_closing(build, monkeypatch):
    panel = a_panel(build)
    round_ = an_open_round(panel)
    for index in range(5):
        vote(panel, round_, index, dict.fromkeys(KEYS, 9 if index else 1))
    declared = {panel.people[0].id: frozenset({"rec-airway"})}
    monkeypatch.setattr(
        "guidelines.consensus.service.electing.abstentions_in", lambda _project: declared
    )

    results = close(panel, round_)

    airway, hearing = results["rec-airway"], results["rec-hearing"]
    assert (airway["n_eligible"], airway["n_rated"], airway["n_recused"]) == (4, 4, 1)
    assert airway["percent_in"] == 100.0
    assert (hearing["n_eligible"], hearing["n_rated"], hearing["n_recused"]) == (5, 5, 0)
    version = next(one.version_id for one in asked_in(round_) if one.key == "rec-airway")
    ratings = [row.rating for row in rows(OpenedAnswer) if row.version_id == version]
    assert sorted(ratings, key=str) == [9, 9, 9, 9, None]
