"""Which block of a new text is which block of the old one."""

from collections.abc import Sequence
from dataclasses import dataclass

from guidelines.text.blocks import Block
from guidelines.text.diff import aligned
from guidelines.text.pairing import paired


@dataclass(frozen=True, slots=True)
class Descent:
    """Where a block comes from: the number of the old block, and whether it is unchanged.

    `old` is None for a block that is new.
    """

    old: int | None
    unchanged: bool = False


def descents(old: Sequence[Block], new: Sequence[Block]) -> list[Descent]:
    """Return for each new block where it comes from.

    Unchanged blocks are found by their text; what was moved unchanged is found as well. A
    changed block descends from the old one at its place that is most like it.
    """
    found: list[Descent] = [Descent(None)] * len(new)
    if not old:
        return found
    gone: dict[str, list[int]] = {}
    i = j = 0
    for same, olds, news in aligned(old, new):
        if same:
            for k, (a, b) in enumerate(zip(olds, news, strict=True)):
                found[j + k] = Descent(i + k, a.text == b.text)
        else:
            pairs = dict(paired(olds, news))
            for left, right in pairs.items():
                found[j + right] = Descent(i + left)
            for left, block in enumerate(olds):
                if left not in pairs:
                    gone.setdefault(block.text, []).append(i + left)
        i, j = i + len(olds), j + len(news)
    for number, block in enumerate(new):
        if found[number].old is None and (places := gone.get(block.text)):
            found[number] = Descent(places.pop(0), True)
    return found
