"""The application for tests: real rows in a migrated database, a fresh one for each test."""

import contextvars
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from guidelines.app import create_app
from guidelines.config import Settings, current
from guidelines.db import db
from guidelines.db import session as database_session
from guidelines.jobs.engine import engine
from tests.build import Builder
from tests.database import Emptying, PostgresServer, migrate
from tests.kept import kept, state_of

# Laws are tried on the same cases in every run, and on many new ones by `make test-long`.
hypothesis.settings.register_profile("fixed", derandomize=True, deadline=None)
hypothesis.settings.register_profile("long", max_examples=20_000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))

# Databases and files of tests lie in memory where there is room: a commit waits for no disk.
MEMORY = Path("/dev/shm")
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 6 << 30:
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)

MIGRATED_BY = ("migrations", "guidelines/evidence/rules", "requirements/run.txt")
"""What an empty migrated database follows from."""
WITHOUT = pytest.StashKey[int]()
"""How many tests that use no database were left to the run with SQLite."""


class Browser(FlaskClient):
    """A browser whose requests share nothing with the test but the database."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        answer = contextvars.Context().run(super().open, *args, **kwargs)
        if has_app_context():  # not so in the second request of a redirect
            database_session.rollback()  # what the test reads next is what is there now
        return answer


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database", choices=["sqlite", "postgresql"], default="sqlite", help="database to use"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run on PostgreSQL what meets it: other tests would do the same there once more."""
    if config.getoption("--database") != "postgresql":
        return
    others = [item for item in items if "database_kind" not in getattr(item, "fixturenames", ())]
    items[:] = [item for item in items if item not in set(others)]
    config.hook.pytest_deselected(items=others)
    config.stash[WITHOUT] = len(others)


def pytest_collection_finish() -> None:
    """Let the search for garbage pass by the hundred thousands of objects that stay."""
    gc.collect()
    gc.freeze()


def pytest_report_collectionfinish(config: pytest.Config) -> str:
    """Say what is not run on PostgreSQL."""
    count = config.stash.get(WITHOUT, 0)
    return f"{count} tests use no database and are run once, with SQLite." if count else ""


@pytest.fixture(scope="session")
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.config.getoption("--database"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    server = PostgresServer()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def template_database(
    database_kind: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> str:
    """Return the URL of a migrated database: a file to copy, or a server's to empty."""
    if database_kind == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        url = server.create(f"concord_{worker}")
        migrate(url)
        return url
    folder = tmp_path_factory.mktemp("template")
    url = f"sqlite:///{folder}/concord.sqlite3"
    kept("migrated", state_of(*MIGRATED_BY), lambda _folder: migrate(url), folder)
    return url


@pytest.fixture(scope="session")
def emptying(template_database: str) -> Iterator[Emptying]:
    """Return what removes all rows of the PostgreSQL database."""
    cleaning = Emptying(template_database)
    yield cleaning
    cleaning.close()


@pytest.fixture(scope="session")
def installation(template_database: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return the settings of the installation in which one test after the other runs."""
    instance = tmp_path_factory.mktemp("installation") / "instance"
    if template_database.startswith("postgresql"):
        return Settings(instance=instance, database_url=template_database).prepare()
    return Settings(instance=instance).prepare()


@pytest.fixture
def settings(
    installation: Settings, template_database: str, request: pytest.FixtureRequest
) -> Settings:
    """Return the settings of an installation with an empty migrated database and no files."""
    for place in ("files", "mail"):
        shutil.rmtree(installation.instance / place, ignore_errors=True)
    if template_database.startswith("postgresql"):
        request.getfixturevalue("emptying")()
    else:
        file = Path(installation.database.removeprefix("sqlite:///"))
        for left in file.parent.glob(f"{file.name}-*"):
            left.unlink()
        shutil.copy(template_database.removeprefix("sqlite:///"), file)
    return installation.prepare()


@pytest.fixture(scope="session")
def made_before() -> list[Flask]:
    """Return where the application of the installation is kept: making it takes a while."""
    return []


@pytest.fixture
def app(settings: Settings, made_before: list[Flask]) -> Iterator[Flask]:
    """Return the application, inside its context."""
    if not made_before or current() is not settings:  # some tests make another application
        made_before[:] = [create_app(settings)]
    (application,) = made_before
    usual, usual_engine = dict(application.config), dict(vars(engine))
    application.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    application.test_client_class = Browser
    with application.app_context():
        yield application
        database_session.remove()
        db.engine.dispose()
    application.config.clear()
    application.config.update(usual)
    vars(engine).update(usual_engine)  # some tests start it with another queue


@pytest.fixture
def build(app: Flask) -> Builder:
    """Return what builds valid rows."""
    return Builder(app)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a browser that is not signed in."""
    return app.test_client()
