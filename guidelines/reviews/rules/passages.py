"""How a passage is found in a section, and how surely it is where it is said to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from guidelines.errors import Invalid, sentence
from guidelines.text.anchors import CONTEXT, Selector, make
from guidelines.text.blocks import split
from guidelines.text.carrying import shared
from guidelines.text.recommendations import parse

LONGEST_QUOTE = 2000


class Standing(StrEnum):
    """How sure it is where a passage stands in the text of today.

    There, the very words in another place, other words in its place, or nowhere any more.
    """

    THERE = "there"
    MOVED = "moved"
    REWORDED = "reworded"
    DETACHED = "detached"


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a section: the number of its block, and the words in it."""

    block: int
    selector: Selector


@dataclass(frozen=True, slots=True)
class BlockWords:
    """A block of a revision: its id, where it comes from, what is read of it."""

    id: str
    lineage: str
    plain: str


def became(old: Sequence[BlockWords], new: Sequence[BlockWords]) -> dict[int, int]:
    """Return which new block each old one is now: itself, else its only descendant."""
    same = {one.id: number for number, one in enumerate(new)}
    kin: dict[str, list[int]] = {}
    for number, one in enumerate(new):
        kin.setdefault(one.lineage, []).append(number)
    found = {}
    for number, one in enumerate(old):
        there = same.get(one.id)
        heirs = kin.get(one.lineage, [])
        if there is None and len(heirs) == 1:
            there = heirs[0]
        if there is not None:
            found[number] = there
    return found


def find_passage(
    quote: str, projections: Sequence[str], *, before: str = "", after: str = ""
) -> Passage:
    """Find the words that somebody selected or pasted, in one paragraph of a section.

    Where they stand several times, `before` and `after` (what stands beside them on the page)
    tell which are meant.

    Raises
    ------
    Invalid
        If they do not stand in one paragraph, or more than once.
    """
    words = " ".join(quote.split())
    if len(words) > LONGEST_QUOTE:
        raise Invalid({"quote": sentence("Choose a shorter passage.")})
    places = [
        (number, start)
        for number, text in enumerate(projections)
        for start in _starts(words, text)
    ]
    if not places:
        raise Invalid(
            {
                "quote": sentence(
                    "This passage is not in the section. Copy words of one paragraph as they "
                    "stand on the page, or leave this empty to speak of the whole section."
                )
            }
        )
    if len(places) > 1:
        places = _nearest(words, places, projections, before, after)
    if len(places) > 1:
        raise Invalid(
            {
                "quote": sentence(
                    "This stands in the section %(times)s times. Copy a few words more.",
                    times=len(places),
                )
            }
        )
    number, start = places[0]
    return Passage(number, make(projections[number], start, start + len(words)))


def _nearest(
    words: str,
    places: Sequence[tuple[int, int]],
    projections: Sequence[str],
    before: str,
    after: str,
) -> list[tuple[int, int]]:
    """Return the places whose surroundings are most like the given ones."""
    before, after = " ".join(before.split())[-CONTEXT:], " ".join(after.split())[:CONTEXT]

    def likeness(place: tuple[int, int]) -> int:
        text, start = projections[place[0]], place[1]
        ahead, behind = text[:start].rstrip(), text[start + len(words) :].lstrip()
        at_edges = (not before and not ahead) + (not after and not behind)
        return at_edges + shared(before[::-1], ahead[::-1]) + shared(after, behind)

    ranked = {place: likeness(place) for place in places}
    best = max(ranked.values())
    return [place for place in places if ranked[place] == best]


def whole_block(block: int, projections: Sequence[str]) -> Passage:
    """Return a block as a passage, or raise `Invalid` where nothing is to be read in it."""
    if not projections[block]:
        raise Invalid({"block": sentence("Choose a paragraph with words in it.")})
    return Passage(block, make(projections[block], 0, len(projections[block])))


def _starts(words: str, text: str) -> list[int]:
    found, at = [], text.find(words) if words else -1
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def recommendation_around(source: str, block: int) -> str:
    """Return the id of the recommendation in which a block of `source` stands, or nothing."""
    place = split(source)[block]
    for one in parse(source):
        if one.start <= place.start and place.end <= one.end:
            return one.id
    return ""
