"""EndNote's own XML: one `<record>` for a source, its words wrapped in `<style>` elements."""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from guidelines.errors import Invalid, sentence
from guidelines.evidence.importers.reading import Entry, Format, Reading
from guidelines.evidence.rules.items import clean_item, date_from, name_from

TYPES = {
    "blog": "post-weblog",
    "book": "book",
    "book section": "chapter",
    "computer program": "software",
    "conference paper": "paper-conference",
    "conference proceedings": "paper-conference",
    "dataset": "dataset",
    "edited book": "book",
    "electronic article": "article-journal",
    "electronic book": "book",
    "electronic book section": "chapter",
    "government document": "report",
    "grant": "document",
    "journal article": "article-journal",
    "legal rule or regulation": "legislation",
    "magazine article": "article-magazine",
    "manuscript": "manuscript",
    "newspaper article": "article-newspaper",
    "online database": "dataset",
    "patent": "patent",
    "press release": "report",
    "report": "report",
    "serial": "article-journal",
    "standard": "standard",
    "statute": "legislation",
    "thesis": "thesis",
    "unpublished work": "manuscript",
    "web page": "webpage",
}
FIELDS = {
    "title": ("titles/title",),
    "container-title": ("titles/secondary-title", "periodical/full-title", "titles/alt-title"),
    "container-title-short": ("periodical/abbr-1",),
    "title-short": ("titles/short-title",),
    "collection-title": ("titles/tertiary-title",),
    "volume": ("volume",),
    "issue": ("number", "issue"),
    "page": ("pages",),
    "edition": ("edition",),
    "publisher": ("publisher",),
    "publisher-place": ("pub-location",),
    "ISBN": ("isbn",),
    "abstract": ("abstract",),
    "language": ("language",),
    "note": ("notes",),
    "DOI": ("electronic-resource-num",),
}
_RECORD = re.compile(r"<record\b.*?(?:</record>|(?=<record\b)|\Z)", re.DOTALL)
_MARKS = {"italic": "i", "bold": "b", "superscript": "sup", "subscript": "sub"}
_BROKEN = sentence("Its XML is damaged: an element has no end, or the file is cut off.")


def read_endnote(text: str) -> Reading:
    """Return the entries of an EndNote export; a broken record is named, the others are read."""
    reading = Reading(Format.ENDNOTE_XML)
    for number, record in enumerate(_records(text), start=1):
        label = f"no. {number}"
        if record is None:
            reading.refuse(label, _BROKEN)
            continue
        try:
            item = clean_item(_item(record))
        except Invalid as invalid:
            reading.refuse(label, invalid.message)
            continue
        reading.take(Entry(label, item))
    return reading


def _records(text: str) -> Iterator[Element | None]:
    """Yield each record; None for one that cannot be read.

    A text with a document type is refused whole: it could name other files.
    """
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        yield from fromstring(text).iter("record")
    except DefusedXmlException:
        raise Invalid(
            {"file": sentence("This XML file names other files. Export it again from EndNote.")}
        ) from None
    except ParseError:
        for match in _RECORD.finditer(text):
            try:
                yield fromstring(match.group())
            except (ParseError, DefusedXmlException):
                yield None


def _item(record: Element) -> dict[str, Any]:
    kind = record.find("ref-type")
    name = (kind.get("name", "") if kind is not None else "").lower()
    item: dict[str, Any] = {"type": TYPES.get(name, "document")}
    for field, paths in FIELDS.items():
        value = next((text for path in paths if (text := _text(record.find(path)))), "")
        if value:
            item[field] = value
    if item["type"] in {"article-journal", "article-magazine", "article-newspaper"}:
        item["ISSN"] = item.pop("ISBN", "")
    for field, path in (("author", "authors"), ("editor", "secondary-authors")):
        people = record.findall(f"contributors/{path}/author")
        names = [name_from(words.rstrip(",")) for one in people if (words := _text(one))]
        if names:
            item[field] = names
    date = _text(record.find("dates/year"))
    day = _text(record.find("dates/pub-dates/date"))
    if date or day:
        item["issued"] = date_from(f"{date} {day}".strip() if date not in day else day)
    address = _text(record.find("urls/related-urls/url")) or _text(
        record.find("urls/web-urls/url")
    )
    if address.startswith("http"):
        item["URL"] = address
    _numbers(record, item)
    return item


def _numbers(record: Element, item: dict[str, Any]) -> None:
    """Add the numbers of PubMed: the accession number is one only if it comes from there."""
    number = _text(record.find("accession-num"))
    base = f"{_text(record.find('remote-database-name'))} {item.get('URL', '')}".lower()
    if number.isdigit() and len(number) <= 8 and re.search(r"pubmed|medline|ncbi|nlm", base):
        item["PMID"] = number
    free = _text(record.find("custom2"))
    if re.fullmatch(r"PMC\d+", free):
        item["PMCID"] = free


def _text(element: Element | None) -> str:
    """Return the words of an element, with the marks of italics and indices that CSL knows."""
    return " ".join(_marked(element).split()) if element is not None else ""


def _marked(element: Element) -> str:
    words = [element.text or ""]
    for part in element:
        inside = _marked(part)
        mark = next((_MARKS[face] for face in part.get("face", "").split() if face in _MARKS), "")
        words.append(f"<{mark}>{inside}</{mark}>" if mark and inside else inside)
        words.append(part.tail or "")
    return "".join(words)
