"""Retractions: what says that a source was withdrawn, wherever it is said."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from guidelines.evidence.rules.items import date_from, date_words

STATUS = "retracted"
_IN_TITLE = re.compile(
    r"^\W*(?:retracted(?: article| chapter| paper)?)\s*[:\]\-–—]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Retraction:
    """When a source was retracted (a year or a date, may be empty) and where that is said."""

    on: str = ""
    source: str = ""


def said_by_title(item: Mapping[str, Any]) -> Retraction | None:
    """Return the retraction that publishers write before a title: ``RETRACTED: …``."""
    if _IN_TITLE.match(str(item.get("title", ""))):
        return Retraction(source="Title")
    return None


def said_by_pubmed(kinds: Iterable[str], notices: Iterable[str]) -> Retraction | None:
    """Return the retraction of a PubMed record, from its kinds (PT) and its notices (RIN).

    Source: https://www.nlm.nih.gov/bsd/mms/medlineelements.html
    """
    notice = next(iter(notices), "")
    if not notice and "retracted publication" not in {kind.lower() for kind in kinds}:
        return None
    year = re.search(r"\b(?:19|20)\d{2}(?: [A-Z][a-z]{2}(?: \d{1,2})?)?", notice)
    on = date_words({"issued": date_from(year.group())}) if year else ""
    return Retraction(on=on, source=f"PubMed: {notice}"[:300] if notice else "PubMed")


def said_by_crossref(work: Mapping[str, Any]) -> Retraction | None:
    """Return the retraction of a Crossref record, from the updates that it names.

    Source: https://www.crossref.org/documentation/crossmark/ (``updated-by``).
    """
    updates = work.get("updated-by")
    for update in updates if isinstance(updates, list) else []:
        if isinstance(update, Mapping) and update.get("type") == "retraction":
            parts = update.get("updated")
            date = parts.get("date-parts", [[]]) if isinstance(parts, Mapping) else [[]]
            numbers = [str(number) for number in (date[0] if date else []) if number]
            on = "-".join(f"{int(n):02d}" if i else n for i, n in enumerate(numbers[:3]))
            return Retraction(on=on, source=f"doi:{update.get('DOI', '')}"[:300])
    return None
