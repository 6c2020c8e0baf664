"""A Word file that can come back: each block in a content control that names it.

Marks of private characters go through pandoc in the text; afterwards the paragraph that holds a
mark gets the control, and the marks go. Our own part of the file says which version it is.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lxml import etree

from guidelines.text.blocks import Block, Kind
from guidelines.typesetting.word_model import Origin
from guidelines.typesetting.word_origin import name_origin
from guidelines.typesetting.word_xml import (
    MC,
    W15,
    Element,
    M,
    W,
    main_part,
    parse,
    value,
    written,
)

_OPEN, _CLOSE, _ZERO = "\ue000", "\ue001", 0xE010
_DIGITS = "".join(chr(_ZERO + digit) for digit in range(10))
_MARK = re.compile(f"{_OPEN}([{_DIGITS}]+){_CLOSE}")
_PRIVATE = re.compile(f"[{_OPEN}{_CLOSE}{_DIGITS}]")
_TAG = re.compile(r"([A-Za-z0-9_-]{6,40})@v(\d{1,9})#[0-9a-f]{8}")
_BOOKMARK = re.compile(r"_block_([A-Za-z0-9_-]{6,30}?)_v(\d{1,9})")
_FIRST_BOOKMARK = 100_000  # far above those that pandoc numbers
_MOST_MARKS = 1_000_000  # numbers of controls beyond belong to the other paragraphs of a block
_LEADS = {
    Kind.HEADING: re.compile(r"[ ]{0,3}(?:#{1,6}[ \t]+)?"),
    Kind.PARAGRAPH: re.compile(r"[ \t]*"),
    Kind.ITEM: re.compile(r"[ ]*(?:[-+*]|\d{1,9}\.)[ \t]+(?:\[[ xX]\][ \t]+)?"),
    Kind.ROW: re.compile(r"[ \t]*\|?[ \t]*"),
    Kind.QUOTE: re.compile(r"[ \t>]*"),
    Kind.NOTE: re.compile(r" {0,3}\[\^[^\]\s]+\]:[ \t]*"),
    Kind.DEFINITION: re.compile(r" {0,3}[:~][ \t]+"),
}
# The mark of a code block stands in its first line of code: a fence with words, or four spaces.
_CODE = re.compile(r"[ ]*(?P<fence>`{3,}|~{3,})[^\n]*\n[ \t]*(?=[^\s])|(?: {4}|\t)[ \t]*(?=[^\s])")
_FORMULA = re.compile(r"\$\$.+?\$\$", re.DOTALL)
# What begins with one of these would no longer be what it is behind a mark.
_FRAGILE = re.compile(r"[|:#>]|~~~|```|<!--|(?:[-+*]|\d{1,9}\.)[ \t]|\[[^\]]+\]:|$")
_PICTURE = re.compile(r"(!\[)[^\]]+\]\([^)]*\)(?:\{[^}]*\})?$")


@dataclass(frozen=True, slots=True)
class Marked:
    """A block of the text with the tag of its content control."""

    tag: str
    block: Block


def make_tag(block_id: str, version: int, sha256: str) -> str:
    """Return the tag of a block: its id, the version of the document, a short hash."""
    return f"{block_id}@v{version}#{sha256[:8]}"


def read_tag(tag: str) -> tuple[str, int]:
    """Return the block and the version that a tag names; nothing for a tag of others."""
    found = _TAG.fullmatch(tag)
    return (found[1], int(found[2])) if found else ("", 0)


def block_of(control: Element) -> str:
    """Return the block that the tag of a content control names; empty for one of others."""
    return read_tag(value(control.find(f"{W}sdtPr/{W}tag")))[0]


def bookmarked(paragraph: Element) -> str:
    """Return the block that a bookmark of ours in a paragraph names, or nothing.

    Some programs drop content controls or their tags, but keep bookmarks.
    """
    for mark in paragraph.iter(f"{W}bookmarkStart"):
        if found := _BOOKMARK.fullmatch(value(mark, f"{W}name")):
            return found[1]
    return ""


def with_marks(texts: Sequence[tuple[str, Sequence[Marked]]]) -> tuple[str, list[Marked]]:
    """Return the body with a mark in every block that can have one, and these blocks by number.

    `texts` are the sections: the source of each with its blocks.
    """
    tags: list[Marked] = []
    body: list[str] = []
    for source, blocks in texts:
        at = 0
        for one in blocks:
            place = _place(one.block)
            if place is None:
                continue
            here = one.block.start + place
            body += [_PRIVATE.sub("", source[at:here]), _mark(len(tags))]
            tags.append(one)
            at = here
        body.append(_PRIVATE.sub("", source[at:]))
    return "".join(body), tags


def _mark(number: int) -> str:
    return _OPEN + "".join(chr(_ZERO + int(digit)) for digit in str(number)) + _CLOSE


def _place(block: Block) -> int | None:
    """Return where in a block its mark goes; None for a block without words of its own."""
    if block.kind is Kind.CODE:
        code = _CODE.match(block.text)
        is_empty = code and code["fence"] and block.text[code.end() :].startswith(code["fence"])
        return code.end() if code and not is_empty else None
    lead = _LEADS.get(block.kind)
    if lead is None:
        return None
    start = lead.match(block.text).end()  # type: ignore[union-attr]
    rest = block.text[start:]
    if block.kind is Kind.ROW:
        return start
    if picture := _PICTURE.match(rest):
        return start + picture.end(1)
    return None if _FRAGILE.match(rest) else start


def with_controls(parts: dict[str, bytes], tags: Sequence[Marked], origin: Origin) -> None:
    """Turn the marks in the parts of a Word file into content controls; name its origin."""
    places: dict[int, Element] = {}
    roots: dict[str, Element] = {}
    for name in (main_part(parts), "word/footnotes.xml"):
        if name in parts:
            roots[name] = _tolerant(parse(parts[name]))
            for paragraph in roots[name].iter(f"{W}p"):
                text = "".join(paragraph.itertext(f"{W}t"))
                for found in _MARK.finditer(text):
                    # The contents and the table of recommendations repeat words of the text,
                    # and stand before it: the last place is the block's own.
                    places[_number(found[1])] = paragraph
    held: set[Element] = set()
    for number, paragraph in sorted(places.items()):
        if number < len(tags) and paragraph not in held:
            held.add(paragraph)
            more = _also_of(paragraph, tags[number].block, places.values())
            key = number + 1
            if not (more and _is_bare(paragraph)):
                _hold(paragraph, tags[number].tag, key)
            for one in more:
                held.add(one)
                key += _MOST_MARKS
                _hold_whole(one, tags[number].tag, key)
            if more and _is_bare(paragraph):
                paragraph.getparent().remove(paragraph)
    for name, root in roots.items():
        parts[name] = written(root)
    for name, part in parts.items():
        if name.endswith(".xml") and _OPEN.encode() in part:
            parts[name] = _PRIVATE.sub("", part.decode()).encode()
    named = [tags[number].tag for number in sorted(places) if number < len(tags)]
    name_origin(parts, origin, named)


def _also_of(paragraph: Element, block: Block, marked: Collection[Element]) -> list[Element]:
    """Return the other paragraphs that a block became: its picture, its formulas, the rest.

    Word has a picture and its caption, and each formula that stands alone, as paragraphs.
    """
    if block.kind is not Kind.PARAGRAPH:
        return []
    if _PICTURE.match(block.text.lstrip()):
        picture = paragraph.getprevious()
        is_it = _is_free(picture, marked) and next(picture.iter(f"{W}drawing"), None) is not None
        return [picture] if is_it and not _words(picture) else []
    found: list[Element] = []
    at = 0
    for formula in _FORMULA.finditer(block.text):
        at = formula.end()
        following = (found[-1] if found else paragraph).getnext()
        if not _is_free(following, marked):
            return found
        if next(following.iter(f"{M}oMathPara"), None) is None:  # words between two formulas
            found.append(following)
            following = following.getnext()
            if not _is_free(following, marked):
                return found
        found.append(following)
    if found and block.text[at:].strip():
        following = found[-1].getnext()
        if _is_free(following, marked) and next(following.iter(f"{M}oMathPara"), None) is None:
            found.append(following)
    return found


def _is_free(paragraph: Element | None, marked: Collection[Element]) -> bool:
    """Tell whether this is a paragraph that belongs to no other block."""
    return paragraph is not None and paragraph.tag == f"{W}p" and paragraph not in marked


def _words(paragraph: Element) -> str:
    return _PRIVATE.sub("", "".join(paragraph.itertext(f"{W}t"))).strip()


def _is_bare(paragraph: Element) -> bool:
    """Tell whether nothing but a mark stands in a paragraph."""
    inside = (f"{W}drawing", f"{M}oMath", f"{W}footnoteReference", f"{W}bookmarkStart")
    return not _words(paragraph) and next(paragraph.iter(*inside), None) is None


def _tolerant(root: Element) -> Element:
    """Return the root of a part that tells older Word to pass over what it does not know."""
    names = {**root.nsmap, "mc": MC[1:-1], "w15": W15[1:-1]}
    made = etree.Element(root.tag, dict(root.attrib), nsmap=names)
    known = made.get(f"{MC}Ignorable") or ""
    made.set(f"{MC}Ignorable", " ".join([*known.split(), "w15"]))
    for child in list(root):
        made.append(child)
    return made


def _number(digits: str) -> int:
    return int("".join(str(ord(digit) - _ZERO) for digit in digits))


def _control(tag: str, number: int) -> tuple[Element, Element]:
    """Return a content control that nobody sees, and where its contents go."""
    control = etree.Element(f"{W}sdt")
    facts = etree.SubElement(control, f"{W}sdtPr")
    etree.SubElement(facts, f"{W}tag").set(f"{W}val", tag)
    etree.SubElement(facts, f"{W}id").set(f"{W}val", str(number))
    etree.SubElement(facts, f"{W15}appearance").set(f"{W15}val", "hidden")
    return control, etree.SubElement(control, f"{W}sdtContent")


def _hold_whole(paragraph: Element, tag: str, number: int) -> None:
    """Put a paragraph as a whole into a control: a formula stands alone only directly in one."""
    control, content = _control(tag, number)
    paragraph.addprevious(control)
    content.append(paragraph)
    start, end = _bookmark(tag, number)
    facts = paragraph.find(f"{W}pPr")
    paragraph.insert(0 if facts is None else 1, start)
    paragraph.append(end)


def _hold(paragraph: Element, tag: str, number: int) -> None:
    """Put the contents of a paragraph into a content control that nobody sees."""
    control, content = _control(tag, number)
    for child in list(paragraph):
        if child.tag != f"{W}pPr":
            content.append(child)
    paragraph.append(control)
    start, end = _bookmark(tag, number)
    control.addprevious(start)
    paragraph.append(end)


def _bookmark(tag: str, number: int) -> tuple[Element, Element]:
    """Return both ends of a bookmark that names a block, for programs that drop controls."""
    block, version = read_tag(tag)
    key = str(_FIRST_BOOKMARK + number)
    start, end = etree.Element(f"{W}bookmarkStart"), etree.Element(f"{W}bookmarkEnd")
    start.set(f"{W}id", key)
    start.set(f"{W}name", f"_block_{block}_v{version}")
    end.set(f"{W}id", key)
    return start, end
