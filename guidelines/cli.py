"""The command line `guidelines`: collects the commands of the features, and serves."""

import os
import platform
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any, NoReturn
from urllib.parse import urlsplit

import click
import typst
from alembic import command as alembic
from alembic.config import Config
from flask import Flask
from pydantic import ValidationError
from pypandoc import get_pandoc_version
from sqlalchemy.exc import OperationalError

from guidelines import audit
from guidelines.app import FEATURES, create_app, models_metadata, part
from guidelines.config import ROOT, Settings
from guidelines.db import (
    healthy,
    plain_engine,
    session,
    sqlite_is_sound,
    sqlite_version,
    transaction,
)
from guidelines.errors import DomainError, Invalid
from guidelines.jobs import waiting
from guidelines.jobs.engine import engine


class Application(click.Group):
    """The command group; errors of the domain become one sentence and exit code 1."""

    def invoke(self, context: click.Context) -> Any:
        """Run a command and say its failure in one sentence."""
        try:
            return super().invoke(context)
        except Invalid as invalid:
            _fail(" ".join(dict.fromkeys(invalid.errors.values())))
        except DomainError as error:
            _fail(error.message)
        except ValidationError as mistakes:
            first = mistakes.errors()[0]
            name = "GUIDELINES_" + "_".join(str(at) for at in first["loc"]).upper()
            _fail(f"The setting {name} is not right: {first['msg']}.")
        except OperationalError as trouble:
            if "no such table" in str(trouble.orig) or "does not exist" in str(trouble.orig):
                _fail("The database is not set up. Run: guidelines database upgrade")
            _fail(f"The database does not answer: {trouble.orig}")
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)


def _fail(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(1)


@cache
def application() -> Flask:
    """Return the application of this process."""
    return create_app()


@click.group(cls=Application, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="concord-guidelines")
def main() -> None:
    """Clinical networks write guidelines together."""


def with_application(group: click.Group) -> click.Group:
    """Run the commands of `group` inside the application, but those that need no database."""
    for command in group.commands.values():
        if command.callback is not None and not getattr(command.callback, "offline", False):
            command.callback = _inside(command.callback)
    return group


def _inside(callback: Callable[..., Any]) -> Callable[..., Any]:
    def run(*args: Any, **kwargs: Any) -> Any:
        with application().app_context():
            return callback(*args, **kwargs)

    run.__doc__ = callback.__doc__
    return run


def database_config(url: str) -> Config:
    """Return the configuration of the migrations for the database at `url`."""
    config = Config(attributes={"url": url})
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return config


@main.group()
def database() -> None:
    """Set up and change the database."""


@database.command("upgrade")
@click.argument("revision", default="head")
def upgrade_database(revision: str) -> None:
    """Bring the database to REVISION (default: the newest)."""
    alembic.upgrade(database_config(Settings().prepare().database), revision)
    click.echo(f"The database is at {revision}.")


@database.command("downgrade")
@click.argument("revision")
def downgrade_database(revision: str) -> None:
    """Bring the database back to REVISION. Rows that only newer revisions know are lost."""
    alembic.downgrade(database_config(Settings().prepare().database), revision)
    click.echo(f"The database is at {revision}.")


@main.command()
@click.option("--workers", default=2, show_default=True, help="Jobs done at the same time.")
def worker(workers: int) -> None:
    """Do the work that waits in the outbox, until told to stop."""
    application()
    engine.serve(workers)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--processes", default=2, show_default=True, help="Web server processes.")
@click.option("--with-worker/--without-worker", default=True, show_default=True)
def serve(host: str, port: int, processes: int, with_worker: bool) -> None:
    """Serve the pages, and do the waiting work beside them."""
    with application().app_context():
        if not healthy():
            _fail("The database does not answer.")
    helper = None
    if with_worker:
        helper = subprocess.Popen([sys.executable, "-m", "guidelines.cli", "worker"])
    line = [
        sys.executable, "-m", "gunicorn", "wsgi:app", "--chdir", str(ROOT),
        "--bind", f"{host}:{port}", "--workers", str(processes), "--worker-class", "gthread",
        "--threads", "4", "--timeout", "60", "--no-control-socket",
        "--access-logfile", "/dev/null", "--log-level", "warning",
    ]  # fmt: skip
    server = subprocess.Popen(line)
    if helper is not None:
        threading.Thread(target=_watch, args=(helper, server), daemon=True).start()
    try:
        server.wait()
    except KeyboardInterrupt:
        server.terminate()
        server.wait()
    finally:
        if helper is not None:
            helper.terminate()
            helper.wait(timeout=20)


def _watch(helper: subprocess.Popen[bytes], server: subprocess.Popen[bytes]) -> None:
    code = helper.wait()
    if server.poll() is None:
        click.echo(f"The worker ended with code {code}; jobs wait until it runs again.", err=True)


@main.command()
def doctor() -> None:
    """Look at everything this installation needs, and say what is wrong."""
    settings = Settings().prepare()
    wrong = 0

    def say(good: bool, what: str, advice: str = "") -> None:
        nonlocal wrong
        wrong += not good
        click.echo(f"{'ok  ' if good else 'FAIL'}  {what}" + ("" if good else f": {advice}"))

    say(sys.version_info >= (3, 11), f"Python {platform.python_version()}", "use 3.11 or newer")
    is_sqlite = settings.database.startswith("sqlite")
    if is_sqlite:
        version = sqlite_version()
        note = "" if sqlite_is_sound(version) else " (has a rare fault; the write lock avoids it)"
        say(True, f"SQLite {version}{note}")
    try:
        say(True, f"pandoc {get_pandoc_version()}")
    except OSError as trouble:
        say(False, "pandoc", str(trouble))
    say(bool(typst.__version__), f"typst {typst.__version__}")
    say((settings.keys.stat().st_mode & 0o077) == 0, "keys are private", "chmod 700 the folder")
    say(bool(urlsplit(settings.public_url).hostname), f"public address {settings.public_url}")
    with application().app_context():
        try:
            say(healthy(), "database answers", settings.database)
            tables = plain_engine(settings.database)
            missing = [n for n in models_metadata().tables if not _has_table(tables, n)]
            say(not missing, "database is set up", "run: guidelines database upgrade")
            if not missing:
                broken = [c for c in audit.chains() if audit.first_broken(c) is not None]
                say(not broken, "histories are whole", f"chain {', '.join(broken)} was altered")
                click.echo(f"      {waiting()} job(s) waiting")
        except OperationalError as trouble:
            say(False, "database", str(trouble.orig))
        session.rollback()
    if wrong:
        sys.exit(1)


def _has_table(engine_: Any, name: str) -> bool:
    return bool(engine_.dialect.has_table(engine_.connect(), name))


def _collect() -> None:
    for feature in (*FEATURES, "demonstration"):
        module = part(feature, "commands")
        if module is not None:
            main.add_command(with_application(module.group))


_collect()

if __name__ == "__main__":
    main()
