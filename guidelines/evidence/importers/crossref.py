"""Records of Crossref's REST interface, which are almost CSL-JSON.

Source: https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md
"""

import re
from collections.abc import Mapping
from typing import Any

from guidelines.errors import Invalid, sentence
from guidelines.evidence.importers.reading import Entry
from guidelines.evidence.rules.items import clean_item
from guidelines.evidence.rules.retractions import said_by_crossref

TYPES = {
    "book": "book",
    "book-chapter": "chapter",
    "book-part": "chapter",
    "book-section": "chapter",
    "dataset": "dataset",
    "dissertation": "thesis",
    "edited-book": "book",
    "journal-article": "article-journal",
    "monograph": "book",
    "peer-review": "review",
    "posted-content": "article",
    "proceedings-article": "paper-conference",
    "reference-book": "book",
    "reference-entry": "entry-encyclopedia",
    "report": "report",
    "report-component": "report",
    "standard": "standard",
}
_FIRST = ("title", "container-title", "short-container-title", "short-title")
_TAG = re.compile(r"</?jats:[^<>]*>")


def entry_from(work: object, label: str) -> Entry:
    """Return a Crossref record (or CSL-JSON of another agency) as an entry.

    Raises
    ------
    Invalid
        If it is no record, or nothing in it names the source.
    """
    if isinstance(work, Mapping) and isinstance(work.get("message"), Mapping):
        work = work["message"]
    if not isinstance(work, Mapping):
        raise Invalid({"entry": sentence("The answer is not a record of a source.")})
    row: dict[str, Any] = dict(work)
    row["type"] = TYPES.get(str(row.get("type", "")), row.get("type"))
    for name in _FIRST:
        value = row.get(name)
        if isinstance(value, list):
            row[name] = value[0] if value else ""
    if row.get("short-container-title"):
        row["container-title-short"] = row.pop("short-container-title")
    for name in ("author", "editor"):
        people = row.get(name)
        if isinstance(people, list):
            row[name] = [_name(person) for person in people]
    if isinstance(row.get("abstract"), str):
        row["abstract"] = _TAG.sub(" ", row["abstract"])
    for name in ("ISSN", "ISBN"):
        if isinstance(row.get(name), list):
            row[name] = ", ".join(str(one) for one in row[name])
    for name in ("reference", "references", "source", "note", "status"):
        row.pop(name, None)  # what Crossref means by these is not what CSL means
    if _no_date(row.get("issued")):
        row["issued"] = row.get("published") or row.get("published-print") or row.get("created")
    return Entry(label, clean_item(row), retraction=said_by_crossref(work))


def _name(person: object) -> object:
    """Return a name; groups have only a `name` there."""
    if isinstance(person, Mapping) and person.get("name") and not person.get("family"):
        return {"literal": person["name"]}
    return person


def _no_date(date: object) -> bool:
    parts = date.get("date-parts") if isinstance(date, Mapping) else None
    return not (isinstance(parts, list) and parts and isinstance(parts[0], list) and any(parts[0]))
