"""Ballots a second against what the database can durably commit: `python -m bench.ballots`.

On SQLite and, where its server is installed, on PostgreSQL. Eight processes save one whole ballot
after another through the service, then write the same rows with the bare driver, in turns.
Printed are the ratio of the medians, and how long the slowest in a hundred ballots took. At the
end every panel member has one whole ballot that opens.
"""

import argparse
import json
import multiprocessing
import multiprocessing.connection
import secrets
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

from guidelines.accounts import service as accounts
from guidelines.app import create_app
from guidelines.config import Settings
from guidelines.consensus import service
from guidelines.consensus.models import Round
from guidelines.consensus.queries import asked_in, own_content
from guidelines.consensus.queries.boxes import elector_of
from guidelines.consensus.rules.ballots import Given
from guidelines.db import session, transaction
from guidelines.drafts.models import DocumentKind
from guidelines.drafts.service import import_document
from guidelines.permissions import Actor, Role
from guidelines.projects import service as projects
from guidelines.projects.queries import actor_for, groups_of
from guidelines.sqlite import driver
from tests.database import PostgresServer, migrate, postgres_binaries

CLIENTS = 8
PEOPLE = 64
STATEMENTS = 20
SIZE = 4124
GOAL_RATIO, GOAL_TAIL = {"sqlite": 0.12, "postgresql": 0.05}, 6.0
BARE = (
    "CREATE TABLE bare_ballot (round_id VARCHAR(12), pseudonym VARCHAR(64), sealed {bytes}, "
    "PRIMARY KEY (round_id, pseudonym))"
)
OPERATOR = Actor.at_the_console()

Answer = tuple[float, list[float]]


def prepare(settings: Settings) -> tuple[str, list[str]]:
    """Open a round for PEOPLE people with STATEMENTS statements; return its id and theirs."""
    text = "# Recommendations\n\n" + "\n\n".join(
        f"::: {{.recommendation #rec-{n} type=consensus-based}}\nDo the thing number {n}.\n:::"
        for n in range(STATEMENTS)
    )
    with create_app(settings).app_context():
        with transaction():
            network = projects.found_network(OPERATOR, slug="bench", title="Bench")
            project = projects.start_project(OPERATOR, network, title="Bench", slug="bench")
            group = groups_of(project)[0].id
            people = []
            for n in range(PEOPLE + 1):
                person = accounts.add_person(OPERATOR, email=f"p{n}@bench.example", name=f"P {n}")
                roles = [Role.PANELIST] if n else [Role.CHAIR, Role.FACILITATOR]
                for role in roles:
                    projects.give_role(
                        OPERATOR, project, person, role=role, group_id=group if n else None
                    )
                people.append(person.id)
        chair = actor_for(people[0])
        with transaction():
            document, _notices = import_document(
                chair, project, title="Bench", source=text, kind=DocumentKind.GUIDELINE
            )
            process = service.start_process(chair, document, title="Bench")
            keys = [f"rec-{n}" for n in range(STATEMENTS)]
            service.choose_statements(chair, process, keys=keys)
            service.seal_rule(chair, process)
            round_ = service.prepare_round(chair, process)
            service.open_round(chair, round_)
        for person in people[1:]:
            with transaction():
                service.give_consent(actor_for(person), round_)
        return round_.id, people[1:]


def client(
    pipe: multiprocessing.connection.Connection, settings: Settings, round_id: str, mine: list[str]
) -> None:
    """Do what is asked through the pipe: so many ballots, by the service or by the driver."""
    with create_app(settings).app_context():
        round_ = session.get(Round, round_id)
        assert round_ is not None
        answers = {one.version_id: Given(rating=7) for one in asked_in(round_)}
        actors = [actor_for(person) for person in mine]
        session.rollback()
        raw = connect(settings)
        pipe.send("ready")
        while True:
            what, count = pipe.recv()
            if what == "stop":
                return
            started, times = time.perf_counter(), []
            for n in range(count):
                at = time.perf_counter()
                if what == "service":
                    actor = actors[n % len(actors)]
                    ahead = service.seal_ahead(actor, round_, answers=answers)
                    with transaction():
                        service.save_answers(actor, round_, answers=answers, ahead=ahead)
                else:
                    _bare(raw, f"{mine[n % len(mine)]:x>64}")
                times.append(time.perf_counter() - at)
            pipe.send((time.perf_counter() - started, times))


def connect(settings: Settings) -> Any:
    """Return the bare driver's connection, as durable as the application's."""
    if not settings.database.startswith("sqlite"):
        return psycopg.connect(settings.database.replace("+psycopg", ""))
    path = settings.database.removeprefix("sqlite:///")
    raw = driver.connect(path, isolation_level=None, timeout=30)
    raw.execute("PRAGMA synchronous=FULL")
    return raw


