"""A pasted table of statements: which column is what, and what is wrong with each row."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from guidelines.consensus.rules.lineage import (
    LONGEST_TEXTS,
    LONGEST_WORDING,
    checked_wording,
    wording_hash,
)
from guidelines.errors import Invalid, TooLarge, sentence

MOST_ROWS = 150
MOST_CHARACTERS = 1_000_000
_HEADINGS = {
    "wording": ("statement", "statements", "wording", "item", "recommendation", "text", "aussage"),
    "number": ("no", "nr", "number", "#", "id", "item no", "statement no", "statement number"),
    "plain_language": ("plain language", "in plain words", "plain words", "lay summary", "plain"),
    "background": ("background", "rationale", "explanation", "evidence", "why", "comment"),
    "origin": ("source", "origin", "where it comes from", "from", "reference", "references"),
}
_LEADING_NUMBER = re.compile(r"^\s*(?:\d{1,3}[.)]|[-•*–])\s+")


@dataclass(frozen=True)
class Row:
    """One statement that was recognised: its line in the table, its texts, what is wrong."""

    line: int
    wording: str
    texts: Mapping[str, str] = field(default_factory=dict)
    problem: str | None = None


@dataclass(frozen=True)
class Recognised:
    """What a table holds: its columns by what they were taken for, and its rows."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]

    @property
    def good(self) -> int:
        """How many rows have no problem."""
        return sum(row.problem is None for row in self.rows)


def cells_of(text: str) -> list[list[str]]:
    """Return the rows of a table from the clipboard: tabs between cells, as Excel and Word do.

    Without any tab each line that is not empty is one statement.
    """
    if len(text) > MOST_CHARACTERS:
        raise TooLarge(sentence("This is too much for one go. Paste it in several parts."))
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if "\t" not in plain:
        return [[_LEADING_NUMBER.sub("", line).strip()] for line in plain.split("\n")]
    try:
        return [
            [cell.strip() for cell in row]
            for row in csv.reader(io.StringIO(plain), dialect="excel-tab")
        ]
    except csv.Error:
        return [[cell.strip() for cell in line.split("\t")] for line in plain.split("\n")]


def recognise(cells: Sequence[Sequence[str]], known: Mapping[str, int]) -> Recognised:
    """Return the statements of a table; `known` are numbers by the hash of a wording.

    Raises
    ------
    Invalid
        On `table`, if there is no statement in it, or there are too many.
    """
    filled = [
        (line, row) for line, row in enumerate(cells, 1) if any(cell.strip() for cell in row)
    ]
    if not filled:
        raise Invalid({"table": sentence("Paste a table with statements, or choose a file.")})
    places, has_head = _columns([row for _line, row in filled])
    head = filled[0][1] if has_head else []
    body = filled[1:] if has_head else filled
    if not body:
        raise Invalid({"table": sentence("There is a heading, but no statement under it.")})
    if len(body) > MOST_ROWS:
        raise Invalid(
            {
                "table": sentence(
                    "Take at most %(most)s statements in one go; this table has %(rows)s.",
                    most=MOST_ROWS,
                    rows=len(body),
                )
            }
        )
    rows = [_row(line, row, places) for line, row in body]
    return Recognised(
        columns=tuple(
            (name, head[place] if place < len(head) else "") for name, place in places.items()
        ),
        rows=tuple(checked(rows, known)),
    )


def checked(rows: Sequence[Row], known: Mapping[str, int]) -> list[Row]:
    """Return rows with what is wrong with each: empty, too long, said twice."""
    seen: dict[str, int] = {}
    found = []
    for row in rows:
        problem = _problem(row)
        if problem is None:
            sha256 = wording_hash(checked_wording(row.wording))
            if sha256 in known:
                problem = sentence(
                    "Statement %(number)s says exactly this already.", number=known[sha256]
                )
            elif sha256 in seen:
                problem = sentence("Row %(line)s says exactly this already.", line=seen[sha256])
            seen.setdefault(sha256, row.line)
        found.append(Row(row.line, row.wording, row.texts, problem))
    return found


def _problem(row: Row) -> str | None:
    if not row.wording.strip():
        return sentence("There is no statement in this row.")
    try:
        checked_wording(row.wording)
    except Invalid as invalid:
        return invalid.errors["wording"]
    for name, most in LONGEST_TEXTS.items():
        if len(row.texts.get(name, "")) > most:
            return sentence(
                "The column “%(column)s” has more than %(most)s characters here.",
                column=name.replace("_", " "),
                most=most,
            )
    return None


def _columns(rows: Sequence[Sequence[str]]) -> tuple[dict[str, int], bool]:
    """Return the place of each column by its meaning, and whether the first row is a heading."""
    places: dict[str, int] = {}
    for place, cell in enumerate(rows[0]):
        words = " ".join(re.sub(r"[^\w# ]", " ", cell.casefold()).split())
        for name, headings in _HEADINGS.items():
            if words in headings and name not in places:
                places[name] = place
                break
    if "wording" in places:
        return places, True
    width = max(len(row) for row in rows)
    lengths = [
        sum(min(len(row[place]), LONGEST_WORDING) for row in rows if place < len(row))
        for place in range(width)
    ]
    longest = lengths.index(max(lengths))
    found = {"wording": longest}
    if longest > 0 and all(len(row[0]) <= 12 for row in rows if row):
        found["number"] = 0
    return found, False


def _row(line: int, row: Sequence[str], places: Mapping[str, int]) -> Row:
    cells = {
        name: row[place].strip() if place < len(row) else "" for name, place in places.items()
    }
    number = cells.pop("number", "")
    wording = cells.pop("wording", "")
    if number and not cells.get("origin"):
        cells["origin"] = f"No. {number}" if number.isdigit() else number
    return Row(line, wording, cells)
