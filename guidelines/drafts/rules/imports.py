"""A text from outside becomes the sections of a document."""

from dataclasses import dataclass

from guidelines.errors import TooLarge, sentence
from guidelines.text.notices import Notice, TextTooLarge
from guidelines.text.sections import split_sections, tidy_import

LONG_CHAPTER = 1200  # words: about an hour of one author's work
MOST_SECTIONS = 400


@dataclass(frozen=True, slots=True)
class Brought:
    """The sections of an imported text, joined exactly the tidied text; and what was noticed."""

    sections: tuple[str, ...]
    notices: tuple[Notice, ...]


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
    chapters = [chapter.source for chapter in split_sections(text, 1)]
    pieces = [part for chapter in chapters for part in _parts(chapter)]
    if len(pieces) > MOST_SECTIONS:
        pieces = chapters
    if len(pieces) > 1 and not pieces[0].strip():
        pieces[:2] = ["".join(pieces[:2])]
    return Brought(tuple(pieces), notices)


def _parts(chapter: str) -> list[str]:
    """Cut a chapter at its headings of the second level, if it is long."""
    if len(chapter.split()) <= LONG_CHAPTER:
        return [chapter]
    return [part.source for part in split_sections(chapter, 2)]
