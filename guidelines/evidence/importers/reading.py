"""A file of references: which format it is, and what every reader returns."""

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from guidelines.errors import Invalid, Sentence, TooLarge, sentence
from guidelines.evidence.rules.retractions import STATUS, Retraction, said_by_title

MOST_BYTES = 10_000_000
MOST_ENTRIES = 10_000

_MARKS = (
    ("ris", re.compile(r"^TY {0,2}-", re.MULTILINE)),
    ("nbib", re.compile(r"^(?:PMID|PMC |OWN |STAT|TI  |FAU |JT  ) ?- ", re.MULTILINE)),
    ("bibtex", re.compile(r"^\s*@\w+\s*[{(]", re.MULTILINE)),
    ("endnote-xml", re.compile(r"<records?\b")),
)


class Format(StrEnum):
    """The formats that can be read."""

    CSL_JSON = "csl-json"
    RIS = "ris"
    NBIB = "nbib"
    BIBTEX = "bibtex"
    ENDNOTE_XML = "endnote-xml"
    LOOK_UP = "look-up"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one entry, named by its key or number; whether it was left out."""

    entry: str
    reason: Sentence
    left_out: bool = True

    def plain(self) -> dict[str, Any]:
        """Return the values as they are stored, translatable later."""
        return {
            "entry": self.entry,
            "template": self.reason.template,
            "values": dict(self.reason.values),
            "left_out": self.left_out,
        }


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a file: how it is called there, its CSL item, its own key if any.

    `retraction` is there when the file says that the source was retracted.
    """

    label: str
    item: dict[str, Any]
    key: str = ""
    retraction: Retraction | None = None


@dataclass(slots=True)
class Reading:
    """What a file held: entries in order, and what was wrong with the others."""

    format: Format
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def take(self, entry: Entry) -> None:
        """Add an entry, with the mark of a retraction where its file or its title says so."""
        retraction = entry.retraction or said_by_title(entry.item)
        if retraction is not None:
            entry = replace(entry, item={**entry.item, "status": STATUS}, retraction=retraction)
        self.entries.append(entry)

    def refuse(self, entry: str, reason: str) -> None:
        """Note that an entry is left out."""
        self.problems.append(Problem(entry, _as_sentence(reason)))

    def remark(self, entry: str, reason: str) -> None:
        """Note something about an entry that is taken nevertheless."""
        self.problems.append(Problem(entry, _as_sentence(reason), left_out=False))


def _as_sentence(reason: str) -> Sentence:
    return reason if isinstance(reason, Sentence) else Sentence("%(reason)s", {"reason": reason})


def text_of(content: bytes) -> str:
    """Return the text of a file with one kind of line end, or raise `Invalid` or `TooLarge`."""
    if len(content) > MOST_BYTES:
        raise TooLarge(sentence("This file is larger than 10 MB. Export it in parts."))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", "replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
    if "\0" in text:
        raise Invalid(
            {"file": sentence("This is not a text file. Export the references as RIS or BibTeX.")}
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def format_of(text: str) -> Format:
    """Return the format of `text` by what stands in it; the file's name can be wrong."""
    start = text.lstrip()
    if not start:
        raise Invalid({"file": sentence("This file is empty.")})
    if start.startswith(("[", "{")):
        return Format.CSL_JSON
    found = [(match.start(), name) for name, mark in _MARKS if (match := mark.search(text))]
    if not found:
        raise Invalid(
            {
                "file": sentence(
                    "No references were found in this file. Export them as RIS, BibTeX, "
                    "CSL-JSON, EndNote XML or PubMed (nbib)."
                )
            }
        )
    return Format(min(found)[1])


def check_yield(reading: Reading) -> None:
    """Raise `Invalid` when a file yields nothing, `TooLarge` when it yields too much."""
    if len(reading.entries) > MOST_ENTRIES:
        raise TooLarge(sentence("This file holds more than %(most)s entries.", most=MOST_ENTRIES))
    if reading.entries:
        return
    if not reading.problems:
        raise Invalid(
            {"file": sentence("This file holds no reference. Export it again and look into it.")}
        )
    first = reading.problems[0]
    raise Invalid(
        {
            "file": sentence(
                "None of the %(count)s entries could be read. The first, %(entry)s: %(reason)s",
                count=len(reading.problems),
                entry=first.entry,
                reason=first.reason,
            )
        }
    )
