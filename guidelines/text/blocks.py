"""Cut a text into blocks: heading, paragraph, list item, table row, code, edges of fenced divs.

One pass over the lines, no parser: this is what a save, a comparison and a merge can afford.
Blocks joined are the text again, exactly. The preview takes the pairs of fenced divs from here,
so that there is one answer to the question where a recommendation begins and ends.
"""

import hashlib
import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from guidelines.text.attributes import Attributes, parse_attributes

_DIV_OPEN = re.compile(r" {0,3}:{3,}[ \t]*(?:(\{.*\})|([^\s{}:]+))[ \t]*:*[ \t]*$")
_DIV_CLOSE = re.compile(r" {0,3}:{3,}[ \t]*$")
_FENCE = re.compile(r"(`{3,})[^`]*$|(~{3,})")
_HEADING = re.compile(r"(#{1,6})(?:[ \t]|$)")
_UNDERLINE = re.compile(r"(=+|-+)[ \t]*$")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_ITEM = re.compile(r"([ ]*)([-+*]|\d{1,9}\.)(?:([ \t]+)(?=\S)|[ \t]*$)")
_DELIMITER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_NOTE = re.compile(r" {0,3}\[\^[^\]\s]+\]:")
_TERM = re.compile(r" {0,3}[:~][ \t]+\S")


class Kind(StrEnum):
    """What a block is."""

    BLANK = "blank"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    QUOTE = "quote"
    CODE = "code"
    RULE = "rule"
    NOTE = "note"
    DEFINITION = "definition"
    OPEN = "open"
    CLOSE = "close"


