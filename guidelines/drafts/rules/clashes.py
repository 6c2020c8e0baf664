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
