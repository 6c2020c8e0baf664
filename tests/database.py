"""Databases for tests: a migrated SQLite file to copy, and a PostgreSQL server of our own."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import make_url, text

from guidelines.config import ROOT
from guidelines.engines import plain_engine


def alembic_config(url: str) -> Config:
    """Return the configuration for migrations of the database at `url`."""
    config = Config(attributes={"url": url})
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return config


def migrate(url: str, revision: str = "head") -> None:
    """Bring the database at `url` up to `revision`."""
    command.upgrade(alembic_config(url), revision)


def migrate_down(url: str, revision: str) -> None:
    """Bring the database at `url` down to `revision`."""
    command.downgrade(alembic_config(url), revision)


def postgres_binaries() -> Path | None:
    """Return the folder of PostgreSQL's server programs, if it is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    there = shutil.which("initdb")
    return Path(there).parent if there else None


class PostgresServer:
    """A throw-away PostgreSQL server that listens on a socket in its own folder only.

    For tests its commits need not last; for measurements they are `durable`.
    """

    def __init__(self, *, durable: bool = False) -> None:
        binaries = postgres_binaries()
        if binaries is None:
            pytest.skip("PostgreSQL is not installed on this machine")
        self.binaries = binaries
        self.folder = Path(tempfile.mkdtemp(prefix="concord-pg-"))
        self.as_user: list[str] = []
        if os.geteuid() == 0:  # the server refuses to run as root
            shutil.chown(self.folder, "postgres")
            self.as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        self._run("initdb", "-D", self.data, "-A", "trust", "-U", "concord", "-E", "UTF8", "-N")
        lasting = "" if durable else "-c fsync=off -c full_page_writes=off"
        options = f"-k {self.folder} -c listen_addresses='' {lasting} -c max_connections=60"
        self._run(
            "pg_ctl", "-D", self.data, "-w", "-o", options, "-l", f"{self.folder}/log", "start"
        )

    @property
    def data(self) -> str:
        """The folder of the server's files."""
        return str(self.folder / "data")

    def _run(self, program: str, *arguments: str) -> None:
        line = [*self.as_user, str(self.binaries / program), *arguments]
        subprocess.run(line, check=True, stdout=subprocess.DEVNULL, cwd="/", timeout=60)

    def url(self, name: str) -> str:
        """Return the URL of the database `name`."""
        return f"postgresql+psycopg://concord@/{name}?host={self.folder}"

    def create(self, name: str, template: str = "template1") -> str:
        """Create the database `name` and return its URL."""
        self._sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def drop(self, name: str) -> None:
        """Drop the database `name`."""
        self._sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _sql(self, statement: str) -> None:
        engine = plain_engine(self.url("postgres"))
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT", unit="write")
            connection.execute(text(statement))
        engine.dispose()

    def stop(self) -> None:
        """Stop the server and remove its files."""
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


class Emptying:
    """Removes all rows of the PostgreSQL database at `url`, over a connection that stays open."""

    def __init__(self, url: str) -> None:
        self.engine = plain_engine(url)
        with self.engine.connect() as connection:
            names = connection.execute(
                text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            ).scalars()
            self.asked = " UNION ALL ".join(
                f"(SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\"))"
                for name in sorted(names)
                if name != "alembic_version"
            )

    def __call__(self) -> None:
        """Remove them."""
        with (
            self.engine.connect().execution_options(unit="write") as connection,
            connection.begin(),
        ):
            # Without triggers: rows that may never be deleted go as well, in any order.
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for name in connection.execute(text(self.asked)).scalars().all():
                connection.execute(text(f'DELETE FROM "{name}"'))

    def close(self) -> None:
        """Close the connection."""
        self.engine.dispose()


def database_name(url: str) -> str:
    """Return the name of the database of `url`."""
    return str(make_url(url).database)
