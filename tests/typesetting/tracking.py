"""Steps that change a Word file as Word does: tracked changes, comments, plain edits."""

import io
import zipfile
from collections.abc import Callable

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WHO = {f"{W}author": "Ada Outside", f"{W}date": "2026-03-04T10:00:00Z"}


def changed(content: bytes, *steps: Callable[[dict[str, bytes], etree._Element], None]) -> bytes:
    """Return a Word file after `steps` on its parts and the root of its text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    for step in steps:
        step(parts, root)
    parts["word/document.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def paragraph_of(root: etree._Element, words: str) -> etree._Element:
    """Return the last paragraph with these words."""
    found = [p for p in root.iter(f"{W}p") if words in "".join(p.itertext(f"{W}t"))]
    return found[-1]


def run(text: str, name: str = "t") -> etree._Element:
    """Return a run of words."""
    made = etree.Element(f"{W}r")
    words = etree.SubElement(made, f"{W}{name}")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def put_around(run_: etree._Element, name: str, author: str = "Ada Outside") -> etree._Element:
    """Put a run into a tracked change."""
    change = etree.Element(f"{W}{name}", {**WHO, f"{W}author": author, f"{W}id": "900"})
    change.append(run_)
    return change


def replaces(old: str, new: str, author: str = "Ada Outside"):
    """Return the step that replaces words with change tracking."""

    def step(parts: dict[str, bytes], root: etree._Element) -> None:
        paragraph = paragraph_of(root, old)
        words = next(t for t in paragraph.iter(f"{W}t") if old in (t.text or ""))
        here = words.getparent()
        before, after = words.text.split(old, 1)
        pieces = [run(before)] if before else []
        pieces.append(put_around(run(old, "delText"), "del", author))
        if new:
            pieces.append(put_around(run(new), "ins", author))
        pieces += [run(after)] if after else []
        for piece in pieces:
            here.addprevious(piece)
        here.getparent().remove(here)

    return step


def comments(*said: tuple[str, str, str, str]):
    """Return the step that comments: (id, words or empty for a reply, text, id replied to)."""

    def step(parts: dict[str, bytes], root: etree._Element) -> None:
        w14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
        w15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
        notes = etree.Element(f"{W}comments", nsmap={"w": W[1:-1], "w14": w14[1:-1]})
        more = etree.Element(f"{w15}commentsEx", nsmap={"w15": w15[1:-1]})
        for key, words, text, parent in said:
            note = etree.SubElement(notes, f"{W}comment", {**WHO, f"{W}id": key})
            paragraph = etree.SubElement(note, f"{W}p", {f"{w14}paraId": f"0000000{key}"})
            paragraph.append(run(text))
            one = etree.SubElement(more, f"{w15}commentEx", {f"{w15}paraId": f"0000000{key}"})
            if parent:
                one.set(f"{w15}paraIdParent", f"0000000{parent}")
            if not words:
                continue
            here = paragraph_of(root, words)
            target = next(t for t in here.iter(f"{W}t") if words in (t.text or "")).getparent()
            before, after = target.find(f"{W}t").text.split(words, 1)
            start = etree.Element(f"{W}commentRangeStart", {f"{W}id": key})
            stop = etree.Element(f"{W}commentRangeEnd", {f"{W}id": key})
            for piece in [run(before), start, run(words), stop, run(after)]:
                target.addprevious(piece)
            target.getparent().remove(target)
        parts["word/comments.xml"] = etree.tostring(notes)
        parts["word/commentsExtended.xml"] = etree.tostring(more)

    return step


def removes(words: str, *, with_end: bool = True):
    """Return the step that deletes a whole paragraph with change tracking."""

    def step(parts: dict[str, bytes], root: etree._Element) -> None:
        paragraph = paragraph_of(root, words)
        for one in list(paragraph.iter(f"{W}r")):
            for text in one.iter(f"{W}t"):
                text.tag = f"{W}delText"
            place = one.getparent()
            number = place.index(one)
            place.insert(number, put_around(one, "del"))
        if with_end:
            mark(paragraph, "del")

    return step


def mark(paragraph: etree._Element, name: str) -> None:
    """Say of the end of a paragraph that it came or went."""
    facts = paragraph.find(f"{W}pPr")
    if facts is None:
        facts = etree.Element(f"{W}pPr")
        paragraph.insert(0, facts)
    run_facts = facts.find(f"{W}rPr")
    if run_facts is None:
        run_facts = etree.SubElement(facts, f"{W}rPr")
    run_facts.insert(0, etree.Element(f"{W}{name}", {**WHO, f"{W}id": "901"}))


def new_paragraph(words: str, after: str, *, tracked: bool = True):
    """Return the step that puts a paragraph behind another."""

    def step(parts: dict[str, bytes], root: etree._Element) -> None:
        here = paragraph_of(root, after)
        made = etree.Element(f"{W}p")
        made.append(put_around(run(words), "ins") if tracked else run(words))
        if tracked:
            mark(made, "ins")
        here.addnext(made)

    return step


def joins_next(words: str):
    """Return the step that deletes the end of a paragraph with change tracking."""

    def step(parts: dict[str, bytes], root: etree._Element) -> None:
        mark(paragraph_of(root, words), "del")

    return step


def parts_at(words: str):
    """Return the step that begins a new paragraph behind some words, with change tracking."""

    def step(parts: dict[str, bytes], root: etree._Element) -> None:
        paragraph = paragraph_of(root, words)
        here = next(t for t in paragraph.iter(f"{W}t") if words in (t.text or "")).getparent()
        before, after = here.find(f"{W}t").text.split(words, 1)
        first = etree.Element(f"{W}p")
        for sibling in list(here.itersiblings(preceding=True))[::-1]:
            first.append(sibling)
        first.append(run(before + words))
        mark(first, "ins")
        paragraph.addprevious(first)
        here.addprevious(run(after))
        here.getparent().remove(here)

    return step


def writes(old: str, new: str):
    """Return the step that replaces words without change tracking."""

    def step(parts: dict[str, bytes], root: etree._Element) -> None:
        text = next(t for t in paragraph_of(root, old).iter(f"{W}t") if old in (t.text or ""))
        text.text = text.text.replace(old, new)

    return step


def moves(words: str, before: str):
    """Return the step that moves a whole paragraph up, with change tracking."""

    def step(parts: dict[str, bytes], root: etree._Element) -> None:
        paragraph = paragraph_of(root, words)
        there = etree.Element(f"{W}p")
        for name in ("moveToRangeStart", "moveToRangeEnd"):
            edge = etree.SubElement(there, f"{W}{name}", {f"{W}id": "77"})
            if name.endswith("Start"):
                edge.set(f"{W}name", "move1")
                there.append(put_around(run("".join(paragraph.itertext(f"{W}t"))), "moveTo"))
        mark(there, "moveTo")
        paragraph_of(root, before).addprevious(there)
        start = etree.Element(f"{W}moveFromRangeStart", {f"{W}id": "78", f"{W}name": "move1"})
        for one in list(paragraph.iter(f"{W}r")):
            place = one.getparent()
            place.insert(place.index(one), put_around(one, "moveFrom"))
        end = etree.Element(f"{W}moveFromRangeEnd", {f"{W}id": "78"})
        paragraph.insert(1 if paragraph[0].tag == f"{W}pPr" else 0, start)
        paragraph.append(end)
        mark(paragraph, "moveFrom")

    return step
