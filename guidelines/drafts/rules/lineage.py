"""Which block of a new text is which block of the old one."""

from collections.abc import Sequence
from dataclasses import dataclass

from guidelines.text.blocks import Block
from guidelines.text.diff import aligned
from guidelines.text.pairing import followed, paired


@dataclass(frozen=True, slots=True)
class Descent:
    """Where a block comes from: the number of the old block, and whether it is unchanged.

    `old` is None for a block that is new.
    """

    old: int | None
    unchanged: bool = False


def descents(old: Sequence[Block], new: Sequence[Block]) -> list[Descent]:
    """Return for each new block where it comes from.

    Unchanged blocks are found by their text, also where they were moved. A changed block
    descends from the old one at its place that is most like it; one that was moved and changed,
    from an old one that went and is very much like it.
    """
    found: list[Descent] = [Descent(None)] * len(new)
    if not old:
        return found
    gone: dict[str, list[int]] = {}
    i = j = 0
    for same, olds, news in aligned(old, new):
        if same:
            for k, (one, other) in enumerate(zip(olds, news, strict=True)):
                found[j + k] = Descent(i + k, one.text == other.text)
        else:
            pairs = dict(paired(olds, news))
            for a, b in pairs.items():
                found[j + b] = Descent(i + a)
            for a, block in enumerate(olds):
                if a not in pairs:
                    gone.setdefault(block.text, []).append(i + a)
        i, j = i + len(olds), j + len(news)
    for number, block in enumerate(new):
        if found[number].old is None and (places := gone.get(block.text)):
            found[number] = Descent(places.pop(0), True)
    rest = [place for left in gone.values() for place in left]
    fresh = [number for number, one in enumerate(found) if one.old is None]
    for a, b in followed([old[place] for place in rest], [new[number] for number in fresh]):
        found[fresh[b]] = Descent(rest[a])
    return found
