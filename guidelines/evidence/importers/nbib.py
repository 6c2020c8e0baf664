"""PubMed's own format (nbib, MEDLINE), which often comes in a file named .ris.

Source: https://www.nlm.nih.gov/bsd/mms/medlineelements.html
"""

import re
from collections import defaultdict
from typing import Any

from guidelines.errors import Invalid, sentence
from guidelines.evidence.importers.reading import Entry, Format, Reading
from guidelines.evidence.rules.items import clean_item, date_from, name_from
from guidelines.evidence.rules.retractions import said_by_pubmed

_LINE = re.compile(r"([A-Z]{2,4}) {0,2}- ?(.*)")
_NOTICE = sentence("It is the notice of a retraction, not a study of its own.")
_FIELDS = {"title": "TI", "volume": "VI", "issue": "IP", "page": "PG", "abstract": "AB"}


def read_nbib(text: str) -> Reading:
    """Return the entries of a PubMed export; records are parted by empty lines."""
    reading = Reading(Format.NBIB)
    number = 0
    for record in re.split(r"\n[ \t]*\n", text):
        fields = _fields(record)
        if not fields:
            continue
        number += 1
        label = f"PMID {fields['PMID'][0]}" if fields.get("PMID") else f"no. {number}"
        try:
            if not fields.get("TI") and not fields.get("BTI"):
                raise Invalid({"entry": sentence("It has no title.")})
            said = said_by_pubmed(fields.get("PT", []), fields.get("RIN", []))
            reading.take(Entry(label, clean_item(_item(fields)), retraction=said))
            if fields.get("ROF"):
                reading.remark(label, _NOTICE)
        except Invalid as invalid:
            reading.refuse(label, invalid.message)
    return reading


def _fields(record: str) -> dict[str, list[str]]:
    """Return the values of a record by tag; a line that is set in goes on with the last value."""
    fields: dict[str, list[str]] = defaultdict(list)
    tag = ""
    for line in record.splitlines():
        match = _LINE.match(line)
        if match:
            tag = match[1]
            fields[tag].append(match[2].strip())
        elif tag and line.startswith(" "):
            fields[tag][-1] = f"{fields[tag][-1]} {line.strip()}".strip()
    return fields


def _item(fields: dict[str, list[str]]) -> dict[str, Any]:
    book = "BTI" in fields
    item: dict[str, Any] = {"type": "chapter" if book else "article-journal"}
    for name, tag in _FIELDS.items():
        if fields.get(tag):
            item[name] = fields[tag][0]
    item["title"] = item.get("title", "").removesuffix(".") or fields["BTI"][0].removesuffix(".")
    item["container-title"] = next(
        (fields[tag][0] for tag in ("JT", "BTI", "TA") if fields.get(tag)), ""
    )
    if fields.get("TA"):
        item["container-title-short"] = fields["TA"][0]
    item["author"] = [name_from(name) for name in fields.get("FAU", [])] or [
        _short_name(name) for name in fields.get("AU", [])
    ]
    item["author"] += [{"literal": name} for name in fields.get("CN", [])]
    if fields.get("DP"):
        item["issued"] = date_from(fields["DP"][0])
    item["PMID"] = fields["PMID"][0] if fields.get("PMID") else ""
    item["PMCID"] = fields["PMC"][0] if fields.get("PMC") else ""
    for value in (*fields.get("LID", []), *fields.get("AID", [])):
        if value.endswith("[doi]"):
            item["DOI"] = value.removesuffix("[doi]").strip()
            break
    return item


def _short_name(name: str) -> dict[str, str]:
    """Return a CSL name for ``Smith JA``."""
    family, _space, initials = name.rpartition(" ")
    return {"family": family, "given": initials} if family else {"literal": name}
