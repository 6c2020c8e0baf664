"""The life of a safety notice, as one table.

What readers see only grows by one person's word, and only shrinks by two persons': the chair or
an approver may show a notice at once, and a second person confirms it while readers see it
already; nobody takes it away alone.
"""

from enum import StrEnum

from guidelines.machine import Machine
from guidelines.publishing.rules.naming import parts_of


class NoticeState(StrEnum):
    """Where a safety notice stands."""

    PROPOSED = "proposed"
    STANDING = "standing"
    LIFTING = "lifting"
    LIFTED = "lifted"
    REFUSED = "refused"


class NoticeMove(StrEnum):
    """What can happen to a safety notice."""

    SHOW = "show"
    CONFIRM = "confirm"
    REFUSE = "refuse"
    ASK_LIFT = "ask-lift"
    KEEP = "keep"
    NARROW = "narrow"
    LIFT = "lift"


NOTICE = Machine(
    name="safety notice",
    initial=NoticeState.PROPOSED,
    table={
        # one person at once, while the second is still to confirm
        (NoticeState.PROPOSED, NoticeMove.SHOW): NoticeState.STANDING,
        (NoticeState.PROPOSED, NoticeMove.CONFIRM): NoticeState.STANDING,
        (NoticeState.PROPOSED, NoticeMove.REFUSE): NoticeState.REFUSED,
        (NoticeState.STANDING, NoticeMove.CONFIRM): NoticeState.STANDING,
        (NoticeState.STANDING, NoticeMove.ASK_LIFT): NoticeState.LIFTING,
        (NoticeState.LIFTING, NoticeMove.KEEP): NoticeState.STANDING,
        # it stays on the versions before the corrected one
        (NoticeState.LIFTING, NoticeMove.NARROW): NoticeState.STANDING,
        (NoticeState.LIFTING, NoticeMove.LIFT): NoticeState.LIFTED,
    },
)
# Readers see a notice until it is lifted: also while somebody asks for that.
SHOWN = (NoticeState.STANDING, NoticeState.LIFTING)
LONGEST_TEXT = 1500
LONGEST_REASON = 1000


def is_concerned(number: str, corrected_in: str) -> bool:
    """Tell whether a notice concerns the published version `number`.

    It concerns every one, later ones too, until it is said in which one the error is corrected.
    """
    return not corrected_in or parts_of(number) < parts_of(corrected_in)
