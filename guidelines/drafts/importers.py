"""Files that become documents: Markdown, Word, OpenDocument, HTML; with pictures beside them."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import PurePath, PurePosixPath
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from guidelines.archives import ArchiveTooLarge, BrokenArchive, Limits, unpacked
from guidelines.errors import Invalid, TooLarge, sentence
from guidelines.typesetting.importing import Imported, read_docx
from guidelines.typesetting.model import Asset
from guidelines.typesetting.other_files import read_html, read_odt
from guidelines.typesetting.pictures import reencoded

LARGEST_TEXT = 5_000_000
LARGEST_PICTURE = 20_000_000
_LIMITS = Limits(entries=2_000, unpacked=200_000_000, ratio=200)
MOST_PICTURES = 500
ZIP = b"PK\x03\x04"
NOTHING: Mapping[str, bytes] = MappingProxyType({})
_IMAGE = re.compile(r"(!\[[^\]]*\]\()([^\s()<>]+)")
_SOURCE = re.compile(r"<img\b[^>]*?\bsrc\s*=\s*[\"']([^\"']+)", re.IGNORECASE)
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}


class Form(StrEnum):
    """What a file is, by what is in it and the ending of its name."""

    MARKDOWN = "md"
    WORD = "docx"
    ODT = "odt"
    HTML = "html"
    ZIP = "zip"


ENDINGS: Mapping[str, Form] = MappingProxyType(
    {
        ".md": Form.MARKDOWN, ".markdown": Form.MARKDOWN, ".txt": Form.MARKDOWN,
        ".text": Form.MARKDOWN, ".docx": Form.WORD, ".odt": Form.ODT, ".html": Form.HTML,
        ".htm": Form.HTML, ".zip": Form.ZIP,
    }
)  # fmt: skip
_NOT_WHAT_IT_SAYS = {
    Form.WORD: sentence(
        "This file is not a Word document, whatever its name says. Open it in Word, and save it "
        "as a Word document (.docx)."
    ),
    Form.ODT: sentence(
        "This file is not an OpenDocument text, whatever its name says. Open it in your word "
        "processor, and save it as .odt or .docx."
    ),
    Form.ZIP: sentence(
        "This file is not a zip file, whatever its name says. Pack the folder once more."
    ),
}


def form_of(content: bytes, filename: str) -> Form:
    """Return what a file is; raises `Invalid` for one that is not what its name says."""
    form = ENDINGS.get(PurePath(filename).suffix.lower())
    if form is None:
        raise Invalid(
            {
                "file": sentence(
                    "Choose a Markdown file (.md), a Word file (.docx), an OpenDocument text "
                    "(.odt) or a web page (.html)."
                )
            }
        )
    if form in _NOT_WHAT_IT_SAYS and not content.startswith(ZIP):
        raise Invalid({"file": _NOT_WHAT_IT_SAYS[form]})
    if form in (Form.MARKDOWN, Form.HTML):
        text_of(content)
    return form


def text_of(content: bytes) -> str:
    """Return the text of a file in UTF-8, or raise `Invalid` or `TooLarge`."""
    if len(content) > LARGEST_TEXT:
        raise TooLarge(sentence("This text is larger than 5 MB. Cut it into several documents."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\x00"
    if "\x00" in text:
        raise Invalid(
            {
                "file": sentence(
                    "This file is not a text in UTF-8, whatever its name says. Save it as text "
                    "in UTF-8, or bring a Word file."
                )
            }
        )
    if not text.strip():
        raise Invalid({"file": sentence("This file is empty. Choose another one.")})
    return text


def read_file(
    content: bytes, filename: str, beside: Callable[[str], bytes] | None = None
) -> Imported:
    """Read a file as Markdown, with its pictures and what was noticed.

    `beside` returns the picture that a text names by a relative address, or nothing (b""). All
    but Markdown starts another program: this belongs into a job or a command.
    """
    form = form_of(content, filename)
    if form is Form.WORD:
        return read_docx(content)
    if form is Form.ODT:
        return read_odt(content)
    if form is Form.ZIP:
        return _read_zip(content)
    text = text_of(content)
    if form is Form.HTML:
        names = dict.fromkeys(_SOURCE.findall(text))
        found = {name: _beside(name, beside) for name in [*names][:MOST_PICTURES]}
        return read_html(text.encode(), found)
    return _with_pictures(text, beside)


def _with_pictures(text: str, beside: Callable[[str], bytes] | None) -> Imported:
    """Return a Markdown text with the pictures beside it, under names of their own."""
    assets: dict[str, Asset] = {}
    names: dict[str, str] = {}
    for target in dict.fromkeys(match[2] for match in _IMAGE.finditer(text)):
        content = _beside(target, beside) if len(assets) < MOST_PICTURES else b""
        asset = reencoded(content) if content else None
        if asset is not None:
            names[target] = f"image-{len(assets) + 1}.{_ENDINGS[asset.media_type]}"
            assets[names[target]] = asset
    if names:
        text = _IMAGE.sub(lambda match: match[1] + names.get(match[2], match[2]), text)
    return Imported(text, assets, "", ())


def _beside(target: str, beside: Callable[[str], bytes] | None) -> bytes:
    """Return the picture of a relative address; nothing for any other address."""
    parts = urlsplit(target)
    path = PurePosixPath(unquote(parts.path))
    within = not path.is_absolute() and ".." not in path.parts and "\\" not in str(path)
    if beside is None or parts.scheme or parts.netloc or not within or "\0" in str(path):
        return b""
    return beside(str(path))


def _read_zip(content: bytes) -> Imported:
    """Read a zip file with one text and its pictures, as an export writes it."""
    try:
        held = unpacked(content, _LIMITS)
    except ArchiveTooLarge:
        raise TooLarge(sentence("This file would unpack to more than 200 MB.")) from None
    except BrokenArchive:
        raise Invalid({"file": _NOT_WHAT_IT_SAYS[Form.ZIP]}) from None
    texts = [name for name in held if ENDINGS.get(PurePath(name).suffix) is Form.MARKDOWN]
    if len(texts) != 1:
        raise Invalid({"file": sentence("A zip file needs exactly one Markdown text (.md).")})
    folder = PurePosixPath(texts[0]).parent
    return _with_pictures(text_of(held[texts[0]]), lambda name: held.get(str(folder / name), b""))
