"""Files that become documents: Markdown and Word."""

from pathlib import PurePath

from guidelines.errors import Invalid, TooLarge, sentence
from guidelines.typesetting.importing import Imported, read_docx

LARGEST_TEXT = 5_000_000
ZIP = b"PK\x03\x04"
WORD_ENDING = ".docx"
TEXT_ENDINGS = frozenset({".md", ".markdown", ".txt", ".text"})


def is_word(content: bytes, filename: str) -> bool:
    """Tell whether a file is a Word file, else Markdown; by what is in it, not by its name.

    Raises `Invalid` for a file that is not what its name says, `TooLarge` for too long a text.
    """
    ending = PurePath(filename).suffix.lower()
    if ending == WORD_ENDING:
        if not content.startswith(ZIP):
            raise Invalid(
                {"file": sentence("This file is not a Word document, whatever its name says.")}
            )
        return True
    if ending not in TEXT_ENDINGS:
        raise Invalid({"file": sentence("Choose a Markdown file (.md) or a Word file (.docx).")})
    text_of(content)
    return False


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
            {"file": sentence("This file is not a text in UTF-8, whatever its name says.")}
        )
    if not text.strip():
        raise Invalid({"file": sentence("This file is empty.")})
    return text


def read_file(content: bytes, filename: str) -> Imported:
    """Read a file as Markdown, with its pictures and what was noticed.

    A Word file starts another program: this belongs into a job or a command.
    """
    if is_word(content, filename):
        return read_docx(content)
    return Imported(text_of(content), {}, "", ())
