"""The XML of Word: names, and parts read without touching anything outside of them."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

Element = Any  # lxml's elements; its stubs know only half of them

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DOCUMENT = "word/document.xml"


def parse(part: bytes) -> Element:
    """Return the root of a part that `archive.unpack` has let through."""
    reader = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(part, reader)


def written(root: Element) -> bytes:
    """Return a part as bytes."""
    out: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return out


def main_part(parts: Mapping[str, bytes]) -> str:
    """Return the name of the part with the text: files of other programs may name it freely."""
    if DOCUMENT in parts:
        return DOCUMENT
    names = (n for n in sorted(parts) if n.startswith("word/document") and n.endswith(".xml"))
    return next(names, DOCUMENT)


def value(element: Element | None, name: str = f"{W}val") -> str:
    """Return an attribute of an element that may be absent."""
    return (element.get(name) or "") if element is not None else ""


def moment(text: str) -> dt.datetime | None:
    """Read a date of Word's, which is UTC by its own account; None for no or a broken one."""
    try:
        read = dt.datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        return None
    if read.tzinfo is None:
        read = read.replace(tzinfo=dt.UTC)
    return read.astimezone(dt.UTC)


def name_of(element: Element) -> str:
    """Return the name of an element, empty for a comment or an instruction."""
    return element.tag if isinstance(element.tag, str) else ""


def elements(element: Element) -> Iterator[Element]:
    """Yield the children of an element that are elements."""
    return (child for child in element if isinstance(child.tag, str))
