"""Records that were screened: stages, decisions, and how often which reason excluded."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Where in the screening a record was judged."""

    TITLE = "title"
    FULL_TEXT = "full-text"


class Decision(StrEnum):
    """What was decided on a record."""

    INCLUDED = "included"
    EXCLUDED = "excluded"
    MAYBE = "maybe"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Screened:
    """A record with what was decided on it."""

    title: str
    decision: Decision
    authors: str = ""
    year: str = ""
    source: str = ""
    doi: str = ""
    reason: str = ""


def reasons_in(records: Iterable[tuple[Decision, str]]) -> list[tuple[str, int]]:
    """Return how many records each reason excluded, the most frequent first.

    `records` are (decision, reasons set apart by semicolons, of which the first counts); an
    exclusion without a reason counts under an empty one.
    """
    found = Counter(
        reason.split(";")[0].strip()
        for decision, reason in records
        if decision is Decision.EXCLUDED
    )
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0].casefold()))
