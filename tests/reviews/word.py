"""Steps with Word files: out, changed as a colleague would, and back in."""

import io
import zipfile
from collections.abc import Callable

from lxml import etree

from guidelines.db import session, transaction
from guidelines.drafts.models import Document
from guidelines.drafts.queries import current_version
from guidelines.jobs import work_once
from guidelines.permissions import Actor
from guidelines.reviews import service
from guidelines.reviews.models import WordExport, WordReturn
from guidelines.storage import storage

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WHO = {f"{W}author": "Ada Outside", f"{W}date": "2026-03-04T10:00:00Z"}


def exported(actor: Actor, document: Document) -> bytes:
    """Return the Word file of the newest version, made as the page does."""
    with transaction():
        row = service.request_word_file(actor, current_version(document))
    while work_once():
        pass
    done = session.get_one(WordExport, row.id)
    assert done.state == "done", done.failure
    return storage().get(done.sha256)


def handed_in(
    actor: Actor, document: Document, content: bytes, filename: str = "back.docx"
) -> WordReturn:
    """Hand in a Word file and have it read."""
    with transaction():
        row = service.hand_in_word_file(actor, document, content=content, filename=filename)
    while work_once():
        pass
    return session.get_one(WordReturn, row.id)


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
        for words in paragraph.iter(f"{W}t"):
            if old in (words.text or ""):
                break
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
