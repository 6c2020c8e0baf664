"""What each type of recommendation says about strength and evidence: one table, every rule.

| type | strength | direction | certainty |
|---|---|---|---|
| evidence-based | needed | needed | needed |
| consensus-based | needed | needed | none |
| good-practice | none | none | none |
| research-only | none | none | may |
| no-recommendation | none | none | may |
"""

import re
from collections.abc import Iterable, Mapping
from enum import Enum

from guidelines.text.notices import Notice, notice
from guidelines.text.recommendations import (
    CHOSEN,
    Certainty,
    Direction,
    Recommendation,
    Status,
    Strength,
    Type,
)


class Need(Enum):
    """Whether a type of recommendation has a field."""

    NEEDED = "needed"
    MAY = "may"
    NONE = "none"


NEEDS: Mapping[str, Mapping[str, Need]] = {
    Type.EVIDENCE_BASED: {
        "strength": Need.NEEDED, "direction": Need.NEEDED, "certainty": Need.NEEDED,
    },
    Type.CONSENSUS_BASED: {
        "strength": Need.NEEDED, "direction": Need.NEEDED, "certainty": Need.NONE,
    },
    Type.GOOD_PRACTICE: {
        "strength": Need.NONE, "direction": Need.NONE, "certainty": Need.NONE,
    },
    Type.RESEARCH_ONLY: {
        "strength": Need.NONE, "direction": Need.NONE, "certainty": Need.MAY,
    },
    Type.NO_RECOMMENDATION: {
        "strength": Need.NONE, "direction": Need.NONE, "certainty": Need.MAY,
    },
}  # fmt: skip
UNGRADED = frozenset(
    {Type.GOOD_PRACTICE, Type.RESEARCH_ONLY, Type.NO_RECOMMENDATION}
)  # those without strength
LITTLE = frozenset({Certainty.LOW, Certainty.VERY_LOW})
_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?")
_NAMES = {
    Type.GOOD_PRACTICE: "A good practice statement",
    Type.RESEARCH_ONLY: "“Only in research”",
    Type.NO_RECOMMENDATION: "“No recommendation”",
}


def has(kind: str, name: str) -> bool:
    """Say whether recommendations of a type have a field; of an unknown type every one."""
    return NEEDS.get(kind, {}).get(name, Need.MAY) is not Need.NONE


def is_discordant(strength: str, certainty: str) -> bool:
    """Say whether a recommendation is strong although little is known: it needs a reason."""
    return strength == Strength.STRONG and certainty in LITTLE


def is_date(value: str) -> bool:
    """Say whether a value is a year and month, with or without a day: 2026-03, 2026-03-31."""
    return _DATE.fullmatch(value) is not None


def faults(one: Recommendation) -> Iterable[Notice]:
    """Return what is wrong with the short fields of one recommendation."""
    at = one.line
    for key, allowed in CHOSEN.items():
        value = one.get(key)
        if value and value not in list(allowed):
            yield notice(
                "unknown-value",
                "“%(value)s” is no %(key)s. Use one of: %(allowed)s.",
                at,
                value=value,
                key=key,
                allowed=", ".join(allowed),
            )
    if (searched := one.get("last-search")) and not is_date(searched):
        yield notice(
            "bad-date",
            "“%(value)s” is no date. Write year and month, such as 2026-03.",
            at,
            value=searched,
        )
    yield from _wrongly_there(one)
    yield from _missing(one)
    if one.strength == Strength.STRONG and one.direction == Direction.EITHER:
        yield notice(
            "strong-either",
            "A recommendation for either option cannot be strong; make it conditional.",
            at,
        )


def _wrongly_there(one: Recommendation) -> Iterable[Notice]:
    """Return the fields that the type does not have."""
    kind = one.type
    name = _NAMES.get(Type(kind), "") if kind in list(Type) else ""
    if one.strength and not has(kind, "strength"):
        yield notice(
            f"strength-on-{kind}",
            "%(type)s has no strength. Take it away or change the type.",
            one.line,
            type=name,
        )
    if one.certainty and not has(kind, "certainty"):
        yield notice(
            "certainty-without-evidence",
            "A %(type)s recommendation does not rest on graded evidence. Take the certainty away "
            "or change the type.",
            one.line,
            type=kind,
        )


def _missing(one: Recommendation) -> Iterable[Notice]:
    """Return the fields that the type needs and that are not there."""
    needs = NEEDS.get(one.type, {})
    if one.get("status") == Status.WITHDRAWN:
        return
    if needs.get("certainty") is Need.NEEDED and one.strength and not one.certainty:
        yield notice(
            "missing-certainty",
            "State the certainty of the evidence, or make the type consensus-based.",
            one.line,
        )
    if needs.get("strength") is Need.NEEDED and not one.strength:
        yield notice("missing-strength", "State the strength: strong or conditional.", one.line)
    if needs.get("direction") is Need.NEEDED and one.strength and not one.direction:
        yield notice("missing-direction", "State the direction: for, against or either.", one.line)
    little = has(one.type, "certainty") and is_discordant(one.strength, one.certainty)
    if little and not one.get("strength-reason"):
        yield notice(
            "discordant",
            "A strong recommendation on low or very low certainty needs a reason. Say why it is "
            "strong.",
            one.line,
        )
