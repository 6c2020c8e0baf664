"""The peak memory of one web process that shows, previews and saves a 25,000-word document.

A real server with one process is started on loopback; the figure is its high-water mark as the
kernel counts it. Prints one line of JSON; `ratio` is the peak as a share of 300 MB.
"""

import http.cookiejar
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from guidelines.accounts import service as accounts
from guidelines.app import create_app
from guidelines.config import ROOT, Settings
from guidelines.db import db, session, transaction
from guidelines.drafts import queries, service
from guidelines.evidence import service as evidence
from guidelines.home.commands import bring_up
from guidelines.permissions import Actor, Role
from guidelines.projects import service as projects
from guidelines.projects.queries import actor_for
from tests.real_data import FOLDER

LIMIT_MB = 300
REVIEW = FOLDER / "documents" / "deep-review"
PASSWORD = "for measuring only"
OPERATOR = Actor.at_the_console()


def prepared(instance):
    """Make an installation that holds the document; return its id and that of a section."""
    settings = Settings(instance=instance).prepare()
    bring_up(settings)
    source = (REVIEW / "doc25k.md").read_text() if REVIEW.exists() else "# One\n\nWord. " * 12_500
    hashed = accounts.hash_password(PASSWORD)
    with create_app(settings).app_context():
        with transaction():
            network = projects.found_network(OPERATOR, slug="bench", title="Bench")
            project = projects.start_project(OPERATOR, network, title="Bench", slug="bench")
            person = accounts.add_person(
                OPERATOR, email="author@demo.example", name="Author", password_hash=hashed
            )
            projects.give_role(OPERATOR, project, person, role=Role.AUTHOR)
        actor = actor_for(person.id)
        with transaction():
            document, _notices = service.import_document(
                actor, project, title="Review", source=source
            )
        if REVIEW.exists():
            with transaction():
                evidence.import_references(
                    actor,
                    project,
                    content=(REVIEW / "references.by-citekey.csl.json").read_bytes(),
                    filename="references.json",
                )
        longest = max(
            queries.sections_in(queries.current_version(document)),
            key=lambda item: len(item.revision.source),
        )
        found = document.id, longest.section.id, source
        session.remove()
        db.engine.dispose()
    return found


class Visitor:
    """A browser that is signed in."""

    def __init__(self, address):
        self.address = address
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def get(self, path):
        return self.opener.open(self.address + path, timeout=60).read().decode()

    def post(self, path, page, **values):
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page) or re.search(
            r'name="csrf-token" content="([^"]+)"', page
        )
        sent = urllib.parse.urlencode({"csrf_token": token.group(1), **values}).encode()
        return self.opener.open(self.address + path, sent, timeout=60).read().decode()


def peak_of(parent):
    """Return the high-water mark of the only child of `parent`, in MB."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    status = Path(f"/proc/{children[0]}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1)) / 1024


def main():
    """Measure and print; exit 1 above the limit."""
    with tempfile.TemporaryDirectory() as folder:
        document, section, source = prepared(Path(folder))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        environment = os.environ | {"GUIDELINES_INSTANCE": folder}
        line = [
            sys.executable, "-m", "gunicorn", "wsgi:app", "--chdir", str(ROOT), "--workers", "1",
            "--worker-class", "gthread", "--threads", "4", "--bind", f"127.0.0.1:{port}",
            "--no-control-socket", "--log-level", "error",
        ]  # fmt: skip
        server = subprocess.Popen(line, env=environment)
        try:
            visitor = Visitor(f"http://127.0.0.1:{port}")
            for _ in range(150):
                try:
                    visitor.get("/health")
                    break
                except urllib.error.URLError:
                    time.sleep(0.2)
            page = visitor.get("/sign-in")
            visitor.post("/sign-in", page, email="author@demo.example", password=PASSWORD)
            for _ in range(3):
                visitor.get(f"/documents/{document}")
                visitor.get(f"/documents/{document}/text")
                page = visitor.get(f"/sections/{section}/edit")
                visitor.post(f"/documents/{document}/preview", page, text=source)
            peak = peak_of(server.pid)
        finally:
            server.terminate()
            server.wait(20)
    row = {
        "name": "web process, peak memory",
        "ratio": round(peak / LIMIT_MB, 3),
        "limit": 1,
        "peak_mb": round(peak),
        "words": len(source.split()),
    }
    print(json.dumps(row))
    return int(row["ratio"] > 1)


if __name__ == "__main__":
    sys.exit(main())