_WITHOUT_TEXT = frozenset({
    Kind.HEADING, Kind.CODE, Kind.OPEN, Kind.CLOSE, Kind.RULE, Kind.BLANK, Kind.ROW,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """One block: `source[start:end]` is its text and the blank lines that follow it.

    Offsets count code points. `text` has no line ends at its end. `level` is that of a heading,
    else 0. `line` is the 0-based number of its first line. `depth` counts the fenced divs around
    it, and `within` is the line that opened the innermost of them (for a closing line, the one
    that it closes).
    """

    kind: Kind
    text: str
    start: int
    end: int
    line: int
    level: int = 0
    depth: int = 0
    within: str = ""

    @property
    def sha256(self) -> str:
        """The hash of the block's own text, without the blank lines after it."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def key(self) -> str:
        """What makes two blocks the same block; a closing line is that of its opening line."""
        return f"\0{self.within}" if self.kind is Kind.CLOSE else self.text


@dataclass(frozen=True, slots=True)
class Div:
    """A fenced div at its opening line, with the 0-based line that closes it.

    `close` lies behind the last line where nothing closes it.
    """

    line: int
    close: int
    closed: bool
    attributes: Attributes | None
    word: str


@dataclass(slots=True)
class _Scan:
    """The state of one pass over the lines."""

    source: str
    blocks: list[Block] = field(default_factory=list)
    divs: dict[int, Div] = field(default_factory=dict)
    stack: list[tuple[int, str]] = field(default_factory=list)
    kind: Kind = Kind.BLANK
    level: int = 0
    within: str | None = None
    start: int = 0
    text_end: int = 0
    line: int = 0
    lines_in: int = 0
    blank_seen: bool = True
    fence: tuple[str, int] | None = None
    fence_line: int = 0
    indent: int = 0
    list_indent: int = 0
    in_table: bool = False

    def begin(self, kind: Kind, at: int, line: int, level: int = 0) -> None:
        """Close the block so far and open another at offset `at`."""
        self.flush(at)
        if kind is not Kind.ITEM and self.indent < self.list_indent:
            self.list_indent = 0
        self.kind, self.level, self.within = kind, level, None
        self.in_table = self.in_table and kind is Kind.ROW
        self.start, self.line, self.lines_in, self.blank_seen = at, line, 0, False

    def flush(self, at: int) -> None:
        """Keep the block that ends at offset `at`, if there is one."""
        if at > self.start:
            text = self.source[self.start : max(self.text_end, self.start)].rstrip()
            within = self.within
            if within is None:
                within = self.stack[-1][1] if self.stack else ""
            depth = len(self.stack) - (self.kind is Kind.OPEN)
            self.blocks.append(
                Block(self.kind, text, self.start, at, self.line, self.level, depth, within)
            )


def split(source: str) -> tuple[Block, ...]:
    """Cut `source` into blocks; their pieces joined are `source`."""
    return tuple(_scan(source).blocks)


def divs(source: str) -> dict[int, Div]:
    """Return the fenced divs of `source` by the 0-based number of their opening line."""
    return _scan(source).divs


@lru_cache(maxsize=512)
def open_fence(source: str) -> tuple[int, str] | None:
    """Return the 0-based line and the mark of code that nothing closes, or None."""
    scan = _scan(source)
    return (scan.fence_line, scan.fence[0]) if scan.fence is not None else None


@lru_cache(maxsize=512)
def opening(text: str) -> Div | None:
    """Read one line as the opening line of a fenced div; None where it is none."""
    match = _DIV_OPEN.match(text)
    if match is None:
        return None
    if match[2] is not None:
        return Div(0, 0, False, None, match[2])
    braces = match.start(1)
    attributes = parse_attributes(text, braces)
    if attributes is None or text[attributes.end :].strip(" \t:"):
        return None
    return Div(0, 0, False, attributes, "")


@lru_cache(maxsize=8)
def _scan(source: str) -> _Scan:
    """Walk over the lines once; a save asks for the same text several times."""
    scan = _Scan(source)
    offset = 0
    lines = source.split("\n")
    for number, raw in enumerate(lines):
        line = raw.rstrip("\r")
        if line.strip():
            _take(scan, line, offset, number)
            scan.text_end = offset + len(line)
            scan.lines_in += 1
        elif scan.fence is None:
            scan.blank_seen, scan.in_table = True, False
        offset += len(raw) + 1
    scan.flush(len(source))
    for number, _ in scan.stack:
        scan.divs[number] = _closed(scan.divs[number], len(lines), False)
    return scan


def _take(scan: _Scan, line: str, offset: int, number: int) -> None:
    """Give one line that is not blank to the block it belongs to."""
    if scan.fence is None and line[0].isalpha():
        _take_words(scan, line, offset, number)
        return
    lead = line[: len(line) - len(line.lstrip(" \t"))]
    indent = scan.indent = len(lead.expandtabs(4))
    if scan.fence is not None:
        mark, container = scan.fence
        bare = line.strip()
        if indent >= container:
            if set(bare) == {mark[0]} and len(bare) >= len(mark) and indent < container + 4:
                scan.fence, scan.blank_seen = None, True
            return
        scan.fence, scan.blank_seen = None, True
    in_text = not scan.blank_seen and scan.kind not in _WITHOUT_TEXT
    if scan.blank_seen and indent < scan.list_indent and not _ITEM.match(line):
        scan.list_indent = 0
    if _edge(scan, line, offset, number, in_text):
        return
    lazy = indent < scan.list_indent
    if in_text and scan.kind is Kind.PARAGRAPH and not lazy and _promoted(scan, line):
        return
    _start(scan, line, offset, number, indent, in_text)


def _take_words(scan: _Scan, line: str, offset: int, number: int) -> None:
    """Take a line that begins with a letter, as most do: it goes on, or begins, a paragraph.

    Nothing that makes another block begins with a letter; a row in a table may.
    """
    scan.indent = 0
    if scan.blank_seen:
        scan.list_indent = 0
    elif scan.kind not in _WITHOUT_TEXT:
        return
    kind = Kind.ROW if scan.in_table and "|" in line else Kind.PARAGRAPH
    scan.begin(kind, offset, number)


def _edge(scan: _Scan, line: str, offset: int, number: int, in_text: bool) -> bool:
    """Take a line that opens or closes a fenced div."""
    if ":::" not in line:
        return False
    if scan.stack and _DIV_CLOSE.match(line):
        scan.begin(Kind.CLOSE, offset, number)
        opened, text = scan.stack.pop()
        scan.within = text
        scan.divs[opened] = _closed(scan.divs[opened], number, True)
        return True
    if in_text or (div := opening(line)) is None:
        return False
    scan.begin(Kind.OPEN, offset, number)
    scan.within = scan.stack[-1][1] if scan.stack else ""
    scan.stack.append((number, line.strip()))
    scan.divs[number] = Div(number, number, False, div.attributes, div.word)
    return True


def _closed(div: Div, close: int, closed: bool) -> Div:
    """Return `div` with the line that ends it."""
    return Div(div.line, close, closed, div.attributes, div.word)


def _promoted(scan: _Scan, line: str) -> bool:
    """See whether this line makes a heading or a table of the paragraph so far."""
    underline = _UNDERLINE.match(line)
    if underline is not None and scan.lines_in == 1:
        scan.kind, scan.level = Kind.HEADING, 1 if underline[1][0] == "=" else 2
        return True
    header = scan.source[scan.start : scan.text_end]
    is_table = scan.lines_in == 1 and "|" in line and "|" in header and _DELIMITER.match(line)
    if is_table and _columns(header) == _columns(line):
        scan.kind, scan.in_table = Kind.ROW, True
        return True
    return False


def _columns(row: str) -> int:
    """Count the cells of a table row."""
    bare = row.strip()
    inner = bare[bare.startswith("|") : len(bare) - (bare.endswith("|") and bare[-2:] != "\\|")]
    return inner.count("|") - inner.count("\\|") + 1


def _start(scan: _Scan, line: str, offset: int, number: int, indent: int, in_text: bool) -> None:
    """Begin the block that this line begins, or continue the one before it."""
    fence = _FENCE.match(line.lstrip()) if indent < 4 or indent >= scan.list_indent > 0 else None
    if fence is not None:
        scan.begin(Kind.CODE, offset, number)
        scan.fence = (fence[1] or fence[2], indent if indent >= scan.list_indent > 0 else 0)
        scan.fence_line = number
        return
    if heading := _HEADING.match(line):
        scan.begin(Kind.HEADING, offset, number, len(heading[1]))
        return
    if _RULE.match(line):
        if not in_text:
            scan.begin(Kind.RULE, offset, number)
        return
    item = _ITEM.match(line)
    if item is not None and (indent < 4 or scan.list_indent):
        scan.begin(Kind.ITEM, offset, number)
        scan.list_indent = len(item.group())
        inner = _FENCE.match(line, item.end())
        if inner is not None:
            scan.fence, scan.fence_line = (inner[1] or inner[2], scan.list_indent), number
        return
    if in_text and not _NOTE.match(line) and not _TERM.match(line):
        return
    if scan.in_table and "|" in line:
        scan.begin(Kind.ROW, offset, number)
        return
    if not scan.blank_seen and scan.kind is Kind.CODE and indent >= 4:
        return
    kind = _plain_kind(scan, line, indent)
    scan.begin(kind, offset, number)
    if kind in (Kind.NOTE, Kind.DEFINITION):
        scan.list_indent = 4  # what follows as deep belongs to it


def _plain_kind(scan: _Scan, line: str, indent: int) -> Kind:
    """Name a block that no marker of its own begins."""
    if indent >= 4 and not scan.list_indent:
        return Kind.CODE
    if line.lstrip().startswith(">"):
        return Kind.QUOTE
    if _NOTE.match(line):
        return Kind.NOTE
    return Kind.DEFINITION if _TERM.match(line) else Kind.PARAGRAPH
