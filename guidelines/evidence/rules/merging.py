"""Two references of one source: what differs between them, and what they are together."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from guidelines.evidence.rules.items import TEXTS, doi_of, fields_of
from guidelines.evidence.rules.retractions import STATUS

COMPARED = (
    "type", "title", "author", "editor", "issued", "container-title", "volume", "issue", "page",
    "edition", "publisher", "publisher-place", "DOI", "PMID", "PMCID", "ISBN", "ISSN", "URL",
    "abstract", "language", "note",
)  # fmt: skip
_NO_MATTER = re.compile(r"[\W_]+")


class Side(StrEnum):
    """Which of two references a value is taken from."""

    FIRST = "first"
    SECOND = "second"


class Sign(StrEnum):
    """Why two references look like one source."""

    DOI = "doi"
    PMID = "pmid"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Line:
    """One field of two references, in words.

    `better` is the first side unless that says nothing: parts of two sources must not mix by
    themselves.
    """

    field: str
    first: str
    second: str
    differs: bool
    better: Side


def signs_of(first: Mapping[str, Any], second: Mapping[str, Any]) -> tuple[Sign, ...]:
    """Return why two items look like one source, surest first, besides their titles."""
    found = []
    if doi_of(first) and doi_of(first) == doi_of(second):
        found.append(Sign.DOI)
    if first.get("PMID") and first.get("PMID") == second.get("PMID"):
        found.append(Sign.PMID)
    return (*found, *(() if found else (Sign.TITLE,)))


def compared(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[Line]:
    """Return the fields that at least one of two items has, in the order of a reference."""
    lines = []
    for field in COMPARED:
        here, there = _words(first, field), _words(second, field)
        if here or there:
            better = Side.FIRST if here else Side.SECOND
            lines.append(Line(field, here, there, _bare(here) != _bare(there), better))
    return lines


def says_the_same(first: Mapping[str, Any], second: Mapping[str, Any], field: str) -> bool:
    """Tell whether two items say the same of a field, but for signs, spaces and capitals."""
    if first.get(field) == second.get(field):
        return True
    here, there = _bare(_words(first, field)), _bare(_words(second, field))
    return bool(here) and here == there


def merged(
    first: Mapping[str, Any], second: Mapping[str, Any], choices: Mapping[str, Side]
) -> dict[str, Any]:
    """Return the first item with what it lacks from the second, and with what is chosen of it.

    What is known of either stays known: a retraction is never merged away.
    """
    item = {**second, **first}
    for field, side in choices.items():
        source = first if side is Side.FIRST else second
        if field in COMPARED and field in source:
            item[field] = source[field]
    if STATUS in (first.get("status"), second.get("status")):
        item["status"] = STATUS
    return item


def pairs_among(years: Mapping[str, int | None]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of one group whose years allow it: print often follows a year later."""
    keys = list(years)
    for place, one in enumerate(keys):
        for other in keys[place + 1 :]:
            here, there = years[one], years[other]
            if here is None or there is None or abs(here - there) <= 1:
                yield one, other


def _words(item: Mapping[str, Any], field: str) -> str:
    if field == "author":
        return fields_of(item)["authors"].replace("\n", "; ")
    if field == "editor":
        return fields_of({"author": item.get("editor", [])})["authors"].replace("\n", "; ")
    if field == "issued":
        return fields_of(item)["issued"]
    return str(item.get(field, "")) if field in TEXTS or field == "type" else ""


def _bare(words: str) -> str:
    """Return words without what programs write differently: signs, spaces, capitals."""
    return _NO_MATTER.sub("", words).casefold()
