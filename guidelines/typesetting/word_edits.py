"""What somebody did to a paragraph, as replacements of the words that went out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from guidelines.typesetting.word_alignment import folded
from guidelines.typesetting.word_model import BREAK, Change, Piece, Unit

_TOKEN = re.compile(r"\w+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement: `out[start:stop]` of the paragraph that went out becomes `pieces`.

    `changes` are the elements of the file that it stands for; none for what was changed without
    tracking. `merges` tells that the end of the paragraph went: it flows into the next one.
    """

    start: int
    stop: int
    pieces: tuple[Piece, ...]
    changes: tuple[Change, ...]
    merges: bool = False

    @property
    def text(self) -> str:
        """The words that come instead."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def author(self) -> str:
        """Who did it, as the file has it; empty for what was not tracked."""
        return self.changes[0].author if self.changes else ""


@dataclass(slots=True)
class _Step:
    """A run of characters: kept, taken away or put in, by somebody."""

    keep: bool
    length: int = 0  # of the words that went out
    piece: Piece | None = None
    changes: list[Change] = field(default_factory=list)


def edits_of(out: str, back: Unit) -> tuple[list[Edit], list[Change]]:
    """Return the replacements by which `out` became `back`, and changes that came to nothing.

    A change comes to nothing where one person put words in and another took them out again.
    """
    nothing: list[Change] = []
    steps = list(_steps(out, back, nothing))
    _adopt(steps)
    edits = list(_grouped(steps, len(out)))
    told = {change.number for edit in edits for change in edit.changes}
    return edits, [change for change in nothing if change.number not in told]


def _steps(out: str, back: Unit, nothing: list[Change]) -> Iterator[_Step]:
    before = "".join(p.text for p in back.pieces if p.came is None)
    ends = before.endswith(BREAK) and back.pieces[-1].went is not None
    runs = _compared(folded(out), folded(before.removesuffix(BREAK) if ends else before))
    for piece in back.pieces:
        if piece.came is not None:
            if piece.went is not None:
                nothing += [piece.came, piece.went]
            else:
                yield _Step(False, 0, piece, [piece.came])
            continue
        if piece.text == BREAK and piece is back.pieces[-1] and ends:
            yield _Step(False, 0, piece, [piece.went] if piece.went else [])
            continue
        yield from _of_piece(piece, runs, nothing)
    yield from (_Step(False, length) for kind, length in runs.rest() if kind == "gone")


def _of_piece(piece: Piece, runs: "_Runs", nothing: list[Change]) -> Iterator[_Step]:
    """Follow the characters of a piece that was there before the tracked changes."""
    at = 0
    while at < len(piece.text):
        kind, length = runs.take(len(piece.text) - at)
        if kind == "gone":  # without tracking
            yield _Step(False, length)
            continue
        words = piece.text[at : at + length]
        at += length
        if kind == "same":
            changes = [piece.went] if piece.went else []
            yield _Step(piece.went is None, length, None, changes)
        elif piece.went is None:  # put in without tracking
            yield _Step(False, 0, Piece(words, dress=piece.dress, paragraph=piece.paragraph))
        else:
            nothing.append(piece.went)


class _Runs:
    """The comparison of two texts, taken piece by piece."""

    def __init__(self, runs: Iterable[tuple[str, int]]) -> None:
        self._runs = [run for run in runs if run[1]]

    def take(self, most: int) -> tuple[str, int]:
        kind, length = self._runs[0]
        if kind == "gone":
            self._runs.pop(0)
            return kind, length
        if length <= most:
            self._runs.pop(0)
            return kind, length
        self._runs[0] = (kind, length - most)
        return kind, most

    def rest(self) -> Iterator[tuple[str, int]]:
        while self._runs:
            kind, length = self._runs.pop(0)
            yield kind, length


def _compared(old: str, new: str) -> _Runs:
    """Compare two texts by word: ("same" | "gone" | "new", characters)."""
    if old == new:
        return _Runs([("same", len(old))])
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    runs = []
    for op, i, j, x, y in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if op == "equal":
            runs.append(("same", sum(map(len, a[i:j]))))
        else:
            runs.append(("gone", sum(map(len, a[i:j]))))
            runs.append(("new", sum(map(len, b[x:y]))))
    return _Runs(runs)


def _grouped(steps: Sequence[_Step], length: int) -> Iterator[Edit]:
    """Join neighbouring steps of one person to one replacement."""
    at = 0
    group: list[_Step] = []
    start = 0
    for step in [*steps, _Step(True)]:
        if group and (step.keep or _author(step) != _author(group[0])):
            yield from _edit(group, start, at, length)
            group = []
        if not step.keep:
            if not group:
                start = at
            group.append(step)
        at += step.length


def _adopt(steps: Sequence[_Step]) -> None:
    """Give untracked words between two changes of one person to the change before them.

    Word itself, when it compares two files, does not track the words of links.
    """
    for before, step, behind in zip(steps, steps[1:], steps[2:], strict=False):
        if step.keep or step.changes or before.keep or behind.keep:
            continue
        if before.changes and _author(before) == _author(behind):
            step.changes = before.changes[:1]


def _author(step: _Step) -> str | None:
    return step.changes[0].author if step.changes else None


def _edit(group: Sequence[_Step], start: int, stop: int, length: int) -> Iterator[Edit]:
    merges = any(
        s.piece is not None and s.piece.went is not None and s.piece.text == BREAK for s in group
    )
    pieces = tuple(s.piece for s in group if s.piece is not None and s.piece.went is None)
    changes = {change.number: change for s in group for change in s.changes}
    if stop > start or pieces or merges:
        yield Edit(start, stop, pieces, tuple(changes.values()), merges)


def together(edits: Sequence[Edit], out: str) -> Edit | None:
    """Return neighbouring edits as one, with the words between them; None for two persons'."""
    if len({edit.author for edit in edits if edit.changes}) > 1:
        return None
    pieces: list[Piece] = []
    at = edits[0].start
    for edit in edits:
        if edit.start > at:
            pieces.append(Piece(out[at : edit.start]))
        pieces += edit.pieces
        at = edit.stop
    changes = {change.number: change for edit in edits for change in edit.changes}
    return Edit(
        edits[0].start, at, tuple(pieces), tuple(changes.values()), any(e.merges for e in edits)
    )
