"""Searching a library of 5,000 guidelines, beside the full-text query that the database needs.

`python -m bench.searching`: for several questions the whole search (reading what was typed, the
query, ranking, facets with their counts, ten hits of each kind with their passages) is timed in
turn with the bare query: ranked numbers of what matches, from the same index. On SQLite the
figures are of processor time; on PostgreSQL, whose server works in other processes, by the clock.
"""

import contextlib
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from guidelines.app import create_app
from guidelines.config import Settings
from guidelines.db import db, new_keys, now, session, transaction
from guidelines.drafts.models import Document
from guidelines.library.models import Volume, VolumeRecommendation
from guidelines.library.queries import words
from guidelines.library.queries.catalogue import Facet, catalogue
from guidelines.library.queries.searching import search
from guidelines.library.queries.words import VOLUME, Words
from guidelines.publishing.models import Edition
from tests.build import Builder
from tests.database import PostgresServer, migrate
from tests.publishing.build import a_guideline, an_edition

MANY, WORDS, RECOMMENDATIONS = 5000, 700, 8
ROUNDS = 15
LIMIT = 5.0
VOCABULARY = 12_000
QUESTIONS = (
    ("a common word", "w3", {}),
    ("two words", "w40 w25", {}),
    ("a rare phrase and a beginning", '"w900 w17" w1', {}),
    ("with facets", "w12", {Facet.LANGUAGE: ["de"], Facet.DISEASE: ["68329"]}),
)
LANGUAGES = ("en", "de", "fr", "el", "bg")
CODES = ("2014", "199302", "1991", "141291", "199306", "87", "107")


def texts(chance: random.Random) -> Iterator[str]:
    """Yield texts whose words are as unequal as those of a language."""
    ranks = [f"w{rank}" for rank in range(1, VOCABULARY)]
    weights = [1 / rank for rank in range(1, VOCABULARY)]
    while True:
        yield " ".join(chance.choices(ranks, weights, k=WORDS))


def fill(first: Edition) -> None:
    """Put many guidelines on the shelves, all at once."""
    chance = random.Random(5000)
    text = texts(chance)
    documents, editions, volumes, recommendations = [], [], [], []
    entries = []
    keys = iter(new_keys(3 * MANY + RECOMMENDATIONS * MANY))
    where = {"network_id": first.network_id, "project_id": first.project_id}
    for place in range(1, MANY + 1):
        document, edition, volume = next(keys), next(keys), next(keys)
        body = next(text)
        title = " ".join(body.split()[:5])
        language = LANGUAGES[place % len(LANGUAGES)]
        code = CODES[place % len(CODES)]
        slug = f"many-{place}"
        documents.append(
            where | {"id": document, "slug": slug, "title": title, "language": language,
                     "kind": "guideline"}
        )  # fmt: skip
        editions.append(
            where | {
                "id": edition, "document_id": document, "request_id": first.request_id,
                "slug": slug, "major": 1, "minor": 0, "title": title, "language": language,
                "content": {}, "sha256": first.sha256, "words": "",
                "published_by": first.published_by,
                "published_at": now() - timedelta(days=1 + place),
            }
        )  # fmt: skip
        volumes.append(
            where | {
                "id": volume, "document_id": document, "edition_id": edition, "place": place,
                "kind": "guideline", "codes": [code], "sha256": first.sha256, "body": body,
            }
        )  # fmt: skip
        entries.append(Words(place * VOLUME, title=title, context=code, body=body))
        for ordinal in range(1, RECOMMENDATIONS + 1):
            wording = " ".join(body.split()[ordinal * 30 : ordinal * 30 + 22])
            recommendations.append(
                where | {
                    "id": next(keys), "volume_id": volume, "ordinal": ordinal,
                    "key": f"rec-{ordinal}", "wording": wording,
                    "shown": {"number": str(ordinal), "standing": "consensus"},
                }
            )  # fmt: skip
            entries.append(Words(place * VOLUME + ordinal, wording=wording, context=title))
    with transaction():
        for model, rows in (
            (Document, documents), (Edition, editions), (Volume, volumes),
            (VolumeRecommendation, recommendations),
        ):  # fmt: skip
            session.execute(insert(model), rows)
        words.put(entries)


def whole(typed: str, chosen: dict[Facet, list[str]]) -> None:
    """Search as the page does."""
    found = search(typed, chosen)
    found.version_hits(0, 10)
    found.recommendation_hits(0, 10)


def measure(kind: str, clock) -> bool:
    """Print a row for each question; tell whether all keep the bar."""
    kept = True
    catalogue()
    for name, typed, chosen in QUESTIONS:
        asked = search(typed, {}).asked
        ours, bare = [], []
        for _ in range(ROUNDS):
            begun = clock()
            words.find(asked)
            bare.append(clock() - begun)
            session.rollback()
            begun = clock()
            whole(typed, chosen)
            ours.append(clock() - begun)
            session.rollback()
        ratio = statistics.median(ours) / statistics.median(bare)
        kept = kept and ratio <= LIMIT
        row = {
            "name": f"search 5,000 / bare query, {name} ({kind})",
            "ratio": round(ratio, 2),
            "limit": LIMIT,
            "ours_ms": round(1000 * statistics.median(ours), 1),
            "bare_ms": round(1000 * statistics.median(bare), 1),
            "entries": len(words.find(asked)),
        }
        print(json.dumps(row))
    return kept


@contextlib.contextmanager
def filled(settings: Settings) -> Iterator[None]:
    """Yield inside an application whose library is full."""
    migrate(settings.database)
    app = create_app(settings)
    with app.app_context():
        fill(an_edition(a_guideline(Builder(app))))
        yield
        session.remove()
        db.engine.dispose()


def main() -> int:
    """Measure on both databases; return 1 if a ratio is over the bar."""
    with tempfile.TemporaryDirectory(prefix="bench-search-") as name:
        with filled(Settings(instance=Path(name) / "sqlite").prepare()):
            kept = measure("SQLite", time.process_time)
        try:
            server = PostgresServer()
        except pytest.skip.Exception as trouble:
            print(json.dumps({"name": "search 5,000 (PostgreSQL)", "skipped": str(trouble)}))
            return 0 if kept else 1
        try:
            url = server.create("bench")
            with filled(Settings(instance=Path(name) / "pg", database_url=url).prepare()):
                kept = measure("PostgreSQL", time.perf_counter) and kept
        finally:
            server.stop()
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
