"""The first table of a Word file as rows of texts, read without running anything in it."""

from xml.etree.ElementTree import Element, ParseError

import defusedxml
from defusedxml.ElementTree import fromstring

from guidelines.archives import Archive, ArchiveTooLarge, BrokenArchive, Limits
from guidelines.errors import Invalid, TooLarge, sentence

MOST_BYTES = 10 * 1024 * 1024
_LIMITS = Limits(entries=2_000, unpacked=80 * 1024 * 1024, ratio=200)
_LARGEST_TEXT = 30 * 1024 * 1024
_TEXT = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TAKEN_OUT = {f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "footnoteReference")}


def is_word(content: bytes) -> bool:
    """Tell whether these bytes are a Word file."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        return _TEXT in Archive(content, _LIMITS).names
    except (BrokenArchive, ArchiveTooLarge):
        return False


def rows_of_word(content: bytes) -> list[list[str]]:
    """Return the rows of the first table that has several, with tracked changes accepted.

    Raises `Invalid` on `file` for what is no Word file or has no table, `TooLarge` for what is
    too large.
    """
    if len(content) > MOST_BYTES:
        raise TooLarge(sentence("The file has more than %(most)s MB.", most=MOST_BYTES // 1024**2))
    try:
        text = Archive(content, _LIMITS).read(_TEXT, _LARGEST_TEXT)
        root = fromstring(text, forbid_dtd=True)
    except ArchiveTooLarge:
        raise TooLarge(sentence("The file becomes too large when it is opened.")) from None
    except (BrokenArchive, ParseError, ValueError, defusedxml.DefusedXmlException):
        raise Invalid(
            {"file": sentence("This Word file cannot be read. Save it once more as .docx.")}
        ) from None
    for table in root.iter(f"{_W}tbl"):
        rows = [
            [_words(cell) for cell in row.findall(f"{_W}tc")] for row in table.findall(f"{_W}tr")
        ]
        if len(rows) > 1 or (rows and len(rows[0]) == 1):
            return rows
    raise Invalid({"file": sentence("There is no table in this Word file.")})


def _words(cell: Element) -> str:
    paragraphs = ["".join(_runs(one)).strip() for one in cell.iter(f"{_W}p")]
    return "\n".join(text for text in paragraphs if text)


def _runs(element: Element) -> list[str]:
    found: list[str] = []
    for child in element:
        if child.tag in _TAKEN_OUT or child.tag == f"{_W}p":
            continue
        if child.tag == f"{_W}t":
            found.append(child.text or "")
        elif child.tag == f"{_W}tab":
            found.append(" ")
        elif child.tag == f"{_W}br":
            found.append("\n")
        else:
            found += _runs(child)
    return found
