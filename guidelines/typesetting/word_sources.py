"""What was done to the words of a Word paragraph, done to the Markdown they were made from.

The words that went out are found again in the source of their block. A replacement counts only
if the changed source then reads as the changed paragraph does; nothing is guessed.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from guidelines.text.anchors import project
from guidelines.text.blocks import Block, Kind, split
from guidelines.text.markdown import plain_text
from guidelines.typesetting.word_alignment import folded
from guidelines.typesetting.word_edits import Edit
from guidelines.typesetting.word_model import BREAK, CELL, OBJECT, Piece
from guidelines.typesetting.word_writing import escaped, markdown, safe_start

_TOKEN = re.compile(r"\w+|\s|.", re.DOTALL)
_PICTURE = re.compile(r"!\[(.*)\]\([^)\n]*\)(?:\{[^}\n]*\})?\s*$", re.DOTALL)
_BARE_LINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.\-]{1,31}:[^\s<>]*)>")
_MARKS = frozenset("*_~^`[]()!{}")
_ONE_PARAGRAPH = (Kind.ROW, Kind.NOTE, Kind.DEFINITION, Kind.HEADING)
_CLOSING = re.compile(r"(?:\*+|[_>`^~]|\](?:\([^)\s]*\))?(?:\{[^}]*\})?)+")
_LEADS = {
    "**": re.compile(r"(?<!\\)\*\*"),
    "*": re.compile(r"(?<![*\\])(?:\*\*)?\*(?!\*)|(?<![\w\\])_|_(?!\w)"),
    "^": re.compile(r"(?<!\\)\^"),
    "~": re.compile(r"(?<![~\\])~(?!~)"),
}
_DOUBLED = ("****", "^^", "~~~~")
_TO_SPACE = str.maketrans({CELL: " ", OBJECT: "", "\n": " "})


@dataclass(frozen=True, slots=True)
class Replacement:
    """`source[start:stop]` of a block becomes `text`; `stop` may lie in the blank lines after."""

    start: int
    stop: int
    text: str


class Wording:
    """A block of the source, and the words that went out for it."""

    def __init__(self, block: Block, out: str) -> None:
        """Find the words in the source."""
        self.block, self.out = block, out
        self.source = block.text
        text = folded(self.source)
        if block.kind is Kind.ROW:  # the edges of its cells lead the search
            text = re.sub(r"(?<!\\)\|", CELL, text)
        self._at = _places(folded(out), text)
        self._is_alone = _stands_alone(block)
        self._read = self._project(self.source)
        self._in_reading = _places(folded(out).replace(CELL, " "), folded(self._read))

    def replaced(self, edit: Edit) -> Replacement | None:
        """Return an edit of the words as one of the source; None where it cannot be told."""
        if edit.start == 0 and edit.stop == len(self.out) and not edit.text.strip():
            return Replacement(0, self.block.end - self.block.start, "")
        if BREAK in edit.text and edit.start == edit.stop:
            if edit.start == 0 and edit.text.endswith(BREAK):
                return self._paragraphs_before(edit)
            if not self.out[edit.start :].strip() and edit.text.startswith(BREAK):
                return self._paragraphs_after(edit)
        wanted = self._wanted(edit)
        dressed = any(piece.dress for piece in edit.pieces)
        for start, stop in self._ranges(edit.start, edit.stop, dressed):
            kept = "".join(c for c in self.source[start:stop] if c in _MARKS)
            for text in self._texts(self._undressed(edit.pieces, start)):
                for new in dict.fromkeys((text, text + kept, kept + text)):
                    if self.source[start:stop] != new and self._reads(start, stop, new, wanted):
                        return Replacement(start, stop, new)
        return self._opened(edit, wanted)

    def _opened(self, edit: Edit, wanted: str) -> Replacement | None:
        """Return an edit within a bare link as one that leaves its address as plain words.

        With words between, it is no address any more.
        """
        for start, stop in self._ranges(edit.start, edit.stop, dressed=False):
            for link in _BARE_LINK.finditer(self.source):
                if link.start() < start <= stop < link.end():
                    first, last = (
                        self.source[link.start(1) : start],
                        self.source[stop : link.end(1)],
                    )
                    for text in self._texts(self._undressed(edit.pieces, start)):
                        new = f"{first}{text}{last}"
                        if self._reads(link.start(), link.end(), new, wanted):
                            return Replacement(link.start(), link.end(), new)
        return None

    def is_ours(self, edit: Edit) -> bool:
        """Tell whether an edit only takes away words that we wrote, such as "Table 1:"."""
        inside = self._at[edit.start : edit.stop]
        return edit.stop > edit.start and not edit.text.strip() and set(inside) == {None}

    def in_reading(self, start: int, stop: int) -> tuple[int, int] | None:
        """Return where words that went out stand in what is read of the block, or None."""
        found = [place for place in self._in_reading[start:stop] if place is not None]
        return (found[0], found[-1] + 1) if found else None

    @property
    def reading(self) -> str:
        """What is read of the block."""
        return self._read

    def end(self) -> int:
        """Return where new paragraphs after the block begin."""
        return len(self.source)

    def paragraphs(self, pieces: Sequence[Piece], prefix: str) -> str:
        """Return whole paragraphs as Markdown; `prefix` is that of the last one."""
        groups: list[tuple[str, list[Piece]]] = [("", [])]
        for piece in pieces:
            if piece.text == BREAK:
                groups[-1] = (piece.paragraph, groups[-1][1])
                groups.append((prefix, []))
            else:
                groups[-1][1].append(piece)
        if len(groups) == 1:
            groups = [(prefix, groups[0][1])]
        out = ""
        before = ""
        for lead, group in groups:
            text = " ".join(markdown(group).translate(_TO_SPACE).split())
            if not text:
                continue
            lead = self._lead(lead)
            if out:
                out += "\n" if _is_item(lead) and _is_item(before) else "\n\n"
            out += lead + (text if lead else safe_start(text))
            before = lead
        return out

    def _lead(self, prefix: str) -> str:
        """Return the prefix of a new paragraph; in a quotation it belongs to that."""
        return "> " if self.block.kind is Kind.QUOTE and not prefix else prefix

    def _paragraphs_before(self, edit: Edit) -> Replacement | None:
        if self.block.kind in (Kind.ROW, Kind.NOTE):
            return None
        text = self.paragraphs(edit.pieces[:-1], edit.pieces[-1].paragraph)
        if not text:
            return None
        last = edit.pieces[-1].paragraph
        tight = self.block.kind is Kind.ITEM and _is_item(last)
        return Replacement(0, 0, text + ("\n" if tight else "\n\n"))

    def _paragraphs_after(self, edit: Edit) -> Replacement | None:
        if self.block.kind in (Kind.ROW, Kind.NOTE):
            return None
        prefix = _prefix_of(self.block)
        text = self.paragraphs(edit.pieces[1:], prefix)
        return Replacement(self.end(), self.end(), self.after(text)) if text else None

    def after(self, text: str) -> str:
        """Return a new paragraph with what parts it from this block before it."""
        tight = self.block.kind is Kind.ITEM and _is_item(text)
        rows = self.block.kind is Kind.ROW and text.startswith("|")
        return ("\n" if tight or rows else "\n\n") + text

    def _ranges(self, start: int, stop: int, dressed: bool) -> Iterator[tuple[int, int]]:
        """Yield places in the source for words that went out, the most likely first.

        Plain words that come behind a link or behind bold words are not part of these.
        """
        left, right = self._before(start), self._behind(stop)
        inside = [place for place in self._at[start:stop] if place is not None]
        if start == stop:
            closed = _CLOSING.match(self.source, left, right)
            if closed and not dressed and (start == len(self.out) or closed.end() < right):
                yield closed.end(), closed.end()
            if start and self._at[start - 1] is not None:
                yield left, left
            yield right, right
            yield left, left
            return
        a, b = (inside[0], inside[-1] + 1) if inside else (left, right)
        if self._at[start] is None:
            a = left
        if self._at[stop - 1] is None:
            b = right
        seen = set()
        for place in ((a, b), (left, b), (a, right), (left, right)):
            if place not in seen and place[0] <= place[1]:
                seen.add(place)
                yield place

    def _before(self, at: int) -> int:
        """Return the place behind the last word of the source that is left of `at`."""
        for place in reversed(self._at[:at]):
            if place is not None:
                return place + 1
        return next((place for place in self._at if place is not None), len(self.source))

    def _behind(self, at: int) -> int:
        """Return the place of the first word of the source that is right of `at`."""
        for place in self._at[at:]:
            if place is not None:
                return place
        last = [place for place in self._at if place is not None]
        stripped = len(self.source.rstrip())
        return stripped if last and stripped > last[-1] else last[-1] + 1 if last else stripped

    def _wanted(self, edit: Edit) -> str:
        """Return what should be read of the changed block, without its spaces."""
        i = next((p + 1 for p in reversed(self._in_reading[: edit.start]) if p is not None), 0)
        inside = [p for p in self._in_reading[edit.start : edit.stop] if p is not None]
        j = inside[-1] + 1 if inside else i
        if inside:
            i = inside[0]
        text = edit.text.replace(BREAK, " ").translate(_TO_SPACE)
        return _squeezed(self._read[:i] + text + self._read[j:])

    def _reads(self, start: int, stop: int, text: str, wanted: str) -> bool:
        """Tell whether the source changed so reads as wanted, and is still one kind of block."""
        changed = self.source[:start] + text + self.source[stop:]
        if any(marks in changed and marks not in self.source for marks in _DOUBLED):
            return False
        if self._is_alone:
            blocks = split(changed)
            if not blocks or blocks[0].kind is not self.block.kind:
                return False
            if len(blocks) > 1 and "\n" not in text:
                return False
        return _squeezed(self._project(changed)) == wanted

    def _project(self, source: str) -> str:
        """Return what is read of a source in the place of this block."""
        if picture := _PICTURE.match(source):
            return plain_text(picture[1])
        if not self._is_alone:
            return project(Block(self.block.kind, source.rstrip(), 0, len(source), 0))
        return " ".join(text for one in split(source) if (text := project(one)))

    def _undressed(self, pieces: Sequence[Piece], start: int) -> list[Piece]:
        """Return pieces without the formats that the words at this place have anyway."""
        before = self.source[:start]
        worn = {mark for mark, lead in _LEADS.items() if len(lead.findall(before)) % 2}
        return [
            replace(piece, dress=tuple(mark for mark in piece.dress if mark not in worn))
            for piece in pieces
        ]

    def _texts(self, pieces: Sequence[Piece]) -> Iterable[str]:
        """Return the ways to write inserted words: with formats, plainly, with every mark safe."""
        rowed = self.block.kind is Kind.ROW

        def plain(some: Sequence[Piece]) -> str:
            words = "".join(piece.text for piece in some).translate(_TO_SPACE)
            return words.replace("|", "\\|") if rowed else words

        def safe(some: Sequence[Piece]) -> str:
            return escaped("".join(piece.text for piece in some).translate(_TO_SPACE))

        def dressed(some: Sequence[Piece]) -> str:
            return markdown(some).translate(_TO_SPACE)

        ways = [self._parted(pieces, write) for write in (dressed, plain, safe)]
        return dict.fromkeys((*ways, *map(safe_start, ways)))

    def _parted(self, pieces: Sequence[Piece], write: Callable[[Sequence[Piece]], str]) -> str:
        """Return inserted words with ends of paragraphs as this block can have them."""
        parts: list[tuple[str, list[Piece]]] = [("", [])]
        for piece in pieces:
            if piece.text == BREAK:
                parts[-1] = (piece.paragraph, parts[-1][1])
                parts.append((_prefix_of(self.block), []))
            else:
                parts[-1][1].append(piece)
        if self.block.kind in _ONE_PARAGRAPH or _PICTURE.match(self.source):
            return " ".join(write(some) for _prefix, some in parts)
        out, before = write(parts[0][1]), _prefix_of(self.block)
        for prefix, some in parts[1:]:
            text = write(some)
            out += "\n" if _is_item(prefix) and _is_item(before) else "\n\n"
            out += prefix + (text if prefix else safe_start(text))
            before = prefix
        return out


def _stands_alone(block: Block) -> bool:
    """Tell whether the source of a block, cut out, is read as the same kind of block."""
    blocks = split(block.text)
    return len(blocks) == 1 and blocks[0].kind is block.kind


def _prefix_of(block: Block) -> str:
    """Return what begins another block of the kind of this one."""
    if block.kind is Kind.ITEM:
        found = re.match(r"\s*(?:[-+*]|\d+\.)[ \t]+", block.text)
        return found[0] if found else "- "
    return "> " if block.kind is Kind.QUOTE else ""


def _is_item(text: str) -> bool:
    return bool(re.match(r"\s*(?:[-+*]|\d+\.)\s", text))


def _squeezed(text: str) -> str:
    return "".join(folded(text).replace(OBJECT, "").split())


def _places(words: str, source: str) -> list[int | None]:
    """Return for each character of `words` where it stands in `source`, None where nowhere."""
    if words == source:
        return list(range(len(words)))
    a, b = _TOKEN.findall(words), _TOKEN.findall(source)
    found: list[int | None] = [None] * len(words)
    left = _offsets(a)
    right = _offsets(b)
    for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks():
        if block.size:
            start, length = left[block.a], left[block.a + block.size] - left[block.a]
            for k in range(length):
                found[start + k] = right[block.b] + k
    return found


def _offsets(tokens: Sequence[str]) -> list[int]:
    out = [0]
    for token in tokens:
        out.append(out[-1] + len(token))
    return out
