"""A project as one file: which parts it is made of, and how such a file is written and read.

Each feature says here which of its tables go along and which do not, so that what lies below
need not know what lies above.
"""

import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from guidelines.archives import Archive, ArchiveTooLarge, BrokenArchive, Limits
from guidelines.errors import Invalid, TooLarge, sentence

FORMAT = "concord-project"
VERSION = 1
LIMITS = Limits(entries=200_000, unpacked=2_000_000_000)  # long histories are repetitive
LARGEST_JSON = 400_000_000
MANIFEST = "manifest.json"
PEOPLE = ("id", "name", "email", "affiliation", "country", "discipline")
PROJECT = ("id", "network_id", "slug", "title", "scope", "time_zone")
NOT_OF_A_PROJECT = ""
_FIXED = (2000, 1, 1, 0, 0, 0)  # equal projects give equal files
_STORED = re.compile(r"files/[0-9a-f]{64}")

Row = dict[str, Any]
Tables = dict[str, list[Row]]


def nothing_wrong(_tables: Tables) -> None:
    """Check nothing."""


def as_it_is(_tables: Tables, _network_id: str) -> None:
    """Change nothing."""


def no_facts(_project_id: str) -> Any:
    """Tell nothing."""
    return None


def no_papers(_project_id: str) -> Iterable[tuple[str, bytes]]:
    """Bring no files for people."""
    return ()


@dataclass(frozen=True, slots=True)
class Part:
    """What a feature gives to the file of a project.

    All tables of the module `tables` go along, but for `left_out`, which says of each table why
    not; with `NOT_OF_A_PROJECT` where that needs no words. `files` names the column of a table
    that holds the hash of a stored file, `belongs` the column and table by which a table without
    a foreign key belongs to another. `check` raises `Invalid` for rows that contradict each other;
    `settle` makes rows fit into the network they come to. `facts` are for information only: they
    are never brought in again. `papers` are files for people: names and contents. `counted` says
    what to call the rows of a table where somebody looks at a file, `titles` which column names
    them.
    """

    name: str
    tables: str = ""
    left_out: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    belongs: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    counted: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    check: Callable[[Tables], None] = nothing_wrong
    settle: Callable[[Tables, str], None] = as_it_is
    facts: Callable[[str], Any] = no_facts
    papers: Callable[[str], Iterable[tuple[str, bytes]]] = no_papers

    @property
    def reasons(self) -> tuple[str, ...]:
        """What is not in it, and why, in words for people."""
        return tuple(dict.fromkeys(reason for reason in self.left_out.values() if reason))


_parts: dict[str, Part] = {}


def goes_along(part: Part) -> None:
    """Let a part of a feature go along; called when its service is imported."""
    _parts[part.name] = part


def parts() -> list[Part]:
    """Return all parts, in the order of their names."""
    return [_parts[name] for name in sorted(_parts)]


@dataclass(frozen=True, slots=True)
class Held:
    """What such a file holds: its manifest, the rows of its tables, and stored files by hash."""

    manifest: Mapping[str, Any]
    tables: Tables
    people: list[Row]
    stored: Callable[[str], bytes]
    hashes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Holding:
    """What a file holds, for people: how much of what, the titles in it, whose work it is."""

    counts: tuple[tuple[str, int], ...]
    titles: tuple[str, ...]
    people: int


def holding_of(held: Held) -> Holding:
    """Return what a sound file holds."""
    counts = [
        (words, len(held.tables[name])) for part in parts() for name, words in part.counted.items()
    ]
    titles = [
        str(row[column])
        for part in parts()
        for name, column in part.titles.items()
        for row in held.tables[name]
    ]
    return Holding(
        tuple((words, count) for words, count in counts if count),
        tuple(dict.fromkeys(titles)),
        len(held.people),
    )


class Writer:
    """Writes the file of a project: entries in order, each with its hash in the manifest."""

    def __init__(self, target: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)
        self._hashes: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> None:
        """Add a file, once."""
        if name in self._hashes:
            return
        self._hashes[name] = hashlib.sha256(content).hexdigest()
        self._write(name, content)

    def add_json(self, name: str, value: Any) -> None:
        """Add a value as JSON; a list gets one line for each of its items."""
        if isinstance(value, list):
            lines = ",\n".join(_json(one) for one in value)
            self.add(name, f"[\n{lines}\n]\n".encode())
        else:
            self.add(name, f"{_json(value)}\n".encode())

    def finish(self, manifest: Row) -> None:
        """Write the manifest and close the file."""
        whole = {"format": FORMAT, "version": VERSION, **manifest, "files": self._hashes}
        text = json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)
        self._write(MANIFEST, f"{text}\n".encode())
        self._zip.close()

    def _write(self, name: str, content: bytes) -> None:
        entry = zipfile.ZipInfo(name, _FIXED)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        self._zip.writestr(entry, content)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_archive(content: bytes) -> Held:
    """Read and check the file of a project; raises `Invalid` with what is wrong."""
    try:
        archive = Archive(content, LIMITS)
    except BrokenArchive:
        raise wrong(sentence("This is not the file of a project: it is no zip file.")) from None
    except ArchiveTooLarge:
        raise _too_large() from None
    names = archive.names
    if MANIFEST not in names:
        raise wrong(sentence("This zip file was not made by “guidelines projects export”."))
    manifest = _object(_bytes(archive, MANIFEST, LARGEST_JSON), MANIFEST)
    if manifest.get("format") != FORMAT:
        raise wrong(sentence("This zip file was not made by “guidelines projects export”."))
    if manifest.get("version") != VERSION:
        raise wrong(
            sentence(
                "This file has version %(version)s; this installation reads version %(ours)s. "
                "Update the older of the two.",
                version=str(manifest.get("version"))[:20],
                ours=VERSION,
            )
        )
    hashes = manifest.get("files")
    if not isinstance(hashes, dict) or set(hashes) != set(names) - {MANIFEST}:
        raise wrong(sentence("This file is not complete: what it lists is not what it holds."))
    tables: Tables = {}
    people: list[Row] = []
    for name in names:
        if name == MANIFEST:
            continue
        if hashlib.sha256(_bytes(archive, name)).hexdigest() != hashes[name]:
            raise wrong(sentence("%(name)s was changed after the export.", name=name))
        if name.startswith("tables/"):
            tables[name.removeprefix("tables/").removesuffix(".json")] = _rows(archive, name)
        elif name == "people.json":
            people = _rows(archive, name)
    stored = frozenset(name.removeprefix("files/") for name in names if _STORED.fullmatch(name))
    return Held(manifest, tables, people, lambda sha: _bytes(archive, f"files/{sha}"), stored)


def wrong(message: str) -> Invalid:
    """Return the refusal of such a file."""
    return Invalid({"file": message})


def _bytes(archive: Archive, name: str, most: int | None = None) -> bytes:
    try:
        return archive.read(name, most)
    except BrokenArchive:
        raise wrong(sentence("%(name)s in this file cannot be read.", name=name)) from None
    except ArchiveTooLarge:
        raise _too_large() from None


def _too_large() -> TooLarge:
    return TooLarge(sentence("This file would unpack to more than 2 GB."))


def _object(content: bytes, name: str) -> Row:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise wrong(sentence("%(name)s in this file cannot be read.", name=name))
    return value


def _rows(archive: Archive, name: str) -> list[Row]:
    try:
        value = json.loads(_bytes(archive, name, LARGEST_JSON))
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise wrong(sentence("%(name)s in this file cannot be read.", name=name))
    return value
