"""Hostile ZIP archives: refused by kind, whatever they say of themselves."""

import contextlib
import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.archives import Archive, ArchiveTooLarge, BrokenArchive, Limits, unpacked

LIMITS = Limits(entries=5, unpacked=40_000_000, ratio=200)


def packed(entries, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def lying(size: int) -> bytes:
    """Return an archive whose entry of 30 MB says in both places that it has `size` bytes."""
    content = packed([("a.txt", bytes(30_000_000))])
    true, false = struct.pack("<L", 30_000_000), struct.pack("<L", size)
    return content.replace(true, false)


def locked() -> bytes:
    """Return an archive whose entry says that it takes a password."""
    content = bytearray(packed([("a.txt", b"words")]))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def test_what_is_in_it_comes_out():
    entries = {"a.txt": b"one", "folder/b.txt": b"two", "[Content_Types].xml": b"<x/>"}
    content = packed([("folder/", b""), *entries.items()])
    assert unpacked(content, LIMITS) == entries
    archive = Archive(content, LIMITS)
    assert archive.names == tuple(entries)
    assert [archive.read("a.txt") for _ in range(3)] == [b"one"] * 3


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"", BrokenArchive),
        (b"PK\x03\x04 nonsense", BrokenArchive),
        (packed([("a", b"x" * 5000)], zipfile.ZIP_STORED)[:300], BrokenArchive),
        (packed([("a", b"words")], zipfile.ZIP_STORED).replace(b"words", b"sword"), BrokenArchive),
        (locked(), BrokenArchive),
        (packed([("../a", b"x")]), BrokenArchive),
        (packed([("a/../../b", b"x")]), BrokenArchive),
        (packed([("/etc/passwd", b"x")]), BrokenArchive),
        (packed([("C:/a", b"x")]), BrokenArchive),
        (packed([("a\\b", b"x")]), BrokenArchive),
        (packed([(str(n), b"x") for n in range(6)]), ArchiveTooLarge),
        (packed([("a", bytes(30_000_000))]), ArchiveTooLarge),  # far denser than 200
        (packed([("a", bytes(41_000_000))], zipfile.ZIP_STORED), ArchiveTooLarge),
        (packed([(n, bytes(15_000_000)) for n in "abc"], zipfile.ZIP_STORED), ArchiveTooLarge),
        (lying(10), BrokenArchive),
        (lying(4_000_000_000), ArchiveTooLarge),
    ],
    ids=lambda one: "" if isinstance(one, bytes) else one.__name__,
)
def test_what_is_wrong_is_told_by_its_kind(content, trouble):
    with pytest.raises(trouble):
        unpacked(content, LIMITS)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name_are_refused():
    with pytest.raises(BrokenArchive):
        unpacked(packed([("a", b"x"), ("a", b"y")]), LIMITS)


def test_one_entry_can_have_a_limit_of_its_own():
    archive = Archive(packed([("a", b"x" * 100)]), LIMITS)
    assert len(archive.read("a", 100)) == 100
    with pytest.raises(ArchiveTooLarge):
        archive.read("a", 99)
    with pytest.raises(BrokenArchive):
        archive.read("b")


@given(st.binary(max_size=400), st.integers(0, 200), st.binary(min_size=1, max_size=4))
def test_any_bytes_are_read_or_refused(content, at, change):
    whole = packed([("a", content), ("b", content[::-1])])
    for bad in (content, whole[:at] + change + whole[at + len(change) :]):
        with contextlib.suppress(BrokenArchive, ArchiveTooLarge):
            unpacked(bad, LIMITS)
