"""CSL items from outside, brought into shape: known fields only, of the right kind."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from guidelines.errors import Invalid, sentence

_TYPE_WORDS = (
    "article article-journal article-magazine article-newspaper bill book broadcast chapter "
    "classic collection dataset document entry entry-dictionary entry-encyclopedia event figure "
    "graphic hearing interview legal_case legislation manuscript map motion_picture "
    "musical_score pamphlet paper-conference patent performance periodical "
    "personal_communication post post-weblog regulation report review review-book software song "
    "speech standard thesis treaty webpage"
)
TYPES = frozenset(_TYPE_WORDS.split())
FORM_TEXTS = (
    "title", "container-title", "volume", "issue", "page", "publisher", "DOI", "PMID", "URL",
)  # fmt: skip
NAMES = (
    "author", "editor", "translator", "collection-editor", "container-author", "director",
)  # fmt: skip
DATES = ("issued", "accessed", "event-date", "original-date", "submitted")
_TEXT_WORDS = (
    "abstract annote archive archive_location authority call-number chapter-number citation-label "
    "collection-number collection-title container-title container-title-short dimensions DOI "
    "edition event event-place event-title genre ISBN ISSN issue jurisdiction keyword language "
    "license medium note number number-of-pages number-of-volumes original-publisher "
    "original-title page page-first part-number PMCID PMID publisher publisher-place references "
    "reviewed-title scale section source status supplement title title-short URL version "
    "volume volume-title"
)
TEXTS = frozenset(_TEXT_WORDS.split())
_ALIASES = {"journalAbbreviation": "container-title-short", "shortTitle": "title-short"}
_NAME_PARTS = (
    "family", "given", "literal", "suffix", "dropping-particle", "non-dropping-particle",
)  # fmt: skip
_LONGEST = {"abstract": 20_000, "note": 5_000, "annote": 5_000}
DOI = re.compile(r"10\.\d{4,9}/\S+")
MARKUP = re.compile(r"</?(?:i|b|em|strong|sup|sub|sc|span)(?: [^<>]*)?>", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def clean_item(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return `raw` as a CSL item without its id: unknown fields dropped, text made plain.

    Raises
    ------
    Invalid
        With one sentence, when a field cannot be what it says, or nothing names the source.
    """
    item: dict[str, Any] = {"type": _type(raw.get("type"))}
    for name, value in raw.items():
        field = _ALIASES.get(name, name)
        if value is None or value in ("", [], {}):
            continue
        if field in TEXTS:
            text = _text(field, value)
            if text:
                item[field] = text
        elif field in NAMES:
            item[field] = _names(field, value)
        elif field in DATES:
            date = _date(field, value)
            if date:
                item[field] = date
    if "URL" in item and urlsplit(item["URL"]).scheme not in {"http", "https"}:
        del item["URL"]
    doi = DOI.search(item.get("DOI", ""))
    if doi:
        item["DOI"] = doi.group().rstrip(".,;")
    elif found := doi_of(item):
        item["DOI"] = found
    if not any(name in item for name in ("title", "DOI", "URL", "PMID")):
        raise Invalid({"entry": sentence("It has neither a title nor a DOI nor an address.")})
    return item


def doi_of(item: Mapping[str, Any]) -> str:
    """Return the DOI of a CSL item without its address, in lower case, or an empty string."""
    for name in ("DOI", "URL"):
        match = DOI.search(str(item.get(name, "")))
        if match and (name == "DOI" or "doi.org/" in str(item[name])):
            return match.group().rstrip(".,;").lower()[:300]
    return ""


def identity(item: Mapping[str, Any]) -> list[str]:
    """Return what makes a source the same, surest first; title and year only without a number."""
    signs = []
    if doi := doi_of(item):
        signs.append(f"doi {doi}")
    if item.get("PMID"):
        signs.append(f"pmid {item['PMID']}")
    if not signs:
        title = "".join(re.findall(r"\w+", str(item.get("title") or item.get("URL", "")))).lower()
        signs.append(f"title {title} {date_words(item)[:4]}")
    return signs


def plain_text(text: str) -> str:
    """Return `text` in NFC on one line, without control and direction signs."""
    return " ".join(_CONTROL.sub("", unicodedata.normalize("NFC", text)).split())


def _type(value: object) -> str:
    if not isinstance(value, str) or not value:
        return "document"
    return value if value in TYPES else "document"


def _text(field: str, value: object) -> str:
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = "; ".join(value)  # what Crossref does
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Invalid({"entry": sentence("Its field “%(field)s” is not a text.", field=field)})
    text = plain_text(str(value))
    most = _LONGEST.get(field, 2_000)
    if len(text) > most:
        if field in _LONGEST:
            return text[: most - 1] + "…"
        raise Invalid(
            {
                "entry": sentence(
                    "Its field “%(field)s” has more than %(most)s characters.",
                    field=field,
                    most=most,
                )
            }
        )
    return text


def _names(field: str, value: object) -> list[dict[str, str]]:
    people = value if isinstance(value, list) else [value]
    found = []
    for person in people[:2_000]:
        if isinstance(person, str):
            person = {"literal": person}
        if not isinstance(person, Mapping):
            raise Invalid(
                {"entry": sentence("Its field “%(field)s” is not a list of names.", field=field)}
            )
        parts = {
            part: plain_text(str(person[part]))[:300]
            for part in _NAME_PARTS
            if isinstance(person.get(part), str) and person[part].strip()
        }
        if parts:
            found.append(parts)
    return found


