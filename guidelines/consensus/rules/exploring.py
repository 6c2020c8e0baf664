"""What may be looked at once everything is frozen: the same published counts by another rule."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.counting import Counted
from guidelines.consensus.rules.definition import Method, Rule
from guidelines.consensus.rules.policies import Denominator
from guidelines.consensus.rules.scales import OVERALL
from guidelines.consensus.rules.whatif import alternatives
from guidelines.stats.tallies import Tally


class Exploration(StrEnum):
    """A look that comes after the report and changes nothing."""

    WHAT_IF = "what-if"
    ROBUSTNESS = "robustness"


class Stance(StrEnum):
    """What a comment of the panel is about, as the moderator sorts it."""

    FOR = "for"
    AGAINST = "against"
    WORDING = "wording"
    OTHER = "other"


def other_definitions(rule: Rule) -> dict[str, Rule]:
    """Return the definitions that can be applied to answers given under `rule`, by their name.

    Those with conditions inside groups too: see `groups_known`.
    """
    return {one.based_on or one.name: one for one in alternatives(rule, groups=True)}


def groups_known(entry: Mapping[str, Any], rule: Rule) -> bool:
    """Tell whether every group that a definition looks at is among the published ones.

    Only then is a statement looked at again: anything else would tell of those who are too few.
    """
    if not rule.group_clauses or rule.method not in (Method.SHARES, Method.GRADE_GRID):
        return True
    shown = {one["group"] for one in entry["groups"]}
    told = sum(one["n_rated"] for one in entry["groups"])
    left = entry["n_rated"] - told if entry.get("groups_sealed", True) else 0
    return rule.denominator is Denominator.RATED and all(
        one.clause.dimension == OVERALL
        and (left < one.smallest_group or (bool(one.groups) and set(one.groups) <= shown))
        for one in rule.group_clauses
    )


def counted(entry: Mapping[str, Any], rule: Rule) -> Counted:
    """Return the published counts of a statement as a definition looks at them."""
    counts = tuple(int(entry["counts"].get(str(point), 0)) for point in rule.scale.points)
    codes = {OptOut(code): int(n) for code, n in entry["opt_outs"].items()}
    dimensions = {
        key: counted(part, rule.of_dimension(key))
        for key, part in (entry.get("dimensions") or {}).items()
    }
    groups = {
        one["group"]: Counted(
            Tally(rule.scale.lowest, tuple(int(one["counts"][str(p)]) for p in rule.scale.points))
        )
        for one in entry.get("groups") or ()
        if one["counts"]
    }
    tally = Tally(rule.scale.lowest, counts)
    return Counted(tally, codes, int(entry["n_eligible"]), groups=groups, dimensions=dimensions)
