"""Rare diseases in their tree: what a disease is a kind of, and how other lists call it.

Source, licence (CC BY 4.0, Orphanet) and what is in each file: see `drafts/orphanet/SOURCE.md`.
"""

import gzip
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from guidelines.drafts.queries.orphacodes import condition_coded

FOLDER = Path(__file__).parents[1] / "orphanet"


@dataclass(frozen=True, slots=True)
class Alignment:
    """A code of another list for a disease.

    `relation` is kept as the source states it: E (the same), NTBT (the disease is narrower than
    the code), BTNT (it is broader); empty where the source states none. `uri` is the number of
    the entry in the foundation of ICD-11.
    """

    system: str
    code: str
    relation: str = ""
    uri: str = ""


@dataclass(frozen=True, slots=True)
class Retired:
    """A code that is no longer in use: why, and the code to use now, if there is one."""

    code: str
    name: str
    reason: str
    target: str


@dataclass(frozen=True, slots=True)
class _Tree:
    parents: dict[str, tuple[str, ...]]
    children: dict[str, tuple[str, ...]]
    kinds: dict[str, str]


def _rows(name: str) -> list[list[str]]:
    text = gzip.decompress((FOLDER / name).read_bytes()).decode("utf-8")
    return [line.split("\t") for line in text.splitlines()]


@lru_cache(maxsize=1)
def _tree() -> _Tree:
    parents: dict[str, list[str]] = defaultdict(list)
    children: dict[str, list[str]] = defaultdict(list)
    kinds = {}
    for code, parent, _classification, kind in _rows("tree.tsv.gz"):
        kinds[code] = kind
        if code not in children[parent]:
            children[parent].append(code)
        if parent and parent not in parents[code]:
            parents[code].append(parent)
    ordered = {
        parent: tuple(sorted(found, key=lambda code: name_of(code).casefold()))
        for parent, found in children.items()
    }
    return _Tree({code: tuple(found) for code, found in parents.items()}, ordered, kinds)


@lru_cache(maxsize=1)
def _alignments() -> dict[str, tuple[Alignment, ...]]:
    found: dict[str, list[Alignment]] = defaultdict(list)
    for code, *alignment in _rows("alignments.tsv.gz"):
        found[code].append(Alignment(*alignment))
    return {code: tuple(rows) for code, rows in found.items()}


@lru_cache(maxsize=1)
def _foreign() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for code, language, name in _rows("foreign.tsv.gz"):
        found[code][language] = name
    return found


@lru_cache(maxsize=1)
def _retired() -> dict[str, Retired]:
    return {row[0]: Retired(*row) for row in _rows("retired.tsv.gz")}


def name_of(code: str) -> str:
    """Return the name of a disease, or its code where the list does not have it."""
    known = condition_coded(code)
    return known.name if known else f"ORPHA:{code}"


def roots() -> tuple[str, ...]:
    """Return the codes at the top of the tree."""
    return _tree().children.get("", ())


def parents_of(code: str) -> tuple[str, ...]:
    """Return the groups that a disease stands in, directly; it may be more than one."""
    return _tree().parents.get(code, ())


def children_of(code: str) -> tuple[str, ...]:
    """Return what stands directly below a disease or group, by name."""
    return _tree().children.get(code, ()) if code else ()


def ancestors_of(code: str) -> tuple[str, ...]:
    """Return everything above a disease, each code once, the nearest first."""
    found: dict[str, None] = {}
    waiting = list(parents_of(code))
    while waiting:
        one = waiting.pop(0)
        if one not in found and one != code:
            found[one] = None
            waiting += parents_of(one)
    return tuple(found)


def kind_of(code: str) -> str:
    """Return what kind of entry it is in the words of Orphanet; empty outside of the tree."""
    return _tree().kinds.get(code, "")


def alignments_of(code: str) -> tuple[Alignment, ...]:
    """Return the codes of other lists for a disease, by list."""
    return _alignments().get(code, ())


def foreign_names_of(code: str) -> dict[str, str]:
    """Return the name of a disease in other languages, by language code."""
    return dict(_foreign().get(code, {}))


def retired_code(code: str) -> Retired | None:
    """Return what became of a code that is no longer in use; None for every other."""
    return _retired().get(code)


def names_of(code: str) -> list[str]:
    """Return every name by which a disease is looked for: in all languages, codes included."""
    known = condition_coded(code)
    return [
        *((known.name, *known.synonyms) if known else ()),
        *foreign_names_of(code).values(),
        f"ORPHA {code}",
        f"ORPHA{code}",
        *(alignment.code for alignment in alignments_of(code)),
        *(old.name for old in _retired().values() if old.target == code),
    ]
