"""How a passage is found in a section, and where it stands in a later text."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from guidelines.errors import Invalid, sentence
from guidelines.text.anchors import Selector, carry, make
from guidelines.text.blocks import split
from guidelines.text.recommendations import parse


class Standing(StrEnum):
    """How sure it is where a passage stands in the text of today."""

    THERE = "there"
    MOVED = "moved"
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


def find_passage(quote: str, projections: Sequence[str]) -> Passage:
    """Find the words that somebody selected or pasted, exactly once in a section.

    Raises
    ------
    Invalid
        If they do not stand in one paragraph, or more than once.
    """
    words = " ".join(quote.split())
    if len(words) > 2000:
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


def stands(
    selector: Selector, block_id: str, old: Sequence[BlockWords], new: Sequence[BlockWords]
) -> tuple[Standing, int | None]:
    """Say where a passage of an old revision stands in a new one: how surely, in which block."""
    places = [number for number, one in enumerate(old) if one.id == block_id]
    if not places:
        return Standing.DETACHED, None
    block = places[0]
    same = [number for number, one in enumerate(new) if one.id == block_id]
    kin = [number for number, one in enumerate(new) if one.lineage == old[block].lineage]
    mapped = same[0] if same else kin[0] if len(kin) == 1 else None
    place = carry(selector, block, [one.plain for one in old], [one.plain for one in new], mapped)
    if place is None:
        return Standing.DETACHED, None
    return (Standing.THERE if same and place.block == same[0] else Standing.MOVED), place.block
