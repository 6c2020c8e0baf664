"""A version is a manifest: which sections, in which order, each with which revision."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guidelines.errors import Conflict, sentence

GONE = sentence(
    "This section is no longer part of the document. Copy your text, then look at the document."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One section of a version: the revision it has there and the hash of its text.

    `depth` is the level of its heading, 1 to 6, or 0 where it has none.
    """

    section_id: str
    revision_id: str
    sha256: str
    depth: int


Manifest = tuple[Entry, ...]


def sha256_of(source: str) -> str:
    """Return the SHA-256 of a text in UTF-8, 64 hex digits."""
    return hashlib.sha256(source.encode()).hexdigest()


def manifest_sha256(manifest: Iterable[Entry]) -> str:
    """Return the SHA-256 of a version: that of the lines ``depth hash`` of its sections.

    It depends on the text alone, so two versions with the same text have the same hash.
    """
    return sha256_of("".join(f"{entry.depth} {entry.sha256}\n" for entry in manifest))


def is_version_number(text: str) -> bool:
    """Tell whether what somebody typed can be the number of a version: it fits into a column."""
    return text.isascii() and text.isdigit() and len(text) < 10


def as_json(manifest: Iterable[Entry]) -> list[list[str | int]]:
    """Return a manifest as it is stored."""
    return [[e.section_id, e.revision_id, e.sha256, e.depth] for e in manifest]


def from_json(rows: Iterable[Sequence[str | int]]) -> Manifest:
    """Read a stored manifest."""
    return tuple(Entry(str(s), str(r), str(h), int(d)) for s, r, h, d in rows)


def position(manifest: Manifest, section_id: str) -> int:
    """Return where a section stands, from 0; raise `Conflict` if it is no longer there."""
    for index, entry in enumerate(manifest):
        if entry.section_id == section_id:
            return index
    raise Conflict(GONE)


def replaced(manifest: Manifest, entry: Entry) -> Manifest:
    """Return the manifest with another revision of one section."""
    at = position(manifest, entry.section_id)
    return (*manifest[:at], entry, *manifest[at + 1 :])


def inserted(manifest: Manifest, entry: Entry, after: str | None) -> Manifest:
    """Return the manifest with a section put behind `after`; None: first."""
    at = 0 if after is None else position(manifest, after) + 1
    return (*manifest[:at], entry, *manifest[at:])


def removed(manifest: Manifest, section_id: str) -> Manifest:
    """Return the manifest without a section; a document keeps at least one."""
    at = position(manifest, section_id)
    if len(manifest) == 1:
        raise Conflict(sentence("A document needs a section. Write another one first."))
    return (*manifest[:at], *manifest[at + 1 :])
