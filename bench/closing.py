"""Closing a large round against the least it could cost: `python -m bench.closing`.

1,500 people rated 150 statements. Timed is everything that follows: opening the boxes, counting,
the statistics, freezing the results, writing every answer, sealing anew, and the feedback for
each of them. Beside it, in turns: one bare NumPy pass over the same ratings and the same rows
written by the bare driver, in one transaction. Both are measured in seconds of the processor,
which other work on the machine does not stretch. Memory is that of the process which closes.
"""

import argparse
import json
import multiprocessing
import resource
import secrets
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import insert, select

from guidelines.accounts import service as accounts
from guidelines.accounts.models import Person
from guidelines.app import create_app
from guidelines.config import Settings
from guidelines.consensus import service
from guidelines.consensus.models import Ballot, Panelist, Process, Round
from guidelines.consensus.queries import asked_in
from guidelines.consensus.queries.boxes import alias_of, box_key, closed_boxes
from guidelines.consensus.queries.feedback import beside_own, common_feedback
from guidelines.consensus.rules import sealing
from guidelines.consensus.rules.ballots import Content, Given
from guidelines.consensus.rules.opened import Opened, matrix
from guidelines.db import new_keys, session, transaction
from guidelines.drafts.models import DocumentKind
from guidelines.drafts.service import import_document
from guidelines.permissions import Actor, Role
from guidelines.projects import service as projects
from guidelines.projects.models import Member
from guidelines.projects.queries import actor_for, groups_of
from guidelines.sqlite import driver
from tests.database import migrate

PEOPLE, STATEMENTS = 1500, 150
GOAL, MOST_MEGABYTES = 5.0, 500
OPERATOR = Actor.at_the_console()
TABLES = ("opened_answer", "closed_ballot", "consensus_result")


def prepare(settings: Settings, people: int, statements: int) -> tuple[str, str]:
    """Open a round in which everybody has rated everything; return its id and the chair's."""
    text = "# Recommendations\n\n" + "\n\n".join(
        f"::: {{.recommendation #rec-{n} type=consensus-based}}\nDo the thing number {n}.\n:::"
        for n in range(statements)
    )
    with create_app(settings).app_context():
        with transaction():
            network = projects.found_network(OPERATOR, slug="bench", title="Bench")
            project = projects.start_project(OPERATOR, network, title="Bench", slug="bench")
            group = groups_of(project)[0].id
            chair = accounts.add_person(OPERATOR, email="chair@bench.example", name="Chair")
            for role in (Role.CHAIR, Role.FACILITATOR):
                projects.give_role(OPERATOR, project, chair, role=role)
            ids = new_keys(people)
            session.execute(
                insert(Person),
                [{"id": id_, "email": f"{id_}@bench.example", "name": id_} for id_ in ids],
            )
            session.execute(
                insert(Member),
                [
                    {
                        "network_id": network.id,
                        "project_id": project.id,
                        "person_id": id_,
                        "role": Role.PANELIST,
                        "group_id": group,
                    }
                    for id_ in ids
                ],
            )
        actor = actor_for(chair.id)
        with transaction():
            document, _notices = import_document(
                actor, project, title="Bench", source=text, kind=DocumentKind.GUIDELINE
            )
            process = service.start_process(actor, document, title="Bench")
            keys = [f"rec-{n}" for n in range(statements)]
            service.choose_statements(actor, process, keys=keys)
            service.seal_rule(actor, process)
            round_ = service.prepare_round(actor, process)
            service.open_round(actor, round_)
        with transaction():
            fill(session.get_one(Round, round_.id))
        return round_.id, chair.id


def fill(round_: Round) -> None:
    """Put a full box into the round for everybody."""
    key = box_key(round_.process)
    versions = [one.version_id for one in asked_in(round_)]
    dice = np.random.default_rng(1)
    rows = []
    for panelist in session.scalars(select(Panelist)):
        points = dice.integers(1, 10, len(versions)).tolist()
        content = Content(
            secrets.token_hex(16),
            consent="2026-01-01",
            submitted=True,
            answers={
                version: {"overall": Given(rating=point)}
                for version, point in zip(versions, points, strict=True)
            },
        )
        alias = alias_of(key, panelist)
        sealed = sealing.seal(key, round_.id, alias, content.to_bytes(), secrets.token_bytes(12))
        rows.append({"round_id": round_.id, "pseudonym": alias, "sealed": sealed})
    session.execute(insert(Ballot), rows)


