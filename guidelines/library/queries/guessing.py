"""What somebody who found nothing probably meant: words of the library spelled nearly so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

from sqlalchemy import select

from guidelines.db import session
from guidelines.drafts.queries.orphatree import names_of
from guidelines.library.models import VolumeRecommendation
from guidelines.library.queries.catalogue import Catalogue, Chosen, Facet, catalogue
from guidelines.library.queries.searching import search
from guidelines.text.folding import words_of

SHORTEST = 4
PUNCTUATION = ".,;:!?()[]“”„\"'"
ALIKE = 0.8  # of 1: one letter of four may be another one, or too much
MOST_WORDS = 6  # of a longer search nobody mistyped only a letter
MOST_READ = 4000  # recommendations whose words are known


@dataclass(frozen=True, slots=True)
class Guess:
    """A search with words that exist, and how many versions it finds."""

    typed: str
    count: int


def guess(typed: str, chosen: Chosen) -> Guess | None:
    """Return the search that was probably meant; None without one that finds something.

    Only what everybody may read is looked at: nothing tells of what is not public yet.
    """
    if len(typed.split()) > MOST_WORDS:
        return None
    shelves = catalogue()
    known = _known(shelves)
    meant = " ".join(_nearest(chunk, known) for chunk in typed.split())
    if meant == " ".join(typed.split()):
        return None
    count = len(search(meant, chosen).versions)
    return Guess(meant, count) if count else None


def _nearest(chunk: str, known: Mapping[str, str]) -> str:
    """Return a word as it is known, or as it was typed where it is found or nothing is near."""
    words = words_of(chunk)
    if len(words) != 1 or len(words[0]) < SHORTEST or search(chunk, {}).versions:
        return chunk
    word = words[0]
    near = [
        one for one in known if abs(len(one) - len(word)) <= 2 and set(one[:2]) & set(word[:2])
    ]
    return next((known[one] for one in get_close_matches(word, near, 1, ALIKE)), chunk)


_held: list[tuple[Catalogue, Mapping[str, str]]] = []  # the words of the shelves as they are now


def _known(shelves: Catalogue) -> Mapping[str, str]:
    """Return the words of what is public, as they are compared and as they are written."""
    held = next((words for one, words in _held if one is shelves), None)
    if held is None:
        held = {
            folded[0]: word.lower().strip(PUNCTUATION)
            for text in _texts(shelves)
            for word in text.split()
            if len(folded := words_of(word)) == 1 and len(folded[0]) >= SHORTEST
        }
        _held[:] = [(shelves, held)]
    return held


def _texts(shelves: Catalogue) -> Iterator[str]:
    """Yield titles, names of diseases and recommendations; what comes last is written best."""
    volumes = {one.volume_id for one in shelves.listed.values()}
    rows = session.execute(select(VolumeRecommendation.volume_id, VolumeRecommendation.wording))
    yield from islice((row.wording for row in rows if row.volume_id in volumes), MOST_READ)
    for code in shelves.counts(Facet.DISEASE, shelves.everything):
        yield from names_of(code)
    yield from (one.title for one in shelves.listed.values())
