"""What may be looked at once everything is frozen: the same published counts by another rule."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.counting import Counted
from guidelines.consensus.rules.definition import Rule
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

    They need only what is published: no conditions inside groups.
    """
    return {one.based_on or one.name: one for one in alternatives(rule)}


def counted(entry: Mapping[str, Any], rule: Rule) -> Counted:
    """Return the published counts of a statement as a definition looks at them."""
    counts = tuple(int(entry["counts"].get(str(point), 0)) for point in rule.scale.points)
    codes = {OptOut(code): int(n) for code, n in entry["opt_outs"].items()}
    dimensions = {
        key: counted(part, rule.of_dimension(key))
        for key, part in (entry.get("dimensions") or {}).items()
    }
    tally = Tally(rule.scale.lowest, counts)
    return Counted(tally, codes, int(entry["n_eligible"]), dimensions=dimensions)
