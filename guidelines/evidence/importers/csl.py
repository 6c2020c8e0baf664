"""CSL-JSON: a list of items, or one."""

import json
from collections.abc import Mapping
from typing import Any

from guidelines.errors import Invalid, sentence
from guidelines.evidence.importers.reading import Entry, Format, Reading
from guidelines.evidence.rules.items import clean_item, plain_text
from guidelines.evidence.rules.keys import check_key
from guidelines.evidence.rules.retractions import STATUS, Retraction, said_by_crossref


def read_csl(text: str) -> Reading:
    """Return the entries of a CSL-JSON text; raise `Invalid` when it is not JSON."""
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        raise Invalid(
            {"file": sentence("This file begins like CSL-JSON but is damaged. Export it again.")}
        ) from None
    return entries_from(rows, Format.CSL_JSON)


def entries_from(rows: object, format_: Format) -> Reading:
    """Return the items of `rows` as entries under their own keys."""
    if isinstance(rows, Mapping):
        rows = rows["items"] if isinstance(rows.get("items"), list) else [rows]
    reading = Reading(format_)
    seen: set[str] = set()
    for number, row in enumerate(rows if isinstance(rows, list) else [rows], start=1):
        label = f"no. {number}"
        if not isinstance(row, Mapping):
            reading.refuse(label, sentence("It is not a reference."))
            continue
        key = plain_text(str(row.get("id") or row.get("citation-key") or ""))
        label = key[:120] or label
        try:
            if key:
                check_key(key)
            if key in seen:
                raise Invalid({"entry": sentence("Its key stands in the file twice.")})
            reading.take(Entry(label, clean_item(row), key, _retraction(row)))
        except Invalid as invalid:
            reading.refuse(label, invalid.message)
        if key:
            seen.add(key)
    return reading


def _retraction(row: Mapping[str, Any]) -> Retraction | None:
    """Return what an item says of its retraction: as Crossref does, or by its status."""
    said = said_by_crossref(row)
    if said is None and str(row.get("status", "")).strip().lower() == STATUS:
        return Retraction()
    return said
