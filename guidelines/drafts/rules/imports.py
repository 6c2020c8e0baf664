"""A text from outside becomes the sections of a document."""

from dataclasses import dataclass

from guidelines.errors import TooLarge, sentence
from guidelines.text.notices import Notice, TextTooLarge
from guidelines.text.sections import split_sections, tidy_import

DEEPEST_CUT = 2
MOST_SECTIONS = 400


@dataclass(frozen=True, slots=True)
class Brought:
    """The sections of an imported text, joined exactly the tidied text; and what was noticed."""

    sections: tuple[str, ...]
    notices: tuple[Notice, ...]


def prepared(source: str) -> Brought:
    """Tidy a text and cut it into sections at its headings of the two highest levels.

    A text with very many headings is cut at the highest level only.
    """
    try:
        text, notices = tidy_import(source)
    except TextTooLarge:
        raise TooLarge(
            sentence("This text is larger than 5 MB. Cut it into several documents.")
        ) from None
    found = split_sections(text, DEEPEST_CUT)
    if len(found) > MOST_SECTIONS:
        found = split_sections(text, 1)
    pieces = [section.source for section in found]
    if len(pieces) > 1 and not pieces[0].strip():
        pieces[:2] = ["".join(pieces[:2])]
    return Brought(tuple(pieces), notices)