def _date(field: str, value: object) -> dict[str, Any] | None:
    if isinstance(value, str | int):
        value = {"raw": str(value)}
    if not isinstance(value, Mapping):
        raise Invalid({"entry": sentence("Its field “%(field)s” is not a date.", field=field)})
    parts = value.get("date-parts")
    if parts:
        return {"date-parts": _date_parts(field, parts)}
    words = plain_text(str(value.get("raw") or value.get("literal") or ""))[:100]
    return date_from(words) if words else None


def _date_parts(field: str, parts: object) -> list[list[int]]:
    try:
        numbers = [
            [int(number) for number in date if str(number).strip()][:3]
            for date in parts  # type: ignore[attr-defined]
        ]
        dates = [date for date in numbers if date][:2]
    except (TypeError, ValueError):
        dates = []
    if not dates or not all(_possible(*date) for date in dates):
        raise Invalid({"entry": sentence("Its field “%(field)s” is not a date.", field=field)})
    return dates


def _possible(year: int, month: int = 1, day: int = 1) -> bool:
    # Seasons are written as months 13 to 24 by some programs.
    return -3000 < year < 3000 and 1 <= month <= 24 and 1 <= day <= 31


_MONTH_WORDS = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_MONTH_WORDS.split(), start=1)}
_WORDED = re.compile(
    r"(?P<year>\d{4})[\s/-]*(?:(?P<name>[A-Za-z]{3})[a-z]*|(?P<month>\d{1,2})(?!\d))?"
    r"[\s/-]*(?P<day>\d{1,2})?(?!\d)"
)


def date_from(words: str) -> dict[str, Any]:
    """Return a CSL date for ``2020 Feb 3``, ``2024/06/24`` or ``2019``; else the words."""
    match = _WORDED.search(words)
    if match is None:
        return {"literal": words}
    month = _MONTHS.get((match["name"] or "").lower(), int(match["month"] or 0))
    date = [int(match["year"])]
    if 1 <= month <= 12:
        date.append(month)
        if match["day"] and 1 <= int(match["day"]) <= 31:
            date.append(int(match["day"]))
    return {"date-parts": [date]}


def name_from(words: str) -> dict[str, str]:
    """Return a CSL name for ``Smith, Jo``; a name without a comma stays as it is."""
    family, comma, given = (part.strip() for part in words.partition(","))
    given = "" if given.lower() == "null" else given  # what some programs write for nothing
    if not comma:
        return {"literal": family}
    return {"family": family, **({"given": given} if given else {})}


def fields_of(item: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields of an item as they stand in a form."""
    fields = {name: str(item.get(name, "")) for name in FORM_TEXTS}
    fields["type"] = str(item.get("type", "document"))
    fields["issued"] = date_words(item)
    fields["authors"] = "\n".join(_name_words(name) for name in item.get("author", []))
    return fields


def item_from_fields(fields: Mapping[str, str], before: Mapping[str, Any]) -> dict[str, Any]:
    """Return the item that a form describes; what the form does not show stays as it was.

    Raises
    ------
    Invalid
        If the source cannot be recognised by a title, a DOI or an address.
    """
    item = dict(before)
    for name in (*FORM_TEXTS, "type"):
        item[name] = fields.get(name, "").strip()
    if fields.get("issued", "").strip() != date_words(before):
        item["issued"] = fields.get("issued", "").strip()
    if fields.get("authors", "") != fields_of(before)["authors"]:
        lines = [line for line in fields.get("authors", "").splitlines() if line.strip()]
        item["author"] = [name_from(line.strip()) for line in lines]
    return clean_item(item)


def date_words(item: Mapping[str, Any]) -> str:
    """Return the date of an item as ``2020-02-03``, ``2020-02`` or ``2020``, or its words."""
    issued = item.get("issued") or {}
    if issued.get("date-parts"):
        year, *rest = issued["date-parts"][0]
        return "-".join([str(year), *(f"{number:02d}" for number in rest)])
    return str(issued.get("literal", ""))


def in_words(item: Mapping[str, Any]) -> dict[str, str]:
    """Return what a list shows of an item: people, year, title, where it appeared."""
    people = [_short_words(name) for name in item.get("author") or item.get("editor") or []]
    shown = people if len(people) <= 4 else [*people[:3], "et al."]
    volume = str(item.get("volume", ""))
    if item.get("issue"):
        volume += f"({item['issue']})"
    if item.get("page"):
        volume += f":{item['page']}"
    journal = str(item.get("container-title") or item.get("publisher") or "")
    return {
        "people": ", ".join(shown),
        "year": date_words(item)[:4] if (item.get("issued") or {}).get("date-parts") else "",
        "title": MARKUP.sub("", str(item.get("title", ""))) or str(item.get("URL", "")),
        "where": " ".join(part for part in (journal, volume) if part),
    }


def _name_words(name: Mapping[str, str]) -> str:
    family = " ".join(name[part] for part in ("non-dropping-particle", "family") if name.get(part))
    if not family:
        return str(name.get("literal") or name.get("given", ""))
    return f"{family}, {name['given']}" if name.get("given") else family


def _short_words(name: Mapping[str, str]) -> str:
    words = _name_words(name)
    family, comma, given = words.partition(", ")
    initials = "".join(part[0] for part in re.split(r"[\s.-]+", given) if part)
    return f"{family} {initials}" if comma else family
