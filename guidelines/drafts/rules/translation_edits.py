"""What a person did beside the source becomes the new text of a section of the translation."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from guidelines.drafts.rules.translation_words import grades, identifier, short_texts
from guidelines.drafts.rules.translations import (
    Basis,
    Line,
    Piece,
    State,
    place_for,
    side_by_side,
    unit,
)
from guidelines.errors import Conflict, sentence
from guidelines.text.blocks import Block, Kind, split
from guidelines.text.comments import normalise_newlines
from guidelines.text.grammar import with_attributes
from guidelines.text.notices import BadText

GONE = sentence(
    "This paragraph is not where it was. Look at the page again, then repeat; your texts are kept."
)

_NOTHING = re.compile("(?!)")
_MARKS = {
    Kind.HEADING: re.compile(r" {0,3}#{1,6}[ \t]+(?=\S)"),
    Kind.ITEM: re.compile(r"[ ]*(?:[-+*]|\d{1,9}\.)[ \t]+(?=\S)"),
}


class Verb(StrEnum):
    """What a button beside one paragraph does."""

    SAVE = "save"
    SETTLE = "settle"
    TAKE = "take"
    LEAVE = "leave"
    DROP = "drop"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Typed:
    """What a page sends back.

    `texts` are by lineage of the source, those that only the translation has by their own lineage.
    `shorts` are by lineage and name of the short field. `verb` is about paragraph `about`.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    shorts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    verb: Verb = Verb.SAVE
    about: str = ""

    @property
    def lineages(self) -> frozenset[str]:
        """The paragraphs in which something was typed."""
        return frozenset(self.texts) | {key for key, _name in self.shorts}


def typed_in(fields: Mapping[str, str], verb: Verb = Verb.SAVE, about: str = "") -> Typed:
    """Return what the named fields of a page say: ``text-KEY`` and ``short-KEY-NAME``."""
    texts: dict[str, str] = {}
    shorts: dict[tuple[str, str], str] = {}
    for name, value in fields.items():
        kind, _dash, rest = name.partition("-")
        if kind == "text":
            texts[rest] = value
        elif kind == "short":
            key, _dash, field_name = rest.partition("-")
            shorts[key, field_name] = value
    return Typed(texts, shorts, verb, about)


@dataclass(frozen=True, slots=True)
class Mark:
    """What is to be kept about a paragraph of the source after the save.

    `first` is the text of the block that says it (None: left out), `was` the lineage it had.
    """

    source: Piece
    first: str | None
    was: str | None
    settled: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class Edited:
    """The new text of a section, what is to be kept of it, and which rows go."""

    source: str
    marks: tuple[Mark, ...]
    forgotten: frozenset[str]


def edited(
    text: str,
    source: Sequence[Piece],
    target: Sequence[Piece],
    kept: Mapping[str, Basis],
    typed: Typed,
) -> Edited:
    """Return what becomes of a section of a translation; raises `Conflict` if it moved on."""
    lines = side_by_side(source, target, kept)
    changes: list[tuple[int, int, str]] = []
    marks: list[Mark] = []
    forgotten: set[str] = set()
    for line in lines:
        if line.source is None:
            _own(line, target, typed, changes, forgotten, kept)
        elif line.is_here:
            marks.append(_said(text, line, source, target, kept, typed, changes))
        elif typed.about == source[line.source].lineage and typed.verb is Verb.LEAVE:
            marks.append(Mark(source[line.source], None, None, settled=True, is_new=True))
    if typed.verb is Verb.TAKE:
        marks += _taken(text, source, target, kept, typed.about, changes)
    for start, end, words in sorted(changes, reverse=True):
        text = _replaced(text, start, end, words)
    return Edited(_with_shorts(text, lines, source, typed), tuple(marks), frozenset(forgotten))


def _own(
    line: Line,
    target: Sequence[Piece],
    typed: Typed,
    changes: list[tuple[int, int, str]],
    forgotten: set[str],
    kept: Mapping[str, Basis],
) -> None:
    """Take what was typed into a paragraph that only the translation has."""
    piece = target[line.first]
    blocks = [one.block for one in target]
    first, last = unit(blocks, line.first)
    if typed.about == piece.lineage and typed.verb in (Verb.DROP, Verb.KEEP):
        mine = {one.lineage for one in target[first:last]}
        forgotten.update(key for key, basis in kept.items() if basis.lineage in mine)
        if typed.verb is Verb.DROP:
            changes.append((blocks[first].start, blocks[last - 1].end, ""))
        return
    words = typed.texts.get(piece.lineage)
    block = piece.block
    if words is None:
        return
    said = with_marks(block, _bare(words), block.text) if _bare(words) else ""
    if said != block.text.strip():
        changes.append((block.start, block.start + len(block.text), said))


