"""A long history must not be felt: 1,000 versions of a document against 10 of the same one.

Usage: python -m bench.history. The page of versions, a save, the page of who wrote what (opened
for the first time) and a comparison of neighbours, each in turn on two documents in one database;
the medians and their ratio are printed.
"""

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from guidelines.app import create_app
from guidelines.config import Settings
from guidelines.db import db, session, transaction
from guidelines.drafts import service
from guidelines.drafts.models import Document, DocumentKind
from guidelines.drafts.queries import blame, current_version, sections_in
from guidelines.permissions import Role
from tests.build import Builder
from tests.database import migrate

LONG, SHORT = 1000, 10
RUNS = 9
SENTENCE = "The team sees the child with the family and writes down what was agreed there. "
RECOMMENDATION = """::: {.recommendation #rec-team type=consensus-based strength=strong}
We recommend that one person is named whom the family can reach.
:::
"""


def text(sections: int = 20) -> str:
    """Return a document in sections of about 300 words."""
    parts = []
    for number in range(sections):
        paragraphs = "\n\n".join(f"Paragraph {n}. {SENTENCE * 4}" for n in range(5))
        parts.append(f"# Section {number}\n\n{paragraphs}\n\n")
    return parts[0] + RECOMMENDATION + "\n" + "".join(parts[1:])


def saved(actor, document: Document, turn: int) -> float:
    """Save one paragraph of the first section, otherwise each time; return the time."""
    item = sections_in(current_version(document))[0]
    paragraphs = item.revision.source.split("\n\n")
    at = 1 + turn % 5
    paragraphs[at] = f"Paragraph {at}, as of turn {turn}. {SENTENCE * 4}".strip()
    start = time.perf_counter()
    with transaction():
        service.save_section(
            actor, item.section, source="\n\n".join(paragraphs),
            base_revision_id=item.revision.id, message=f"Turn {turn}",
        )  # fmt: skip
    return time.perf_counter() - start


def timed(do: Callable[[], object]) -> float:
    """Return how long something takes in seconds."""
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def page(client, address: str) -> None:
    """Open a page."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.status


def main() -> int:
    """Measure, print, and return 1 if a ratio is over its limit."""
    with tempfile.TemporaryDirectory(prefix="bench-history-") as folder:
        settings = Settings(instance=Path(folder)).prepare()
        migrate(settings.database)
        app = create_app(settings)
        with app.app_context():
            rows = measure(app)
            session.remove()
            db.engine.dispose()
    for row in rows:
        print(json.dumps(row))
    return 0 if all(row["ratio"] <= row["limit"] for row in rows) else 1


def measure(app) -> list[dict[str, object]]:
    """Return one row for each thing that a long history could slow down."""
    build = Builder(app)
    project = build.project()
    person = build.member(project, Role.AUTHOR)
    actor = build.actor(project, Role.AUTHOR)
    documents = {}
    for count in (LONG, SHORT):
        with transaction():
            documents[count], _notices = service.import_document(
                actor, project, title=f"Bench {count}", source=text(), kind=DocumentKind.GUIDELINE
            )
        for turn in range(count - 1 - RUNS):
            saved(actor, documents[count], turn)
    saves = {
        count: [saved(actor, document, 5000 + n) for n in range(RUNS)]
        for count, document in documents.items()
    }
    client = build.sign_in(person)
    keys = {count: document.id for count, document in documents.items()}
    newest = {count: document.newest for count, document in documents.items()}
    section = {
        count: sections_in(current_version(document))[0].section.id
        for count, document in documents.items()
    }
    times: dict[str, dict[int, list[float]]] = {"a save": saves}
    looks: dict[str, Callable[[int], object]] = {
        "the page of versions": lambda count: page(client, f"/documents/{keys[count]}/versions"),
        "comparing neighbours": lambda count: page(
            client,
            f"/documents/{keys[count]}/compare?before={newest[count] - 1}&after={newest[count]}",
        ),
        "who wrote what": lambda count: page(client, f"/sections/{section[count]}/blame"),
    }
    for name, look in looks.items():
        times[name] = {count: [] for count in documents}
        for _ in range(RUNS):
            for count in documents:
                blame._known.clear()
                times[name][count].append(timed(lambda: look(count)))  # noqa: B023
    return [
        {
            "name": f"1,000 versions / 10: {name}",
            "ratio": round(statistics.median(found[LONG]) / statistics.median(found[SHORT]), 2),
            "limit": 12.0 if name == "who wrote what" else 2.0,
            "long_ms": round(1000 * statistics.median(found[LONG]), 1),
            "short_ms": round(1000 * statistics.median(found[SHORT]), 1),
        }
        for name, found in times.items()
    ]


if __name__ == "__main__":
    sys.exit(main())
