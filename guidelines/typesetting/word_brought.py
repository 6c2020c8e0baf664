"""What a Word file brings: proposals, comments, and what has no place."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from guidelines.typesetting.word_model import Change, ChangeKind, Remark
from guidelines.typesetting.word_sources import Replacement


class Reason(StrEnum):
    """Why something of a file has no place in the text."""

    GENERATED = "generated"
    FORMAT = "format"
    OUTSIDE = "outside"
    OBJECT = "object"
    NO_PLACE = "no-place"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A replacement in the source of a block: who, when, and which elements it stands for.

    `is_untracked` tells that Word did not track it. `move` names the move whose half it is.
    """

    block: str
    replacement: Replacement
    author: str
    at: dt.datetime | None
    changes: tuple[Change, ...]
    move: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A comment with its replies, and the words it is about: positions in what is read of a block.

    `block` is empty where it stands outside of the text. `start` and `stop` are equal where it is
    about the block as a whole.
    """

    remark: Remark
    replies: tuple[Remark, ...]
    block: str
    start: int = 0
    stop: int = 0


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Something that has no place in the text, with its words."""

    reason: Reason
    author: str
    at: dt.datetime | None
    before: str
    after: str
    changes: tuple[Change, ...] = ()


@dataclass(slots=True)
class Returned:
    """What a file brought."""

    proposals: list[Proposal] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    nothing: list[Change] = field(default_factory=list)
    generated: int = 0
    lost: int = 0

    def arrived(self, *kinds: ChangeKind) -> int:
        """Return how many elements of some kinds are accounted for."""
        found = {
            change.number
            for changes in (
                *(one.changes for one in self.proposals),
                *(one.changes for one in self.unplaced),
                tuple(self.nothing),
            )
            for change in changes
            if change.kind in kinds
        }
        return len(found)
