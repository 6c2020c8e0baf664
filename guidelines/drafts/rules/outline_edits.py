"""Where a section can go in the outline of a document, with what belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from guidelines.drafts.rules.manifest import Manifest, position
from guidelines.errors import Conflict, sentence
from guidelines.text.blocks import Kind, split

DEEPEST = 6
INTO_ITSELF = sentence("A section cannot go into itself. Choose another place.")
TOO_DEEP = sentence("This goes deeper than six levels. Choose a place further up.")
NOTHING_ABOVE = sentence("There is no section above under which this one could stand.")
AT_THE_TOP = sentence("This section stands at the highest level already.")


class Step(StrEnum):
    """One step of a section through the outline."""

    UP = "up"
    DOWN = "down"
    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the outline: behind which section (None: first), and at which level."""

    after: str | None
    level: int


def levels(manifest: Manifest) -> list[int]:
    """Return the level of each section; text before the first heading stands at the highest."""
    return [max(1, entry.depth) for entry in manifest]


def branch(manifest: Manifest, section_id: str) -> tuple[int, int]:
    """Return from where to where (exclusive) a section reaches with all that is below it."""
    first = position(manifest, section_id)
    depths = levels(manifest)
    last = first + 1
    while last < len(depths) and depths[last] > depths[first]:
        last += 1
    return first, last


def stepped(manifest: Manifest, section_id: str, step: Step) -> Place:
    """Return where one step leads; at the edge it leads nowhere.

    Raises `Conflict` where there is nothing to go under, or no higher level.
    """
    first, last = branch(manifest, section_id)
    depths = levels(manifest)
    own = depths[first]
    here = manifest[first - 1].section_id if first else None
    if step is Step.OUT:
        if own == 1 or not manifest[first].depth:
            raise Conflict(AT_THE_TOP)
        return Place(here, own - 1)
    if step is Step.IN:
        if not first or depths[first - 1] < own or not manifest[first].depth:
            raise Conflict(NOTHING_ABOVE)
        return Place(here, own + 1)
    if step is Step.UP:
        at = first - 1
        while at > 0 and depths[at] > own:
            at -= 1
        return Place(manifest[at - 1].section_id if at > 0 else None, own)
    if last == len(depths):
        return Place(here, own)
    beside = manifest[last].section_id
    if depths[last] == own:
        beside = manifest[branch(manifest, beside)[1] - 1].section_id
    return Place(beside, own)


def arranged(manifest: Manifest, section_id: str, place: Place) -> tuple[Manifest, int]:
    """Return the manifest with a section and all below it moved, and by how much it sinks.

    The level is as deep as wanted, but at most one below the section before it. The entries
    keep their old depths: their texts are shifted by whoever calls.
    """
    first, last = branch(manifest, section_id)
    moving = manifest[first:last]
    rest = (*manifest[:first], *manifest[last:])
    if any(entry.section_id == place.after for entry in moving):
        raise Conflict(INTO_ITSELF)
    at = 0 if place.after is None else position(rest, place.after) + 1
    above = levels(rest)[at - 1] if at else 0
    depths = levels(moving)
    level = max(1, min(place.level, max(above + 1, min(levels(manifest)))))
    shift = level - depths[0] if moving[0].depth else 0
    if max(depths) + shift > DEEPEST:
        raise Conflict(TOO_DEEP)
    return (*rest[:at], *moving, *rest[at:]), shift


def with_shifted_headings(source: str, shift: int) -> str:
    """Return a text with all its headings so many levels deeper; in a block they stay.

    Levels end at one and at six.
    """
    parts: list[str] = []
    at = 0
    for block in split(source):
        if block.kind is not Kind.HEADING or block.depth:
            continue
        level = max(1, min(DEEPEST, block.level + shift))
        parts += [source[at : block.start], _heading(block.text, level)]
        at = block.start + len(block.text)
    return "".join([*parts, source[at:]])


def _heading(text: str, level: int) -> str:
    """Return a heading at another level; one that is underlined gets number signs."""
    words = text.lstrip(" ")
    if words.startswith("#"):
        return "#" * level + words.lstrip("#")
    lines: Sequence[str] = text.split("\n")
    return f"{'#' * level} {' '.join(line.strip() for line in lines[:-1])}"
