"""A text from outside becomes the sections of a document."""

from collections.abc import Mapping
from dataclasses import dataclass

from guidelines.drafts.rules.structure import with_ends
from guidelines.drafts.rules.texts import LARGEST_DOCUMENT, checked
from guidelines.errors import TooLarge, sentence
from guidelines.text.anchors import project
from guidelines.text.blocks import Kind, split
from guidelines.text.notices import Notice, TextTooLarge
from guidelines.text.sections import split_sections, tidy_import

LONG_CHAPTER = 1200  # words: about an hour of one author's work
MOST_SECTIONS = 400


@dataclass(frozen=True, slots=True)
class Brought:
    """The sections of an imported text, joined exactly the tidied text; and what was noticed.

    `plain` holds what is read of each block, by its kind and text: all that takes long.
    """

    sections: tuple[str, ...]
    notices: tuple[Notice, ...]
    plain: Mapping[tuple[Kind, str], str]


def read_text(source: str) -> Brought:
    """Read a text from outside whole, before the transaction that writes it.

    A long one takes seconds, in which nobody else should have to wait.
    """
    return prepared(checked(source, largest=LARGEST_DOCUMENT, closed=False))


def prepared(source: str) -> Brought:
    """Tidy a text and cut it into sections: its chapters, and the parts of long chapters.

    A chapter begins at a heading of the first level, a part at one of the second. A text with
    very many headings is cut into chapters only.
    """
    try:
        text, notices = tidy_import(source)
    except TextTooLarge:
        raise TooLarge(
            sentence("This text is larger than 5 MB. Cut it into several documents.")
        ) from None
    text, closings = with_ends(text)
    notices = (*notices, *closings)
    chapters = [chapter.source for chapter in split_sections(text, 1)]
    pieces = [part for chapter in chapters for part in _parts(chapter)]
    if len(pieces) > MOST_SECTIONS:
        pieces = chapters
    if len(pieces) > 1 and not pieces[0].strip():
        pieces[:2] = ["".join(pieces[:2])]
    blocks = {(block.kind, block.text): block for piece in pieces for block in split(piece)}
    plain = {name: project(block) for name, block in blocks.items()}
    return Brought(tuple(pieces), notices, plain)


def _parts(chapter: str) -> list[str]:
    """Cut a chapter at its headings of the second level, if it is long."""
    if len(chapter.split()) <= LONG_CHAPTER:
        return [chapter]
    return [part.source for part in split_sections(chapter, 2)]
