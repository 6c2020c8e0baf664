"""A Word file that comes back becomes suggestions and comments on the version it was made from.

Nothing of it is lost: what has no place in the text is listed with its words.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from guidelines.text.blocks import Block
from guidelines.typesetting.word_alignment import Pair, align, folded
from guidelines.typesetting.word_brought import Proposal, Reason, Returned, Unplaced
from guidelines.typesetting.word_edits import Edit, edits_of, together
from guidelines.typesetting.word_model import (
    BREAK,
    CELL,
    OBJECT,
    Change,
    ChangeKind,
    Unit,
    WordText,
)
from guidelines.typesetting.word_saying import said_in
from guidelines.typesetting.word_sources import Replacement, Wording

_BESIDE = 40  # characters


def take_back(
    out: WordText, back: WordText, blocks: Mapping[str, Block], *, alone: bool = False
) -> Returned:
    """Compare the file that comes back with the one that went out, block by block.

    `blocks` are the blocks of that version by their ids. With `alone` the file is not one of
    ours: what it does not have is no deletion.
    """
    returned = Returned(nothing=list(back.silent), lost=back.lost)
    for change, words in back.strays:
        before, after = (words, "") if change.kind is ChangeKind.DELETION else ("", words)
        returned.unplaced.append(
            Unplaced(Reason.OUTSIDE, change.author, change.at, before, after, (change,))
        )
    walk = _Walk(out, blocks, returned, alone=alone)
    for pair in align(out.units, back.units):
        walk.take(pair)
    walk.end()
    returned.said.extend(said_in(back, walk))
    return returned


class _Walk:
    """Goes over the pairs in the order of the returned file."""

    def __init__(
        self, out: WordText, blocks: Mapping[str, Block], returned: Returned, *, alone: bool
    ) -> None:
        self.blocks = blocks
        self.returned = returned
        self.alone = alone
        self.block_of: dict[int, str] = {}
        self.pairs: dict[int, Pair] = {}
        self._sent = [unit.block for unit in out.units if unit.block in blocks]
        self._last = ""
        self._waiting: list[tuple[Unit, tuple[int, ...]]] = []
        self._made: dict[str, Wording] = {}

    def take(self, pair: Pair) -> None:
        """Take one paragraph, or what is left of one."""
        if pair.out is None and pair.back is not None:
            self._new(pair.back, pair.numbers)
            return
        if pair.out is None:
            return
        block = pair.out.block if pair.out.block in self.blocks else ""
        if pair.back is None:
            if block and not self.alone:
                edit = Edit(0, len(pair.out.before), (), ())
                self._place(block, pair.out, [edit])
            return
        for number in pair.numbers:
            self.pairs[number] = pair
            self.block_of[number] = block
        if not block:
            self._generated(pair.out, pair.back)
            return
        edits, nothing = edits_of(pair.out.before, pair.back)
        self.returned.nothing += nothing
        self._last = block
        self._place(block, pair.out, edits)

    def end(self) -> None:
        """Place what came before the first paragraph that is known."""
        for unit, numbers in self._waiting:
            first = self._sent[0] if self._sent else ""
            self._insert(first, unit, numbers, before=True)

    def wording(self, block: str, out: Unit) -> Wording:
        """Return a block with the words that went out for it."""
        if block not in self._made:
            self._made[block] = Wording(self.blocks[block], out.before)
        return self._made[block]

    def _place(self, block: str, out: Unit, edits: Sequence[Edit]) -> None:
        if not edits:
            return
        wording = self.wording(block, out)
        real = []
        for edit in edits:
            if _is_nothing(out.before, edit):
                self.returned.nothing += edit.changes
            else:
                real.append(edit)
        for edit, found in _joined_where_needed(wording, real):
            if found is None and edit.merges and not edit.text and edit.start == edit.stop:
                found = _merging(self.blocks[block])
            if found is not None:
                self.returned.proposals.append(_proposal(block, found, edit))
            elif wording.is_ours(edit) and not edit.changes:
                self.returned.generated += 1
            else:
                self._keep(out, edit)

    def _keep(self, out: Unit, edit: Edit) -> None:
        """Keep an edit that has no place in the source."""
        words, gone = _shown(edit.text), _shown(out.before[edit.start : edit.stop])
        reason = Reason.FORMAT if words or gone else Reason.OBJECT
        self.returned.unplaced.append(
            Unplaced(reason, edit.author, _at(edit.changes), gone, words, edit.changes)
        )

    def _generated(self, out: Unit, back: Unit) -> None:
        """Take note of a change in what we wrote around the text: contents, tables, labels."""
        if back.is_changed:
            edits, nothing = edits_of(out.before, back)
            self.returned.nothing += nothing
            for edit in edits:
                before = _shortened(out.before[: edit.start])
                behind = _shortened(out.before[edit.stop :], from_start=True)
                gone, words = out.before[edit.start : edit.stop], edit.text
                self.returned.unplaced.append(
                    Unplaced(
                        Reason.GENERATED,
                        edit.author,
                        _at(edit.changes),
                        _shown(before + gone + behind) if gone else "",
                        _shown(before + words + behind),
                        edit.changes,
                    )
                )
        elif folded(out.before).strip() != folded(back.before).strip():
            self.returned.generated += 1

    def _new(self, unit: Unit, numbers: tuple[int, ...]) -> None:
        if not unit.after.replace(BREAK, "").strip():
            self.returned.nothing += _all_changes(unit)
            return
        for number in numbers:
            self.block_of[number] = self._last
        if self._last:
            self._insert(self._last, unit, numbers, before=False)
        else:
            self._waiting.append((unit, numbers))

    def _insert(self, block: str, unit: Unit, numbers: tuple[int, ...], *, before: bool) -> None:
        """Put a paragraph that is new after the block before it."""
        changes = _all_changes(unit)
        pieces = [piece for piece in unit.pieces if piece.went is None]
        words = "".join(piece.text for piece in pieces)
        if not changes and not block:
            self.returned.generated += 1
            return
        replacement = None
        if block:
            for number in numbers:
                self.block_of[number] = block
            wording = self._made.get(block) or Wording(self.blocks[block], "")
            text = _row(words) if unit.is_row else wording.paragraphs(pieces, unit.prefix)
            at = 0 if before else wording.end()
            if text:
                replacement = Replacement(at, at, f"{text}\n\n" if before else wording.after(text))
        if replacement is None:
            first = changes[0] if changes else None
            self.returned.unplaced.append(
                Unplaced(
                    Reason.NO_PLACE, first.author if first else "", first.at if first else None,
                    "", _shown(words), changes,
                )
            )  # fmt: skip
            return
        edit = Edit(0, 0, tuple(pieces), changes)
        self.returned.proposals.append(_proposal(block, replacement, edit))


def _joined_where_needed(
    wording: Wording, edits: Sequence[Edit]
) -> list[tuple[Edit, Replacement | None]]:
    """Return the replacements for the edits of a block; None where the source cannot follow.

    Some edits make sense only together (both ends of a link): such are joined to one with what
    lies between, if they are of one person.
    """
    groups = [(edit, wording.replaced(edit)) for edit in edits]
    at = 0
    while at < len(groups):
        if groups[at][1] is not None:
            at += 1
            continue
        for first, last in ((at, at + 1), (at - 1, at), (at - 1, at + 1)):
            if first < 0 or last >= len(groups):
                continue
            parts = [edit for edit, _found in groups[first : last + 1]]
            both = together(parts, wording.out)
            found = wording.replaced(both) if both else None
            if both and found:
                groups[first : last + 1] = [(both, found)]
                at = first
                break
        at += 1
    return _without_overlap(wording, groups)


def _without_overlap(
    wording: Wording, groups: list[tuple[Edit, Replacement | None]]
) -> list[tuple[Edit, Replacement | None]]:
    """Join neighbours that change the same part of the source, such as one link."""
    kept: list[tuple[Edit, Replacement | None]] = []
    for edit, found in groups:
        before, there = kept[-1] if kept else (edit, None)
        if there and found and there.start < found.stop and found.start < there.stop:
            both = together([before, edit], wording.out)
            joined = wording.replaced(both) if both else None
            if both and joined:
                kept[-1] = (both, joined)
            else:
                kept.append((edit, None))
        else:
            kept.append((edit, found))
    return kept


def _proposal(block: str, replacement: Replacement, edit: Edit) -> Proposal:
    moves = [change.move for change in edit.changes if change.move]
    return Proposal(
        block, replacement, edit.author, _at(edit.changes), edit.changes, moves[0] if moves else ""
    )


def _merging(block: Block) -> Replacement | None:
    """Return the replacement that lets a paragraph flow into the next one."""
    gap = block.end - block.start - len(block.text)
    return Replacement(len(block.text), len(block.text) + gap, " ") if gap else None


def _is_nothing(out: str, edit: Edit) -> bool:
    """Tell whether an edit changes spaces only, or, untracked, kinds of quotes."""
    if edit.merges and edit.start == edit.stop and not edit.text:
        return False
    old, new = out[edit.start : edit.stop], edit.text
    if not edit.changes:
        return " ".join(folded(old).split()) == " ".join(folded(new).split())
    if old == new:
        return True
    at_an_edge = edit.start == 0 or edit.stop == len(out)
    only_spaces = not (old + new).strip(f" {CELL}\n")
    return only_spaces and (at_an_edge or bool(old and new))


def _all_changes(unit: Unit) -> tuple[Change, ...]:
    found = {
        change.number: change
        for piece in unit.pieces
        for change in (piece.came, piece.went)
        if change is not None
    }
    return tuple(found.values())


def _at(changes: Sequence[Change]) -> dt.datetime | None:
    return next((change.at for change in changes if change.at is not None), None)


def _row(words: str) -> str:
    cells = (cell.strip().replace("|", "\\|") for cell in words.replace(BREAK, " ").split(CELL))
    return f"| {' | '.join(cells)} |".replace(OBJECT, "")


def _shortened(words: str, *, from_start: bool = False) -> str:
    """Return the words beside a change, enough to find it again."""
    if len(words) <= _BESIDE:
        return words
    return f"{words[:_BESIDE]}…" if from_start else f"…{words[-_BESIDE:]}"


def _shown(words: str) -> str:
    return words.replace(BREAK, "\n\n").replace(OBJECT, "").replace(CELL, " | ").strip()
