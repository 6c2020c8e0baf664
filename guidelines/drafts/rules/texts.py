"""What the text of a section must satisfy, and what can be told from it at a glance."""

import re

from guidelines.drafts.rules.structure import check_closed
from guidelines.errors import Invalid, TooLarge, sentence
from guidelines.text.blocks import Block, Kind
from guidelines.text.comments import normalise_newlines

LARGEST_SECTION = 1_000_000
LARGEST_DOCUMENT = 5_000_000
LONGEST_TITLE = 300
LONGEST_MESSAGE = 300
UNTITLED = "Text before the first heading"
_ATTRIBUTES = re.compile(r"[ \t]*\{[^{}]*\}[ \t]*$")
_MARKS = re.compile(r"[*_`~]|\[@[^\]]*\]")
_LANGUAGE = re.compile("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")
_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")


def checked(source: str, *, largest: int = LARGEST_SECTION, closed: bool = True) -> str:
    """Return a text as it is stored: line feeds as line ends, an empty line at its end.

    The empty line keeps the next section's heading apart when sections are joined.
    Raises `TooLarge`, or `Invalid` for an empty text, for characters that mean nothing and,
    unless it need not be `closed`, for a block that runs past its end.
    """
    if len(source) > largest:
        raise TooLarge(
            sentence(
                "This text has more than %(limit)s million characters. Cut it into several parts.",
                limit=largest // 1_000_000,
            )
        )
    if has_forbidden(source):
        raise Invalid(
            {
                "source": sentence(
                    "The text holds characters that cannot be stored. Paste it as plain text."
                )
            }
        )
    text = normalise_newlines(source)
    if not text.strip():
        raise Invalid({"source": sentence("Write something first, or remove the section.")})
    if closed:
        check_closed(text)
    return ended(text)


def has_forbidden(text: str) -> bool:
    """Tell whether a text holds characters that no database stores and that mean nothing."""
    return _FORBIDDEN.search(text) is not None


def ended(text: str) -> str:
    """Return `text` with an empty line at its end, unless it has one."""
    if text.endswith("\n\n"):
        return text
    return text + ("\n" if text.endswith("\n") else "\n\n")


def same_text(one: str, other: str) -> bool:
    """Tell whether two texts differ at most in the empty lines at their ends."""
    return one == other or one.rstrip("\n") == other.rstrip("\n")


def check_message(message: str) -> str:
    """Return the message of a version, trimmed, or raise `Invalid`."""
    message = " ".join(message.split())
    if len(message) > LONGEST_MESSAGE:
        raise Invalid({"message": sentence("Say it in at most 300 characters.")})
    return message


def check_title(title: str) -> str:
    """Return the title of a document, trimmed, or raise `Invalid`."""
    title = " ".join(title.split())
    if not title:
        raise Invalid({"title": sentence("Give the document a title.")})
    if len(title) > LONGEST_TITLE:
        raise Invalid({"title": sentence("Use at most 300 characters for the title.")})
    return title


def check_language(language: str) -> str:
    """Return the code of a language, such as ``en`` or ``pt-BR``, or raise `Invalid`."""
    code = language.strip()
    if not _LANGUAGE.fullmatch(code):
        raise Invalid(
            {"language": sentence("Give the language as a short code, such as en or pt-BR.")}
        )
    return code


def heading_of(blocks: tuple[Block, ...]) -> tuple[str, int]:
    """Return the words and the level (1 to 6) of the first heading; ``("", 0)`` without one."""
    for block in blocks:
        if block.kind is Kind.HEADING:
            line = block.text.split("\n")[0].strip()
            words = line.strip("#").strip() if line.startswith("#") else line
            words = _MARKS.sub("", _ATTRIBUTES.sub("", words))
            return " ".join(words.split())[:LONGEST_TITLE], block.level
    return "", 0
