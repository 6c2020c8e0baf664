"""The words that the finished forms print by themselves, in the language of the document."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from babel import Locale
from babel.numbers import get_decimal_symbol

LABELS = Path(__file__).parents[2] / "exports" / "labels"
NO_LABELS = (
    "There are no words yet for headings such as “References” in the language “{}” of this text: "
    "they are printed in English."
)
FACTS_IN_ENGLISH = (
    "Headings and labels are printed in the language of this text; the account of how it was "
    "made and the statements on interests are printed as they are kept, in English."
)
_FALLBACK = "en"
_ALIASES = {"type:evidence": "type:evidence-based", "type:consensus": "type:consensus-based"}


def labels_in(language: str) -> Mapping[str, str]:
    """Return the labels of a language such as ``da`` or ``pt-BR``; English where it has none."""
    return _read(language_of_labels(language))


def language_of_labels(language: str) -> str:
    """Return the language in which a document's labels are printed: its own or English."""
    code = language.lower().partition("-")[0]
    return code if code in _known() else _FALLBACK


def decimal_sign(language: str) -> str:
    """Return what parts the decimals of a number from its whole, where the labels are printed."""
    return get_decimal_symbol(Locale.parse(language_of_labels(language)))


def remarks(language: str) -> list[str]:
    """Return what the author of a text in another language than English should know of labels."""
    if language.lower().partition("-")[0] == _FALLBACK:
        return []
    if language_of_labels(language) == _FALLBACK:
        return [NO_LABELS.format(language)]
    return [FACTS_IN_ENGLISH]


@cache
def _known() -> frozenset[str]:
    return frozenset(path.stem for path in LABELS.glob("*.json"))


@cache
def _read(code: str) -> Mapping[str, str]:
    words: dict[str, str] = json.loads((LABELS / f"{code}.json").read_text("utf-8"))
    return MappingProxyType(words | {name: words[same] for name, same in _ALIASES.items()})


_REASONS = ("strength-reason", "certainty-reason")
# The four filled or open circles that readers know from GRADE
_CIRCLES = {"high": 4, "moderate": 3, "low": 2, "very-low": 1}


def value(labels: Mapping[str, str], field: str, code: str) -> str:
    """Return how the `code` of a short field is printed; an unknown code reads as itself."""
    if not code:
        return ""
    known = labels.get(f"{field}:{code}")
    return known if known is not None else code.replace("-", " ").capitalize()


def circles(certainty: str) -> int:
    """Return how many of four circles stand for a certainty, 0 for an unknown one."""
    return _CIRCLES.get(certainty, 0)


def reasons(labels: Mapping[str, str], fields: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the reasons that a recommendation gives for its grading, each under its title."""
    return [(labels[name], text) for name in _REASONS if (text := fields.get(name, "").strip())]


def standing(labels: Mapping[str, str], fields: Mapping[str, str]) -> str:
    """Return what a box says of status, off-label use and last search, as one line."""
    said = [value(labels, "status", fields.get("status", "").strip())]
    if fields.get("off-label", "").strip() == "yes":
        said.append(labels["off-label:yes"])
    if searched := fields.get("last-search", "").strip():
        said.append(labels["last-search"].format(searched))
    return " · ".join(word for word in said if word)
