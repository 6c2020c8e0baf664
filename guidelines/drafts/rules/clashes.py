"""A save that meets another: merged by paragraph, or refused for a person to decide."""

from guidelines.errors import Conflict, sentence
from guidelines.text.merge import Clash, merge3

SAID = sentence(
    "Somebody else changed the same passage. Nothing is lost: compare both texts and decide."
)

UNKNOWN_BASE = sentence(
    "This page does not say which text it began with. Copy what you wrote and open it again."
)


class Clashing(Conflict):
    """Two people changed the same passage; it carries what the second one wrote.

    `base_id` and `theirs_id` are the revisions both began with and that is saved now; `note` is
    the message that came with the text.
    """

    def __init__(
        self,
        *,
        source: str,
        note: str,
        base_id: str,
        theirs_id: str,
        passages: tuple[Clash, ...],
    ) -> None:
        super().__init__(SAID)
        self.source, self.note = source, note
        self.base_id, self.theirs_id = base_id, theirs_id
        self.passages = passages


def merged(base: str, mine: str, theirs: str) -> tuple[str | None, tuple[Clash, ...]]:
    """Merge two texts made from `base`; None and the passages where a person must decide."""
    result = merge3(base, mine, theirs)
    return result.text, result.clashes


def preferring(base: str, winner: str, other: str) -> str:
    """Return both texts merged, with the passages of `winner` where they clash.

    Where that cannot be done without doubt, it is `winner` alone. It is what a person begins
    with, or chooses after having seen both; it is never saved by itself.
    """
    text, passages = merged(base, winner, other)
    bent, at = other, 0
    for passage in passages:
        found = bent.find(passage.theirs, at) if passage.theirs.strip() else -1
        if found < 0:
            return winner
        bent = bent[:found] + passage.ours + bent[found + len(passage.theirs) :]
        at = found + len(passage.ours)
    if passages:
        text, _still = merged(base, winner, bent)
    return winner if text is None else text
