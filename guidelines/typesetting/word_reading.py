"""Word back in: paragraphs with their tracked changes, and where comments stand in them."""

import re
from collections.abc import Callable, Mapping

from guidelines.errors import sentence
from guidelines.typesetting.archive import Unreadable, unpack
from guidelines.typesetting.word_changes import Register, counted
from guidelines.typesetting.word_marks import block_of, bookmarked
from guidelines.typesetting.word_model import (
    BREAK,
    CELL,
    OBJECT,
    Change,
    Piece,
    Stretch,
    Unit,
    WordText,
)
from guidelines.typesetting.word_origin import origin_of
from guidelines.typesetting.word_remarks import remarks_of
from guidelines.typesetting.word_styles import Styles, dress_of
from guidelines.typesetting.word_xml import MC, Element, M, W, elements, main_part, name_of, parse
from guidelines.typesetting.word_xml import value as attribute

_CHANGES = frozenset(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_AROUND = _CHANGES | {f"{W}{name}" for name in ("body", "footnote", "endnote", "customXml")}
_SEPARATORS = ("separator", "continuationSeparator")
_WRAPPERS = frozenset(
    f"{W}{name}" for name in ("hyperlink", "smartTag", "fldSimple", "customXml", "bdo", "dir")
)
_OBJECTS = frozenset(
    f"{W}{name}"
    for name in ("drawing", "pict", "object", "footnoteReference", "endnoteReference", "sym")
)
_CITING = re.compile(r"ADDIN (?:ZOTERO_ITEM|CSL_CITATION|EN\.CITE)|ADDIN Mendeley")
_COUNTING = re.compile(r"(?:^|\s)SEQ\s")
_HIDING = re.compile(f"{_CITING.pattern}|{_COUNTING.pattern}")


def read_changes(content: bytes) -> WordText:
    """Read a Word file with everything that was changed and said in it.

    Raises
    ------
    Unreadable
        If it is not a sound Word file.
    TooLarge
        If it is, or would become, larger than can be taken.
    """
    parts, _embedded = unpack(content)
    if main_part(parts) not in parts:
        raise Unreadable(sentence("This Word file has no text in it. Choose another file."))
    return _Reader(parts).read()


class _Reader:
    """Walks over the parts with text once."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.parts = parts
        self.styles = Styles(parts)
        self.units: list[Unit] = []
        self.starts: dict[str, tuple[int, int]] = {}
        self.stops: dict[str, tuple[int, int]] = {}
        self._pieces: list[Piece] = []
        self._tag = ""
        self._tag_of_unit = ""
        self._fields: list[list[str]] = []
        self._in_row = False
        self._note = False
        self.lost = 0
        self._behind_label = False
        self._linked: set[int] = set()

    def read(self) -> WordText:
        """Return everything."""
        body = parse(self.parts[main_part(self.parts)])
        notes = [
            parse(self.parts[name])
            for name in ("word/footnotes.xml", "word/endnotes.xml")
            if name in self.parts
        ]
        others = [
            parse(part)
            for name, part in self.parts.items()
            if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name)
        ]
        self.register = Register([body, *notes, *others])
        for part in (body, *notes):
            self._note = part is not body
            self._blocks(part)
            self._end_unit("")
        self._note = False
        remarks = remarks_of(self.parts, self._stretches)
        silent, strays = self.register.left()
        return WordText(
            units=tuple(self.units),
            remarks=remarks,
            counts=counted([body, *notes, *others], remarks),
            strays=strays,
            silent=silent,
            origin=origin_of(self.parts),
            lost=self.lost,
        )

    def _blocks(self, parent: Element) -> None:
        for child in elements(parent):
            name = name_of(child)
            if name == f"{W}p":
                self._paragraph(child)
            elif name == f"{W}tbl":
                self._end_unit("")
                for row in child.iter(f"{W}tr"):
                    if next(row.iterancestors(f"{W}tbl")) is child:
                        self._row(row)
            elif name == f"{W}sdt":
                self._control(child, self._blocks)
            elif name in (f"{W}commentRangeStart", f"{W}commentRangeEnd"):
                self._remark_edge(child)
            elif name in _AROUND and attribute(child, f"{W}type") not in _SEPARATORS:
                self._blocks(child)

    def _control(self, control: Element, inside: Callable[[Element], None]) -> None:
        """Read what a content control holds under its tag."""
        around, self._tag = self._tag, block_of(control) or self._tag
        content = control.find(f"{W}sdtContent")
        if content is not None:
            inside(content)
        self._tag = around

    def _paragraph(self, paragraph: Element) -> None:
        self._tag_of_unit = self._tag_of_unit or self._block_of(paragraph)
        start = len(self._pieces)
        self._inlines(paragraph, None, None)
        came, went = self.register.of_mark(paragraph)
        if came is not None:
            self._adopt_links(start, came)
        self._linked.clear()
        prefix = self.styles.prefix(paragraph)
        if self._in_row:
            if came or went:
                self._pieces.append(Piece(BREAK, came, went, (), prefix))
            elif len(self._pieces) > start:
                self._pieces.append(Piece(" "))
            return
        if came is not None:
            # Without this change the paragraph would go on into the next one.
            self._pieces.append(Piece(BREAK, came, went, (), prefix))
            return
        if went is not None:
            self._pieces.append(Piece(BREAK, None, went, (), prefix))
        self._end_unit(prefix)

    def _adopt_links(self, start: int, came: Change) -> None:
        """Let the links of a new paragraph come with it.

        Word itself, when it compares two files, does not track the words of links.
        """
        bare = [n for n in range(start, len(self._pieces)) if self._pieces[n].came is None]
        if bare and self._linked.issuperset(bare):
            for n in bare:
                piece = self._pieces[n]
                self._pieces[n] = Piece(piece.text, came, piece.went, piece.dress)

    def _block_of(self, paragraph: Element) -> str:
        """Return the block that a paragraph is, by its control; where that is lost, bookmark."""
        tag = next((tag for c in paragraph.iter(f"{W}sdt") if (tag := block_of(c))), self._tag)
        if not tag and (tag := bookmarked(paragraph)):
            self.lost += 1
        return tag

    def _row(self, row: Element) -> None:
        came, went = self.register.of_row(row)
        self._in_row = True
        for number, cell in enumerate(c for c in row.iter(f"{W}tc") if _row_of(c) is row):
            if number:
                self._pieces.append(Piece(CELL))
            self._blocks_inside(cell)
            while self._pieces and self._pieces[-1] == Piece(" "):
                self._pieces.pop()
        self._in_row = False
        if came or went:
            self._pieces = [
                Piece(p.text, p.came or came, p.went or went, p.dress, p.paragraph)
                for p in self._pieces
            ]
        self._end_unit("", is_row=True)

    def _blocks_inside(self, parent: Element) -> None:
        for child in elements(parent):
            name = name_of(child)
            if name == f"{W}p":
                self._paragraph(child)
            elif name == f"{W}sdt":
                self._control(child, self._blocks_inside)
            elif name == f"{W}tbl":
                for inner in child.iter(f"{W}tc"):
                    self._blocks_inside(inner)
            elif name in (f"{W}commentRangeStart", f"{W}commentRangeEnd"):
                self._remark_edge(child)
            elif name in _CHANGES or name == f"{W}customXml":
                self._blocks_inside(child)

    def _end_unit(self, prefix: str, *, is_row: bool = False) -> None:
        pieces, tag = tuple(self._pieces), self._tag_of_unit
        self._pieces, self._tag_of_unit = [], ""
        if any(piece.text.strip() or piece.came or piece.went for piece in pieces) or tag:
            unit = Unit(pieces, tag, prefix, is_row=is_row, is_note=self._note)
            self.units.append(unit)

    def _inlines(self, parent: Element, came: Change | None, went: Change | None) -> None:
        for child in elements(parent):
            name = name_of(child)
            if name == f"{W}r":
                self._run(child, came, went)
            elif name in _CHANGES:
                change = self.register.take(child)
                if name in (f"{W}ins", f"{W}moveTo"):
                    self._inlines(child, change, went)
                else:
                    self._inlines(child, came, change)
            elif name == f"{W}fldSimple" and _COUNTING.search(attribute(child, f"{W}instr")):
                self._drop_label()
            elif name in _WRAPPERS:
                first = len(self._pieces)
                self._inlines(child, came, went)
                if name == f"{W}hyperlink":
                    self._linked.update(range(first, len(self._pieces)))
            elif name == f"{W}sdt":
                self._control(child, lambda content: self._inlines(content, came, went))
            elif name in (f"{M}oMath", f"{M}oMathPara"):
                self._add(OBJECT, came, went)
            elif name in (f"{W}commentRangeStart", f"{W}commentRangeEnd"):
                self._remark_edge(child)

    def _run(self, run: Element, came: Change | None, went: Change | None) -> None:
        dress: tuple[str, ...] | None = None
        for child in elements(run):
            name = name_of(child)
            if name == f"{W}fldChar":
                self._field_mark(attribute(child, f"{W}fldCharType"), came, went)
                continue
            if name in (f"{W}instrText", f"{W}delInstrText") and self._fields:
                self._fields[-1][1] += child.text or ""
                continue
            if name == f"{W}commentReference":
                self._remark_edge(child)
                continue
            if any(mode == "order" or _HIDING.search(code) for mode, code, _shown in self._fields):
                if name == f"{W}t" and self._fields[-1][0] == "result":
                    self._fields[-1][2] += child.text or ""
                continue
            if any("HYPERLINK" in code for _mode, code, _shown in self._fields):
                self._linked.add(len(self._pieces))
            if name in (f"{W}t", f"{W}delText"):
                dress = dress_of(run) if dress is None else dress
                self._add(child.text or "", came, went, dress)
            elif name in (f"{W}tab", f"{W}br", f"{W}cr", f"{W}ptab"):
                if attribute(child, f"{W}type") not in ("page", "column"):
                    self._add(" ", came, went)
            elif name == f"{W}noBreakHyphen":
                self._add("-", came, went)
            elif name in _OBJECTS or name == f"{MC}AlternateContent":
                self._add(OBJECT, came, went)

    def _field_mark(self, kind: str, came: Change | None, went: Change | None) -> None:
        """Follow a complex field: its order is no text, its result is, a citation is one thing."""
        if kind == "begin":
            self._fields.append(["order", "", ""])
        elif kind == "separate" and self._fields:
            self._fields[-1][0] = "result"
        elif kind == "end" and self._fields:
            _mode, code, shown = self._fields.pop()
            if _CITING.search(code):
                # A new citation comes as its words: which source it is, a person decides.
                self._add(shown or OBJECT if came else OBJECT, came, went)
            elif _COUNTING.search(code):
                self._drop_label()

    def _drop_label(self) -> None:
        """Leave out the label of a figure or table, which is counted by itself: "Table 1: "."""
        while self._pieces and self._pieces[-1].came is None and self._pieces[-1].went is None:
            self._pieces.pop()
        self._behind_label = True

    def _add(
        self,
        text: str,
        came: Change | None,
        went: Change | None,
        dress: tuple[str, ...] = (),
    ) -> None:
        if self._behind_label and text.startswith(":"):
            text = text[1:].lstrip()
        self._behind_label = False
        if text:
            self.register.use(came, went)
            self._pieces.append(Piece(text, came, went, dress))

    def _remark_edge(self, element: Element) -> None:
        key = attribute(element, f"{W}id")
        place = (len(self.units), sum(len(piece.text) for piece in self._pieces))
        name = name_of(element)
        if name == f"{W}commentRangeStart":
            self.starts[key] = place
        elif name == f"{W}commentRangeEnd":
            self.stops[key] = place
        else:
            self.starts.setdefault(key, place)
            self.stops.setdefault(key, place)

    def _stretches(self, key: str) -> tuple[Stretch, ...]:
        """Return where a comment stands, paragraph by paragraph."""
        if key not in self.starts:
            return ()
        first, start = self.starts[key]
        last, stop = self.stops.get(key, (first, start))
        found = []
        for number in range(first, min(last, len(self.units) - 1) + 1):
            length = sum(len(piece.text) for piece in self.units[number].pieces)
            a = min(start, length) if number == first else 0
            b = min(stop, length) if number == last else length
            if b > a or first == last:
                found.append(Stretch(number, a, max(a, b)))
        return tuple(found)


def _row_of(cell: Element) -> Element:
    return next(cell.iterancestors(f"{W}tr"))
