"""Saving one section of a 25,000-word document over HTTP, beside wikis that save the whole of it.

`python -m bench.http_save`: each side runs under gunicorn with one worker, on SQLite or git as it
comes, and is saved to in turn (A B C A B C …) as its own page does it; the medians of the POST and
their ratio are printed, and the ratio of the processor time of the servers, which says more on a
busy machine. An Otter Wiki and django-wiki are installed into a scratch environment,
or taken from the folder `BENCH_PEERS` (with one environment each, `otter` and `django`); where
they cannot be installed, this is said and nothing is compared.
"""

import contextlib
import http.client
import json
import math
import os
import re
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path

from guidelines.app import create_app
from guidelines.config import ROOT, Settings
from guidelines.db import db, session, transaction
from guidelines.drafts import service
from guidelines.drafts.queries import current_version, sections_in
from guidelines.evidence.service import import_references
from guidelines.permissions import Role
from guidelines.projects.queries import actor_for
from tests.build import Builder
from tests.database import migrate
from tests.real_data import FOLDER

TEXT = FOLDER / "documents" / "deep-review" / "doc25k.md"
SOURCES = TEXT.with_name("references.by-citekey.csl.json")
ROUNDS, WARM_UP = 21, 3
LIMIT = 1 / 3
PEERS = {"otter": "otterwiki==2.26.*", "django": "wiki==0.13.*"}
NAMES = {"otter": "An Otter Wiki 2.26", "django": "django-wiki 0.13"}
PATIENCE = 60
PARAGRAPH = "In the group of {n} children we saw no difference between both approaches at all.\n\n"
DJANGO = Path(__file__).parent / "peers" / "django_peer.py"


