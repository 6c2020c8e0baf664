"""A Word file is a ZIP archive from outside: it is checked and rebuilt before anybody reads it.

Every XML part is read once by defusedxml, which refuses document types and entities.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from xml.etree.ElementTree import ParseError

import defusedxml
from defusedxml import ElementTree

from guidelines.archives import ArchiveTooLarge, BrokenArchive, Limits, unpacked
from guidelines.errors import Invalid, Sentence, TooLarge, sentence

MOST_BYTES = 50 * 1024 * 1024
LIMITS = Limits(entries=2_000, unpacked=200 * 1024 * 1024, ratio=200)
_DEEPEST = 400
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
        found = unpacked(content, LIMITS)
    except BrokenArchive:
        raise _no_word_file() from None
    except ArchiveTooLarge:
        raise _bomb() from None
    embedded = [name for name, part in found.items() if part.startswith((*_ARCHIVES, _OLD_WORD))]
    parts = {name: part for name, part in found.items() if name not in embedded}
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
