"""The conditions of a definition of consensus one by one, and the rows of blanks for them.

A condition that the sentence has no blanks of its own for is a row. It says anything that decides
by shares: of which result, of whom (everybody, each group, at least one group, some groups by
name), how much of which band.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from guidelines.consensus.rules.blank_reading import Blanks
from guidelines.consensus.rules.clauses import (
    BandName,
    Clause,
    Comparison,
    GroupClause,
    Groups,
    Outcome,
)
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.phrases import percent_of

MOST_FURTHER = 8
"""How many further conditions there are blanks for."""


class Where(StrEnum):
    """Among whom a condition must hold."""

    EVERYBODY = "everybody"
    EVERY = "every"
    ANY = "any"


@dataclass(frozen=True)
class Condition:
    """One condition of one result; the last two fields only speak of conditions inside groups."""

    decides: Outcome
    clause: Clause
    where: Where = Where.EVERYBODY
    smallest_group: int = 3
    groups: tuple[str, ...] = ()

    def inside_groups(self) -> GroupClause:
        """Return the condition as one that must hold inside groups."""
        return GroupClause(
            self.decides, self.clause, Groups(self.where), self.smallest_group, self.groups
        )


def conditions_of(rule: Rule) -> tuple[Condition, ...]:
    """Return every condition of a rule, those over everybody first."""
    overall = [Condition(outcome, one) for outcome in Outcome for one in rule.clauses_for(outcome)]
    inside = [
        Condition(one.decides, one.clause, Where(one.hold_in), one.smallest_group, one.groups)
        for one in rule.group_clauses
    ]
    return (*overall, *inside)


def as_fields(
    conditions: Sequence[Condition],
) -> dict[str, tuple[Clause, ...] | tuple[GroupClause, ...]]:
    """Return the fields of a rule that hold these conditions, in their order."""
    overall = [one for one in conditions if one.where is Where.EVERYBODY]
    fields = {
        f"{outcome}_when": tuple(one.clause for one in overall if one.decides is outcome)
        for outcome in Outcome
    }
    inside = (one.inside_groups() for one in conditions if one.where is not Where.EVERYBODY)
    return {**fields, "group_clauses": tuple(inside)}


def without(conditions: Iterable[Condition], told: Iterable[Condition]) -> list[Condition]:
    """Return the conditions that are left when some of them are told already."""
    left = Counter(conditions)
    left.subtract(Counter(told))
    return [one for one, times in left.items() for _ in range(times)]


def texts_of(further: Sequence[Condition]) -> dict[str, str]:
    """Return what stands in the blanks of the further conditions; a row without limit is free."""
    free = Condition(Outcome.AGREED, _FREE)
    rows = [*further[:MOST_FURTHER], *[free] * (MOST_FURTHER - len(further))]
    return {
        f"more{place}_{name}": str(value)
        for place, one in enumerate(rows)
        for name, value in {
            "decides": one.decides,
            "where": one.where,
            "smallest": one.smallest_group,
            "groups": "\n".join(one.groups),
            "comparison": one.clause.comparison,
            "limit": "" if one is free else percent_of(one.clause.limit),
            "band": one.clause.band,
            "dimension": one.clause.dimension,
        }.items()
    }


def read_further(blanks: Blanks) -> list[Condition]:
    """Return the conditions in the rows that have a limit."""
    return [_row(blanks, f"more{at}_") for at in range(MOST_FURTHER) if blanks[f"more{at}_limit"]]


def _row(blanks: Blanks, row: str) -> Condition:
    clause = Clause(
        blanks.choice(f"{row}band", BandName),
        blanks.choice(f"{row}comparison", Comparison),
        blanks.percent(f"{row}limit"),
        blanks[f"{row}dimension"],
    )
    decides, where = blanks.choice(f"{row}decides", Outcome), blanks.choice(f"{row}where", Where)
    if where is Where.EVERYBODY:
        return Condition(decides, clause)
    groups = tuple(filter(None, map(str.strip, blanks[f"{row}groups"].splitlines())))
    return Condition(decides, clause, where, blanks.whole(f"{row}smallest"), groups)


_FREE = Clause(BandName.AGREEMENT, Comparison.AT_LEAST, Fraction(1))