class Visitor:
    """A browser as far as a bench needs one: it keeps cookies and follows nothing."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None) -> None:
        self.port = port
        self.cookies = dict(cookies or {})

    def ask(self, method: str, path: str, form: dict[str, str] | None = None, **headers: str):
        """Return status, text and seconds of one request."""
        body = urllib.parse.urlencode(form) if form is not None else None
        sent = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Host": f"127.0.0.1:{self.port}",
            "Referer": f"http://127.0.0.1:{self.port}/",
            **headers,
        }
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        start = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(method, path, body=body, headers=sent)
        answer = connection.getresponse()
        text = answer.read().decode()
        taken = time.perf_counter() - start
        for name, morsel in SimpleCookie("; ".join(answer.msg.get_all("Set-Cookie", []))).items():
            self.cookies[name] = morsel.value
        connection.close()
        return answer.status, text, taken


def field(page: str, name: str) -> str:
    """Return the value of a hidden field of a page."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    found = found or re.search(rf'value="([^"]*)"[^>]*name="{name}"', page)
    if found is None:
        raise LookupError(f"no field {name}")
    return found[1]


@contextlib.contextmanager
def served(
    python: Path, application: str, folder: Path, **variables: str
) -> Iterator[tuple[int, int]]:
    """Serve an application with gunicorn; yield its port and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [python, "-m", "gunicorn", "-w", "1", "-b", f"127.0.0.1:{port}", application]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **variables}, stdout=log, stderr=log
        )
        try:
            for _ in range(PATIENCE * 10):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                time.sleep(0.1)
            yield port, server.pid
        finally:
            server.terminate()
            server.wait(PATIENCE)


def work_of(process: int) -> float:
    """Return the seconds of processor time of a server, its workers and what they started.

    Not a number where the system does not tell (Linux does).
    """
    ticks = 0
    for place in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            rest = place.read_text().rpartition(")")[2].split()
            if process in {int(place.parent.name), int(rest[1])}:
                ticks += sum(map(int, rest[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK") if ticks else math.nan


def document() -> str:
    """Return the real text, or one of the same size."""
    if TEXT.exists():
        return TEXT.read_text()
    chapters = [f"## Chapter {n}\n\n" + PARAGRAPH.format(n=n) * 45 for n in range(40)]
    return "# Review\n\n" + "".join(chapters)


class Ours:
    """This application: one section of median length is saved as the editor does it."""

    def __init__(self, folder: Path, text: str) -> None:
        self.folder = folder
        settings = Settings(instance=folder / "instance").prepare()
        migrate(settings.database)
        app = create_app(settings)
        with app.app_context():
            build = Builder(app)
            project = build.project()
            person = build.member(project, Role.AUTHOR)
            with transaction():
                if SOURCES.exists():
                    import_references(actor_for(person.id), project, content=SOURCES.read_bytes())
                made, _notices = service.import_document(
                    actor_for(person.id), project, title="Review", source=text
                )
            items = sections_in(current_version(made))
            items = sorted(items, key=lambda item: item.revision.words)
            item = items[len(items) // 2]
            self.path = f"/sections/{item.section.id}"
            self.base, self.text = item.revision.id, item.revision.source
            self.words = item.revision.words
            browser = build.sign_in(person)
            cookie = browser.get_cookie(app.config["SESSION_COOKIE_NAME"])
            self.cookies = {cookie.key: cookie.value}
            session.remove()
            db.engine.dispose()

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Serve it, and open the page of the section."""
        instance = str(self.folder / "instance")
        python = Path(sys.executable)
        with served(
            python, "wsgi:app", self.folder, GUIDELINES_INSTANCE=instance, PYTHONPATH=str(ROOT)
        ) as (port, self.process):
            self.visitor = Visitor(port, self.cookies)
            status, page, _taken = self.visitor.ask("GET", f"{self.path}/edit")
            if status != 200:
                raise LookupError(f"our editor answered {status}")
            self.token = field(page, "csrf_token")
            yield

    def open(self) -> None:
        """Nothing to do: the page stays open."""

    def save(self, turn: int) -> float:
        """Save the section with one paragraph more than it had; return the seconds."""
        form = {
            "source": f"{self.text}Change number {turn}.\n",
            "base": self.base,
            "message": "Bench",
            "csrf_token": self.token,
        }
        status, said, taken = self.visitor.ask("POST", self.path, form, Accept="application/json")
        if status != 200:
            raise LookupError(f"our save answered {status}")
        self.base = json.loads(said)["revision"]
        return taken


class Otter:
    """An Otter Wiki: the whole page is saved, as a commit."""

    def __init__(self, folder: Path, text: str, python: Path) -> None:
        self.folder, self.text, self.python = folder, text, python
        repository = folder / "repository"
        subprocess.run(["git", "init", "-q", repository], check=True)
        (folder / "settings.cfg").write_text(
            f"REPOSITORY = {str(repository)!r}\nSECRET_KEY = {secrets.token_hex(16)!r}\n"
            f"SQLALCHEMY_DATABASE_URI = 'sqlite:///{folder}/wiki.sqlite'\nLOG_LEVEL = 'ERROR'\n"
        )

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Serve it, and open the page's editor."""
        variables = {"OTTERWIKI_SETTINGS": str(self.folder / "settings.cfg")}
        with served(self.python, "otterwiki.server:app", self.folder, **variables) as (
            port,
            self.process,
        ):
            self.visitor = Visitor(port)
            _status, page, _taken = self.visitor.ask("GET", "/review/edit")
            self.token = field(page, "csrf_token")
            yield

    def open(self) -> None:
        """Nothing to do: the page stays open."""

    def save(self, turn: int) -> float:
        """Save the whole text with one paragraph more than it had; return the seconds."""
        form = {
            "content": f"{self.text}\nChange number {turn}.\n",
            "commit": "Bench",
            "csrf_token": self.token,
        }
        status, _said, taken = self.visitor.ask("POST", "/review/save", form)
        if status != 302:
            raise LookupError(f"An Otter Wiki answered {status}")
        return taken


class DjangoWiki:
    """django-wiki: the whole article is saved, as a revision."""

    def __init__(self, folder: Path, text: str, python: Path) -> None:
        self.folder, self.text, self.python = folder, text, python
        (folder / "peer.py").write_text(DJANGO.read_text())
        done = subprocess.run(
            [python, "-m", "peer"], cwd=folder, capture_output=True, text=True, check=True
        )
        self.cookies = {"sessionid": done.stdout.strip().splitlines()[-1]}

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Serve it."""
        with served(self.python, "peer:application", self.folder) as (port, self.process):
            self.visitor = Visitor(port, self.cookies)
            yield

    def open(self) -> None:
        """Open the page's editor."""
        _status, self.page, _taken = self.visitor.ask("GET", "/_edit/")

    def save(self, turn: int) -> float:
        """Save the whole text with one paragraph more than it had; return the seconds.

        Its form names the revision it was opened with, so it is opened before, unmeasured.
        """
        form = {
            "content": f"{self.text}\nChange number {turn}.\n",
            "title": "Review",
            "summary": "Bench",
            "current_revision": field(self.page, "current_revision"),
            "csrfmiddlewaretoken": field(self.page, "csrfmiddlewaretoken"),
            "save": "1",
        }
        status, _said, taken = self.visitor.ask("POST", "/_edit/", form)
        if status != 302:
            raise LookupError(f"django-wiki answered {status}")
        return taken


def installed(name: str, folder: Path) -> Path:
    """Return the interpreter of an environment with a peer; installs it unless it is given."""
    given = os.environ.get("BENCH_PEERS")
    place = Path(given) / name if given else folder / name
    python = place / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", place], check=True, capture_output=True)
        subprocess.run(
            [python, "-m", "pip", "install", "-q", "gunicorn", PEERS[name]],
            check=True,
            capture_output=True,
        )
    return python


def main() -> int:
    """Measure, print, and return 1 if a ratio is over the limit."""
    kept = True
    with (
        tempfile.TemporaryDirectory(prefix="bench-http-") as name,
        contextlib.ExitStack() as stack,
    ):
        folder = Path(name)
        text = document()
        sides = {"ours": Ours(_made(folder / "ours"), text)}
        for peer, kind in (("otter", Otter), ("django", DjangoWiki)):
            try:
                python = installed(peer, folder)
                sides[peer] = kind(_made(folder / f"{peer}-data"), text, python)
            except (OSError, subprocess.CalledProcessError):
                said = f"{NAMES[peer]} cannot be installed here, so nothing is compared"
                print(json.dumps({"name": f"save over HTTP / {NAMES[peer]}", "skipped": said}))
        for side in sides.values():
            stack.enter_context(side.running())
        times: dict[str, list[float]] = {side: [] for side in sides}
        work = dict.fromkeys(sides, 0.0)
        for turn in range(WARM_UP + ROUNDS):
            for name, side in sides.items():
                side.open()
                begun = work_of(side.process)
                times[name].append(side.save(turn))
                work[name] += work_of(side.process) - begun
        medians = {side: statistics.median(taken[WARM_UP:]) for side, taken in times.items()}
        for peer in sides.keys() - {"ours"}:
            ratio = medians["ours"] / medians[peer]
            kept = kept and ratio <= LIMIT
            row = {
                "name": f"save over HTTP / {NAMES[peer]}",
                "ratio": round(ratio, 3),
                "limit": round(LIMIT, 3),
                "ours_ms": round(1000 * medians["ours"], 1),
                "theirs_ms": round(1000 * medians[peer], 1),
                "ratio_of_processor_time": round(work["ours"] / work[peer], 3),
                "words_of_section": sides["ours"].words,
                "words_of_text": len(text.split()),
                "rounds": ROUNDS,
            }
            print(json.dumps(row))
    return 0 if kept else 1


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


if __name__ == "__main__":
    sys.exit(main())
