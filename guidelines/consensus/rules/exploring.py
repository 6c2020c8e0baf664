"""What may be looked at once everything is frozen: the same published counts by another rule."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from guidelines.consensus.rules.answers import OptOut
from guidelines.consensus.rules.counting import Counted
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.presets import PRESETS, adapt
from guidelines.consensus.rules.verdicts import Verdict, evaluate_all
from guidelines.errors import Invalid
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


def alternatives(rule: Rule) -> dict[str, Rule]:
    """Return the definitions that fit the scale of `rule`, by name, without itself.

    They need only what is published: no conditions inside groups.
    """
    found = {}
    ends = rule.scale.lowest, rule.scale.highest
    for name, preset in PRESETS.items():
        if preset.kind is not rule.kind or preset.group_clauses:
            continue
        try:
            fitting = adapt(preset, scale=ends, denominator=None)
        except Invalid:
            continue
        if _decides(fitting) != _decides(rule):
            found[name] = fitting
    return found


def _decides(rule: Rule) -> tuple[object, ...]:
    """Return what of a rule decides about counts."""
    return (
        rule.method, rule.agreement, rule.disagreement, rule.agreed_when, rule.rejected_when,
        rule.near_when, rule.undecided_when, rule.outliers, rule.most_iqr, rule.strong_at,
        rule.denominator, rule.quorum, rule.quantile_type, rule.median_convention,
        rule.least_ratings, rule.group_clauses,
    )  # fmt: skip


def counted(entry: Mapping[str, Any], rule: Rule) -> Counted:
    """Return the published counts of a statement as a definition looks at them."""
    counts = tuple(int(entry["counts"].get(str(point), 0)) for point in rule.scale.points)
    codes = {OptOut(code): int(n) for code, n in entry["opt_outs"].items()}
    return Counted(Tally(rule.scale.lowest, counts), codes, int(entry["n_eligible"]))


def seen_under(rule: Rule, entries: Sequence[Mapping[str, Any]]) -> list[Verdict]:
    """Return what the statements of one round would have come to by another definition."""
    return [one.verdict for one in evaluate_all(rule, [counted(e, rule) for e in entries])]
