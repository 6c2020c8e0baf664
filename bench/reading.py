"""Reading the public page of a 25,000-word document, beside the least that any server must do.

`python -m bench.reading`: each side runs under gunicorn with one worker and is read in turn: our
page of a published version, our answer that it has not changed, a Flask view that returns a
constant string of the same size, and django-wiki 0.13 with the same text (installed as for
`bench.http_save`, or taken from `BENCH_PEERS`). Ratios are of requests a second of the server's
own processor time, which does not depend on what else the machine does; those by the clock stand
beside.
"""

import contextlib
import http.client
import json
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.http_save import NAMES, DjangoWiki, Visitor, document, installed, served, work_of
from guidelines.app import create_app
from guidelines.config import ROOT, Settings
from guidelines.db import db, session, transaction
from guidelines.publishing.jobs.rendering import store_readable
from guidelines.publishing.models import Rendering
from guidelines.publishing.rules.naming import Form
from tests.build import Builder
from tests.database import migrate
from tests.library.build import a_volume
from tests.publishing.build import a_guideline, an_edition

TURNS, READS, WARM_UP = 8, 40, 5
LIMITS = {"page": 0.35, "unchanged": 0.40}
CONSTANT = """
from pathlib import Path
from flask import Flask
application = Flask(__name__)
TEXT = Path("constant.html").read_text()
@application.get("/")
def show():
    return TEXT
"""


class Side:
    """A server with one page to read."""

    def __init__(self, folder: Path, python: Path, application: str, path: str, **more: str):
        self.folder, self.python, self.application, self.path = folder, python, application, path
        self.variables = more
        self.headers: dict[str, str] = {}
        self.status = 200
        self.cookies: dict[str, str] = {}

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Serve it."""
        with served(self.python, self.application, self.folder, **self.variables) as (port, pid):
            self.visitor, self.process = Visitor(port, self.cookies), pid
            yield

    def first(self) -> tuple[str, str]:
        """Return the page and its ETag."""
        connection = http.client.HTTPConnection("127.0.0.1", self.visitor.port)
        connection.request("GET", self.path)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        if answer.status != 200:
            raise LookupError(f"{self.path} answered {answer.status}")
        return text, answer.headers["ETag"]

    def read(self, times: int, **headers: str) -> tuple[float, float]:
        """Read the page so many times; return seconds by the clock and of the processor."""
        expected = 304 if headers else 200
        begun, work = time.perf_counter(), work_of(self.process)
        for _ in range(times):
            status, _text, _taken = self.visitor.ask("GET", self.path, **headers)
            if status != expected:
                raise LookupError(f"{self.path} answered {status}")
        return time.perf_counter() - begun, work_of(self.process) - work


def ours(folder: Path, text: str) -> Side:
    """Return our library with the text as a published version."""
    settings = Settings(instance=folder / "instance").prepare()
    migrate(settings.database)
    app = create_app(settings)
    with app.app_context():
        first = an_edition(a_guideline(Builder(app)))
        volume = a_volume(first, title="Review", body=text, wordings=[])
        with transaction():
            session.add(
                Rendering(
                    network_id=volume.network_id,
                    project_id=volume.project_id,
                    edition_id=volume.id,
                    form=Form.PAGE,
                )
            )
        store_readable(volume, [Form.PAGE])
        network = volume.document.project.network.slug
        session.remove()
        db.engine.dispose()
    path = f"/library/{network}/{volume.slug}/1.0/"
    instance = str(folder / "instance")
    python = Path(sys.executable)
    return Side(
        folder, python, "wsgi:app", path, GUIDELINES_INSTANCE=instance, PYTHONPATH=str(ROOT)
    )


def main() -> int:
    """Measure, print, and return 1 if a ratio is below its bar."""
    kept = True
    with (
        tempfile.TemporaryDirectory(prefix="bench-read-") as name,
        contextlib.ExitStack() as stack,
    ):
        folder = Path(name)
        text = document()
        (folder / "ours").mkdir()
        sides = {"page": ours(folder / "ours", text)}
        stack.enter_context(sides["page"].running())
        page, tag = sides["page"].first()
        (folder / "flask").mkdir()
        (folder / "flask" / "constant.html").write_text(page)
        (folder / "flask" / "constant.py").write_text(CONSTANT)
        sides["constant"] = Side(
            folder / "flask", Path(sys.executable), "constant:application", "/"
        )
        stack.enter_context(sides["constant"].running())
        try:
            python = installed("django", folder)
            (folder / "django-data").mkdir()
            wiki = DjangoWiki(folder / "django-data", text, python)
            sides["wiki"] = Side(wiki.folder, python, "peer:application", "/")
            sides["wiki"].cookies = wiki.cookies
            stack.enter_context(sides["wiki"].running())
        except (OSError, subprocess.CalledProcessError):
            said = f"{NAMES['django']} cannot be installed here, so nothing is compared"
            print(json.dumps({"name": f"read over HTTP / {NAMES['django']}", "skipped": said}))
        clock: dict[str, float] = {}
        work: dict[str, float] = {}
        for turn in range(TURNS + 1):
            for side, headers in (
                ("page", {}), ("unchanged", {"If-None-Match": tag}), ("constant", {}),
                ("wiki", {}),
            ):  # fmt: skip
                server = sides.get("page" if side == "unchanged" else side)
                if server is None:
                    continue
                times = WARM_UP if turn == 0 else READS
                seconds, processor = server.read(times, **headers)
                if turn:
                    clock[side] = clock.get(side, 0.0) + seconds
                    work[side] = work.get(side, 0.0) + processor
        count = TURNS * READS
        for side, limit in LIMITS.items():
            kept = _say(
                f"public page / Flask constant ({side})", side, "constant", limit, clock, work,
                count, kilobytes=len(page.encode()) // 1024,
            ) and kept  # fmt: skip
        if "wiki" in sides:
            kept = _say(
                f"public page / {NAMES['django']}", "page", "wiki", 1.0, clock, work, count
            ) and kept  # fmt: skip
    return 0 if kept else 1


def _say(
    name: str,
    side: str,
    other: str,
    limit: float,
    clock: dict[str, float],
    work: dict[str, float],
    count: int,
    **more: int,
) -> bool:
    """Print one row: how many requests of ours fit into the time of one of theirs."""
    by_clock = clock[other] / clock[side]
    by_work = work[other] / work[side] if work[side] else math.nan
    ratio = by_clock if math.isnan(by_work) else by_work
    row = {
        "name": name,
        "ratio": round(ratio, 3),
        "limit": limit,
        "at_least": True,
        "by_the_clock": round(by_clock, 3),
        "ours_ms": round(1000 * work[side] / count, 2),
        "theirs_ms": round(1000 * work[other] / count, 2),
        "requests": count,
        **more,
    }
    print(json.dumps(row))
    return ratio >= limit


if __name__ == "__main__":
    sys.exit(main())
