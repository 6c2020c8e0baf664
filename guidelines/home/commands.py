"""Commands of the operator: serve, work, look after the database."""

import platform
import signal
import subprocess
import sys
import threading

import click
from alembic import command as alembic
from alembic.config import Config
from sqlalchemy import inspect
from sqlalchemy.exc import OperationalError

from guidelines import audit, sqlite
from guidelines.config import ROOT, Settings, current
from guidelines.db import Base, healthy, session
from guidelines.engines import plain_engine
from guidelines.jobs import waiting
from guidelines.jobs.engine import engine
from guidelines.typesetting.versions import versions

database = click.Group("database", help="Set up and change the database.")


def database_config(url: str) -> Config:
    """Return the configuration of the migrations for the database at `url`."""
    config = Config(attributes={"url": url})
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return config


def bring_up(settings: Settings) -> None:
    """Bring the database of `settings` to the newest revision."""
    alembic.upgrade(database_config(settings.prepare().database), "head")


@database.command("upgrade")
@click.argument("revision", default="head")
def upgrade_database(revision: str) -> None:
    """Bring the database to REVISION (default: the newest)."""
    alembic.upgrade(database_config(current().database), revision)
    click.echo(f"The database is at {revision}.")


@database.command("downgrade")
@click.argument("revision")
def downgrade_database(revision: str) -> None:
    """Bring the database back to REVISION. Rows that only newer revisions know are lost."""
    alembic.downgrade(database_config(current().database), revision)
    click.echo(f"The database is at {revision}.")


@click.command("worker")
@click.option("--workers", default=2, show_default=True, help="Jobs done at the same time.")
def worker(workers: int) -> None:
    """Do the work that waits in the outbox, until told to stop."""
    engine.serve(workers)


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--processes", default=2, show_default=True, help="Web server processes.")
@click.option("--with-worker/--without-worker", default=True, show_default=True)
def serve(host: str, port: int, processes: int, with_worker: bool) -> None:
    """Serve the pages, and do the waiting work beside them."""
    healthy()
    session.remove()
    run_server(host, port, processes, with_worker=with_worker)


def run_server(host: str, port: int, processes: int, *, with_worker: bool) -> None:
    """Run the web server, and a worker beside it, until interrupted."""
    worker = None
    if with_worker:
        worker = subprocess.Popen([sys.executable, "-m", "guidelines.cli", "worker"])
    line = [
        sys.executable, "-m", "gunicorn", "wsgi:app", "--chdir", str(ROOT),
        "--bind", f"{host}:{port}", "--workers", str(processes), "--worker-class", "gthread",
        "--threads", "4", "--timeout", "60", "--no-control-socket",
        "--access-logfile", "/dev/null", "--log-level", "warning",
    ]  # fmt: skip
    server = subprocess.Popen(line)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a stop ends both, like Ctrl-C
    if worker is not None:
        threading.Thread(target=_watch, args=(worker, server), daemon=True).start()
    try:
        code = server.wait()
    except KeyboardInterrupt:
        server.terminate()
        code = server.wait()
    finally:
        if worker is not None:
            worker.terminate()
            worker.wait(timeout=20)
    if code:
        click.echo(f"The web server ended. Is port {port} taken? Choose another one.", err=True)
        sys.exit(1)


def _watch(worker: subprocess.Popen[bytes], server: subprocess.Popen[bytes]) -> None:
    code = worker.wait()
    if server.poll() is None:
        click.echo(f"The worker ended with code {code}; jobs wait until it runs again.", err=True)


class Findings:
    """What the doctor found, printed as it is found."""

    def __init__(self) -> None:
        self.wrong = 0

    def say(self, good: bool, what: str, advice: str = "") -> None:
        """Print one finding."""
        self.wrong += not good
        click.echo(f"{'ok  ' if good else 'FAIL'}  {what}" + ("" if good else f": {advice}"))


@click.command("doctor")
def doctor() -> None:
    """Look at everything this installation needs, and say what is wrong."""
    settings = current()
    found = Findings()
    found.say(sys.version_info >= (3, 11), f"Python {platform.python_version()}", "use 3.11")
    if settings.database.startswith("sqlite"):
        version = sqlite.version()
        note = "" if sqlite.is_sound(version) else " (has a rare fault; the write lock avoids it)"
        found.say(True, f"SQLite {version}{note}")
    for name, version in versions().items():
        found.say(bool(version), f"{name} {version}", "install the packages again")
    found.say((settings.keys.stat().st_mode & 0o077) == 0, "keys are private", "chmod 700 it")
    found.say(True, f"public address {settings.public_url}")
    _look_at_database(settings, found)
    if found.wrong:
        sys.exit(1)


def _look_at_database(settings: Settings, found: Findings) -> None:
    try:
        found.say(healthy(), "database answers", settings.database)
    except OperationalError as trouble:
        found.say(False, "database", str(trouble.orig))
        return
    bare = plain_engine(settings.database)
    missing = set(Base.metadata.tables) - set(inspect(bare).get_table_names())
    bare.dispose()
    found.say(not missing, "database is set up", "run: guidelines database upgrade")
    if not missing:
        broken = [chain for chain in audit.chains() if audit.first_broken(chain) is not None]
        found.say(not broken, "histories are whole", f"altered: {', '.join(broken)}")
        click.echo(f"      {waiting()} job(s) waiting")
