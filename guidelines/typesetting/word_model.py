"""What is read of a Word file that comes back: its paragraphs with who changed what in them.

Three readings lie in one text: before the tracked changes (all but insertions), after them (all
but deletions), and both together, in which positions are counted.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

BREAK = "\u2029"  # the end of a paragraph that came or went
CELL = "\t"  # between the cells of a table row
OBJECT = "\ufffc"  # a picture, a formula, a footnote mark: no words, but something


class ChangeKind(StrEnum):
    """The elements of Word's markup that say that text came or went."""

    INSERTION = "insertion"
    DELETION = "deletion"
    MOVE_FROM = "move-from"
    MOVE_TO = "move-to"


@dataclass(frozen=True, slots=True)
class Change:
    """One element of Word's change tracking; `number` counts them through the whole file.

    `author` is written as the file has it. `at` is UTC, None where the file has no date. `move`
    names the move whose half this is.
    """

    number: int
    kind: ChangeKind
    author: str = ""
    at: dt.datetime | None = None
    move: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters with one fate: `came` with a change, `went` with one, or neither.

    `dress` holds the Markdown marks of its character formats, outermost first. `paragraph` is
    the prefix (heading, list mark) of the paragraph that a BREAK ends.
    """

    text: str
    came: Change | None = None
    went: Change | None = None
    dress: tuple[str, ...] = ()
    paragraph: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, or a table row, as it was before the tracked changes.

    `block` is the id that its content control names, or empty. `prefix` is the Markdown that its
    Word style stands for: ``"## "``, ``"- "``. `is_row` marks a table row, `is_note` a footnote.
    """

    pieces: tuple[Piece, ...]
    block: str = ""
    prefix: str = ""
    is_row: bool = False
    is_note: bool = False

    @property
    def before(self) -> str:
        """The text without insertions, and without the break at its end."""
        text = "".join(piece.text for piece in self.pieces if piece.came is None)
        return text.removesuffix(BREAK)

    @property
    def after(self) -> str:
        """The text without deletions."""
        return "".join(piece.text for piece in self.pieces if piece.went is None)

    @property
    def is_changed(self) -> bool:
        """Whether a tracked change touches it."""
        return any(piece.came or piece.went for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a comment stands in one unit: positions in both readings together."""

    unit: int
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment of a Word file; `parent` is the id of the one it replies to, or empty."""

    id: str
    author: str
    at: dt.datetime | None
    text: str
    parent: str = ""
    done: bool = False
    stretches: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """What the XML of a file holds, counted apart from everything else."""

    insertions: int = 0
    deletions: int = 0
    moves: int = 0
    comments: int = 0
    replies: int = 0
    formats: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """What our own part in a Word file says: which document and version it was made from."""

    document: str
    version: int
    export: str


@dataclass(frozen=True, slots=True)
class WordText:
    """A Word file read for its changes.

    `strays` are changes outside of the text that is read (headers, text boxes), each with its
    words; `silent` are changes without words (a format of a list, an empty run). `lost` counts
    the paragraphs of ours that are known by their bookmark only, without a content control.
    """

    units: tuple[Unit, ...]
    remarks: tuple[Remark, ...]
    counts: Counts
    strays: tuple[tuple[Change, str], ...] = ()
    silent: tuple[Change, ...] = ()
    origin: Origin | None = None
    lost: int = 0
