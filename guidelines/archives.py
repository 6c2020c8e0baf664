"""ZIP archives from outside, opened with suspicion: how many entries, how large, which names.

Sizes are counted while unpacking, because the sizes an archive declares can lie. Nothing is
ever written to a disk. Each caller says in its own words what was wrong.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

_CHUNK = 1024 * 1024
_DENSE_FROM = 10 * 1024 * 1024  # a small archive may well be repetitive
_UNSAFE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|/)\.\.(?:/|$)|[\\\x00]")
_TROUBLE = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, OSError, RuntimeError,
    ValueError,
)  # fmt: skip


class BrokenArchive(Exception):
    """These bytes are no sound archive, or one with names that lead out of it."""


class ArchiveTooLarge(Exception):
    """The archive has, or unpacks to, more than its limits allow."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may hold: entries, bytes when unpacked, and these per packed byte.

    A `ratio` of 0 allows any.
    """

    entries: int
    unpacked: int
    ratio: int = 0


class Archive:
    """An archive within its limits."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        """Look at the list of entries; nothing is unpacked yet."""
        self._limits = limits
        self._packed = len(content)
        self._sizes: dict[str, int] = {}
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _TROUBLE:
            raise BrokenArchive from None
        entries = self._zip.infolist()
        if len(entries) > limits.entries:
            raise ArchiveTooLarge
        if sum(entry.file_size for entry in entries) > limits.unpacked:
            raise ArchiveTooLarge
        names = [entry.filename for entry in entries]
        if len(set(names)) < len(names) or any(_UNSAFE.search(name) for name in names):
            raise BrokenArchive
        self.names = tuple(entry.filename for entry in entries if not entry.is_dir())

    def read(self, name: str, most: int | None = None) -> bytes:
        """Return an entry; raises `ArchiveTooLarge` beyond `most` bytes or the limits.

        Raises `BrokenArchive` for one that is not there, damaged or locked by a password.
        """
        pieces: list[bytes] = []
        size = 0
        others = sum(self._sizes.values()) - self._sizes.get(name, 0)
        try:
            with self._zip.open(name) as stream:
                while piece := stream.read(_CHUNK):
                    size += len(piece)
                    self._check(others + size)
                    if most is not None and size > most:
                        raise ArchiveTooLarge
                    pieces.append(piece)
        except _TROUBLE:
            raise BrokenArchive from None
        self._sizes[name] = size
        return b"".join(pieces)

    def _check(self, unpacked: int) -> None:
        dense = unpacked > _DENSE_FROM and self._packed * self._limits.ratio < unpacked
        if unpacked > self._limits.unpacked or (self._limits.ratio and dense):
            raise ArchiveTooLarge


def unpacked(content: bytes, limits: Limits) -> dict[str, bytes]:
    """Return everything in an archive by name, or raise as `Archive` does."""
    archive = Archive(content, limits)
    return {name: archive.read(name) for name in archive.names}
