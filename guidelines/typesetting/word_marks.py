"""A Word file that can come back: each block in a content control that names it.

Marks of private characters go through pandoc in the text; afterwards the paragraph that holds a
mark gets the control, and the marks go. Our own part of the file says which version it is.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from lxml import etree

from guidelines.text.blocks import Block, Kind
from guidelines.typesetting.word_model import Origin
from guidelines.typesetting.word_xml import MC, W15, Element, W, main_part, parse, value, written

OURS = "urn:concord:word-file:1"
_OPEN, _CLOSE, _ZERO = "\ue000", "\ue001", 0xE010
_DIGITS = "".join(chr(_ZERO + digit) for digit in range(10))
_MARK = re.compile(f"{_OPEN}([{_DIGITS}]+){_CLOSE}")
_PRIVATE = re.compile(f"[{_OPEN}{_CLOSE}{_DIGITS}]")
_TAG = re.compile(r"([A-Za-z0-9_-]{6,40})@v(\d{1,9})#[0-9a-f]{8}")
_BOOKMARK = re.compile(r"_block_([A-Za-z0-9_-]{6,30}?)_v(\d{1,9})")
_PROPERTIES = "docProps/custom.xml"
_PROPERTY = "ConcordOrigin"
_FIRST_BOOKMARK = 100_000  # far above those that pandoc numbers
_LEADS = {
    Kind.HEADING: re.compile(r"[ ]{0,3}(?:#{1,6}[ \t]+)?"),
    Kind.PARAGRAPH: re.compile(r"[ \t]*"),
    Kind.ITEM: re.compile(r"[ ]*(?:[-+*]|\d{1,9}\.)[ \t]+(?:\[[ xX]\][ \t]+)?"),
    Kind.ROW: re.compile(r"[ \t]*\|?[ \t]*"),
    Kind.QUOTE: re.compile(r"[ \t>]*"),
    Kind.NOTE: re.compile(r" {0,3}\[\^[^\]\s]+\]:[ \t]*"),
    Kind.DEFINITION: re.compile(r" {0,3}[:~][ \t]+"),
}
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


def with_marks(texts: Sequence[tuple[str, Sequence[Marked]]]) -> tuple[str, list[str]]:
    """Return the body with a mark in every block that can have one, and the tags by number.

    `texts` are the sections: the source of each with its blocks.
    """
    tags: list[str] = []
    body: list[str] = []
    for source, blocks in texts:
        at = 0
        for one in blocks:
            place = _place(one.block)
            if place is None:
                continue
            here = one.block.start + place
            body += [_PRIVATE.sub("", source[at:here]), _mark(len(tags))]
            tags.append(one.tag)
            at = here
        body.append(_PRIVATE.sub("", source[at:]))
    return "".join(body), tags


def _mark(number: int) -> str:
    return _OPEN + "".join(chr(_ZERO + int(digit)) for digit in str(number)) + _CLOSE


def _place(block: Block) -> int | None:
    """Return where in a block its mark goes; None for a block without words of its own."""
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


def with_controls(parts: dict[str, bytes], tags: Sequence[str], origin: Origin) -> None:
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
            _hold(paragraph, tags[number], number + 1)
    for name, root in roots.items():
        parts[name] = written(root)
    for name, part in parts.items():
        if name.endswith(".xml") and _OPEN.encode() in part:
            parts[name] = _PRIVATE.sub("", part.decode()).encode()
    _name_origin(parts, origin, [tags[number] for number in sorted(places) if number < len(tags)])


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


def _hold(paragraph: Element, tag: str, number: int) -> None:
    """Put the contents of a paragraph into a content control that nobody sees."""
    control = etree.Element(f"{W}sdt")
    facts = etree.SubElement(control, f"{W}sdtPr")
    etree.SubElement(facts, f"{W}tag").set(f"{W}val", tag)
    etree.SubElement(facts, f"{W}id").set(f"{W}val", str(number))
    etree.SubElement(facts, f"{W15}appearance").set(f"{W15}val", "hidden")
    content = etree.SubElement(control, f"{W}sdtContent")
    for child in list(paragraph):
        if child.tag != f"{W}pPr":
            content.append(child)
    paragraph.append(control)
    block, version = read_tag(tag)
    key = str(_FIRST_BOOKMARK + number)
    start, end = etree.Element(f"{W}bookmarkStart"), etree.Element(f"{W}bookmarkEnd")
    start.set(f"{W}id", key)
    start.set(f"{W}name", f"_block_{block}_v{version}")
    end.set(f"{W}id", key)
    control.addprevious(start)
    paragraph.append(end)


def _name_origin(parts: dict[str, bytes], origin: Origin, tags: Sequence[str]) -> None:
    """Write our own part: document, version, file, and the tags of the blocks.

    The same stands in a property of the file, which more programs keep.
    """
    number = 1 + sum(name.startswith("customXml/item") for name in parts)
    blocks = "".join(f"<block tag={quoteattr(tag)}/>" for tag in tags)
    parts[f"customXml/item{number}.xml"] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<word-file xmlns={quoteattr(OURS)} document={quoteattr(origin.document)} "
        f'version="{origin.version}" export={quoteattr(origin.export)}>{blocks}</word-file>'
    ).encode()
    _add_property(parts, f"{origin.document} {origin.version} {origin.export}")
    relations = parse(parts["word/_rels/document.xml.rels"])
    space = relations.tag.removesuffix("Relationships")
    etree.SubElement(
        relations,
        f"{space}Relationship",
        Id=f"rIdConcord{number}",
        Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml",
        Target=f"../customXml/item{number}.xml",
    )
    parts["word/_rels/document.xml.rels"] = written(relations)


def _add_property(parts: dict[str, bytes], text: str) -> None:
    """Write a property of the file, in the part that pandoc has made for such."""
    root = parse(parts[_PROPERTIES])
    space = root.tag.removesuffix("Properties")
    taken = [int(one.get("pid") or 1) for one in root]
    one = etree.SubElement(
        root,
        f"{space}property",
        fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}",
        pid=str(max(taken, default=1) + 1),
        name=_PROPERTY,
    )
    types = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
    etree.SubElement(one, f"{{{types}}}lpwstr", nsmap={"vt": types}).text = text
    parts[_PROPERTIES] = written(root)


def origin_of(parts: Mapping[str, bytes]) -> Origin | None:
    """Return what our part in a Word file says; None where it is not there (any more)."""
    for name, part in parts.items():
        if name.startswith("customXml/") and OURS.encode() in part:
            root = parse(part)
            if root.tag == f"{{{OURS}}}word-file":
                return _origin(*(root.get(key) or "" for key in ("document", "version", "export")))
    if _PROPERTIES in parts:
        for found in parse(parts[_PROPERTIES]).iter("{*}property"):
            if found.get("name") == _PROPERTY:
                words = "".join(found.itertext()).split()
                return _origin(*words) if len(words) == 3 else None
    return None


def _origin(document: str, version: str, export: str) -> Origin | None:
    number = version if version.isdigit() and len(version) < 10 else ""
    return Origin(document, int(number), export) if number else None
