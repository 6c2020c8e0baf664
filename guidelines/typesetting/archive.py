"""A Word file is a ZIP archive from outside: it is checked and rebuilt before anybody reads it.

Sizes are counted while unpacking, because the sizes an archive declares can lie. Every XML part
is read once by defusedxml, which refuses document types and entities.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from xml.etree.ElementTree import ParseError

import defusedxml
from defusedxml import ElementTree

from guidelines.errors import Invalid, Sentence, TooLarge, sentence

MOST_BYTES = 50 * 1024 * 1024
_MOST_ENTRIES = 2_000
_MOST_UNPACKED = 200 * 1024 * 1024
_HIGHEST_RATIO = 200
_RATIO_COUNTS_FROM = 10 * 1024 * 1024  # a small file may well be repetitive
_DEEPEST = 400
_CHUNK = 1024 * 1024
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")
_XML = (".xml", ".rels")
_MAIN = re.compile(rb"wordprocessingml\.(?:document|template)\.main\+xml|ms-word\.document\.macro")


class Unreadable(Invalid):
    """A file is not what it says it is; the sentence says what to do."""

    def __init__(self, message: Sentence) -> None:
        super().__init__({"file": message})


def unpack(content: bytes) -> tuple[dict[str, bytes], list[str]]:
    """Return the parts of a Word file by name, and the names of embedded files left out.

    Raises `Unreadable` for what is no sound Word file and `TooLarge` for one that is, or would
    become, too large.
    """
    if len(content) > MOST_BYTES:
        raise TooLarge(
            sentence(
                "The file has more than %(most)s MB. Reduce its pictures and try again.",
                most=MOST_BYTES // 1024**2,
            )
        )
    if content.startswith(_OLD_WORD):
        raise Unreadable(
            sentence(
                "This is an old Word file (.doc), or one with a password. "
                "Open it in Word, save it as .docx without a password and try again."
            )
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts, embedded = _parts(archive, len(content))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise _no_word_file() from None
    _check_xml(parts)
    if not _MAIN.search(parts.get("[Content_Types].xml", b"")) or "_rels/.rels" not in parts:
        raise _no_word_file()
    return parts, embedded


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Return an archive of `parts` with true sizes and nothing beside them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return out.getvalue()


def _parts(archive: zipfile.ZipFile, packed: int) -> tuple[dict[str, bytes], list[str]]:
    entries = archive.infolist()
    declared = sum(entry.file_size for entry in entries)
    if len(entries) > _MOST_ENTRIES or declared > _MOST_UNPACKED:
        raise _bomb()
    parts: dict[str, bytes] = {}
    embedded: list[str] = []
    unpacked = 0
    for entry in entries:
        name = entry.filename
        if name.startswith(("/", "\\")) or ".." in name.split("/") or "\\" in name or ":" in name:
            raise _no_word_file()
        if entry.is_dir():
            continue
        if name in parts:
            raise _no_word_file()
        pieces = []
        with archive.open(entry) as stream:
            while piece := stream.read(_CHUNK):
                unpacked += len(piece)
                too_dense = unpacked > _RATIO_COUNTS_FROM and unpacked > _HIGHEST_RATIO * packed
                if unpacked > _MOST_UNPACKED or too_dense:
                    raise _bomb()
                pieces.append(piece)
        part = b"".join(pieces)
        if part.startswith(_ARCHIVES) or part.startswith(_OLD_WORD):
            embedded.append(name)
        else:
            parts[name] = part
    return parts, embedded


def _check_xml(parts: Mapping[str, bytes]) -> None:
    for name, part in parts.items():
        if not name.endswith(_XML):
            continue
        depth = 0
        try:
            steps = ElementTree.iterparse(
                io.BytesIO(part), events=("start", "end"), forbid_dtd=True
            )
            for event, element in steps:
                depth += 1 if event == "start" else -1
                if event == "end":
                    element.clear()
                if depth > _DEEPEST:
                    raise _bomb()
        except (ParseError, defusedxml.DefusedXmlException, LookupError, ValueError):
            raise Unreadable(
                sentence(
                    "The part “%(name)s” of this Word file is damaged or not allowed. "
                    "Open it in Word, save it again and try once more.",
                    name=name,
                )
            ) from None


def _no_word_file() -> Unreadable:
    return Unreadable(
        sentence("This is not a Word file (.docx), whatever its name says. Choose another file.")
    )


def _bomb() -> TooLarge:
    return TooLarge(
        sentence(
            "Unpacked, this file is far larger than a document should be. "
            "Open it in Word, save it again and try once more."
        )
    )
