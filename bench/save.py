"""Saving a 600-word section: the service call against a bare transaction of the same rows.

Usage: python -m bench.save [--database URL]. Both sides run in turn (A B A B …) on databases of
the same kind and durability; the medians and their ratio are printed. The bare side writes, with
the driver alone, exactly the rows that one save of the service writes.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import event

from guidelines.app import create_app
from guidelines.config import Settings
from guidelines.db import db, session, transaction
from guidelines.drafts import service
from guidelines.drafts.models import DocumentKind
from guidelines.drafts.queries import current_version, sections_in
from guidelines.permissions import Role
from tests.build import Builder
from tests.database import migrate

REPETITIONS = 41
LIMIT = 8.0
SENTENCE = "The team sees the child with the family and writes down what was agreed there. "
RECOMMENDATION = """::: {.recommendation #rec-team type=consensus-based strength=strong}
We recommend that one person is named whom the family can reach.

::: {.rationale}
Families notice this most.
:::
:::
"""


def section_of_600_words() -> str:
    """Return a section with twelve paragraphs of fifty words each, and a recommendation."""
    paragraphs = []
    for number in range(12):
        words = f"Paragraph {number}. {SENTENCE * 4}".split()[:50]
        paragraphs.append(" ".join(words))
    return "# Team\n\n" + "\n\n".join(paragraphs) + f"\n\n{RECOMMENDATION}\n"


class Recorder:
    """Notes the statements that write while the service saves, to repeat them bare."""

    def __init__(self) -> None:
        self.written: list[tuple[str, object, bool]] = []
        self.on = False

    def __call__(self, _connection, _cursor, statement, parameters, _context, executemany):
        if self.on and statement.split(None, 1)[0] in {"INSERT", "UPDATE", "DELETE"}:
            self.written.append((statement, parameters, executemany))


def median(values: list[float]) -> float:
    """Return the median in milliseconds."""
    return 1000 * statistics.median(values)


def main() -> int:
    """Measure, print, and return 1 if the ratio is over the limit."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--database", default="")
    options.add_argument("--sections", type=int, default=30, help="Sections of the document.")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-save-") as folder:
        settings = Settings(instance=Path(folder), database_url=given.database).prepare()
        migrate(settings.database)
        app = create_app(settings)
        with app.app_context():
            service_times, bare_times, rows = measure(app, given.sections)
            session.remove()
            db.engine.dispose()
    ratio = statistics.median(service_times) / statistics.median(bare_times)
    row = {
        "name": "save of a 600-word section / bare rows",
        "ratio": round(ratio, 2),
        "limit": LIMIT,
        "service_ms": round(median(service_times), 2),
        "bare_ms": round(median(bare_times), 2),
        "statements": rows,
        "pairs": REPETITIONS,
    }
    print(json.dumps(row))
    return 0 if ratio <= LIMIT else 1


def measure(app, sections: int) -> tuple[list[float], list[float], int]:
    """Return the times of both sides in seconds, and how many statements a save writes."""
    build = Builder(app)
    project = build.project()
    actor = build.actor(project, Role.AUTHOR)
    other = "".join(f"# Section {n}\n\n{SENTENCE * 12}\n\n" for n in range(sections - 1))
    with transaction():
        document, _notices = service.import_document(
            actor,
            project,
            title="Bench",
            source=section_of_600_words() + other,
            kind=DocumentKind.GUIDELINE,
        )
    item = sections_in(current_version(document))[0]
    section, revision = item.section, item.revision
    recorder = Recorder()
    event.listen(db.engine, "before_cursor_execute", recorder)
    service_times, bare_times = [], []
    for turn in range(REPETITIONS + 3):
        source = revision.source.replace("Paragraph 5", f"Paragraph 5 (change {turn})", 1)
        source = source.replace(f"(change {turn}) (change {turn - 1})", f"(change {turn})")
        recorder.written, recorder.on = [], True
        start = time.perf_counter()
        with transaction():
            saved = service.save_section(
                actor, section, source=source, base_revision_id=revision.id
            )
        service_times.append(time.perf_counter() - start)
        recorder.on = False
        assert saved.changed
        revision = saved.revision
        bare_times.append(bare(recorder.written))
    return service_times[3:], bare_times[3:], len(recorder.written)


def bare(written) -> float:
    """Write the same rows once more with the driver alone, under other keys; return the time.

    The rows of the save are taken out first, outside of the measured time, so that the very same
    statements can be repeated.
    """
    connection = db.engine.raw_connection()
    try:
        driver = connection.driver_connection
        sqlite = db.engine.dialect.name == "sqlite"
        cursor = driver.cursor()
        unprotect(cursor, sqlite)
        clear(cursor, written, sqlite)
        if not sqlite:
            driver.commit()
        start = time.perf_counter()
        if sqlite:
            cursor.execute("PRAGMA query_only=OFF")
            cursor.execute("BEGIN IMMEDIATE")
        for statement, parameters, many in written:
            if many:
                cursor.executemany(statement, parameters)
            else:
                cursor.execute(statement, parameters)
        if sqlite:
            cursor.execute("COMMIT")
        else:
            driver.commit()
        return time.perf_counter() - start
    finally:
        connection.close()


TRIGGERS = ("section_revision", "version", "audit_entry")


def unprotect(cursor, sqlite: bool) -> None:
    """Let the bench take its own rows out again: drop the triggers of its own database."""
    if sqlite:
        cursor.execute("PRAGMA query_only=OFF")
        for table in TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_delete")
    else:
        for table in TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")


def clear(cursor, written, sqlite: bool) -> None:
    """Take the rows of the last save out again."""
    mark = "?" if sqlite else "%s"
    for statement, parameters, many in reversed(written):
        if not statement.startswith("INSERT"):
            continue
        table = statement.split()[2].strip('"')
        for one in parameters if many else [parameters]:
            key = one["id"] if isinstance(one, dict) else one[0]
            cursor.execute(f"DELETE FROM {table} WHERE id = {mark}", (key,))


if __name__ == "__main__":
    sys.exit(main())
