"""Pictures of a document: their names, the words that stand for them, and where they are used."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from guidelines.errors import Invalid, sentence

LARGEST_FILE = 15_000_000
LONGEST_ALTERNATIVE = 1000
LONGEST_NAME = 80
ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg"}
_APART = re.compile(r"[^a-z0-9]+")
_INLINE = re.compile(
    r"!\[(?P<alternative>(?:\\.|[^\[\]\\]|\[[^\[\]]*\])*)\]"
    r"\([ \t]*<?(?P<name>[^()<>\s]+)"
)


@dataclass(frozen=True, slots=True)
class Use:
    """One place of a text that shows a picture: its name, its words, and where they stand."""

    name: str
    alternative: str
    start: int
    end: int


def check_alternative(words: str) -> str:
    """Return the words that stand for a picture, trimmed, or raise `Invalid`."""
    words = " ".join(words.split())
    if not words:
        raise Invalid(
            {
                "alternative": sentence(
                    "Say in words what the picture shows: some readers cannot see it."
                )
            }
        )
    if len(words) > LONGEST_ALTERNATIVE:
        raise Invalid({"alternative": sentence("Say it in at most 1,000 characters.")})
    return words


def name_for(filename: str, media_type: str, taken: Collection[str]) -> str:
    """Return a name that no other picture of the document has, made from that of a file."""
    file = filename.replace("\\", "/").rsplit("/", 1)[-1]
    stem = unicodedata.normalize("NFKD", file.rsplit(".", 1)[0])
    stem = _APART.sub("-", stem.encode("ascii", "ignore").decode().lower()).strip("-")
    stem = stem[:LONGEST_NAME].strip("-") or "picture"
    ending = ENDINGS[media_type]
    name, number = f"{stem}{ending}", 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}{ending}"
    return name


def as_markdown(name: str, alternative: str) -> str:
    """Return what a text holds to show a picture."""
    return f"![{_escaped(alternative)}]({name})"


def uses_in(source: str) -> Iterator[Use]:
    """Yield each place of a text that shows a picture."""
    for found in _INLINE.finditer(source):
        words = re.sub(r"\\(.)", r"\1", found["alternative"])
        yield Use(found["name"], words, found.start("alternative"), found.end("alternative"))


def with_alternative(source: str, name: str, before: str, words: str) -> str:
    """Return a text with new words for one picture, where it had none or those of `before`.

    Where an author wrote other words for this very place, these stay.
    """
    parts, at = [], 0
    for use in uses_in(source):
        if use.name == name and use.alternative.strip() in ("", before):
            parts += [source[at : use.start], _escaped(words)]
            at = use.end
    return "".join([*parts, source[at:]])


def _escaped(words: str) -> str:
    return re.sub(r"([\\\[\]])", r"\\\1", words)
