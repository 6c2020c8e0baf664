"""HTML and OpenDocument in: they become Markdown as Word files do, read in the same cage."""

import re
from collections.abc import Mapping

from guidelines.archives import Archive, ArchiveTooLarge, BrokenArchive
from guidelines.errors import TooLarge, sentence
from guidelines.typesetting import pandoc
from guidelines.typesetting.archive import LIMITS, MOST_BYTES, Unreadable
from guidelines.typesetting.importing import Imported, as_markdown

ODT = b"application/vnd.oasis.opendocument.text"
_HTML = "html-native_divs-native_spans-raw_html"
_ACTIVE = re.compile(rb"<(script|style|template|iframe|object)\b.*?</\1\s*>", re.I | re.S)


def read_html(content: bytes, beside: Mapping[str, bytes]) -> Imported:
    """Read a web page; `beside` are pictures by the addresses that it uses.

    Scripts and styles are dropped before anybody reads them; nothing is fetched.
    """
    return _read(_HTML, _ACTIVE.sub(b"", content), beside)


def read_odt(content: bytes) -> Imported:
    """Read an OpenDocument text, with its pictures.

    Raises `Unreadable` for what is none, and `TooLarge` for one that would become too large.
    """
    if len(content) > MOST_BYTES:
        raise TooLarge(sentence("The file has more than 50 MB. Reduce its pictures."))
    try:
        kind = Archive(content, LIMITS).read("mimetype").strip()
    except ArchiveTooLarge:
        raise TooLarge(
            sentence("Unpacked, this file is far larger than a document should be.")
        ) from None
    except BrokenArchive:
        kind = b""
    if kind != ODT:
        raise Unreadable(
            sentence("This is not an OpenDocument text (.odt), whatever its name says.")
        )
    return _read("odt", content, {})


def _read(form: str, content: bytes, beside: Mapping[str, bytes]) -> Imported:
    try:
        read = pandoc.run([f"--from={form}", "--to=json"], content, media=True)
    except pandoc.Refused:
        raise Unreadable(
            sentence("This file could not be read. Save it again, or as .docx, and try once more.")
        ) from None
    return as_markdown(read.output, {**beside, **read.media})