def _said(
    text: str,
    line: Line,
    source: Sequence[Piece],
    target: Sequence[Piece],
    kept: Mapping[str, Basis],
    typed: Typed,
    changes: list[tuple[int, int, str]],
) -> Mark:
    """Take what was typed for one paragraph of the source."""
    assert line.source is not None
    piece, first = source[line.source], target[line.first]
    last = target[line.last - 1].block
    start, end = first.block.start, last.start + len(last.text)
    here = typed.about == piece.lineage
    settles = here and typed.verb is Verb.SETTLE
    if first.block.kind is Kind.OPEN:
        mine = short_texts(first.block)
        shorts = {n: typed.shorts.get((piece.lineage, n)) for n in short_texts(piece.block)}
        said = any(v is not None and _flat(v) != mine.get(n, "") for n, v in shorts.items())
        fits = said or settles or not shorts
        is_new = fits or piece.lineage not in kept
        return Mark(piece, first.block.text, first.lineage, fits, is_new)
    old = text[start:end]
    words = None if here and typed.verb is Verb.LEAVE else typed.texts.get(piece.lineage, old)
    if words is None or (line.state is not State.OPEN and not _bare(words)):
        changes.append((start, last.end, ""))
        return Mark(piece, None, None, settled=True, is_new=True)
    words = with_marks(first.block, _bare(words), old) if _bare(words) else old
    is_typed = words.strip() != old.strip()
    if is_typed:
        changes.append((start, end, words))
    first_text = split(words)[0].text if is_typed else first.block.text
    still_source = words.strip() == piece.block.text.strip()
    settled = settles or (is_typed and not still_source)
    is_new = settled or is_typed or piece.lineage not in kept
    return Mark(piece, first_text, first.lineage, settled, is_new)


def _taken(
    text: str,
    source: Sequence[Piece],
    target: Sequence[Piece],
    kept: Mapping[str, Basis],
    about: str,
    changes: list[tuple[int, int, str]],
) -> list[Mark]:
    """Take a paragraph of the source over as it stands; it is to be translated then."""
    blocks = [piece.block for piece in source]
    number = next((n for n, piece in enumerate(source) if piece.lineage == about), None)
    if number is None:
        raise Conflict(GONE)
    first, last = unit(blocks, number)
    at = place_for(source, target, kept, number)
    words = _source_text(source, first, last)
    where = target[at].block.start if at < len(target) else len(text)
    before = target[at - 1].block if at else None
    gap = _gap(before.kind if before else None, blocks[first].kind)
    follows = target[at].block.kind if at < len(target) else None
    behind = "" if follows is None else _gap(blocks[last - 1].kind, follows)
    lead = text[:where]
    missing = gap[: max(0, len(gap) - (len(lead) - len(lead.rstrip("\n"))))] if lead else ""
    changes.append((where, where, f"{missing}{words}{behind or chr(10) * 2}"))
    return [
        Mark(piece, piece.block.text, None, settled=False, is_new=True)
        for piece in source[first:last]
        if piece.block.kind not in (Kind.BLANK, Kind.CLOSE, Kind.RULE)
    ]


def _source_text(source: Sequence[Piece], first: int, last: int) -> str:
    """Return some blocks as they stand in their text, with the blank lines between them."""
    parts = []
    for at in range(first, last):
        block = source[at].block
        parts.append(block.text)
        if at + 1 < last:
            parts.append(_gap(block.kind, source[at + 1].block.kind))
    return "".join(parts)


def _gap(before: Kind | None, after: Kind) -> str:
    """Return the line ends that keep two blocks apart."""
    if before is None:
        return ""
    together = before is after and before in (Kind.ROW, Kind.ITEM)
    return "\n" if together or before is Kind.OPEN or after is Kind.CLOSE else "\n\n"


def _replaced(text: str, start: int, end: int, words: str) -> str:
    """Return `text` with a passage exchanged."""
    return text[:start] + words + text[end:]


def _with_shorts(text: str, lines: Sequence[Line], source: Sequence[Piece], typed: Typed) -> str:
    """Set strength, direction, type and certainty as the source has them, and the short texts."""
    for line in lines:
        if line.source is None or not line.is_here:
            continue
        piece = source[line.source]
        wanted = grades(piece.block)
        key = identifier(piece.block)
        if wanted is None or not key:
            continue
        values: dict[str, str | None] = {name: value or None for name, value in wanted.items()}
        for name in short_texts(piece.block):
            said = typed.shorts.get((piece.lineage, name))
            if said is not None:
                values[name] = _flat(said)[:500] or None
        try:
            text = with_attributes(text, key, _changed(text, key, values))
        except BadText:
            continue  # its id is another one here: the line stays as it is
    return text


def _changed(text: str, key: str, values: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return those values that differ from what the text has."""
    for block in split(text):
        if identifier(block) == key:
            now = {**(grades(block) or {}), **short_texts(block)}
            return {name: v for name, v in values.items() if (v or "") != now.get(name, "")}
    return dict(values)


def _bare(words: str) -> str:
    """Return what was typed into one field, without empty lines around it."""
    return normalise_newlines(words).strip("\n").rstrip()


def marks_of(block: Block) -> str:
    """Return what stands before the words of a heading or list item: ``## `` or ``- ``."""
    found = _MARKS.get(block.kind, _NOTHING).match(block.text)
    return found[0] if found else ""


def with_marks(block: Block, words: str, old: str) -> str:
    """Return words with the marks of the block they stand for, unless they bring their own.

    `old` is what stood there with its marks: words that did not change stay as they are.
    """
    if words == _bare(old.removeprefix(marks_of(block))):
        return old
    pattern = _MARKS.get(block.kind, _NOTHING)
    return words if pattern.match(words) else f"{marks_of(block)}{words}"


def _flat(words: str) -> str:
    """Return a short text on one line."""
    return " ".join(words.split())
