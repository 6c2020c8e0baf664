"""BibTeX: parted into entries here, so that a broken one can be named; read by pandoc."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from guidelines.errors import Invalid, sentence
from guidelines.evidence.importers.csl import entries_from
from guidelines.evidence.importers.reading import Format, Reading

Reader = Callable[[bytes], list[dict[str, Any]]]

_START = re.compile(r"^[ \t]*@(\w+)\s*[{(]\s*([^,\s{}()=]*)", re.MULTILINE)
_NO_ENTRY = frozenset({"comment", "preamble", "string"})
_MOST_BROKEN = 20


def read_bibtex(text: str, read: Reader) -> Reading:
    """Return the entries of a BibTeX text; `read` turns BibTeX into CSL items or raises Invalid.

    `read` is given everything at once; only when it refuses, halves are tried until the broken
    entries are known.
    """
    reading = Reading(Format.BIBTEX)
    strings, entries = [], []
    starts = list(_START.finditer(text))
    for place, start in enumerate(starts):
        end = starts[place + 1].start() if place + 1 < len(starts) else len(text)
        source, kind, key = text[start.start() : end], start[1].lower(), start[2]
        if kind in _NO_ENTRY:
            strings.append(source if kind == "string" else "")
        elif not _is_closed(source):
            reading.refuse(
                key or f"no. {place + 1}",
                sentence("Its braces do not match: one is missing or too many."),
            )
        else:
            entries.append((key or f"no. {place + 1}", source))
    rows: list[dict[str, Any]] = []
    _read_halves("".join(strings), entries, read, rows, reading)
    found = entries_from(rows, Format.BIBTEX)
    found.problems = [*reading.problems, *found.problems]
    return found


def _is_closed(source: str) -> bool:
    """Tell whether the braces of an entry match."""
    depth = 0
    for sign in re.findall(r"\\.|[{}]", source, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0:
            return False
    return depth == 0


def _read_halves(
    strings: str,
    entries: Sequence[tuple[str, str]],
    read: Reader,
    rows: list[dict[str, Any]],
    reading: Reading,
) -> None:
    if not entries:
        return
    try:
        rows += read((strings + "".join(source for _key, source in entries)).encode())
    except Invalid:
        if len(reading.problems) >= _MOST_BROKEN:
            for key, _source in entries:
                reading.refuse(key, sentence("It was not read: too many entries are broken."))
        elif len(entries) == 1:
            reading.refuse(entries[0][0], sentence("It is not written as BibTeX asks for."))
        else:
            middle = len(entries) // 2
            _read_halves(strings, entries[:middle], read, rows, reading)
            _read_halves(strings, entries[middle:], read, rows, reading)
