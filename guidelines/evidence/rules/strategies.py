"""What is written of a search and of its strategy for one database."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from guidelines.errors import Invalid, sentence
from guidelines.evidence.rules.judgements import too_long

SEARCH_TEXTS: Mapping[str, int] = {"title": 300, "criteria": 4000, "note": 4000}
STRATEGY_TEXTS: Mapping[str, int] = {
    "database": 200, "platform": 200, "query": 50_000, "limits": 1000,
}  # fmt: skip
_FIRST = date(1900, 1, 1)


def checked_search(texts: Mapping[str, str]) -> dict[str, Any]:
    """Return title, criteria, note, and whether it is repeated, or raise `Invalid`."""
    values: dict[str, Any] = {name: texts.get(name, "").strip() for name in SEARCH_TEXTS}
    mistakes = too_long({name: (values[name], most) for name, most in SEARCH_TEXTS.items()})
    if not values["title"]:
        mistakes["title"] = sentence("Give the search a title, such as “Systematic search 2026”.")
    if mistakes:
        raise Invalid(mistakes)
    return {**values, "living": texts.get("living", "") == "yes"}


def checked_strategy(texts: Mapping[str, str], today: date) -> dict[str, Any]:
    """Return a strategy as it is stored, or raise `Invalid`.

    `query` stays as it was typed: a strategy must be repeatable, letter by letter.
    """
    values: dict[str, Any] = {name: texts.get(name, "").strip() for name in STRATEGY_TEXTS}
    values["query"] = texts.get("query", "").replace("\r\n", "\n").strip("\n")
    mistakes = too_long({name: (values[name], most) for name, most in STRATEGY_TEXTS.items()})
    if not values["database"]:
        mistakes["database"] = sentence("Name the database, such as MEDLINE.")
    if not values["query"].strip():
        mistakes["query"] = sentence("Paste the strategy as it was run.")
    try:
        values["searched_on"] = date.fromisoformat(texts.get("searched_on", "").strip())
    except ValueError:
        mistakes["searched_on"] = sentence("Give the day of the search, such as 2026-03-31.")
    else:
        if not _FIRST <= values["searched_on"] <= today:
            mistakes["searched_on"] = sentence("The day of the search cannot lie in the future.")
    hits = texts.get("hits", "").strip().replace(",", "").replace(" ", "")
    values["hits"] = None
    if hits.isascii() and hits.isdigit() and len(hits) < 9:
        values["hits"] = int(hits)
    elif hits:
        mistakes["hits"] = sentence("Give the number of records found, such as 412.")
    if mistakes:
        raise Invalid(mistakes)
    return values
