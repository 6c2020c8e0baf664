"""RIS, as a dozen programs write it."""

import re
from collections.abc import Mapping
from typing import Any

import rispy

from guidelines.errors import Invalid, sentence
from guidelines.evidence.importers.reading import Entry, Format, Reading
from guidelines.evidence.rules.items import clean_item, date_from, name_from

TYPES = {
    "ABST": "article-journal",
    "BLOG": "post-weblog",
    "BOOK": "book",
    "CHAP": "chapter",
    "COMP": "software",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "DATA": "dataset",
    "EBOOK": "book",
    "ECHAP": "chapter",
    "EDBOOK": "book",
    "EJOUR": "article-journal",
    "ELEC": "webpage",
    "GOVDOC": "report",
    "INPR": "article-journal",
    "JFULL": "article-journal",
    "JOUR": "article-journal",
    "MGZN": "article-magazine",
    "NEWS": "article-newspaper",
    "PAT": "patent",
    "RPRT": "report",
    "SLIDE": "speech",
    "STAND": "standard",
    "STAT": "legislation",
    "THES": "thesis",
    "UNPB": "manuscript",
    "WEB": "webpage",
}
# Programs disagree on where a title, a journal or a year stands: the first of these that is there.
FIELDS = {
    "title": ("title", "primary_title"),
    "container-title": (
        "secondary_title",
        "alternate_title3",
        "journal_name",
        "alternate_title2",
        "alternate_title1",
        "tertiary_title",
    ),
    "volume": ("volume",),
    "issue": ("number",),
    "DOI": ("doi",),
    "abstract": ("abstract", "notes_abstract"),
    "ISSN": ("issn",),
    "publisher": ("publisher",),
    "publisher-place": ("place_published",),
    "language": ("language",),
    "edition": ("edition",),
}
_START = re.compile(r"^TY {0,2}-", re.MULTILINE)
_END = re.compile(r"^ER {0,2}-", re.MULTILINE)
_KEY = re.compile(r"[A-Za-z][\w:.-]{2,80}(?<![.:])")
_LONG_NUMBER = re.compile(r"\d{5}|^rayyan", re.IGNORECASE)
_ISSUE = re.compile(r"[\w./-]{1,12}")
_FROM_PUBMED = re.compile(r"pubmed|medline|\bnlm\b", re.IGNORECASE)
_PUBMED = re.compile(r"PUBMED (\d+)")


def read_ris(text: str) -> Reading:
    """Return the entries of a RIS text, each read on its own: one cannot swallow the next."""
    reading = Reading(Format.RIS)
    starts = [match.start() for match in _START.finditer(text)]
    for number, start in enumerate(starts, start=1):
        record = text[start : starts[number] if number < len(starts) else len(text)]
        label = f"no. {number}"
        if not _END.search(record):
            reading.refuse(label, sentence("It has no end (ER): the file may be cut off."))
            continue
        rows = rispy.loads(record)
        if not rows:
            reading.refuse(label, sentence("It could not be read."))
            continue
        try:
            item = clean_item(_item(rows[0]))
        except Invalid as invalid:
            reading.refuse(label, invalid.message)
            continue
        key = _key(rows[0], reading)
        reading.take(Entry(label, item, key))
    return reading


def _key(row: Mapping[str, Any], reading: Reading) -> str:
    """Return the key that an entry had where it comes from; a number of a database is none."""
    key = str(row.get("id", "")).strip()
    if not _KEY.fullmatch(key) or _LONG_NUMBER.search(key):
        return ""
    return "" if any(entry.key == key for entry in reading.entries) else key


def _item(row: Mapping[str, Any]) -> dict[str, Any]:
    kind = str(row.get("type_of_reference", "")).strip().upper()
    item: dict[str, Any] = {"type": TYPES.get(kind, "document")}
    for field, names in FIELDS.items():
        value = next((row[name] for name in names if row.get(name)), None)
        if value is not None:
            item[field] = value
    if "issue" not in item and _ISSUE.fullmatch(str(row.get("note", ""))):
        item["issue"] = row["note"]  # M1 is the issue for some programs, a remark for others
    item["author"] = [
        name_from(name) for name in row.get("authors") or row.get("first_authors") or []
    ]
    if kind in {"CHAP", "ECHAP", "EDBOOK"}:
        item["editor"] = [name_from(name) for name in row.get("secondary_authors") or []]
    if item["type"] in {"book", "chapter"} and "ISSN" in item:
        item["ISBN"] = item.pop("ISSN")
    short = row.get("alternate_title1") or row.get("alternate_title2")
    if short and short != item.get("container-title"):
        item["container-title-short"] = short
    date = str(row.get("year") or row.get("publication_year") or "").strip("/ ")
    day = str(row.get("date") or "").strip("/ ")
    if date or day:
        item["issued"] = date_from(day if day.startswith(date[:4]) else date)
    pages = [str(row[name]) for name in ("start_page", "end_page") if row.get(name)]
    if len(pages) == 2 and "-" in pages[0]:
        pages = pages[:1]
    item["page"] = "-".join(dict.fromkeys(pages))
    addresses = [url for url in row.get("urls") or [] if str(url).startswith("http")]
    doi = next((url for url in addresses if "doi.org/" in url), None)
    if addresses:
        item["URL"] = addresses[0]
    if doi and "DOI" not in item:
        item["DOI"] = re.sub(r"^.*?doi\.org/", "", doi)
    pubmed = _PUBMED.search(str(row.get("custom3", "")))
    number = str(row.get("accession_number", ""))
    if pubmed:
        item["PMID"] = pubmed[1]
    elif _FROM_PUBMED.search(str(row.get("name_of_database", ""))) and number.isdigit():
        item["PMID"] = number
    return item
