"""Rare diseases as the library shows them: what is published on each, and its place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from guidelines.drafts.queries import orphatree
from guidelines.drafts.queries.orphacodes import condition_coded, conditions_called
from guidelines.library.queries.catalogue import Catalogue, Facet
from guidelines.text.folding import folded, words_of

MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Disease:
    """A disease or a group of diseases; `count` is how many of a set of versions are on it."""

    code: str
    name: str
    synonyms: tuple[str, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class Branch:
    """A disease in the tree with what stands below it, as far as something is published on it."""

    disease: Disease
    below: tuple["Branch", ...] = ()


def disease(code: str, count: int = 0) -> Disease:
    """Return a disease by its code, by which it is called where it is not in the list."""
    known = condition_coded(code)
    return Disease(code, orphatree.name_of(code), known.synonyms if known else (), count)


def is_known(code: str) -> bool:
    """Tell whether the list of diseases has a code."""
    return condition_coded(code) is not None


def by_name(codes: Iterable[str], counts: dict[str, int]) -> list[Disease]:
    """Return diseases by name, those of the codes that have something published on them."""
    found = [disease(code, counts[code]) for code in codes if counts.get(code)]
    return sorted(found, key=lambda one: folded(one.name))


def stated(shelves: Catalogue, among: int) -> list[Disease]:
    """Return the diseases that published versions name themselves, without the groups above."""
    own = {
        code
        for place, listed in shelves.listed.items()
        if among >> place & 1
        for code in listed.codes
    }
    return by_name(own, shelves.counts(Facet.DISEASE, among))


def tree(counts: dict[str, int]) -> tuple[Branch, ...]:
    """Return the tree of diseases, cut down to what has something published on it."""
    return _branches(orphatree.roots(), counts)


def _branches(codes: Sequence[str], counts: dict[str, int]) -> tuple[Branch, ...]:
    return tuple(
        Branch(disease(code, counts[code]), _branches(orphatree.children_of(code), counts))
        for code in codes
        if counts.get(code)
    )


def way_to(code: str) -> list[str]:
    """Return one way from the top of the tree to a disease, itself included."""
    way = [code]
    while parents := orphatree.parents_of(way[0]):
        way.insert(0, parents[0])
    return way


@lru_cache(maxsize=2000)
def _names(code: str) -> tuple[str, ...]:
    return tuple(f" {' '.join(words_of(name))}" for name in orphatree.names_of(code))


def meant(typed: str, counts: dict[str, int]) -> list[Disease]:
    """Return the diseases with something published on them whose name has all typed words."""
    asked = words_of(typed)
    if not asked or len("".join(asked)) < 3:
        return []
    found = []
    for code, count in counts.items():
        fitting = [len(name) for name in _names(code) if all(f" {word}" in name for word in asked)]
        if fitting:
            found.append((min(fitting), code, count))
    return [disease(code, count) for _length, code, count in sorted(found)[:MOST_NAMED]]


def without_guideline(typed: str, counts: dict[str, int]) -> list[Disease]:
    """Return diseases of the list that are called so, though nothing is published on them."""
    return [
        disease(one.code) for one in conditions_called(typed[:100]) if not counts.get(one.code)
    ][:MOST_NAMED]
