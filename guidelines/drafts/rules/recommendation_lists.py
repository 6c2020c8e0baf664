"""The recommendations of a document as rows of one table: filtered, and as a file."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

COLUMNS = (
    "number", "id", "recommendation", "type", "strength", "direction", "certainty", "population",
    "intervention", "comparator", "conditions", "status", "last-search", "off-label", "result",
    "rated", "agree", "percent", "median",
)  # fmt: skip
NO_VOTE = "none"
CHANGED = "changed"
# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Row:
    """A recommendation with the result of its vote: a verdict, "changed", or "none"."""

    number: int
    key: str
    section_id: str
    wording: str
    attributes: Mapping[str, str]
    result: str = NO_VOTE
    summary: Mapping[str, object] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """Return a short field; evidence-based where no type is written."""
        value = self.attributes.get(name, "").strip()
        return value or ("evidence-based" if name == "type" else "")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: values of fields by their name, the result, and words of the wording."""

    fields: Mapping[str, str] = field(default_factory=dict)
    result: str = ""
    words: str = ""

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return not (any(self.fields.values()) or self.result or self.words.strip())


def chosen(rows: Iterable[Row], wanted: Wanted) -> list[Row]:
    """Return the rows that fit all that is asked for, in their order."""
    words = wanted.words.lower().split()
    return [
        row
        for row in rows
        if all(row.get(name) == value for name, value in wanted.fields.items() if value)
        and (not wanted.result or row.result == wanted.result)
        and all(word in row.wording.lower() for word in words)
    ]


def values_in(rows: Iterable[Row], name: str) -> list[str]:
    """Return the values that a field has in a table, without empty ones, sorted."""
    return sorted({value for row in rows if (value := row.get(name))})


def as_csv(rows: Sequence[Row]) -> str:
    """Return the table as a file for spreadsheets, in UTF-8 with a mark that Excel understands."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        told = {
            "number": row.number,
            "id": row.key,
            "recommendation": row.wording,
            "result": row.result,
            "rated": row.summary.get("n_rated", ""),
            "agree": row.summary.get("n_agree", ""),
            "percent": row.summary.get("percent_in", ""),
            "median": row.summary.get("median", ""),
        }
        writer.writerow([_harmless(told.get(name, row.get(name))) for name in COLUMNS])
    return out.getvalue()


def _harmless(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value