def close(pipe: Any, settings: Settings, round_id: str, chair: str) -> None:
    """Close the round in a process of its own; say how long it took and how much it held."""
    with create_app(settings).app_context():
        round_ = session.get_one(Round, round_id)
        actor = actor_for(chair)
        session.rollback()
        started = time.process_time()
        with transaction():
            service.close_round(actor, round_)
        closed = time.process_time() - started
        told = feedback(session.get_one(Round, round_id))
        took = time.process_time() - started
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        pipe.send((took, closed, told, most))


def feedback(round_: Round) -> int:
    """Make the feedback of everybody; return how many answers stand beside their own."""
    wordings = {one.statement_id: one.version_id for one in asked_in(round_)}
    common = common_feedback(round_, wordings)
    boxes = closed_boxes(round_.id, box_key(session.get_one(Process, round_.process_id)))
    return sum(
        one.own is not None
        for content in boxes.values()
        for one in beside_own(common, content).values()
    )


def ratings_of(settings: Settings, round_id: str) -> np.ndarray[Any, Any]:
    """Return the same ratings as a bare array."""
    with create_app(settings).app_context():
        round_ = session.get_one(Round, round_id)
        boxes = [Opened(one) for one in closed_boxes(round_id, box_key(round_.process)).values()]
        versions = [one.version_id for one in asked_in(round_)]
        return matrix(boxes, versions, round_.definition.scale).ratings


def bare(path: str, ratings: np.ndarray[Any, Any], rows: dict[str, list[Any]]) -> float:
    """Count the array once and write the same rows with the driver; return the seconds."""
    raw = driver.connect(path, isolation_level=None)
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("PRAGMA journal_mode=WAL")
    for table in TABLES:
        [ddl] = raw.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        raw.execute(ddl.replace(table, f"bare_{table}", 1))
    raw.execute("CREATE INDEX bare_by_round ON bare_opened_answer (round_id)")
    started = time.process_time()
    lines = ratings.astype(np.int64) + np.arange(ratings.shape[0])[:, None] * 10
    np.bincount(lines.ravel(), minlength=ratings.shape[0] * 10)
    raw.execute("BEGIN IMMEDIATE")
    for table, values in rows.items():
        marks = ", ".join("?" * len(values[0]))
        raw.executemany(f"INSERT INTO bare_{table} VALUES ({marks})", values)
    raw.execute("COMMIT")
    took = time.process_time() - started
    for table in TABLES:
        raw.execute(f"DROP TABLE bare_{table}")
    raw.close()
    return took


def main() -> int:
    """Measure and print two lines of JSON; end with 1 if an answer is missing."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--repetitions", type=int, default=3)
    options.add_argument("--people", type=int, default=PEOPLE)
    options.add_argument("--statements", type=int, default=STATEMENTS)
    chosen = options.parse_args()
    context = multiprocessing.get_context("spawn")
    found: list[tuple[float, float, float, float, float]] = []
    every = True
    with tempfile.TemporaryDirectory(prefix="concord-bench-") as folder:
        for turn in range(chosen.repetitions):
            settings = Settings(instance=Path(folder) / str(turn)).prepare()
            migrate(settings.database)
            round_id, chair = prepare(settings, chosen.people, chosen.statements)
            here, there = context.Pipe()
            process = context.Process(target=close, args=(there, settings, round_id, chair))
            process.start()
            took, closed, told, most = here.recv()
            process.join(60)
            every = every and told == chosen.people * chosen.statements
            path = settings.database.removeprefix("sqlite:///")
            raw = driver.connect(path)
            rows = {t: raw.execute(f"SELECT * FROM {t}").fetchall() for t in TABLES}
            raw.close()
            least = bare(path, ratings_of(settings, round_id), rows)
            found.append((took / least, took, closed, least, most))
    ratio, took, closed, least, most = (
        statistics.median(column) for column in zip(*found, strict=True)
    )
    people, statements = chosen.people, chosen.statements
    row = {
        "name": f"closing {people} x {statements} beside a bare pass and its rows",
        "ratio": round(ratio, 2),
        "limit": GOAL,
        "seconds": round(took, 2),
        "closing_s": round(closed, 2),
        "bare_s": round(least, 2),
        "feedback_for_all": every,
    }
    sys.stdout.write(json.dumps(row) + "\n")
    row = {
        "name": f"memory of closing {people} x {statements}, MB",
        "ratio": round(most),
        "limit": MOST_MEGABYTES,
    }
    sys.stdout.write(json.dumps(row) + "\n")
    return 0 if every else 1


if __name__ == "__main__":
    sys.exit(main())
