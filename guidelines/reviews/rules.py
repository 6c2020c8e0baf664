"""What comments, their passages and their answers must satisfy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from guidelines.errors import Conflict, Invalid, NotAllowed, sentence
from guidelines.machine import Machine
from guidelines.text.anchors import Selector, carry, make
from guidelines.text.blocks import split
from guidelines.text.recommendations import parse

LONGEST = 8000


class ThreadState(StrEnum):
    """Where a comment stands."""

    OPEN = "open"
    ANSWERED = "answered"


class ThreadMove(StrEnum):
    """What can happen to it."""

    ANSWER = "answer"
    REOPEN = "reopen"


THREAD = Machine(
    name="comment",
    initial=ThreadState.OPEN,
    table={
        (ThreadState.OPEN, ThreadMove.ANSWER): ThreadState.ANSWERED,
        (ThreadState.ANSWERED, ThreadMove.REOPEN): ThreadState.OPEN,
    },
)


class Decision(StrEnum):
    """What the authors made of a comment."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_CHANGES = "accepted-with-changes"
    NOT_ACCEPTED = "not-accepted"


class SuggestionState(StrEnum):
    """Where a proposed replacement stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


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


def check_body(body: str, field: str = "body") -> None:
    """Raise `Invalid` for words that are none, or too many."""
    if not body.strip():
        raise Invalid({field: sentence("Write what you want to say.")})
    if len(body) > LONGEST:
        raise Invalid({field: sentence("Keep this to %(most)s characters.", most=LONGEST)})


def check_still_open(state: ThreadState) -> None:
    """Raise `Conflict` when somebody replies to what is answered."""
    if state is not ThreadState.OPEN:
        raise Conflict(sentence("This comment is answered. Reopen it to go on."))


def is_hidden(
    *, on_the_panel: bool, key: str, whole_section: bool, locked: Mapping[str, str], here: set[str]
) -> bool:
    """Tell whether named discussion is closed to a person while a vote is on.

    `locked` are the recommendations people vote on, `here` those of the thread's section: a
    comment on a whole section with one of them in it speaks of it too.
    """
    if not on_the_panel or not locked:
        return False
    return key in locked if key else whole_section and not here.isdisjoint(locked)


def check_not_hidden(hidden: bool) -> None:
    """Raise `NotAllowed` when a panel member would discuss by name what is being voted on."""
    if hidden:
        raise NotAllowed(
            sentence(
                "The panel is voting on this recommendation. Comments with names on it are closed "
                "to panel members until the round ends; the questionnaire has a field for yours."
            )
        )
