"""What interests know, in the words that a published version prints."""

from collections.abc import Mapping

from guidelines.interests.queries import Statement, statement_table
from guidelines.interests.rules import BARS, Doing


def interest_statements(project_id: str, numbers: Mapping[str, int]) -> list[dict[str, str]]:
    """Return the public table of interests: name, and what was declared and followed from it.

    `numbers` are the numbers of recommendations by id. Nothing internal is in it: no level, no
    reason, no family member.
    """
    return [
        {"name": row.name, "statement": _words(row, numbers)}
        for row in statement_table(project_id)
        if row.declared_at is not None
    ]


def _words(row: Statement, numbers: Mapping[str, int]) -> str:
    declared = ["Nothing to declare."] if row.nothing else []
    declared += [one.text.strip() or "An interest of a family member." for one in row.interests]
    abstains = sorted(
        numbers[one.key]
        for one in row.consequences
        if Doing.VOTE in BARS[one.measure] and one.key in numbers
    )
    if abstains:
        which = ", ".join(map(str, abstains))
        word = "recommendation" if len(abstains) == 1 else "recommendations"
        declared.append(f"Abstained from {word} {which}.")
    return " ".join(text if text.endswith((".", "!", "?")) else f"{text}." for text in declared)
