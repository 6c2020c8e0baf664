"""What became of each recommendation between two published versions, as a pure rule.

Compared is what the frozen texts say, not what authors call it: the body without citation keys,
and the fields that people decide on.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from guidelines.text.markdown import plain_text
from guidelines.text.recommendations import Recommendation, Status, parse


class Change(StrEnum):
    """What became of a recommendation since the version before."""

    NEW = "new"
    MODIFIED = "modified"
    REAFFIRMED = "reaffirmed"
    UNCHANGED = "unchanged"
    WITHDRAWN = "withdrawn"


class Part(StrEnum):
    """What of a recommendation can differ: its words, its grading, for whom and when it holds."""

    WORDING = "wording"
    TYPE = "type"
    STRENGTH = "strength"
    DIRECTION = "direction"
    CERTAINTY = "certainty"
    SCOPE = "scope"


SCOPE = ("population", "intervention", "comparator", "conditions")


@dataclass(frozen=True, slots=True)
class Compared:
    """What became of one recommendation; `parts` say what differs where it was modified.

    `stated` is what the authors say in its status field, empty where they say nothing.
    """

    key: str
    change: Change
    parts: tuple[Part, ...] = ()
    stated: str = ""


@dataclass(frozen=True, slots=True)
class Gone:
    """A recommendation of the version before that no longer holds; `reason` is as in the text."""

    key: str
    number: str
    wording: str
    reason: str = ""

    def as_json(self) -> dict[str, str]:
        """Return it as it is frozen."""
        return {
            "key": self.key,
            "number": self.number,
            "wording": self.wording,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of all recommendations; `number` is that of the version before, or empty."""

    number: str
    lines: Mapping[str, Compared]
    gone: Sequence[Gone]


def compare(before: Mapping[str, Any] | None, body: str) -> Comparison:
    """Compare the frozen content of the version before with the text of the next one.

    In a first version every recommendation is new.
    """
    present = _by_key(body)
    past = _by_key(str(before["body"])) if before is not None else {}
    stood = {key: one for key, one in past.items() if not one.is_withdrawn}
    lines = {key: _compared(one, stood.get(key)) for key, one in present.items()}
    if before is None:
        return Comparison("", lines, ())
    printed = {line["key"]: line for line in before["recommendations"]}
    gone = [
        Gone(
            key,
            str(printed.get(key, {}).get("number", "")),
            str(printed.get(key, {}).get("wording", "")) or plain_text(was.body),
            _reason(present.get(key)),
        )
        for key, was in stood.items()
        if key not in present or present[key].is_withdrawn
    ]
    return Comparison(str(before["number"]), lines, gone)


def _by_key(body: str) -> dict[str, Recommendation]:
    return {one.id: one for one in parse(body) if one.id}


def _compared(one: Recommendation, was: Recommendation | None) -> Compared:
    stated = one.get("status")
    if one.is_withdrawn:
        return Compared(one.id, Change.WITHDRAWN, (), stated)
    if was is None:
        return Compared(one.id, Change.NEW, (), stated)
    parts = parts_changed(was, one)
    if parts:
        return Compared(one.id, Change.MODIFIED, parts, stated)
    same = Change.REAFFIRMED if stated == Status.REAFFIRMED else Change.UNCHANGED
    return Compared(one.id, same, (), stated)


def parts_changed(was: Recommendation, one: Recommendation) -> tuple[Part, ...]:
    """Return what differs between two states of a recommendation, in a fixed order."""
    differs = {
        Part.WORDING: _words(was) != _words(one),
        Part.TYPE: was.type != one.type,
        Part.STRENGTH: was.strength != one.strength,
        Part.DIRECTION: was.direction != one.direction,
        Part.CERTAINTY: was.certainty != one.certainty,
        Part.SCOPE: any(was.get(name) != one.get(name) for name in SCOPE),
    }
    return tuple(part for part in Part if differs[part])


def _words(one: Recommendation) -> str:
    """Return the body as it is voted on: marks count, for 10^5^ is not 105."""
    return str(json.loads(one.canonical_text)["body"])


def _reason(one: Recommendation | None) -> str:
    """Return why a recommendation that is kept as withdrawn no longer holds."""
    if one is None:
        return ""
    return plain_text(one.field("remarks") or one.field("rationale"))


def counts_of(comparison: Comparison) -> dict[Change, int]:
    """Return how many recommendations became what; those that are gone count as withdrawn."""
    found = dict.fromkeys(Change, 0)
    for one in comparison.lines.values():
        if one.change is not Change.WITHDRAWN:
            found[one.change] += 1
    found[Change.WITHDRAWN] = len(comparison.gone)
    return found


def frozen_counts(content: Mapping[str, Any]) -> dict[Change, int]:
    """Return what a version froze of this; nothing counts in a first or an old version."""
    found = dict.fromkeys(Change, 0)
    if not content.get("compared_with"):
        return found
    for line in content["recommendations"]:
        if line["change"] != Change.WITHDRAWN:
            found[Change(line["change"])] += 1
    found[Change.WITHDRAWN] = len(content["withdrawn_recommendations"])
    return found


# What the authors may call a change that the comparison finds
FITTING: Mapping[Change, frozenset[str]] = {
    Change.NEW: frozenset({Status.NEW}),
    Change.MODIFIED: frozenset({Status.UPDATED}),
    Change.REAFFIRMED: frozenset({Status.REAFFIRMED}),
    Change.UNCHANGED: frozenset({Status.REAFFIRMED}),
    Change.WITHDRAWN: frozenset({Status.WITHDRAWN}),
}


def clashes(comparison: Comparison) -> list[Compared]:
    """Return the recommendations whose status, where one is given, says something else.

    In a first version nothing is compared: it may be the update of one published elsewhere.
    """
    if not comparison.number:
        return []
    return [
        one
        for one in comparison.lines.values()
        if one.stated and one.stated not in FITTING[one.change]
    ]
