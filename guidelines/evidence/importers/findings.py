"""Summaries of findings in table files: read with the place of every mistake, and written."""

from collections.abc import Sequence
from dataclasses import dataclass

from guidelines.errors import Invalid, Sentence, sentence
from guidelines.evidence.importers import sheets
from guidelines.evidence.rules.findings import COLUMNS, read_finding, texts_of
from guidelines.evidence.rules.outcomes import Outcome, check_outcomes

MOST_BYTES = sheets.MOST_BYTES
__all__ = ["COLUMNS", "MOST_BYTES", "Mistake", "Mistakes", "read", "template", "write"]


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in one cell: its row as the spreadsheet counts, and its column's heading."""

    row: int
    column: str
    message: Sentence


class Mistakes(Invalid):
    """A table with mistakes: all of them at once, by row and column."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        first = mistakes[0]
        super().__init__(
            {
                "file": sentence(
                    "Nothing was read, because %(count)s cells need mending. The first: row "
                    "%(row)s, column “%(column)s”.",
                    count=len(mistakes),
                    row=first.row,
                    column=first.column,
                )
            }
        )
        self.mistakes = list(mistakes)


def read(content: bytes) -> list[Outcome]:
    """Return the outcomes of a table file, or raise `Invalid`, `Mistakes` among them."""
    rows = sheets.rows_of(content)
    start = next(number for number, row in enumerate(rows) if any(row))
    names, mistakes = _headings(rows[start], start + 1)
    outcomes: list[Outcome] = []
    for number, row in enumerate(rows[start + 1 :], start + 2):
        if not any(row):
            continue
        texts = {name: row[place] for name, place in names.items() if place < len(row)}
        outcome, wrong = read_finding(texts)
        for name, message in wrong.items():
            mistakes.append(Mistake(number, _HEADINGS.get(name, name), message))
        if outcome is not None:
            outcomes.append(outcome)
    if mistakes:
        raise Mistakes(mistakes)
    if not outcomes:
        raise Invalid({"file": sentence("The table has headings, but no row under them.")})
    check_outcomes(outcomes)
    return outcomes


_HEADINGS = {column.name: column.heading for column in COLUMNS}
_KNOWN = {column.heading.casefold(): column.name for column in COLUMNS} | {
    "importance (1-9)": "rating", "importance (1–9)": "rating", "number of studies": "studies",
    "no of studies": "studies", "no of participants": "participants", "study design": "design",
    "effect measure": "measure", "ci lower": "lower", "ci upper": "upper",
    "publication bias": "publication-bias", "finding": "finding",
}  # fmt: skip


def _headings(row: Sequence[str], number: int) -> tuple[dict[str, int], list[Mistake]]:
    """Return the place of each column, and headings that are unknown or there twice."""
    names: dict[str, int] = {}
    mistakes = []
    for place, heading in enumerate(row):
        name = _KNOWN.get(" ".join(heading.split()).casefold())
        if not heading:
            continue
        if name is None:
            message = sentence(
                "This heading is not in the template. Rename or take out the column."
            )
            mistakes.append(Mistake(number, heading[:80], message))
        elif name in names:
            mistakes.append(Mistake(number, heading[:80], sentence("This column is there twice.")))
        else:
            names[name] = place
    if "name" not in names:
        raise Invalid(
            {
                "file": sentence(
                    "No column is called “Outcome”. Take the template, whose first row has all "
                    "headings."
                )
            }
        )
    return names, mistakes


def write(outcomes: Sequence[Outcome], ending: str) -> bytes:
    """Return outcomes as a table file, ``csv`` or ``xlsx``, that `read` reads back."""
    rows = [[column.heading for column in COLUMNS]]
    for outcome in outcomes:
        texts = texts_of(outcome)
        rows.append([texts[column.name] for column in COLUMNS])
    if ending == "csv":
        return sheets.csv_of(rows)
    notes = [["Column", "What may stand in it"]]
    notes += [[one.heading, one.expected or "words; the footnote"] for one in COLUMNS]
    return sheets.workbook_of(rows, title="Findings", notes=notes)


def template(ending: str) -> bytes:
    """Return the empty table with its headings."""
    return write((), ending)