def _bare(connection: Any, alias: str) -> None:
    lite = not isinstance(connection, psycopg.Connection)
    mark = "?" if lite else "%s"
    if lite:
        connection.execute("BEGIN IMMEDIATE")
    connection.execute(
        f"INSERT INTO bare_ballot VALUES ('round', {mark}, {mark}) "
        "ON CONFLICT (round_id, pseudonym) DO UPDATE SET sealed = excluded.sealed",
        (alias, secrets.token_bytes(SIZE)),
    )
    connection.execute("COMMIT")


def run(pipes: list[Any], what: str, count: int) -> tuple[float, list[float]]:
    """Let all clients do `count` at once; return how many a second, and how long each took."""
    started = time.perf_counter()
    for pipe in pipes:
        pipe.send((what, count))
    answers: list[Answer] = [pipe.recv() for pipe in pipes]
    rate = len(pipes) * count / (time.perf_counter() - started)
    return rate, sorted(one for _seconds, times in answers for one in times)


def main() -> int:
    """Measure and print two lines of JSON a database; end with 1 if a ballot is missing."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--repetitions", type=int, default=7)
    options.add_argument("--count", type=int, default=30, help="ballots of each client")
    options.add_argument("--database", action="append", choices=list(GOAL_RATIO))
    chosen = options.parse_args()
    whole = True
    for kind in chosen.database or list(GOAL_RATIO):
        if kind == "postgresql" and postgres_binaries() is None:
            say({"name": f"ballots on {kind}", "skipped": "PostgreSQL is not installed"})
            continue
        server = PostgresServer(durable=True) if kind == "postgresql" else None
        try:
            with tempfile.TemporaryDirectory(prefix="concord-bench-") as folder:
                url = server.create("bench") if server else ""
                settings = Settings(instance=Path(folder), database_url=url).prepare()
                whole = measure(kind, settings, chosen.repetitions, chosen.count) and whole
        finally:
            if server:
                server.stop()
    return 0 if whole else 1


def say(row: dict[str, Any]) -> None:
    """Print one line of the table."""
    sys.stdout.write(json.dumps(row) + "\n")


def measure(kind: str, settings: Settings, repetitions: int, count: int) -> bool:
    """Measure one database and tell whether every panel member has one whole ballot."""
    migrate(settings.database)
    round_id, people = prepare(settings)
    raw = connect(settings)
    raw.execute(BARE.format(bytes="BLOB" if kind == "sqlite" else "BYTEA"))
    raw.commit()
    raw.close()
    context = multiprocessing.get_context("spawn")
    pipes, processes = [], []
    for n in range(CLIENTS):
        here, there = context.Pipe()
        process = context.Process(
            target=client, args=(there, settings, round_id, people[n::CLIENTS])
        )
        process.start()
        pipes.append(here)
        processes.append(process)
    for pipe in pipes:
        pipe.recv()
    run(pipes, "service", 5)
    rates: dict[str, list[float]] = {"service": [], "bare": []}
    tails, middles = [], []
    for _ in range(repetitions):
        rate, times = run(pipes, "service", count)
        rates["service"].append(rate)
        middles.append(times[len(times) // 2])
        tails.append(times[int(len(times) * 0.99)] / times[len(times) // 2])
        rates["bare"].append(run(pipes, "bare", count * 3)[0])
    for pipe in pipes:
        pipe.send(("stop", 0))
    for process in processes:
        process.join(30)
    complete = _complete(settings, round_id, people)
    ratio = statistics.median(a / b for a, b in zip(rates["service"], rates["bare"], strict=True))
    say(
        {
            "name": f"ballots/s beside durable commits/s, {kind}",
            "ratio": round(ratio, 3),
            "limit": GOAL_RATIO[kind],
            "at_least": True,
            "ballots_per_s": round(statistics.median(rates["service"])),
            "commits_per_s": round(statistics.median(rates["bare"])),
            "whole": f"{complete}/{PEOPLE}",
        }
    )
    say(
        {
            "name": f"ballot p99 beside p50, {kind}",
            "ratio": round(statistics.median(tails), 2),
            "limit": GOAL_TAIL,
            "p50_ms": round(1000 * statistics.median(middles), 1),
        }
    )
    return complete == PEOPLE


def _complete(settings: Settings, round_id: str, people: list[str]) -> int:
    with create_app(settings).app_context():
        round_ = session.get(Round, round_id)
        assert round_ is not None
        every = [one.version_id for one in asked_in(round_)]
        found = 0
        for person in people:
            panelist = elector_of(round_, person)
            content = own_content(round_, panelist) if panelist is not None else None
            found += content is not None and content.answered(every) == STATEMENTS
        return found


if __name__ == "__main__":
    sys.exit(main())
