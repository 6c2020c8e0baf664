"""Whoever takes the disk while a round is open: the files of the database, its log before all.

On SQLite these are the database and its write-ahead log, on PostgreSQL the files of the database
and the write-ahead log of the server.
"""

import mmap
import re
import secrets
from pathlib import Path

import pytest
from sqlalchemy import text

from guidelines.config import current
from guidelines.consensus import service
from guidelines.consensus.queries import lines_of
from guidelines.db import db, session, transaction
from tests.consensus.build import KEYS, a_panel, an_open_round, close, vote

# A word of this run alone: a server's log still holds what earlier tests published.
SECRET = f"kaleidoscope-{secrets.token_hex(8)}"
RATING = b'"kind":"rating","value"'
NEAR = 8192


def files_of_the_database() -> list[Path]:
    """Return every file in which the database could have written something."""
    if db.engine.dialect.name == "sqlite":
        keys = current().keys
        return [
            path
            for path in Path(current().instance).rglob("*")
            if path.is_file() and keys not in path.parents
        ]
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
        folder = Path(connection.execute(text("SHOW data_directory")).scalar_one())
        number = connection.execute(
            text("SELECT oid FROM pg_database WHERE datname = current_database()")
        ).scalar_one()
    places = [folder / "base" / str(number), folder / "pg_wal", folder / "base" / "pgsql_tmp"]
    return [path for place in places for path in place.rglob("*") if path.is_file()]


def found(*words: bytes) -> list[tuple[str, bytes]]:
    """Return where one of some words stands, with what stands around it."""
    pattern = re.compile(b"|".join(map(re.escape, words)))
    places = []
    for path in files_of_the_database():
        if not path.stat().st_size:
            continue
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
            for one in pattern.finditer(held):
                begin = max(0, one.start() - NEAR)
                places.append((path.name, held[begin : one.end() + NEAR]))
    return places


@pytest.fixture
def open_round(build):
    """Return an open round that people answered in the browser and by the service."""
    panel = a_panel(build, size=6)
    round_ = an_open_round(panel)
    for index in range(1, 6):
        vote(panel, round_, index, dict.fromkeys(KEYS, index), {KEYS[0]: f"{SECRET} {index}"})
    with transaction():
        service.give_consent(panel.actor(0), round_)
    [line, *_more] = lines_of(round_)
    client = build.sign_in(panel.people[0])
    sent = {f"a-{line.id}": "8", f"r-{line.id}": f"{SECRET} 0"}
    saved = client.post(f"/questionnaires/{round_.id}/answers", data=sent)
    assert saved.status_code == 200
    session.commit()
    return panel, round_


def test_no_file_holds_an_answer_of_an_open_round(open_round):
    alone = db.engine.dialect.name == "sqlite"  # each test has files of its own there
    assert found(SECRET.encode(), *([RATING] if alone else [])) == []


def test_no_file_holds_a_person_beside_an_answer(open_round):
    panel, round_ = open_round
    versions = [(one.version_id or "").encode() for one in lines_of(round_)]
    for person in panel.people:
        places = found(person.email.encode())
        assert places, "people do stand in the files: the search finds what is there"
        for name, around in places:
            assert SECRET.encode() not in around, name
            answers = [
                re.search(version + rb"[^a-zA-Z0-9]{1,40}\d", around) for version in versions
            ]
            assert answers == [None] * len(versions), name


def test_the_search_finds_answers_once_they_are_published(open_round):
    panel, round_ = open_round
    close(panel, round_)
    session.commit()
    assert found(f"{SECRET} 3".encode())  # a comment that waits for the moderator
