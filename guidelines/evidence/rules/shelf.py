"""What is kept beside a reference so that thousands of them are found, sorted and compared fast.

All of it is derived from the CSL item and can be made again at any time.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from guidelines.evidence.rules.items import doi_of, in_words

RETRACTED = "retracted"
_MARKUP = re.compile(r"^\W*retracted\b[^:\]]*[:\]]|</?\w+>", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_ALIKE = 0.6
_SMALL = frozenset(["a", "an", "and", "in", "of", "on", "or", "the", "to", "with"])


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a reference stands: what it is searched, sorted and compared by.

    `search_text` holds folded words; `twin` is the same for two entries of one source that carry
    no common number, and empty where there is too little to tell.
    """

    doi: str
    pmid: str
    kind: str
    title: str
    people: str
    year: int | None
    search_text: str
    twin: str
    retracted: bool


def filed(csl: Mapping[str, Any]) -> Filed:
    """Return where the source of a CSL item stands in a library."""
    words = in_words(csl)
    family = first_family(csl)
    year = int(words["year"]) if words["year"].isdigit() else None
    doi, pmid = doi_of(csl), str(csl.get("PMID", ""))[:20]
    searched = (
        _all_families(csl), words["title"], words["year"], str(csl.get("container-title", "")),
        str(csl.get("container-title-short", "")), doi, pmid,
    )  # fmt: skip
    return Filed(
        doi=doi,
        pmid=pmid,
        kind=str(csl.get("type", "document"))[:40],
        title=fold(words["title"])[:300],
        people=fold(family)[:100],
        year=year,
        search_text=fold(" ".join(searched))[:4_000],
        twin=_twin(words["title"], family),
        retracted=csl.get("status") == RETRACTED,
    )


def fold(text: str) -> str:
    """Return `text` without accents and capitals: what a hurried person types."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ø", "o").replace("ł", "l"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def first_family(csl: Mapping[str, Any]) -> str:
    """Return the family name of the first author or editor, or an empty string."""
    people = csl.get("author") or csl.get("editor") or []
    first = people[0] if people else {}
    return str(first.get("family") or first.get("literal") or "")


class Searched(Protocol):
    """A reference as a search finds it."""

    key: str
    doi: str
    pmid: str
    title: str
    people: str
    year: int | None
    search_text: str


def rank(words: Sequence[str], row: Searched) -> tuple[int, int, int, str]:
    """Return what sorts the answers to a search: the key first, then authors, then titles.

    `words` are folded. Smaller comes first; newer sources come first among equals.
    """
    first, typed, key = words[0], " ".join(words), row.key.casefold()
    if typed in (key, row.doi, row.pmid):
        place = 0
    elif row.people.startswith(first):
        place = 1
    elif key.startswith(first) or row.title.startswith(first):
        place = 2
    else:
        begun = f" {row.search_text}"
        place = 3 if all(f" {word}" in begun for word in words) else 4
    inside = sum(word in row.title or word in row.people for word in words)
    return place, -inside, -(row.year or 0), row.key


def other_source(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether two items are surely not the same source, although they share a key."""
    if doi_of(one) and doi_of(one) == doi_of(other):
        return False
    if one.get("PMID") and one.get("PMID") == other.get("PMID"):
        return False
    first, second = (set(_WORD.findall(fold(str(item.get("title", ""))))) for item in (one, other))
    if not first or not second:
        return False
    return len(first & second) / min(len(first), len(second)) < _ALIKE


def _all_families(csl: Mapping[str, Any]) -> str:
    people = [*csl.get("author", []), *csl.get("editor", [])][:200]
    return " ".join(str(one.get("family") or one.get("literal") or "") for one in people)


def _twin(title: str, family: str) -> str:
    """Return title and first author without what programs write differently."""
    words = [word for word in _WORD.findall(fold(_MARKUP.sub("", title))) if word not in _SMALL]
    if len(words) < 3:
        return ""
    name = "".join(_WORD.findall(fold(family)))
    return f"{''.join(words)[:200]}|{name[:40]}"
