"""Slides for a meeting: a title, then for each statement its words, a drawing, what was said.

They are written as pandoc's tree: nothing in them is read as Markdown.
"""

import io
import re
import zipfile
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

import orjson

from guidelines.typesetting import pandoc
from guidelines.typesetting.nodes import NO_ATTRIBUTES, SPACE, Node, div, para, strong, words
from guidelines.typesetting.pictures import drawn_together

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_LOOK = pandoc.EXPORTS / "reference.pptx"
_VERSION = [1, 23, 1]
_SAID = re.compile(r'descr="(drawing-\d+)[^"]*"')


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing of our own as SVG, with what it says to those who do not see it."""

    svg: str
    alt: str


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: its heading, then paragraphs with a drawing beside them, or points.

    A point is a text, or what it is about and a text.
    `blocks` are nodes of a text that is dressed already; `notes` are what the speaker says.
    """

    heading: str
    paragraphs: Sequence[str] = ()
    drawing: Drawing | None = None
    points: Sequence[str | tuple[str, str]] = ()
    blocks: Sequence[Node] = ()
    notes: Sequence[str] = ()


class _Drawn(NamedTuple):
    """A drawing as it is put into the file, under a name that is found again there."""

    name: str
    png: bytes
    alt: str


def slides(
    title: str, subtitle: str, pages: Sequence[Slide], *, language: str = "en", epoch: int = 0
) -> bytes:
    """Return a presentation (PPTX) of the moment `epoch`; raises `TooLarge` at a limit."""
    drawings = [page.drawing for page in pages if page.drawing]
    pictures = drawn_together([one.svg for one in drawings])
    drawn = [
        _Drawn(f"drawing-{number}", png, one.alt)
        for number, (one, png) in enumerate(zip(drawings, pictures, strict=True), start=1)
    ]
    left = iter(drawn)
    tree = {
        "pandoc-api-version": _VERSION,
        "meta": {
            "title": _meta(title),
            "subtitle": _meta(subtitle),
            "lang": _meta(language),
        },
        "blocks": [
            block
            for page in pages
            for block in _blocks(page, next(left) if page.drawing else None)
        ],
    }
    arguments = ["--from=json", "--to=pptx", "--slide-level=1", f"--reference-doc={_LOOK}"]
    return _told(pandoc.run(arguments, orjson.dumps(tree), epoch=epoch).output, drawn)


def _meta(text: str) -> Node:
    return {"t": "MetaInlines", "c": words(text)}


def _blocks(page: Slide, drawn: _Drawn | None) -> list[Node]:
    found: list[Node] = [{"t": "Header", "c": [1, NO_ATTRIBUTES, words(page.heading)]}]
    said = [para(words(text)) for text in page.paragraphs]
    if drawn:
        found.append(div("", [div("", said, css="column"), _column(drawn)], css="columns"))
    else:
        found += said
    found += page.blocks
    if page.points:
        found.append({"t": "BulletList", "c": [[_point(one)] for one in page.points]})
    if page.notes:
        found.append(div("", [para(words(text)) for text in page.notes], css="notes"))
    return found


def _column(drawn: _Drawn) -> Node:
    address = f"data:image/png;base64,{b64encode(drawn.png).decode()}"
    image = {"t": "Image", "c": [NO_ATTRIBUTES, [], [address, drawn.name]]}
    return div("", [para([image])], css="column")


def _point(one: str | tuple[str, str]) -> Node:
    if isinstance(one, str):
        return {"t": "Plain", "c": words(one)}
    name, text = one
    return {"t": "Plain", "c": [strong(words(f"{name}:")), SPACE, *words(text)]}


def _told(presentation: bytes, drawings: Sequence[_Drawn]) -> bytes:
    """Return a presentation whose pictures say what is to be seen in them.

    Pandoc writes its name and address there; that address is the whole picture.
    """
    says = {drawn.name: quoteattr(drawn.alt) for drawn in drawings}

    def told(found: re.Match[str]) -> str:
        return f"descr={says[found[1]]}"

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(presentation)) as before, zipfile.ZipFile(out, "w") as after:
        for entry in before.infolist():
            content = before.read(entry)
            if entry.filename.startswith("ppt/slides/") and entry.filename.endswith(".xml"):
                content = _SAID.sub(told, content.decode()).encode()
            after.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
