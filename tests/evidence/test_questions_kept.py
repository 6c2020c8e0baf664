"""Profiles of before become questions when a database is brought up, and come back after."""

import json

import pytest
from sqlalchemy import text

from guidelines.engines import plain_engine
from tests.database import migrate, migrate_down

NOW = "2026-01-01 10:00:00"
ROWS = {
    "network": {"id": "net", "slug": "net", "title": "Net", "created_at": NOW},
    "project": {"id": "project", "network_id": "net", "slug": "p", "title": "P", "scope": "",
                "time_zone": "UTC", "created_at": NOW},
    "evidence_profile": {
        "id": "profile", "project_id": "project", "key": "rec-1", "question": "Why?",
        "population": "Children", "intervention": "This", "comparator": "That",
        "certainty": "low", "summary": "Known.", "revision": 3, "changed_at": NOW,
        "outcomes": json.dumps([{"name": "Pain", "importance": "critical", "certainty": "low",
                                 "finding": "Less."}]),
    },
    "judgement": {"id": "judgement", "profile_id": "profile", "criterion": "equity",
                  "judgement": "no-impact", "note": "Why not."},
}  # fmt: skip


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/kept.sqlite3"
        return
    server = request.getfixturevalue("postgres")
    yield server.create("kept")
    server.drop("kept")


def ask(url, statement):
    engine = plain_engine(url)
    with engine.connect().execution_options(unit="write") as connection:
        rows = connection.execute(text(statement))
        found = [tuple(row) for row in rows] if rows.returns_rows else []
        connection.commit()
    engine.dispose()
    return found


def put(url, table, values):
    engine = plain_engine(url)
    with engine.connect().execution_options(unit="write") as connection:
        names = ", ".join(values)
        places = ", ".join(f":{name}" for name in values)
        connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), values)
        connection.commit()
    engine.dispose()


def test_profiles_become_questions_and_come_back(url):
    migrate(url, "0012")
    for table, values in ROWS.items():
        put(url, table, values)
    before = ask(url, "SELECT id, key, question, certainty, summary FROM evidence_profile")

    migrate(url, "0013")

    assert ask(
        url, "SELECT number, kind, text, population, certainty, revision FROM evidence_question"
    ) == [(1, "intervention", "Why?", "Children", "low", 3)]
    assert ask(
        url,
        "SELECT profile.key, question.text, profile.criteria FROM evidence_profile AS profile "
        "JOIN evidence_question AS question ON question.id = profile.question_id",
    ) == [("rec-1", "Why?", 12)]
    assert ask(url, "SELECT judgement, evidence, note FROM judgement") == [
        ("no-impact", "", "Why not.")
    ]

    migrate_down(url, "0012")

    assert ask(url, "SELECT id, key, question, certainty, summary FROM evidence_profile") == before
    assert ask(url, "SELECT judgement, note FROM judgement") == [("no-impact", "Why not.")]
